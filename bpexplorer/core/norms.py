"""How large an array of numbers is, exact also where the squares would leave the range of floating-point numbers."""

import math

import numpy as np

from bpexplorer.core.types import FloatArray


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
