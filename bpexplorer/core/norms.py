"""How large an array of numbers is, exact also where the squares would leave the range of floating-point numbers, and
how a large one is gone through."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from bpexplorer.core.types import FloatArray

#: So many numbers stay in a core's cache, with what is made of them.
_BLOCK: Final = 65_536


def blocks_of_rows(matrix: FloatArray) -> Iterator[slice]:
    """The rows of a matrix in blocks that stay in a core's cache: of a large one, what is made of all of it at once is
    slow, as its memory is new."""
    rows = max(_BLOCK // max(matrix.shape[1], 1), 1)
    return (slice(begin, begin + rows) for begin in range(0, len(matrix), rows))


def root_mean_square(values: FloatArray) -> float:
    """√ of the mean square, of any shape; NaN without values, and not finite if one of them isn't."""
    if not values.size:
        return math.nan
    largest = float(np.abs(values).max())
    if largest == 0 or not math.isfinite(largest):
        return largest
    return largest * math.sqrt(float(np.square(values / largest).mean()))


def length(values: FloatArray) -> float:
    """√ of the sum of the squares, shape (n,)."""
    with np.errstate(over="ignore"):
        squares = float(values @ values)
    # Where the squares overflow, the length perhaps doesn't.
    return math.sqrt(squares) if math.isfinite(squares) else root_mean_square(values) * math.sqrt(values.size)
