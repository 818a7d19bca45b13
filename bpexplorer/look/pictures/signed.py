"""Signed numbers as a picture."""

import numpy as np
from PySide6.QtGui import QImage

from bpexplorer.core.types import FloatArray
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.theme import Theme


def signed_picture(values: FloatArray, scale: SignedScale, theme: Theme) -> QImage:
    """A pixel for each number of shape (rows, columns), in its colour on the scale."""
    argb = np.ascontiguousarray(scale.argb(values, theme))
    height, width = values.shape
    image = QImage(argb.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()  # the array goes away, its picture stays
