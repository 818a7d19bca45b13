"""Set-up's section on where training starts from."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.training.config import CONFIG_NUMBERS, MAX_SEED, TrainingConfig
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.pending import PlanSettings
from bpexplorer.document.acts.training import NewSeed
from bpexplorer.document.pending import Choices, Outlook
from bpexplorer.guard import guard
from bpexplorer.look.tooltips import explain, in_words, wrapped
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.panels.setup.section import NOT_APPLIED, SetupSection
from bpexplorer.panels.setup.summaries import initialisation_summary, rare_start_summary
from bpexplorer.panels.shared.forms.editors import Choice, ChoiceBox, explained
from bpexplorer.panels.shared.forms.form import WIDE_CONTROL
from bpexplorer.panels.shared.forms.setting_rows import Owner, SettingRows
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: What a number of each precision holds.
PRECISIONS = {
    "float64": in_words(
        tr("Eight bytes a number, 16 digits."), tr("largest rounding error: 2⁻⁵³ ≈ 1.1·10⁻¹⁶ of a number")
    ),
    "float32": in_words(
        tr("Four bytes a number, 7 digits."), tr("largest rounding error: 2⁻²⁴ ≈ 6·10⁻⁸ of a number")
    ),
}
#: Which engine makes the steps.
ENGINES = {
    "automatic": wrapped(
        tr("The compiled engine where it is installed and ready and knows the network, else numpy.")
    ),
    "numpy": wrapped(
        tr(
            "The compiled engine is off: slower for small networks, and the same on every "
            "machine with this numpy."
        )
    ),
}


_RESTARTS = tr("Applying this restarts training.")


class ChoiceWithSettings(Choice, Owner, Protocol):
    """An object of a vocabulary with numbers of its own."""


class InitialisationSection(SetupSection):
    """Where training starts from: how weights and biases are drawn, seed, type of numbers, engine.

    Another start begins a new run: what is chosen waits for a restart.
    """

    has_advanced = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Initialisation"), name="initialisation", parent=parent)
        self._in_use = self._draft = TrainingConfig()

    @override
    def _make(self) -> None:
        self._add_rows()
        self._pending = self.make_pending("settings", name="start", what=tr("the initialisation"))
        self.add(self._pending)

    @override
    def _sum_up_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self._in_use = plan.config
        self._sum_up(plan.config)

    @override
    def _sum_up_pending(self, choices: Choices, outlook: Outlook) -> None:
        self._sum_up(self._in_use.with_changes(**choices.settings))
        self.header.show_mark(NOT_APPLIED if choices.settings else "")

    @override
    def _write_pending(self, choices: Choices, outlook: Outlook) -> None:
        self.form.show_config(self._draft)
        if choices.settings:
            self._pending.offer()
        else:
            self._pending.hide()

    @override
    def change(self, changes: dict[str, object]) -> None:
        try:
            self.act_requested.emit(PlanSettings(changes))
        finally:
            self.form.show_config(self._draft)

    def _add_rows(self) -> None:
        self._add_drawing(
            "initializer", tr("Weights"), INITIALIZERS.values(), self.main, tr("How weights are drawn.")
        )
        seed = NumberField(0, MAX_SEED, is_whole=True, is_grouped=False, stepped=linear(1), parent=self.main)
        self.add_number("seed", tr("Seed"), seed, tooltip=explain(CONFIG_NUMBERS["seed"], then=_RESTARTS))
        self._add_new_seed()
        drawn = tr("How biases are drawn; no weight depends on it.")
        self._add_drawing("bias_initializer", tr("Biases"), BIAS_INITIALIZERS.values(), self.rare, drawn)
        precision = tr(
            "The type of numbers that training computes in: float32 is faster for large "
            "networks, with 7 digits instead of 16. Questions are answered in float64 "
            "either way. {restarts}",
            restarts=_RESTARTS,
        )
        engine = tr(
            "What makes the steps of a run; the status bar names it. Engines add in "
            "different orders, so the last digits differ. {restarts}",
            restarts=_RESTARTS,
        )
        for field, label, choices, tooltip in (
            ("dtype", tr("Precision"), PRECISIONS, precision),
            ("engine", tr("Engine"), ENGINES, engine),
        ):
            box = ChoiceBox(((name, name, tip) for name, tip in choices.items()), self.rare)
            self.add_choice(field, label, box, tooltip=tooltip)

    def _add_drawing(
        self, field: str, label: str, ways: Iterable[ChoiceWithSettings], parent: QWidget, drawn: str
    ) -> None:
        """A way to draw parameters, with its settings."""
        ways = tuple(ways)
        box = ChoiceBox(explained(ways), parent)
        self.add_choice(field, label, box, tooltip=f"{drawn} {_RESTARTS}", width=WIDE_CONTROL)
        rows = SettingRows(ways, parent, consequence=_RESTARTS)
        self.add_settings(f"{field}_settings", rows, of=field)

    def _add_new_seed(self) -> None:
        button = QPushButton(tr("New seed"), self.main)
        button.setObjectName("new_seed")
        button.setAccessibleName(tr("New seed"))
        button.setToolTip(
            tr("Draws another start with the next seed and restarts training. You can undo it.")
        )
        button.clicked.connect(self._on_new_seed_clicked)
        self.put(button)

    def _sum_up(self, config: TrainingConfig) -> None:
        self._draft = config
        self.header.show_summary(initialisation_summary(config))
        self.advanced.header.show_summary(rare_start_summary(config))

    @guard
    def _on_new_seed_clicked(self) -> None:
        self.act_requested.emit(NewSeed())
