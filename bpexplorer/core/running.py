"""Statistics of numbers that come in parts, as a set of samples does that is gone through in slices."""

import math
from typing import Final

import numpy as np

from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.types import FloatArray

#: A bin of `RunningMedian` has the numbers with the same exponent and the same first bits behind it.
_BITS_BEHIND: Final = 9
_SHIFT: Final = 52 - _BITS_BEHIND
_BINS: Final = 2**11 << _BITS_BEHIND


class RunningRms:
    """√ of the mean square, exact also where the squares would leave the range of floating-point numbers."""

    def __init__(self) -> None:
        self._parts: list[tuple[float, int]] = []

    def add(self, values: FloatArray) -> None:
        """Add a part, of any shape."""
        self._parts.append((root_mean_square(values), values.size))

    @property
    def value(self) -> float:
        """NaN without values, and not finite if one of them isn't."""
        if not self._parts:
            return math.nan
        parts, sizes = np.array(self._parts).T
        largest = float(parts.max())
        if largest == 0 or not math.isfinite(largest):
            return largest
        return largest * math.sqrt(float(sizes @ np.square(parts / largest)) / float(sizes.sum()))


class RunningMedian:
    """The median of numbers from 0 on: exact where they come in one part; of several, which aren't kept, it is the mean
    of the numbers that differ from it by less than 0.2 % and lie in one bin with it."""

    def __init__(self) -> None:
        self._only: FloatArray | None = None
        self._counts = self._sums = np.empty(0)

    def add(self, values: FloatArray) -> None:
        """Add a part, of any shape."""
        if not len(self._counts):
            if self._only is None:
                self._only = values
                return
            self._counts, self._sums = np.zeros(_BINS, dtype=np.intp), np.zeros(_BINS)
            self._count(self._only)
            self._only = None
        self._count(values)

    def _count(self, values: FloatArray) -> None:
        flat = np.ascontiguousarray(values, dtype=np.float64).ravel()
        bins = (flat.view(np.uint64) >> np.uint64(_SHIFT)).astype(np.intp) % _BINS  # without the sign of NaN
        self._counts += np.bincount(bins, minlength=_BINS)
        self._sums += np.bincount(bins, weights=flat, minlength=_BINS)

    @property
    def value(self) -> float:
        """NaN without values, or where one of them is NaN."""
        if self._only is not None:
            return float(np.median(self._only))
        if not len(self._counts) or np.isnan(self._sums).any():
            return math.nan
        upto = np.cumsum(self._counts)
        middle = (int(upto[-1]) - 1) // 2, int(upto[-1]) // 2
        around = np.searchsorted(upto, middle, side="right")
        return float((self._sums[around] / self._counts[around]).mean())
