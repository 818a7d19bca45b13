"""What the top bar shows of the network on screen: cost and accuracy over the training and the test set, as a value."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.engine.base import EngineError, EngineName
from bpexplorer.core.engine.choice import NUMPY, evaluation
from bpexplorer.core.evaluation import in_silence
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training_data import PartName

_PARTS: Final[tuple[PartName, ...]] = ("train", "test")


@dataclass(frozen=True, slots=True, eq=False)
class CostsReading:
    """Mean costs and accuracies (0…1) of the network of ``frame``, with the cost function of its configuration.

    What a set without samples has, and the accuracy of a regression, is NaN.
    """

    frame: Frame
    train_cost: float
    test_cost: float
    test_accuracy: float

    @property
    def step(self) -> int:
        """The step of the network that was measured."""
        return self.frame.step

    def holds_for(self, frame: Frame) -> bool:
        """Whether no edit lies between the network measured and that of ``frame`` that could make C another.

        While training goes on its numbers are those of a few steps before, and say of which.
        """
        measured = self.frame
        if measured.run != frame.run or measured.data is not frame.data:
            return False
        return measured.edit_number == frame.edit_number or _is_same_network(measured, frame)


def _is_same_network(one: Frame, other: Frame) -> bool:
    """Whether an edit, as one of the learning rate, has left everything as it was that a cost is made of."""
    if (one.step, one.spec, one.config.cost, one.held) != (
        other.step,
        other.spec,
        other.config.cost,
        other.held,
    ):
        return False
    ours = (*one.network.weights, *one.network.biases)
    theirs = (*other.network.weights, *other.network.biases)
    return all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


@in_silence
def read_costs(frame: Frame) -> Generator[None, None, CostsReading]:
    """Measure the network of a frame, as it is trained, over all samples of both sets, by what evaluates its run.

    With a pause between slices.
    """
    try:
        return (yield from _measured(frame, frame.evaluated_by))
    except EngineError:  # the run will fall back on numpy as well, and say so
        return (yield from _measured(frame, NUMPY))


def _measured(frame: Frame, by: EngineName) -> Generator[None, None, CostsReading]:
    cost, parts = frame.config.cost, _PARTS
    found = yield from evaluation(by, frame.trained_network, frame.data, cost=cost, parts=parts)
    return CostsReading(frame, found["train"][0], *found["test"])
