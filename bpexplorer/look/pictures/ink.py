"""A sample as a picture."""

import numpy as np
from PySide6.QtGui import QImage

from bpexplorer.core.types import FloatArray
from bpexplorer.look.colours import sequential_lut
from bpexplorer.look.theme import Theme


def ink_picture(values: FloatArray, theme: Theme, *, ends: tuple[float, float] | None = None) -> QImage:
    """The pixels of a sample, shape (rows, columns), from its smallest value to its largest, or between two ends."""
    low, high = ends or (float(values.min()), float(values.max()))
    shares = np.clip((values - low) / ((high - low) or 1.0), 0.0, 1.0)
    rgba = np.ascontiguousarray(sequential_lut(theme)[np.round(255.0 * shares).astype(np.uint8)])
    height, width = values.shape
    image = QImage(rgba.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.copy()  # the array goes away, its picture stays
