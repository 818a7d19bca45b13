"""Colour maps and scales for numbers: signed ones about zero, and unsigned ones for images."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from cmap import Colormap
from numpy.typing import ArrayLike, NDArray
from PySide6.QtGui import QColor

from bpexplorer.look.theme import DARK, LIGHT, Theme

#: 256 colours, each red, green, blue, alpha.
Lut = NDArray[np.uint8]
Mode = Literal["linear", "log"]

# Both are even in lightness on either side of zero, and readable with every common colour blindness.
# Crameri's berlin has a dark centre with blue at its low end; his managua runs the other way, and would have
# to be reversed.
_SIGNED = {LIGHT.name: "colorcet:CET_D1A", DARK.name: "crameri:berlin"}

#: Decades that the logarithmic mode spreads over either side of zero; below them it is linear.
DECADES = 3.0
_STEEPNESS: float = 10.0**DECADES


@lru_cache(maxsize=8)
def _signed_lut(name: Literal["light", "dark"]) -> Lut:
    return _read_only(np.round(255.0 * Colormap(_SIGNED[name]).lut(256)))


def signed_lut(theme: Theme) -> Lut:
    """Give the signed map of a theme, shape (256, 4): entry 0 is −1 (blue), entry 255 +1 (red)."""
    return _signed_lut(theme.name)


@lru_cache(maxsize=8)
def _sequential_lut(start: int, end: int) -> Lut:
    position = np.linspace(0.0, 1.0, 256)[:, np.newaxis]
    return _read_only(np.round((1.0 - position) * _rgba(QColor(start)) + position * _rgba(QColor(end))))


def sequential_lut(theme: Theme) -> Lut:
    """Give the map of quantities without a sign, such as pixels: from the field's colour to the text's."""
    return _sequential_lut(theme.field.rgb(), theme.text.rgb())


def dropped_grey(theme: Theme) -> QColor:
    """What dropout leaves out: a grey that is on no signed map, so that nobody takes it for a number."""
    return mix(theme.panel, theme.secondary, 0.45)


@dataclass(frozen=True, slots=True)
class SignedScale:
    """How a signed quantity becomes a colour: symmetric about zero, from −bound to +bound.

    Attributes
    ----------
    bound : float
        The value of the last colour, positive and finite. Values beyond it take that colour too (`clipped`).
    mode : {"linear", "log"}
        ``"log"`` is symmetric: arcsinh(x / t), with t `DECADES` decades below the bound.

    Raises
    ------
    ValueError
        The bound isn't positive and finite.
    """

    bound: float
    mode: Mode = "linear"

    def __post_init__(self) -> None:
        if not (math.isfinite(self.bound) and self.bound > 0.0):
            raise ValueError(f"the bound of a colour scale is positive and finite, not {self.bound}")

    def normalised(self, values: ArrayLike) -> NDArray[np.float64]:
        """Map values to [−1, 1], zero to zero; what lies beyond the bound is held there, NaN stays NaN."""
        x = np.clip(np.asarray(values, dtype=np.float64), -self.bound, self.bound) / self.bound
        if self.mode == "linear":
            return x
        steepness = _STEEPNESS
        return np.asarray(np.arcsinh(x * steepness) / math.asinh(steepness), dtype=np.float64)

    def rgba(self, values: ArrayLike, theme: Theme) -> Lut:
        """Colour values; NaN is grey, which no number is. Shape of `values` + (4,)."""
        x = self.normalised(values)
        missing = np.isnan(x)
        entries = np.rint(np.where(missing, 0.0, x) * 127.5 + 127.5).astype(np.intp)
        colors = signed_lut(theme).take(entries, axis=0)
        if missing.any():
            colors[missing] = _rgba(theme.disabled)
        return colors

    def argb(self, values: ArrayLike, theme: Theme) -> NDArray[np.uint32]:
        """Colour values for `QImage.Format.Format_RGB32`, one number 0xAARRGGBB each."""
        return to_argb(self.rgba(values, theme))

    def color(self, value: float, theme: Theme) -> QColor:
        """Colour one value."""
        return QColor(*self.rgba(value, theme).tolist())

    def clipped(self, values: ArrayLike) -> int:
        """Count the values beyond the bound; the screen says how many there are."""
        return int(np.count_nonzero(np.abs(np.asarray(values)) > self.bound))


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """Mix two opaque colours; `share` is that of the second, in [0, 1]."""
    return QColor(*mix_rgba(_rgba(first), _rgba(second), share).tolist())


def mix_rgba(first: ArrayLike, second: ArrayLike, share: ArrayLike) -> Lut:
    """Mix colours (…, 4) of 0–255; `share` (…) is that of the second, in [0, 1]."""
    weight = np.asarray(share, dtype=np.float64)[..., np.newaxis]
    mixed = (1.0 - weight) * np.asarray(first, dtype=np.float64) + weight * np.asarray(
        second, dtype=np.float64
    )
    return np.rint(mixed).astype(np.uint8)


def to_argb(rgba: Lut) -> NDArray[np.uint32]:
    """Pack colours (…, 4) as Qt's 32-bit images hold them."""
    channels = rgba.astype(np.uint32)
    return np.asarray(
        channels[..., 3] << 24 | channels[..., 0] << 16 | channels[..., 1] << 8 | channels[..., 2],
        dtype=np.uint32,
    )


def contrast(first: QColor, second: QColor) -> float:
    """Compute the contrast ratio of two opaque colours (WCAG 2.2), from 1 to 21 (black on white)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: QColor) -> QColor:
    """Choose white or black for a glyph on a coloured ground, whichever is clearer: at least 4.5 : 1."""
    return max((QColor("#ffffff"), QColor("#000000")), key=lambda ink: contrast(ink, background))


def _luminance(color: QColor) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (color.redF(), color.greenF(), color.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgba(color: QColor) -> NDArray[np.uint8]:
    return np.array([color.red(), color.green(), color.blue(), color.alpha()], dtype=np.uint8)


def _read_only(colors: NDArray[Any]) -> Lut:
    lut = colors.astype(np.uint8)
    lut.setflags(write=False)
    return lut
