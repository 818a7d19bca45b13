"""The Build panel's sections on training: the cost, the start, and how gradients become steps."""

from dataclasses import dataclass, fields, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.config import MAX_SEED, TrainingConfig
from bpexplorer.core.costs import COSTS, explain_pair
from bpexplorer.core.initializers import INITIALIZERS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.look.widgets import Section
from bpexplorer.panels.editors import (
    BATCH_SIZE_TOOLTIP,
    LEARNING_RATE_TOOLTIP,
    OPTIMIZER_TOOLTIP,
    BatchSizeBox,
    ChoiceBox,
    LearningRateBox,
    OptimizerBox,
)
from bpexplorer.panels.form import form_row, words
from bpexplorer.panels.number_field import NumberField, linear, whole
from bpexplorer.panels.pending import PendingChange
from bpexplorer.panels.setting_rows import SettingRows
from bpexplorer.project.plan import Plan


class CostSection(Section):
    """The cost, and why it can't follow the output layer if it can't. It changes live."""

    configure_requested = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cost", parent=parent)
        self._plan: Plan | None = None
        self._cost = ChoiceBox(((each.name, each.label, each.formula) for each in COSTS.values()), self)
        self._formula = words("cost_formula", self)
        self._reason = words("cost_reason", self)
        set_ink(self._reason, "error")
        self.add(
            form_row("Cost", self._cost, name="cost", tooltip="What training brings down. Changes at once.")
        )
        self.add(self._formula)
        self.add(self._reason)
        self._cost.picked.connect(self._on_cost_picked)

    def show_plan(self, plan: Plan) -> None:
        """Show the cost, and whether it fits the output layer."""
        self._plan = plan
        cost, output = COSTS[plan.config.cost], ACTIVATIONS[plan.spec.activations[-1]]
        self._cost.show_choice(cost.name)
        self._formula.setText(f"C = {cost.formula}")
        reason = explain_pair(cost, output)
        self._reason.setText(reason or "")
        self._reason.setVisible(reason is not None)

    @guard
    def _on_cost_picked(self, name: str) -> None:
        self.configure_requested.emit({"cost": name})
        if self._plan is not None:
            self.show_plan(self._plan)


#: What a type of numbers holds.
NUMBERS = {"float64": "8 bytes, 16 digits", "float32": "4 bytes, 7 digits"}
#: Which engine makes the steps.
ENGINES = {
    "automatic": "the compiled engine where it is installed and ready and knows the network, else numpy",
    "numpy": "the compiled engine is off: slower for small networks, and the same on every machine with this numpy",
}


@dataclass(frozen=True, slots=True)
class _Start:
    initializer: str
    seed: int
    dtype: str
    engine: str


class StartSection(Section):
    """Where training starts from: initialiser, seed, type of numbers, engine. A new run begins only on demand."""

    configure_requested = Signal(dict)
    #: A new start with this seed.
    restart_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Start", parent=parent)
        self._in_use = self._draft = _start(TrainingConfig())
        self._weights = ChoiceBox(
            ((each.name, each.label, each.formula) for each in INITIALIZERS.values()), self
        )
        self._seed = NumberField(0, MAX_SEED, written=whole, stepped=linear(1), parent=self)
        self._numbers = ChoiceBox(((name, name, tip) for name, tip in NUMBERS.items()), self)
        self._engine = ChoiceBox(((name, name, tip) for name, tip in ENGINES.items()), self)
        self._new_seed = QPushButton("New seed (restarts)", self)
        self._new_seed.setObjectName("new_seed")
        self._new_seed.setAccessibleName("New seed")
        self._new_seed.setToolTip(
            "Draws another start with the next seed and restarts training; can be undone."
        )
        self._pending = PendingChange(name="start", what="the start", parent=self)
        self._row = form_row("Weights", self._weights, name="initializer", tooltip="")
        self.add(self._row)
        self.add(
            form_row(
                "Seed",
                self._seed,
                name="seed",
                tooltip="Fixes the start and the order of samples. Restarts training.",
            )
        )
        self.add(
            form_row(
                "Numbers",
                self._numbers,
                name="dtype",
                tooltip="The type of numbers that training computes in: float32 is faster for large networks, with "
                "7 digits instead of 16. Questions are answered in float64 either way. Restarts training.",
            )
        )
        self.add(
            form_row(
                "Engine",
                self._engine,
                name="engine",
                tooltip="What makes the steps of a run; the status bar names it. Engines add in different orders, so "
                "the last digits differ. Restarts training.",
            )
        )
        self.add(self._new_seed)
        self.add(self._pending)
        self._weights.picked.connect(self._on_weights_picked)
        self._seed.valueChanged.connect(self._on_seed_changed)
        self._numbers.picked.connect(self._on_numbers_picked)
        self._engine.picked.connect(self._on_engine_picked)
        self._new_seed.clicked.connect(self._on_new_seed_clicked)
        self._pending.apply_requested.connect(self._on_apply_requested)
        self._pending.discard_requested.connect(self._on_discard_requested)

    def show_plan(self, plan: Plan) -> None:
        """Show the start in use; what was gathered and not applied stays, unless the start changed meanwhile."""
        in_use = _start(plan.config)
        if in_use != self._in_use:
            self._draft = in_use
        self._in_use = in_use
        self._show_draft()

    def _show_draft(self) -> None:
        self._weights.show_choice(self._draft.initializer)
        formula = INITIALIZERS[self._draft.initializer].formula
        self._weights.setToolTip(f"How weights are drawn at the start: {formula}. Restarts training.")
        self._seed.show_value(self._draft.seed)
        self._numbers.show_choice(self._draft.dtype)
        self._engine.show_choice(self._draft.engine)
        if self._draft == self._in_use:
            self._pending.hide()
        else:
            self._pending.offer()

    @guard
    def _on_weights_picked(self, name: str) -> None:
        self._draft = replace(self._draft, initializer=name)
        self._show_draft()

    @guard
    def _on_seed_changed(self, value: float) -> None:
        self._draft = replace(self._draft, seed=round(value))
        self._show_draft()

    @guard
    def _on_numbers_picked(self, name: str) -> None:
        self._draft = replace(self._draft, dtype=name)
        self._show_draft()

    @guard
    def _on_engine_picked(self, name: str) -> None:
        self._draft = replace(self._draft, engine=name)
        self._show_draft()

    @guard
    def _on_new_seed_clicked(self) -> None:
        self.restart_requested.emit((self._in_use.seed + 1) % (MAX_SEED + 1))

    @guard
    def _on_apply_requested(self) -> None:
        wanted, now = self._draft, self._in_use
        names = [field.name for field in fields(_Start)]
        self.configure_requested.emit(
            {name: getattr(wanted, name) for name in names if getattr(wanted, name) != getattr(now, name)}
        )

    @guard
    def _on_discard_requested(self) -> None:
        self._draft = self._in_use
        self._show_draft()


class OptimizerSection(Section):
    """Optimizer with its parameters, learning rate and batch size. All of them change live."""

    configure_requested = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Training", parent=parent)
        self._config = TrainingConfig()
        self._optimizer, self._rate, self._batch = (
            OptimizerBox(self),
            LearningRateBox(self),
            BatchSizeBox(self),
        )
        self._formula = words("optimizer_formula", self)
        self._settings = SettingRows(((each.name, each.parameters) for each in OPTIMIZERS.values()), self)
        self.add(form_row("Optimizer", self._optimizer, name="optimizer", tooltip=OPTIMIZER_TOOLTIP))
        self.add(self._formula)
        for row in self._settings.rows:
            self.add(row)
        self.add(form_row("Rate η", self._rate, name="learning_rate", tooltip=LEARNING_RATE_TOOLTIP))
        self.add(form_row("Batch size", self._batch, name="batch_size", tooltip=BATCH_SIZE_TOOLTIP))
        self._optimizer.picked.connect(self._on_optimizer_picked)
        self._settings.changed.connect(self._on_settings_changed)
        self._rate.valueChanged.connect(self._on_rate_changed)
        self._batch.valueChanged.connect(self._on_batch_changed)

    def show_config(self, config: TrainingConfig) -> None:
        """Show how training is set."""
        self._config = config
        optimizer = OPTIMIZERS[config.optimizer]
        self._optimizer.show_choice(optimizer.name)
        moments = " Another optimizer: new moments." if optimizer.moment_names else ""
        self._formula.setText(f"{optimizer.formula}.{moments}")
        self._settings.show_values(optimizer.name, config.optimizer_settings)
        self._rate.show_value(config.learning_rate)
        self._batch.show_value(config.batch_size)

    def _request(self, field: str, value: object) -> None:
        self.configure_requested.emit({field: value})
        # The answer came while the signal was sent; a change that was refused goes back to what holds.
        self.show_config(self._config)

    @guard
    def _on_optimizer_picked(self, name: str) -> None:
        self._request("optimizer", name)

    @guard
    def _on_rate_changed(self, value: float) -> None:
        self._request("learning_rate", value)

    @guard
    def _on_batch_changed(self, value: float) -> None:
        self._request("batch_size", round(value))

    @guard
    def _on_settings_changed(self, settings: dict[str, float]) -> None:
        self._request("optimizer_settings", settings)


def _start(config: TrainingConfig) -> _Start:
    return _Start(config.initializer, config.seed, config.dtype, config.engine)
