"""The end of an epoch: its last step counts once the network after it is evaluated, which may take a while."""

import math
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

from bpexplorer.core.engine.base import Steps
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.core.types import FloatArray

T = TypeVar("T")

#: Evaluates a network over the whole sets, with a pause now and then.
Evaluation = Generator[None, None, EpochRecord]


@dataclass(frozen=True, slots=True, eq=False)
class EpochEnd:
    """The last step of an epoch, which is taken back until it is known what the network after it does.

    Parameters
    ----------
    made : Steps
        That one step.
    rates : ndarray, shape (1,)
        Its learning rate.
    evaluation : Evaluation
        That of the network after it.
    """

    made: Steps
    rates: FloatArray
    evaluation: Evaluation


def advanced(slices: Generator[None, None, T], deadline: float = math.inf) -> T | None:
    """Do slices until the clock passes ``deadline``, one at least: what they come to; None if there is more to do."""
    while True:
        try:
            next(slices)
        except StopIteration as done:
            found: T = done.value
            return found
        if time.perf_counter() >= deadline:
            return None
