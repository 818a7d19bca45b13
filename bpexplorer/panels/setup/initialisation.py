"""Set-up's section on where training starts from."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.training.config import CONFIG_NUMBERS, MAX_SEED, TrainingConfig
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.training import ChangeSettings, NewSeed
from bpexplorer.document.network_document import RESTARTING
from bpexplorer.guard import guard
from bpexplorer.look.tooltips import explain, in_words, wrapped
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.panels.setup.pending import PendingChange
from bpexplorer.panels.setup.section import SetupSection
from bpexplorer.panels.setup.summaries import initialisation_summary, rare_start_summary
from bpexplorer.panels.shared.editors import Choice, ChoiceBox, explained
from bpexplorer.panels.shared.form import WIDE_CONTROL
from bpexplorer.panels.shared.setting_rows import Owner, SettingRows
from bpexplorer.project.plan import Plan

#: What a number of each precision holds.
PRECISIONS = {
    "float64": in_words(
        "Eight bytes a number, 16 digits.", "largest rounding error: 2⁻⁵³ ≈ 1.1·10⁻¹⁶ of a number"
    ),
    "float32": in_words(
        "Four bytes a number, 7 digits.", "largest rounding error: 2⁻²⁴ ≈ 6·10⁻⁸ of a number"
    ),
}
#: Which engine makes the steps.
ENGINES = {
    "automatic": wrapped(
        "The compiled engine where it is installed and ready and knows the network, else numpy."
    ),
    "numpy": wrapped(
        "The compiled engine is off: slower for small networks, and the same on every machine with this numpy."
    ),
}


_RESTARTS = "Applying this restarts training."


class ChoiceWithSettings(Choice, Owner, Protocol):
    """An object of a vocabulary with numbers of its own."""


class InitialisationSection(SetupSection):
    """Where training starts from: how weights and biases are drawn, seed, type of numbers, engine.

    Another start begins a new run: changes are gathered and offered, and asked for only on demand.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Initialisation", name="initialisation", parent=parent)
        # Of the draft only what is in RESTARTING counts.
        self._in_use = self._draft = TrainingConfig()
        self._add_rows()
        self._pending = PendingChange(name="start", what="the initialisation", parent=self.body)
        self.add(self._pending)
        self._pending.apply_requested.connect(self._on_apply_requested)
        self._pending.discard_requested.connect(self._on_discard_requested)

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        # What was gathered and not applied stays, unless the start changed meanwhile.
        if _changes(self._in_use, plan.config):
            self._draft = plan.config
        self._in_use = plan.config
        self._show_draft()

    @override
    def change(self, changes: dict[str, object]) -> None:
        self._draft = self._draft.with_changes(**changes)
        self._show_draft()

    def _add_rows(self) -> None:
        self._add_drawing(
            "initializer", "Weights", INITIALIZERS.values(), self.main, "How weights are drawn."
        )
        seed = NumberField(0, MAX_SEED, is_whole=True, stepped=linear(1), parent=self.main)
        self.add_number("seed", "Seed", seed, tooltip=explain(CONFIG_NUMBERS["seed"], then=_RESTARTS))
        self._add_new_seed()
        drawn = "How biases are drawn; no weight depends on it."
        self._add_drawing("bias_initializer", "Biases", BIAS_INITIALIZERS.values(), self.rare, drawn)
        precision = (
            "The type of numbers that training computes in: float32 is faster for large networks, with "
            f"7 digits instead of 16. Questions are answered in float64 either way. {_RESTARTS}"
        )
        engine = (
            "What makes the steps of a run; the status bar names it. Engines add in different orders, so "
            f"the last digits differ. {_RESTARTS}"
        )
        for field, label, choices, tooltip in (
            ("dtype", "Precision", PRECISIONS, precision),
            ("engine", "Engine", ENGINES, engine),
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
        button = QPushButton("New seed (restarts)", self.main)
        button.setObjectName("new_seed")
        button.setAccessibleName("New seed")
        button.setToolTip("Draws another start with the next seed and restarts training. You can undo it.")
        button.clicked.connect(self._on_new_seed_clicked)
        self.put(button)

    def _show_draft(self) -> None:
        self.form.show_config(self._draft)
        self.header.show_summary(initialisation_summary(self._draft))
        self.advanced.header.show_summary(rare_start_summary(self._draft))
        if _changes(self._in_use, self._draft):
            self._pending.offer()
        else:
            self._pending.hide()

    @guard
    def _on_new_seed_clicked(self) -> None:
        self.act_requested.emit(NewSeed())

    @guard
    def _on_apply_requested(self) -> None:
        self.act_requested.emit(ChangeSettings(_changes(self._in_use, self._draft)))

    @guard
    def _on_discard_requested(self) -> None:
        self._draft = self._in_use
        self._show_draft()


def _changes(now: TrainingConfig, then: TrainingConfig) -> dict[str, object]:
    """What of the start is another then."""
    return {name: getattr(then, name) for name in RESTARTING if getattr(then, name) != getattr(now, name)}
