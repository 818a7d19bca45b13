"""What edits have in common that are decided by the parameters alone: mask and held demon go along with them."""

from abc import abstractmethod
from dataclasses import replace

import numpy as np

from bpexplorer.core.edits.base import Context, Edit, InTurn
from bpexplorer.core.edits.demon import PutHeldDemon
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.mask import removed_places
from bpexplorer.core.training.state import VALUE, TrainerState


class ParametersEdit(Edit):
    """An edit that is decided by the parameters alone."""

    __slots__ = ()

    @abstractmethod
    def on_parameters(
        self, planes: Parameters, config: TrainingConfig, rng: np.random.Generator
    ) -> "tuple[Parameters, ParametersEdit]":
        """The parameters after the edit, and the edit that takes it back."""

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        mask = state.mask
        # The mask goes along as one more plane.
        flat = state.planes.flat if mask is None else np.vstack([state.planes.flat, mask.flat])
        planes, inverse = self.on_parameters(
            Parameters(state.spec, flat), state.config, context.rng(state.config)
        )
        if mask is not None:
            planes, mask = _split(planes)
        held = self._map_held(state.held)
        after = replace(
            state, spec=planes.spec, planes=planes, mask=mask, held=held, refuge=None, divergence=None
        )
        if state.held is not None and held is None:  # its neuron is gone, and comes back with the undo
            return after, InTurn((inverse, PutHeldDemon(state.held)))
        return after, inverse

    def _map_held(self, held: HeldDemon | None) -> HeldDemon | None:
        neuron = None if held is None else self.map_neuron(held.neuron)
        return None if held is None or neuron is None else replace(held, neuron=neuron)


def _split(planes: Parameters) -> tuple[Parameters, Parameters]:
    """Planes and mask apart again; what is removed stays 0, whatever an edit set it to."""
    mask = Parameters(planes.spec, planes.flat[-1].copy())
    flat, removed = planes.flat[:-1], removed_places(mask)
    if flat[VALUE, removed].any():
        flat = flat.copy()
        flat[VALUE, removed] = 0.0
    return Parameters(planes.spec, flat), mask
