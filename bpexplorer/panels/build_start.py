"""The Build panel's section on where training starts from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from bpexplorer.core.config import CONFIG_NUMBERS, MAX_SEED, TrainingConfig
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.document.network_document import RESTARTING
from bpexplorer.guard import guard
from bpexplorer.look.number_field import NumberField
from bpexplorer.look.stops import linear
from bpexplorer.look.tooltips import explain, in_words, wrapped
from bpexplorer.look.widgets import Section
from bpexplorer.panels.editors import ChoiceBox, explained
from bpexplorer.panels.form import form_row
from bpexplorer.panels.pending import PendingChange
from bpexplorer.panels.setting_rows import SettingRows
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


class StartSection(Section):
    """Where training starts from: how weights and biases are drawn, seed, type of numbers, engine.

    Another start begins a new run; it is offered, and made only on demand.
    """

    configure_requested = Signal(dict)
    #: A new start with this seed.
    restart_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Start", parent=parent)
        # Of the draft only what is in RESTARTING counts.
        self._in_use = self._draft = TrainingConfig()
        self._weights = ChoiceBox(explained(INITIALIZERS.values()), self)
        self._weight_settings = SettingRows(INITIALIZERS.values(), self, consequence=_RESTARTS)
        self._biases = ChoiceBox(explained(BIAS_INITIALIZERS.values()), self)
        self._bias_settings = SettingRows(BIAS_INITIALIZERS.values(), self, consequence=_RESTARTS)
        self._seed = NumberField(0, MAX_SEED, is_whole=True, stepped=linear(1), parent=self)
        self._numbers = ChoiceBox(((name, name, tip) for name, tip in NUMBERS.items()), self)
        self._engine = ChoiceBox(((name, name, tip) for name, tip in ENGINES.items()), self)
        self._new_seed = QPushButton("New seed (restarts)", self)
        self._new_seed.setObjectName("new_seed")
        self._new_seed.setAccessibleName("New seed")
        self._new_seed.setToolTip(
            "Draws another start with the next seed and restarts training; can be undone."
        )
        self._pending = PendingChange(name="start", what="the start", parent=self)
        self._lay_out()
        self._weights.picked.connect(self._on_weights_picked)
        self._weight_settings.changed.connect(self._on_weight_settings_changed)
        self._biases.picked.connect(self._on_biases_picked)
        self._bias_settings.changed.connect(self._on_bias_settings_changed)
        self._seed.valueChanged.connect(self._on_seed_changed)
        self._numbers.picked.connect(self._on_numbers_picked)
        self._engine.picked.connect(self._on_engine_picked)
        self._new_seed.clicked.connect(self._on_new_seed_clicked)
        self._pending.apply_requested.connect(self._on_apply_requested)
        self._pending.discard_requested.connect(self._on_discard_requested)

    def show_plan(self, plan: Plan) -> None:
        """Show the start in use; what was gathered and not applied stays, unless the start changed meanwhile."""
        if _changes(self._in_use, plan.config):
            self._draft = plan.config
        self._in_use = plan.config
        self._show_draft()

    def _lay_out(self) -> None:
        weights = f"How weights are drawn at the start. {_RESTARTS}"
        biases = f"How biases are drawn at the start; no weight depends on it. {_RESTARTS}"
        self.add(form_row("Weights", self._weights, name="initializer", tooltip=weights))
        self.add(self._weight_settings)
        self.add(form_row("Biases", self._biases, name="bias_initializer", tooltip=biases))
        self.add(self._bias_settings)
        seed = explain(CONFIG_NUMBERS["seed"], then=_RESTARTS)
        self.add(form_row("Seed", self._seed, name="seed", tooltip=seed))
        numbers = (
            "The type of numbers that training computes in: float32 is faster for large networks, with "
            f"7 digits instead of 16. Questions are answered in float64 either way. {_RESTARTS}"
        )
        self.add(form_row("Numbers", self._numbers, name="dtype", tooltip=numbers))
        engine = (
            "What makes the steps of a run; the status bar names it. Engines add in different orders, so "
            f"the last digits differ. {_RESTARTS}"
        )
        self.add(form_row("Engine", self._engine, name="engine", tooltip=engine))
        self.add(self._new_seed)
        self.add(self._pending)

    def _show_draft(self) -> None:
        draft = self._draft
        weights, biases = INITIALIZERS[draft.initializer], BIAS_INITIALIZERS[draft.bias_initializer]
        self._weights.show_choice(weights.name)
        self._biases.show_choice(biases.name)
        self._weight_settings.show_values(weights.name, draft.initializer_settings)
        self._bias_settings.show_values(biases.name, draft.bias_initializer_settings)
        self._seed.show_value(draft.seed)
        self._numbers.show_choice(draft.dtype)
        self._engine.show_choice(draft.engine)
        if _changes(self._in_use, draft):
            self._pending.offer()
        else:
            self._pending.hide()

    def _change(self, field: str, value: object) -> None:
        try:
            self._draft = self._draft.with_changes(**{field: value})
        finally:  # a value out of range goes back to what holds
            self._show_draft()

    @guard
    def _on_weights_picked(self, name: str) -> None:
        self._change("initializer", name)

    @guard
    def _on_weight_settings_changed(self, settings: dict[str, float]) -> None:
        self._change("initializer_settings", settings)

    @guard
    def _on_biases_picked(self, name: str) -> None:
        self._change("bias_initializer", name)

    @guard
    def _on_bias_settings_changed(self, settings: dict[str, float]) -> None:
        self._change("bias_initializer_settings", settings)

    @guard
    def _on_seed_changed(self, value: float) -> None:
        self._change("seed", round(value))

    @guard
    def _on_numbers_picked(self, name: str) -> None:
        self._change("dtype", name)

    @guard
    def _on_engine_picked(self, name: str) -> None:
        self._change("engine", name)

    @guard
    def _on_new_seed_clicked(self) -> None:
        self.restart_requested.emit((self._in_use.seed + 1) % (MAX_SEED + 1))

    @guard
    def _on_apply_requested(self) -> None:
        self.configure_requested.emit(_changes(self._in_use, self._draft))

    @guard
    def _on_discard_requested(self) -> None:
        self._draft = self._in_use
        self._show_draft()


def _changes(now: TrainingConfig, then: TrainingConfig) -> dict[str, object]:
    """What of the start is another then."""
    return {name: getattr(then, name) for name in RESTARTING if getattr(then, name) != getattr(now, name)}
