"""A sample as a picture."""

import numpy as np
from PySide6.QtGui import QImage

from bpexplorer.core.types import FloatArray
from bpexplorer.look.colours import sequential_lut
from bpexplorer.look.theme import Theme


def ink_picture(values: FloatArray, theme: Theme) -> QImage:
    """The pixels of a sample, shape (rows, columns), from its smallest value to its largest."""
    low, high = float(values.min()), float(values.max())
    levels = np.round(255.0 * (values - low) / ((high - low) or 1.0)).astype(np.uint8)
    rgba = np.ascontiguousarray(sequential_lut(theme)[levels])
    height, width = levels.shape
    image = QImage(rgba.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.copy()  # the array goes away, its picture stays
