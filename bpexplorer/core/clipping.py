"""Keep a gradient from being longer than a limit (Pascanu, Mikolov and Bengio, 2013)."""

import math

import numpy as np

from bpexplorer.core.diagnostics.flow import root_mean_square
from bpexplorer.core.types import FloatArray


def clip_by_norm(gradient: FloatArray, limit: float) -> bool:
    """Shorten a flat gradient to the length ``limit`` in place, if it is longer; say whether it was.

    Its direction stays. A gradient that isn't finite is left as it is, for the search for a divergence to find.
    """
    with np.errstate(over="ignore"):
        norm = math.sqrt(float(gradient @ gradient))
    if math.isinf(norm):  # the squares overflow, the length perhaps not
        norm = root_mean_square(gradient) * math.sqrt(gradient.size)
    if not limit < norm < math.inf:
        return False
    gradient *= limit / norm
    return True
