"""The Build panel's section on where training starts from."""

from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.training.config import CONFIG_NUMBERS, MAX_SEED, TrainingConfig
from bpexplorer.document.acts.training import ChangeSettings, NewSeed
from bpexplorer.document.network_document import RESTARTING
from bpexplorer.guard import guard
from bpexplorer.look.tooltips import explain, in_words, wrapped
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.panels.setup.pending import PendingChange
from bpexplorer.panels.shared.config_form import ConfigSection
from bpexplorer.panels.shared.editors import ChoiceBox, explained
from bpexplorer.panels.shared.setting_rows import SettingRows
from bpexplorer.project.plan import Plan

#: What a type of numbers holds.
NUMBERS = {
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


_RESTARTS = "Restarts training."


class StartSection(ConfigSection):
    """Where training starts from: how weights and biases are drawn, seed, type of numbers, engine.

    Another start begins a new run: changes are gathered and offered, and asked for only on demand.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Start", parent)
        # Of the draft only what is in RESTARTING counts.
        self._in_use = self._draft = TrainingConfig()
        self._add_rows()
        self._new_seed = self._make_button()
        self._pending = PendingChange(name="start", what="the start", parent=self)
        self.add(self._new_seed)
        self.add(self._pending)
        self._new_seed.clicked.connect(self._on_new_seed_clicked)
        self._pending.apply_requested.connect(self._on_apply_requested)
        self._pending.discard_requested.connect(self._on_discard_requested)

    @override
    def show_plan(self, plan: Plan) -> None:
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
        for field, label, what, drawn in (
            ("initializer", "Weights", INITIALIZERS, "How weights are drawn at the start."),
            (
                "bias_initializer",
                "Biases",
                BIAS_INITIALIZERS,
                "How biases are drawn at the start; no weight depends on it.",
            ),
        ):
            box = ChoiceBox(explained(what.values()), self)
            self.add_choice(field, label, box, tooltip=f"{drawn} {_RESTARTS}")
            rows = SettingRows(what.values(), self, consequence=_RESTARTS)
            self.add_settings(f"{field}_settings", rows, of=field)
        seed = NumberField(0, MAX_SEED, is_whole=True, stepped=linear(1), parent=self)
        self.add_number("seed", "Seed", seed, tooltip=explain(CONFIG_NUMBERS["seed"], then=_RESTARTS))
        numbers = (
            "The type of numbers that training computes in: float32 is faster for large networks, with "
            f"7 digits instead of 16. Questions are answered in float64 either way. {_RESTARTS}"
        )
        engine = (
            "What makes the steps of a run; the status bar names it. Engines add in different orders, so "
            f"the last digits differ. {_RESTARTS}"
        )
        for field, label, choices, tooltip in (
            ("dtype", "Numbers", NUMBERS, numbers),
            ("engine", "Engine", ENGINES, engine),
        ):
            box = ChoiceBox(((name, name, tip) for name, tip in choices.items()), self)
            self.add_choice(field, label, box, tooltip=tooltip)

    def _make_button(self) -> QPushButton:
        button = QPushButton("New seed (restarts)", self)
        button.setObjectName("new_seed")
        button.setAccessibleName("New seed")
        button.setToolTip("Draws another start with the next seed and restarts training; can be undone.")
        return button

    def _show_draft(self) -> None:
        self.form.show_config(self._draft)
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
