"""Samples that are added or taken away while a run goes on: no weight is touched, and no new run begins."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.training.history import History
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training_data import TrainingData, frozen_indices
from bpexplorer.core.types import IntArray
from bpexplorer.translation import tr

#: What `ChangeSamples.places` has for a sample that wasn't there before.
NEW = -1


@dataclass(frozen=True, slots=True, eq=False)
class RunPlace:
    """How far a run had come, and by which order of its samples: brought back where no step was made since."""

    run: int
    step: int
    epoch: int
    position: int
    order: IntArray | None
    history: History

    @classmethod
    def of(cls, state: TrainerState) -> "RunPlace":
        return cls(state.run, state.step, state.epoch, state.position, state.order, state.history)


@dataclass(frozen=True, slots=True, eq=False)
class ChangeSamples(Edit):
    """Train on with other samples, from the same weights and moments.

    A new sample takes part from the next epoch on. One that is gone is left out at once, and the others of the epoch
    that is under way come in the order that they had; if none is left of it, that epoch ends. There is no best state
    any more: earlier costs were those over other samples.

    Parameters
    ----------
    data : TrainingData
        With as many inputs and outputs as before.
    places : ndarray of int, shape (training samples,)
        The row that each sample of the training set had before; `NEW` for one that wasn't there.
    """

    data: TrainingData
    places: IntArray
    label: str = tr("Draw points")
    #: Where the run was, if this undoes another.
    back: RunPlace | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", frozen_indices(self.places))

    @property
    def text(self) -> str:
        return self.label

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        stayed = np.flatnonzero(self.places != NEW)
        moved = np.full(len(state.data.x_train), NEW, dtype=np.intp)
        moved[self.places[stayed]] = stayed
        inverse = ChangeSamples(state.data, moved, self.label, RunPlace.of(state))
        after = replace(state, data=self.data, refuge=None, divergence=None, **self._way(state, moved))
        return after, inverse

    def _way(self, state: TrainerState, moved: IntArray) -> dict[str, Any]:
        """Where the run is in its epoch, by the fields of the state."""
        back = self.back
        if back is not None and (back.run, back.step) == (state.run, state.step):
            return {
                "epoch": back.epoch,
                "position": back.position,
                "order": back.order,
                "history": back.history,
            }
        if not state.position and state.order is None:
            return {}  # the epoch that comes is the next one
        rows = moved[state.epoch_rows]
        position = int(np.count_nonzero(rows[: state.position] != NEW))
        order = frozen_indices(rows[rows != NEW])
        if position == len(order):
            return {"epoch": state.epoch + 1, "position": 0, "order": None}
        return {"position": position, "order": order}
