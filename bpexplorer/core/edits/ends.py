"""Other data for a network that keeps what it has learned: its inputs and outputs go with their names."""

from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.edits.demon import held_from_now
from bpexplorer.core.edits.run import RestoreState
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.mask import FREE
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr

#: Where each input, or output, was before; None for one that is new.
Places = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class UseDataKeepingWeights(Edit):
    """Begin a new run on other data from the weights as they are now.

    The weights of an input or output that was there before go with it, wherever it stands now; those of a new one are
    drawn, and those of one that is gone go with it. Hidden layers stay, and so does what is frozen or removed.

    Parameters
    ----------
    inputs, outputs : tuple of int or None
        One entry for each input, and output, of ``spec``: where it was before.
    """

    spec: NetworkSpec
    config: TrainingConfig
    data: TrainingData
    inputs: Places
    outputs: Places
    label: str = tr("Change the data, keeping weights")

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

    def map_neuron(self, neuron: Neuron) -> Neuron | None:
        places = {0: self.inputs, self.spec.depth: self.outputs}.get(neuron.layer)
        if places is None:
            return neuron
        return Neuron(neuron.layer, places.index(neuron.index)) if neuron.index in places else None

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        rng = context.rng(self.config)
        # One after the other: a network of one layer has both ends in it.
        first, _ = self.config.layer_draw(self.spec.inputs, state.spec.sizes[1], rng)
        last, last_biases = self.config.layer_draw(self.spec.sizes[-2], self.spec.outputs, rng)
        kept = self._mapped(state.parameters, first, last, last_biases)
        mask = None
        if state.mask is not None:
            free = (np.full_like(first, FREE), np.full_like(last, FREE), np.full_like(last_biases, FREE))
            mask = self._mapped(state.mask, *free)
        after = start_run(self.spec, self.config, self.data, parameters=kept, run=context.number, mask=mask)
        held = state.held
        neuron = None if held is None else self.map_neuron(held.neuron)
        if held is not None and neuron is not None:
            after = replace(after, held=held_from_now(after, neuron, held.dz))
        return after, RestoreState(state)

    def _mapped(
        self, old: Parameters, first: FloatArray, last: FloatArray, last_biases: FloatArray
    ) -> Parameters:
        """One row of numbers for the new ends: old ones where there are any, else those given for W¹, Wᴸ and bᴸ."""
        weights, biases = list(old.weights), list(old.biases)
        weights[0] = _taken_over(weights[0], self.inputs, first, axis=1)
        weights[-1] = _taken_over(weights[-1], self.outputs, last, axis=0)
        biases[-1] = _taken_over(biases[-1], self.outputs, last_biases, axis=0)
        return Parameters.join(self.spec, weights, biases)


def _taken_over(old: FloatArray, places: Places, new: FloatArray, *, axis: int) -> FloatArray:
    """``new``, with the old numbers along an axis where there are any."""
    made = np.array(new, dtype=np.float64)
    before = np.array([-1 if place is None else place for place in places])
    kept = np.flatnonzero(before >= 0)
    index = (slice(None),) * axis + (kept,)
    made[index] = np.take(old, before[kept], axis=axis)
    return made
