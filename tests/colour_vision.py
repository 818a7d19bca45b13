"""What eyes see that lack the red cones (protanopia) or the green ones (deuteranopia), and how colours differ to them.

The matrices are those of severity 1 in G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based
Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (2009),
1291–1298, and apply to linear RGB. Differences are ΔE*ab of CIE 1976: about 2.3 can just be seen side by side.

``python -m tests.colour_vision`` prints how far the roles of the themes lie apart; with a picture's file it writes that
picture as such eyes see it, beside it.
"""

import sys
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from bpexplorer.look.colours import lab_from_srgb
from bpexplorer.look.theme import THEMES

#: Linear RGB to linear RGB.
EYES: Mapping[str, NDArray[np.float64]] = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
#: Roles that stand beside each other, and mean another thing each.
PAIRS = (
    ("demon", "accent"),
    ("demon", "text"),
    ("demon", "error"),
    ("demon", "train"),
    ("good", "error"),
    ("train", "test"),
    ("train", "validation"),
    ("test", "validation"),
)


def seen(srgb: NDArray[np.float64], eyes: str) -> NDArray[np.float64]:
    """What these eyes make of sRGB colours (…, 3) in [0, 1]."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    made = np.clip(linear @ EYES[eyes].T, 0.0, 1.0)
    return np.where(made <= 0.0031308, 12.92 * made, 1.055 * made ** (1.0 / 2.4) - 0.055)


def difference(first: QColor, second: QColor, eyes: str) -> float:
    """ΔE*ab of two colours to these eyes."""
    rgb = np.array([colour.getRgbF()[:3] for colour in (first, second)])
    one, other = lab_from_srgb(seen(rgb, eyes))
    return float(np.linalg.norm(one - other))


def picture_seen(picture: QImage, eyes: str) -> QImage:
    """A whole picture as these eyes see it."""
    image = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows, columns = image.height(), image.width()
    lines = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(rows, image.bytesPerLine())
    rgb = lines[:, : 3 * columns].reshape(rows, columns, 3) / 255.0
    made = np.ascontiguousarray(np.rint(255.0 * seen(rgb, eyes)).astype(np.uint8))
    return QImage(made.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()


def main(files: list[str]) -> None:
    for file, eyes in product(files, EYES):
        path = Path(file)
        picture_seen(QImage(file), eyes).save(str(path.with_name(f"{path.stem}-{eyes}.png")))
    for theme in () if files else THEMES.values():
        roles = theme.colors()
        for first, second in PAIRS:
            found = (f"{eyes} {difference(roles[first], roles[second], eyes):5.1f}" for eyes in EYES)
            sys.stdout.write("  ".join((f"{theme.name:5} {first:5} {second:10}", *found)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
