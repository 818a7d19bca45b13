"""Set-up's section on the data: which data, how much noise, how they are split and scaled."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.data.choice import (
    MAX_SEED,
    MAX_TEST_SHARE,
    MAX_VALIDATION_SHARE,
    DataChoice,
    DrawnChoice,
    Source,
    TableChoice,
    default_choice,
)
from bpexplorer.data.dataset import DATASETS
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.scaling import SCALINGS
from bpexplorer.document.acts.pending import PlanData
from bpexplorer.document.pending import Choices, Outlook
from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.tooltips import explain, wrapped
from bpexplorer.look.typing.number_field import NumberField, percent
from bpexplorer.look.typing.stops import linear, one_two_five
from bpexplorer.panels.setup.data_preview import DataPreview
from bpexplorer.panels.setup.section import NOT_APPLIED, SetupSection
from bpexplorer.panels.setup.summaries import data_counts, data_summary, table_in_words
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.forms.form import form_row, words
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

_RESTARTS = tr("Applying this restarts training.")
#: The entry of the user's own table in the list of data sets.
_TABLE = "table"


class DataSection(SetupSection):
    """Other data wait for a restart; their preview shows at once."""

    has_advanced = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Data"), name="data", parent=parent)
        self._in_use: PreparedData | None = None
        #: The data that wait for a restart, or else those in use.
        self._draft: Source | None = None

    @override
    def _make(self) -> None:
        self._preview = DataPreview(self.main)
        self._dataset = ChoiceBox(
            ((name, kind.title, wrapped(kind.description)) for name, kind in DATASETS.items()), self.main
        )
        self._description = words("data_description", self.main)
        self._columns = QPushButton(tr("Columns…"), self.main)
        self._fit_again = QPushButton(tr("Fit scaling anew"), self.main)
        self._counts = words(
            "data_counts",
            self.main,
            tr("How many samples each set has, and what is predicted: classes or numbers."),
        )
        self._noise = NumberField(0.0, 1.0, stepped=linear(0.05), parent=self.main)
        self._samples = NumberField(1, 1e6, is_whole=True, stepped=one_two_five, parent=self.main)
        self._parts = NumberField(1, 1000, is_whole=True, stepped=linear(1), parent=self.main)
        self._test_share = NumberField(
            0, 100 * MAX_TEST_SHARE, written=percent, stepped=linear(5), parent=self.main
        )
        self._validation_share = NumberField(
            0, 100 * MAX_VALIDATION_SHARE, written=percent, stepped=linear(5), parent=self.rare
        )
        self._scaling = ChoiceBox(
            ((name, kind.title, explain(kind)) for name, kind in SCALINGS.items()), self.rare
        )
        self._target_scaling = ChoiceBox(
            ((name, kind.title, explain(kind)) for name, kind in SCALINGS.items()), self.rare
        )
        self._seed = NumberField(
            0, MAX_SEED, is_whole=True, is_grouped=False, stepped=linear(1), parent=self.rare
        )
        self._pending = self.make_pending("data", name="data", what=tr("the data"))
        self._build()
        self._connect()

    @override
    def _sum_up_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self._in_use = prepared
        self.header.show_summary(data_summary(prepared))

    @override
    def _sum_up_pending(self, choices: Choices, outlook: Outlook) -> None:
        self.header.show_mark("" if choices.data is None else NOT_APPLIED)
        prepared = self._in_use if outlook.fitting is None else outlook.fitting.prepared
        if prepared is not None and not (outlook.refusal or outlook.is_awaited):
            self.header.show_summary(data_summary(prepared))

    @override
    def _write_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self._show(prepared.choice)
        self._show_prepared(prepared)

    @override
    def _write_pending(self, choices: Choices, outlook: Outlook) -> None:
        if self._in_use is None:
            return
        self._show(choices.data or self._in_use.choice)
        if outlook.refusal:
            self._pending.refuse(outlook.refusal)
            return
        if outlook.is_awaited:
            self._pending.wait(outlook.obstacle)
            return
        self._show_prepared(self._in_use if outlook.fitting is None else outlook.fitting.prepared)
        if choices.data is not None:
            self._pending.offer(" ".join(outlook.consequences))
        else:
            self._pending.hide()

    def _build(self) -> None:
        self._dataset.setObjectName("data_set")
        name_choice(self._dataset, tr("Data set"))
        self._dataset.setToolTip(
            tr("The samples that the network learns from. {restarts}", restarts=_RESTARTS)
        )
        self._dataset.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._columns.setObjectName("data_choose_columns")
        self._columns.setAccessibleName(tr("Columns of the data"))
        self._columns.setToolTip(tr("Choose anew what each column of the table is for."))
        self._fit_again.setObjectName("data_fit_again")
        self._fit_again.setAccessibleName(tr("Fit scaling anew"))
        self._fit_again.setToolTip(
            tr(
                "Scaling is still that of the samples before some were drawn. Fit it to those that there are. "
                "{restarts}",
                restarts=_RESTARTS,
            )
        )
        self._fit_again.hide()
        for widget in (
            self._dataset,
            self._preview,
            self._description,
            self._columns,
            self._fit_again,
            self._counts,
        ):
            self.put(widget)
        rows = (
            (
                tr("Noise"),
                self._noise,
                "data_noise",
                tr(
                    "Standard deviation of the noise on each point, before scaling. Where a number "
                    "is predicted, the noise is on this number alone."
                ),
            ),
            (
                # Named anew by what the data have more or fewer of.
                tr("Parts"),
                self._parts,
                "data_parts",
                tr("How many classes blobs have, or how many bits parity."),
            ),
            (tr("Samples"), self._samples, "data_samples", tr("Samples in all sets together.")),
            (
                tr("Test set"),
                self._test_share,
                "data_test_share",
                tr("The share kept back to test with, never trained on."),
            ),
            (
                tr("Validation set"),
                self._validation_share,
                "data_validation_share",
                tr("The share of the others kept back to see when to stop, never trained on. 0 % is none."),
            ),
            (
                tr("Scaling"),
                self._scaling,
                "data_scaling",
                tr("How inputs are scaled; fitted on the training set alone."),
            ),
            (
                tr("Target scaling"),
                self._target_scaling,
                "data_target_scaling",
                tr(
                    "How the numbers that are predicted are scaled; fitted on the training set alone. C, δ "
                    "and outputs are then of scaled targets; Metrics has the targets' own units."
                ),
            ),
            (
                tr("Data seed"),
                self._seed,
                "data_seed",
                tr("Fixes the points, the split and the 32 fixed samples: the same seed, the same data."),
            ),
        )
        self._rows = {
            name: form_row(text, control, name=name, tooltip=f"{tip} {_RESTARTS}")
            for text, control, name, tip in rows
        }
        for row in self._rows.values():
            self.put(row)
        self.add(self._pending)

    def _connect(self) -> None:
        self._dataset.picked.connect(self._on_dataset_picked)
        self._columns.clicked.connect(self._on_columns_clicked)
        self._fit_again.clicked.connect(self._on_fit_again_clicked)
        self._noise.valueChanged.connect(self._on_noise_changed)
        self._samples.valueChanged.connect(self._on_samples_changed)
        self._parts.valueChanged.connect(self._on_parts_changed)
        self._test_share.valueChanged.connect(self._on_test_share_changed)
        self._validation_share.valueChanged.connect(self._on_validation_share_changed)
        self._scaling.picked.connect(self._on_scaling_picked)
        self._target_scaling.picked.connect(self._on_target_scaling_picked)
        self._seed.valueChanged.connect(self._on_seed_changed)

    def _show(self, draft: Source) -> None:
        self._draft = draft
        self._offer_table()
        if isinstance(draft, TableChoice):
            self._show_table(draft)
        else:
            self._show_data_set(draft)
        self._scaling.show_choice(draft.scaling)
        self._show_fields(
            (self._test_share, 0, 100 * MAX_TEST_SHARE, round(100 * draft.test_share, 6)),
            (
                self._validation_share,
                0,
                100 * MAX_VALIDATION_SHARE,
                round(100 * draft.validation_share, 6),
            ),
            (self._seed, 0, MAX_SEED, draft.seed),
        )

    def _show_data_set(self, draft: DataChoice) -> None:
        kind = DATASETS[draft.name]
        parts = kind.parts
        self._dataset.show_choice(draft.name)
        self._columns.hide()
        self._fit_again.hide()
        self._description.setText(kind.description)
        self._show_fields(
            (self._parts, parts.least if parts else 0, parts.most if parts else 0, draft.parts),
            (self._noise, 0.0, kind.limits.max_noise, draft.noise),
            (self._samples, kind.limits.min_samples, kind.limits.max_samples, draft.samples),
        )
        for name in ("data_noise", "data_samples"):
            self._rows[name].setVisible(kind.is_generated)
        self._rows["data_parts"].setVisible(parts is not None)
        if parts is not None:
            self._rows["data_parts"].rename(parts.label, tooltip=f"{parts.purpose} {_RESTARTS}")
        self._rows["data_target_scaling"].setVisible(False)

    def _show_table(self, draft: TableChoice) -> None:
        self._dataset.show_choice(_TABLE)
        self._description.setText(table_in_words(draft))
        # What waits isn't in use yet.
        is_in_use = self._in_use is not None and self._in_use.choice == draft
        is_kept = isinstance(draft, DrawnChoice) and draft.fit is not None
        self._columns.setVisible(is_in_use and not isinstance(draft, DrawnChoice))
        is_scaled = draft.scaling != "none" or (draft.is_regression and draft.target_scaling != "none")
        self._fit_again.setVisible(is_in_use and is_kept and is_scaled)
        self._target_scaling.show_choice(draft.target_scaling)
        for name in ("data_noise", "data_samples", "data_parts"):
            self._rows[name].setVisible(False)
        self._rows["data_target_scaling"].setVisible(draft.is_regression)

    def _show_fields(self, *fields: tuple[NumberField, float, float, float]) -> None:
        """Show each number between the ends of its range."""
        for field, low, high, value in fields:
            field.blockSignals(True)
            field.setRange(low, high)
            field.blockSignals(False)
            field.show_value(value)

    def _offer_table(self) -> None:
        """List the user's own table beside the data sets while it is in use, or waits."""
        choice = self._table
        self._dataset.offer_also(
            _TABLE, None if choice is None else (choice.title, wrapped(table_in_words(choice)))
        )

    @property
    def _table(self) -> TableChoice | None:
        """The user's own table, as it is in use or waits."""
        in_use = None if self._in_use is None else self._in_use.choice
        return next((one for one in (self._draft, in_use) if isinstance(one, TableChoice)), None)

    def _show_prepared(self, prepared: PreparedData) -> None:
        self._preview.show_data(prepared)
        self._counts.setText(data_counts(prepared))

    def _change(self, **changes: Any) -> None:
        """Let the data wait with another setting; what can't be had is said, and shown as it was."""
        if self._draft is None:
            return
        draft = self._draft
        try:
            self.act_requested.emit(PlanData(replace(draft, **changes)))
        finally:
            if self._draft is draft:
                self._show(draft)

    @guard
    def _on_dataset_picked(self, name: str) -> None:
        if self._draft is None or self._in_use is None or name == _listed(self._draft):
            return
        if name == _TABLE:
            if self._table is not None:
                self.act_requested.emit(PlanData(self._table))
            return
        default = replace(
            default_choice(name),
            test_share=self._draft.test_share,
            validation_share=self._draft.validation_share,
            seed=self._draft.seed,
        )
        in_use = self._in_use.choice
        self.act_requested.emit(PlanData(in_use if _listed(in_use) == name else default))

    @guard
    def _on_columns_clicked(self) -> None:
        self.action_requested.emit("action_columns")

    @guard
    def _on_fit_again_clicked(self) -> None:
        if isinstance(self._draft, DrawnChoice):
            self.act_requested.emit(PlanData(self._draft.fitted_anew()))

    @guard
    def _on_noise_changed(self, value: float) -> None:
        self._change(noise=value)

    @guard
    def _on_samples_changed(self, value: float) -> None:
        self._change(samples=round(value))

    @guard
    def _on_parts_changed(self, value: float) -> None:
        self._change(parts=round(value))

    @guard
    def _on_test_share_changed(self, value: float) -> None:
        self._change(test_share=round(value / 100.0, 6))

    @guard
    def _on_validation_share_changed(self, value: float) -> None:
        self._change(validation_share=round(value / 100.0, 6))

    @guard
    def _on_scaling_picked(self, name: str) -> None:
        self._change(scaling=name)

    @guard
    def _on_target_scaling_picked(self, name: str) -> None:
        self._change(target_scaling=name)

    @guard
    def _on_seed_changed(self, value: float) -> None:
        self._change(seed=round(value))


def _listed(choice: Source) -> str:
    """The name of the entry that a choice is shown as."""
    return _TABLE if isinstance(choice, TableChoice) else choice.name
