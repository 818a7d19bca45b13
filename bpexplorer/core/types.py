"""Names for the arrays that the mathematics passes around."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Real arrays, float64 unless a project trains in float32. The checks by complex step pass complex128.
FloatArray = NDArray[np.floating[Any]]
IntArray = NDArray[np.integer[Any]]
BoolArray = NDArray[np.bool_]
