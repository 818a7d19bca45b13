"""What all edits have in common."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.streams import Purpose, stream
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import Divergence, Refuge, TrainerState


@dataclass(frozen=True, slots=True)
class Context:
    """What an edit may know beside the state: the number it was posted under, which names the run it begins."""

    number: int

    def rng(self, config: TrainingConfig) -> np.random.Generator:
        """The stream of this edit and no other."""
        return stream(config.seed, Purpose.EDIT, self.number)


@dataclass(frozen=True, slots=True)
class Edit(ABC):
    """A change of structure, configuration or numbers."""

    @property
    def text(self) -> str:
        """What the undo menu says."""
        return ""

    @property
    def merge_key(self) -> str | None:
        """Edits of one key that follow each other quickly are one undo step, as the typing of a number is."""
        return None

    @property
    def begins_run(self) -> bool:
        """Whether it begins a new run, at step 0."""
        return False

    @property
    def moves_run(self) -> bool:
        """Whether the run may be at another step after it."""
        return self.begins_run

    def is_idle(self, spec: NetworkSpec) -> bool:
        """Whether it changes nothing of a network of this structure, so that there is nothing to undo."""
        return False

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        """The structure after the edit; raises InvalidNetworkError if the edit can't be made."""
        return spec

    def on_config(self, config: TrainingConfig) -> TrainingConfig:
        """The configuration after the edit."""
        return config

    def map_layer(self, layer: int) -> int | None:
        """Where a layer is after the edit; None if it is gone."""
        return layer

    def map_neuron(self, neuron: Neuron) -> Neuron | None:
        """Where a neuron is after the edit; None if it is gone."""
        layer = self.map_layer(neuron.layer)
        return None if layer is None else Neuron(layer, neuron.index)

    @abstractmethod
    def on_state(self, state: TrainerState, context: Context) -> "tuple[TrainerState, Edit]":
        """The run after the edit, and the edit that takes it back."""


@dataclass(frozen=True, slots=True)
class InTurn(Edit):
    """Several edits of a state, one after the other: undoes one edit that takes more than one to be undone."""

    edits: tuple[Edit, ...]

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        inverses: list[Edit] = []
        for edit in self.edits:
            state, inverse = edit.on_state(state, context)
            inverses.insert(0, inverse)
        return state, InTurn(tuple(inverses))


@dataclass(frozen=True, slots=True, eq=False)
class TakeBack(Edit):
    """Take an edit back by its inverse; before the next step, bring the run's best state and divergence back as well.

    An edit may make both mean nothing. Once a step of the edited run was made they do so for good: what was best
    under the edit isn't compared with what was best without it.
    """

    inverse: Edit
    #: (run, step) at which the edit was made.
    made_at: tuple[int, int]
    #: None if the run was in it: the trainer makes that one again, and nothing need be kept.
    refuge: Refuge | None
    divergence: Divergence | None

    @classmethod
    def of(cls, inverse: Edit, before: TrainerState, after: TrainerState) -> "TakeBack":
        """What takes the edit back that led from one state to the other, if ``inverse`` does but for these two."""
        refuge = before.refuge
        if refuge is not None and refuge.step == before.step:
            refuge = None if np.array_equal(refuge.flat, before.planes.flat) else refuge
        return cls(inverse, (after.run, after.step), refuge, before.divergence)

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        after, inverse = self.inverse.on_state(state, context)
        if (state.run, state.step) != self.made_at:
            return after, inverse
        refuge = after.refuge if self.refuge is None else self.refuge
        return replace(after, refuge=refuge, divergence=self.divergence), inverse
