"""Scaling of the inputs: fitted on the training set only, kept with the network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr

#: Rows of a large array that are scaled at a time.
_ROWS_AT_ONCE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """scaled = (x − offset) / scale, column by column. Both arrays are read-only copies of shape (n_0,).

    Raises
    ------
    DataError
        If the shapes differ, a number isn't finite, or a scale isn't above 0.
    """

    offset: FloatArray
    scale: FloatArray

    def __post_init__(self) -> None:
        for name in ("offset", "scale"):
            column = np.array(getattr(self, name), dtype=np.float64, order="C")
            column.setflags(write=False)
            object.__setattr__(self, name, column)
        if self.offset.ndim != 1 or self.offset.shape != self.scale.shape:
            raise DataError(tr("A scaling needs one offset and one scale for each input."))
        if not (np.isfinite(self.offset).all() and np.isfinite(self.scale).all() and (self.scale > 0).all()):
            raise DataError(
                tr("The offsets and scales of the inputs must be finite, and the scales above 0.")
            )

    def apply(self, x: FloatArray) -> FloatArray:
        """From the data's own units to what the network is given; shape (samples, n_0) both."""
        return (x - self.offset) / self.scale

    def applied_to(self, x: FloatArray) -> FloatArray:
        """What `apply` gives, in the type of the numbers and in their place: a large array isn't there twice."""
        for begin in range(0, len(x), _ROWS_AT_ONCE):
            some = slice(begin, begin + _ROWS_AT_ONCE)
            x[some] = self.apply(x[some])
        return x

    def undo(self, scaled: FloatArray) -> FloatArray:
        """From what the network is given back to the data's own units; shape (samples, n_0) both."""
        return scaled * self.scale + self.offset


@dataclass(frozen=True, slots=True)
class ScalingKind:
    """A way to choose offset and scale; ``measure`` gives both for each column of (values, columns)."""

    title: str
    purpose: str
    #: What becomes of an input x.
    formula: str
    measure: Callable[[FloatArray], tuple[FloatArray, FloatArray]]

    def fit(self, x_train: FloatArray, *, shared: bool) -> Scaling:
        """Fit to the training set, shape (samples, n_0).

        With ``shared``, all columns get one offset and one scale: the pixels of a picture share one unit, and
        scaled apart they would no longer look like the picture. A constant column is scaled by 1.
        """
        values = x_train.reshape(-1, 1) if shared else x_train
        offset, scale = self.measure(values)
        scale = np.where(scale > 0, scale, 1.0)
        inputs = x_train.shape[1]
        return Scaling(np.broadcast_to(offset, inputs), np.broadcast_to(scale, inputs))


def _as_it_is(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    return np.zeros(values.shape[1]), np.ones(values.shape[1])


def _by_range(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    low = values.min(axis=0)
    return low, values.max(axis=0) - low


def _by_deviation(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    # Many numbers of single precision add up in double, and aren't all there twice.
    mean = values.mean(axis=0, dtype=np.float64)
    deviation = values.std(axis=0) if values.dtype == np.float64 else _deviation(values, mean)
    # The deviation of a constant column can come out as rounding noise instead of 0.
    return mean, np.where(np.ptp(values, axis=0) > 0, deviation, 0.0)


def _deviation(values: FloatArray, mean: FloatArray) -> FloatArray:
    squares = np.zeros(values.shape[1])
    for begin in range(0, len(values), _ROWS_AT_ONCE):
        squares += np.square(values[begin : begin + _ROWS_AT_ONCE] - mean).sum(axis=0)
    return np.sqrt(squares / len(values))


SCALINGS: Mapping[str, ScalingKind] = MappingProxyType(
    {
        "none": ScalingKind(tr("none"), tr("Inputs stay as they are."), "x ← x", _as_it_is),
        "unit": ScalingKind(
            "0…1",
            tr("The training set of each input spans 0 to 1."),
            "x ← (x − min) / (max − min)",
            _by_range,
        ),
        "standard": ScalingKind(
            tr("mean 0, sd 1"),
            tr("The training set of each input has mean 0 and deviation 1."),
            tr("x ← (x − mean) / deviation"),
            _by_deviation,
        ),
    }
)
