"""Keep a gradient from being longer than a limit (Pascanu, Mikolov and Bengio, 2013)."""

import math

from bpexplorer.core.norms import length
from bpexplorer.core.types import FloatArray


def clip_by_norm(gradient: FloatArray, limit: float) -> bool:
    """Shorten a flat gradient to the length ``limit`` in place, if it is longer; say whether it was.

    Its direction stays. A gradient that isn't finite is left as it is, for the search for a divergence to find.
    """
    norm = length(gradient)
    if not limit < norm < math.inf:
        return False
    gradient *= limit / norm
    return True
