"""Two engines on one run, compared array by array."""

import numpy as np
import pytest

from bpexplorer.core.engine import choice
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.state import TrainerState
from bpexplorer.core.trainer import Trainer
from tests.runs import advance

TOLERANCE = 1e-12


def numpy_trainer(state: TrainerState, monkeypatch: pytest.MonkeyPatch) -> Trainer:
    """A trainer of this run whose steps numpy makes, though the compiled engine is there."""
    with monkeypatch.context() as patch:
        patch.setenv(choice.SWITCH, choice.NUMPY)
        trainer = Trainer(state)
    assert trainer.engine.startswith("numpy")
    return trainer


def deviations(got: Parameters, want: Parameters) -> np.ndarray:
    """max|g − g′| / max|g′| of each array: parameters and moments, weights and biases, layer by layer."""
    found = []
    for what in ("weights", "biases"):
        for array, wanted in zip(getattr(got, what), getattr(want, what), strict=True):
            axes = tuple(range(1, wanted.ndim))
            apart, largest = np.abs(array - wanted).max(axis=axes), np.abs(wanted).max(axis=axes)
            # Where everything should be 0, anything else is infinitely wrong.
            found.append(
                np.where(apart == 0, 0, apart / np.where(largest == 0, np.finfo(float).tiny, largest))
            )
    return np.array(found)


def assert_engines_agree(
    state: TrainerState, monkeypatch: pytest.MonkeyPatch, *, steps: int = 100, tolerance: float = TOLERANCE
) -> TrainerState:
    """After so many steps every array and every batch's cost is the same; gives back what the compiled engine made."""
    fast, slow = Trainer(state), numpy_trainer(state, monkeypatch)
    assert fast.engine == f"compiled {state.config.dtype}"
    advance(fast, steps)
    advance(slow, steps)
    assert fast.step == slow.step == state.step + steps
    got, want = fast.state(), slow.state()
    assert deviations(got.planes, want.planes).max() <= tolerance
    costs = got.history.batches[:, 1], want.history.batches[:, 1]
    assert np.abs(costs[0] - costs[1]).max() <= tolerance * costs[1].max()
    assert got.clipped_steps == want.clipped_steps
    return got
