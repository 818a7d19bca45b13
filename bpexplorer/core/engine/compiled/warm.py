"""Compile the engine, so that later processes find it ready: ``bpexplorer warm``, and the window's start.

A child process compiles, at low priority, and says in one sentence what went wrong.
"""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bpexplorer.core.children import inside, outside
from bpexplorer.core.children.outside import GIB, ChildCommand
from bpexplorer.core.engine.base import EngineError, Task
from bpexplorer.core.engine.choice import NUMPY, SWITCH
from bpexplorer.core.engine.compiled import cache
from bpexplorer.core.engine.compiled.evaluator import by_compiled
from bpexplorer.core.engine.compiled.stepper import CompiledStepper
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training_data import TrainingData

COMMAND = ChildCommand(
    "bpexplorer.core.engine.compiled.warm",
    purpose="compile the engine",
    memory=8 * GIB,
    remedy="Close other programs and run “bpexplorer warm” again.",
)


def is_ready() -> bool:
    """Whether the engine is compiled and undamaged; a look at every byte of it."""
    return cache.is_warm() and cache.damage() is None


def is_wanted() -> bool:
    """Whether runs of this process would have the engine if another process compiled it."""
    is_used = os.environ.get(SWITCH) != NUMPY and cache.is_installed()
    return is_used and cache.is_the_programs_own() and not is_ready()


def warm(told: Callable[[str], object] = lambda _: None) -> None:
    """Compile for each type of numbers by making a step and evaluating, and put the result in its place.

    EngineError if that fails. ``told`` hears of each type that is done.
    """
    data = _one_sample()
    spec, config = NetworkSpec.create([1, 1], ["identity"]), TrainingConfig(cost="quadratic")
    try:
        with cache.made_anew():
            for dtype in cache.DTYPES:
                one = np.ones((1, 1), dtype)
                stepper = CompiledStepper(Task(spec, config, one, one), np.zeros((1, 2), dtype))
                stepper.make_steps(np.zeros(1, np.intp), 0, np.ones(1), moment_steps=0)
                by_compiled(stepper.network, data, cost=config.cost)(*data.part("train"))
                told(dtype)
    except OSError as error:
        raise EngineError(
            f"The engine can't be kept in {cache.folder().parent}: {error.strerror or error}. Make room there and see "
            "that you may write to it, or set BPEXPLORER_CACHE to another folder; then run “bpexplorer warm” again."
        ) from error
    except MemoryError:  # of which a child process says how much it may take
        raise
    except Exception as error:  # numba or llvmlite is broken, or they don't fit each other
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise EngineError(
            f"numba can't compile the engine ({reason}). Install it again: pip install --force-reinstall numba"
        ) from error


def _one_sample() -> TrainingData:
    """A training set of one sample, and no others."""
    one, none = np.ones((1, 1)), np.empty((0, 1))
    return TrainingData(
        x_train=one, y_train=one, labels_train=None, x_test=none, y_test=none, labels_test=None,
        class_names=(), feature_names=("x",), probe=np.zeros(1, np.intp),
    )  # fmt: skip


def warm_and_wait() -> None:
    """Compile in a child process and wait for it; ChildError if that fails."""
    outside.run(COMMAND)


def _work(_arguments: Sequence[str], tell: Callable[[Any], None]) -> bytes:
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for it trains with numpy meanwhile
    warm(tell)
    return b""


if __name__ == "__main__":
    sys.exit(inside.serve(_work))
