"""Pieces that several generated sets are made of."""

import numpy as np

from bpexplorer.core.types import FloatArray


def polar(radius: FloatArray, angle: FloatArray) -> FloatArray:
    """Points of the plane, shape (samples, 2), from their distances and angles."""
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
