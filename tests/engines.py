"""Two engines on one run, compared array by array; and a compiled one that only seems to be there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.engine import choice
from bpexplorer.core.engine.compiled import cache, kernels
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance

TOLERANCE = 1e-12


def numpy_trainer(state: TrainerState, monkeypatch: pytest.MonkeyPatch) -> Trainer:
    """A trainer of this run whose steps numpy makes, though the compiled engine is there."""
    with monkeypatch.context() as patch:
        patch.setenv(choice.SWITCH, choice.NUMPY)
        trainer = Trainer(state)
    assert trainer.engine.startswith("numpy")
    return trainer


def keep_as_compiled(content: bytes = b"compiled") -> None:
    """Leave a folder like the one that numba leaves, with files that numba couldn't read."""
    with cache.made_anew():
        assert cache._made_in is not None
        inner = cache._made_in / "compiled_0123"
        inner.mkdir()
        (inner / "steps.nbi").write_bytes(content)
        (inner / "steps.1.nbc").write_bytes(content * 100)


@contextmanager
def seemingly_compiled(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Path]:
    """Let runs get the compiled engine from a cache in this folder, whether numba is installed or not."""
    monkeypatch.delenv(choice.SWITCH)
    monkeypatch.setenv("BPEXPLORER_CACHE", str(folder))
    monkeypatch.setattr(cache, "is_installed", lambda: True)
    monkeypatch.setattr(cache, "_is_given_up", False)
    load = kernels._load
    load.cache_clear()
    keep_as_compiled()
    yield cache.folder()
    load.cache_clear()


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
    """After so many steps every array, every batch's cost and every epoch's record is the same.

    Gives back what the compiled engine made.
    """
    fast, slow = Trainer(state), numpy_trainer(state, monkeypatch)
    assert fast.engine == f"compiled {state.config.dtype}"
    advance(fast, steps)
    advance(slow, steps)
    assert fast.step == slow.step == state.step + steps
    got, want = fast.state(), slow.state()
    assert deviations(got.planes, want.planes).max() <= tolerance
    costs = got.history.batches[:, 1], want.history.batches[:, 1]
    assert np.abs(costs[0] - costs[1]).max() <= tolerance * costs[1].max()
    ends = got.history.epochs, want.history.epochs
    np.testing.assert_allclose(*ends, rtol=10 * tolerance, atol=0)
    assert got.clipped_steps == want.clipped_steps
    return got
