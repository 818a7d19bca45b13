"""Edits of the configuration, and those that begin a run anew."""

from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.edits.demon import held_from_now
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.history import EpochRecord, History
from bpexplorer.core.training.state import MOMENTS, START, TrainerState, draw_start, start_run
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class RestoreState(Edit):
    """Bring a whole state back: undoes the edits that begin a run anew, and goes back to a marked state."""

    state: TrainerState

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return self.state.spec

    def on_config(self, config: TrainingConfig) -> TrainingConfig:
        return self.state.config

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return self.state, RestoreState(state)


@dataclass(frozen=True, slots=True)
class Configure(Edit):
    """Train on under another configuration. Another optimizer starts with moments of zero.

    Another cost leaves no refuge: which state was the best so far was said by the old one.
    """

    config: TrainingConfig
    label: str = tr("Change the training settings")

    @property
    def text(self) -> str:
        return self.label

    def on_config(self, config: TrainingConfig) -> TrainingConfig:
        return self.config

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        if self.config.optimizer == state.config.optimizer:
            refuge = state.refuge if self.config.cost == state.config.cost else None
            return replace(state, config=self.config, refuge=refuge, divergence=None), Configure(state.config)
        flat = state.planes.flat
        rows = MOMENTS + len(optimizer(self.config.optimizer).moment_names)
        planes = np.zeros((rows, flat.shape[1]))
        planes[:MOMENTS] = flat[:MOMENTS]
        after = replace(
            state,
            config=self.config,
            planes=Parameters(state.spec, planes),
            moment_steps=0,
            refuge=None,
            divergence=None,
        )
        return after, ConfigureWithMoments(state.config, flat[MOMENTS:], state.moment_steps)


@dataclass(frozen=True, slots=True, eq=False)
class ConfigureWithMoments(Edit):
    """Go back to an optimizer with the moments that it had; the parameters keep what they have learned since."""

    config: TrainingConfig
    moments: FloatArray
    moment_steps: int

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        flat = state.planes.flat
        planes = Parameters(state.spec, np.concatenate([flat[:MOMENTS], self.moments]))
        after = replace(
            state,
            config=self.config,
            planes=planes,
            moment_steps=self.moment_steps,
            refuge=None,
            divergence=None,
        )
        return after, ConfigureWithMoments(state.config, flat[MOMENTS:], state.moment_steps)


@dataclass(frozen=True, slots=True)
class ResetToStart(Edit):
    """Begin a new run from the numbers that this one started from."""

    @property
    def text(self) -> str:
        return tr("Reset to the start")

    @property
    def begins_run(self) -> bool:
        return True

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        start = state.planes.plane(START)
        after = start_run(
            state.spec, state.config, state.data, parameters=start, run=context.number, mask=state.mask
        )
        return _still_held(after, state), RestoreState(state)


@dataclass(frozen=True, slots=True)
class NewStart(Edit):
    """Begin a new run under another configuration: from numbers drawn anew where that draws others (seed,
    initialiser), else from those that this run started from."""

    config: TrainingConfig
    label: str = tr("New seed")

    @property
    def text(self) -> str:
        return self.label

    @property
    def begins_run(self) -> bool:
        return True

    def on_config(self, config: TrainingConfig) -> TrainingConfig:
        return self.config

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        parameters = self._kept_start(state)
        after = start_run(
            state.spec, self.config, state.data, parameters=parameters, run=context.number, mask=state.mask
        )
        return _still_held(after, state), RestoreState(state)

    def _kept_start(self, state: TrainerState) -> Parameters | None:
        if not self.config.draws_like(state.config):
            return None
        kept = state.planes.plane(START)
        drawn = draw_start(state.spec, state.config).flat.astype(state.planes.flat.dtype)
        if self.config.dtype != state.config.dtype and np.array_equal(kept.flat, drawn):
            return None  # the digits that the other type rounded away are drawn again
        return kept


@dataclass(frozen=True, slots=True)
class UseData(Edit):
    """Begin a new run on other data, or from other numbers, or both.

    It starts from ``parameters`` if they are given (an import). Otherwise, where the structure stays, so do the
    numbers that it starts from, and what is frozen or removed; else they are drawn from the seed.
    """

    spec: NetworkSpec
    config: TrainingConfig
    data: TrainingData
    label: str = tr("Change the data")
    parameters: Parameters | None = None

    @property
    def text(self) -> str:
        return self.label

    @property
    def begins_run(self) -> bool:
        return True

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return self.spec

    def on_config(self, config: TrainingConfig) -> TrainingConfig:
        return self.config

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        start = self.parameters
        if start is None and self.spec.sizes == state.spec.sizes:
            start = Parameters(self.spec, state.planes.flat[START])
        same = self.parameters is None and self.spec.sizes == state.spec.sizes
        mask = Parameters(self.spec, state.mask.flat) if same and state.mask is not None else None
        after = start_run(self.spec, self.config, self.data, parameters=start, run=context.number, mask=mask)
        return _still_held(after, state), RestoreState(state)


@dataclass(frozen=True, slots=True)
class GoBack(Edit):
    """After a divergence: return to the run's refuge and train on from there under another configuration."""

    config: TrainingConfig

    @property
    def text(self) -> str:
        return tr("Go back and lower the learning rate")

    @property
    def moves_run(self) -> bool:
        return True

    def on_config(self, config: TrainingConfig) -> TrainingConfig:
        return self.config

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return _at_refuge(replace(state, config=self.config)), RestoreState(state)


@dataclass(frozen=True, slots=True)
class RestoreBest(Edit):
    """Return to the best state of the run, the optimizer's moments included, and go on from there."""

    @property
    def text(self) -> str:
        return tr("Restore the best state")

    @property
    def moves_run(self) -> bool:
        return True

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return _at_refuge(state), RestoreState(state)


def _at_refuge(state: TrainerState) -> TrainerState:
    """The run at its refuge; where it is if it has none, or one of another shape. Either way it may go on."""
    refuge = state.refuge
    if refuge is None or refuge.flat.shape != state.planes.flat.shape:
        return replace(state, divergence=None)
    return replace(
        state,
        planes=Parameters(state.spec, refuge.flat),
        step=refuge.step,
        epoch=refuge.epoch,
        position=refuge.position,
        moment_steps=refuge.moment_steps,
        clipped_steps=refuge.clipped_steps,
        held_steps=refuge.held_steps,
        order=refuge.order,
        history=_history_until(state.history, refuge.step, refuge.epoch),
        divergence=None,
    )


def _still_held(after: TrainerState, before: TrainerState) -> TrainerState:
    """A new run under the demon that held the one before, unless its neuron is gone."""
    held = before.held
    if held is None or not after.spec.has(held.neuron):
        return after
    return replace(after, held=held_from_now(after, held.neuron, held.dz))


def _history_until(history: History, step: int, epoch: int) -> History:
    """The history without what came after a step; points of a later step would be told twice."""
    batches = history.batches[history.batch_column("step") <= step]
    epochs = history.epochs[history.epochs[:, 0] <= epoch]
    latest = history.latest
    if latest is not None and latest.epoch > epoch:
        latest = EpochRecord.of_row(epochs[-1]) if len(epochs) else None
    eras = (*history.eras[:1], *(era for era in history.eras[1:] if era.step < step))
    return replace(history, batches=batches, epochs=epochs, latest=latest, eras=eras)
