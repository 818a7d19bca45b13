"""Targets: what the output layer should say for each class, in the units of its activation."""

import math
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.errors import DataError
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class Encoding:
    """How classes become targets: ``high`` for the sample's own class, ``low`` for the others.

    With one output for two classes, class 1 is ``high``, class 0 is ``low``, the threshold in the middle.
    """

    classes: int
    outputs: int
    low: float
    high: float

    @property
    def threshold(self) -> float | None:
        """Where one output tells two classes apart; None if each class has an output of its own."""
        return (self.low + self.high) / 2 if self.outputs < self.classes else None

    def targets(self, labels: IntArray) -> FloatArray:
        """The targets of labels, shape (samples,), as an array of shape (samples, outputs)."""
        own_output = np.arange(self.classes)[self.classes - self.outputs :]
        return np.where(labels[:, np.newaxis] == own_output, self.high, self.low)


def encoding_for(classes: int, output_activation: str) -> Encoding:
    """The encoding of a number of classes for an output layer.

    Softmax, whose outputs are shares of 1, has one output a class, with targets 0 and 1. Any other activation has one
    output for two classes and one a class for more, with targets at the ends of its range, or 0 and 1 where an end is
    infinite.

    Raises
    ------
    DataError
        With fewer than two classes.
    InvalidNetworkError
        For an unknown activation.
    """
    if classes < 2:
        raise DataError(
            tr("The data has {classes} class; telling classes apart takes at least two.", classes=classes)
        )
    last = activation(output_activation)
    low, high = last.range
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    outputs = 1 if classes == 2 and not last.shares else classes
    return Encoding(classes, outputs, low, high)
