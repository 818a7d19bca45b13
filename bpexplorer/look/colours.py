"""Colour maps and scales for numbers: signed ones about zero, sequential ones for maps, unsigned ones for images."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtGui import QColor

from bpexplorer.assets import asset
from bpexplorer.document.bounds import FAINT
from bpexplorer.look.theme import DARK, LIGHT, THEMES, Theme

#: 256 colours, each red, green, blue, alpha.
Lut = NDArray[np.uint8]
Mode = Literal["linear", "log"]

# Both grow evenly in lightness on either side of zero, and are readable with every common colour blindness.
# Crameri's berlin has a dark centre with blue at its low end; his managua ends in yellow.
_SIGNED = {LIGHT.name: "CET_D1A", DARK.name: "berlin"}

#: How far to its ends a scale goes where colours say no more than a sign.
_SIGN = 0.65
#: Decades that the logarithmic mode spreads over either side of zero; below them it is linear.
DECADES = 3.0
_STEEPNESS: float = 10.0**DECADES

# Of linear sRGB (IEC 61966-2-1); the rows are X, Y (luminance) and Z.
_XYZ_OF_RGB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_RGB_OF_XYZ = np.linalg.inv(_XYZ_OF_RGB)
_WHITE = _XYZ_OF_RGB.sum(axis=1)
#: Where the cube root gives way to a line.
_KNEE = 6.0 / 29.0


@lru_cache(maxsize=8)
def _signed_lut(name: Literal["light", "dark"]) -> Lut:
    table = published_map(_SIGNED[name]) / 255.0
    neutral = _rgba(THEMES[name].neutral)[:3] / 255.0
    # The first entry of each side is its zero.
    sides = [_bent(side, neutral) for side in (table[127::-1], table[128:])]
    colours = np.concatenate([sides[0][::-1], sides[1]])
    return _read_only(np.round(255.0 * np.column_stack((colours, np.ones(256)))))


def published_map(name: str) -> NDArray[np.uint8]:
    """Give a map as its maker publishes it, shape (256, 3); ``resources/colours`` has those that there are."""
    table = bytes.fromhex(asset(f"colours/{name}.txt").read_text(encoding="ascii"))
    return np.frombuffer(table, dtype=np.uint8).reshape(256, 3)


def _bent(side: NDArray[np.float64], neutral: NDArray[np.float64]) -> NDArray[np.float64]:
    """Let colours (n, 3) begin at another one, and end where they did.

    Lightness is stretched, so that it still goes one way only; the hue of the old beginning fades out.
    """
    lab, begin = lab_from_srgb(side), lab_from_srgb(neutral)
    share = (lab[:, :1] - lab[0, 0]) / (lab[-1, 0] - lab[0, 0])
    return srgb_from_lab(lab + (1.0 - share) * (begin - lab[0]))


def signed_lut(theme: Theme) -> Lut:
    """Give the signed map of a theme, shape (256, 4): entry 0 is −1 (blue), 127 and 128 are 0, 255 is +1 (red)."""
    return _signed_lut(theme.name)


@lru_cache(maxsize=8)
def _sequential_lut(start: int, end: int) -> Lut:
    position = np.linspace(0.0, 1.0, 256)[:, np.newaxis]
    return _read_only(np.round((1.0 - position) * _rgba(QColor(start)) + position * _rgba(QColor(end))))


def sequential_lut(theme: Theme) -> Lut:
    """Give the map of quantities without a sign, such as pixels: from the field's colour to the text's."""
    return _sequential_lut(theme.field.rgb(), theme.text.rgb())


@lru_cache(maxsize=1)
def map_lut() -> Lut:
    """Give the sequential map of what neurons make of the plane, shape (256, 4): from dark to light, in every theme.

    Red and blue mean signs. This one goes from a dark blue by greys to yellow, evenly, also for colour-blind eyes.
    """
    table = published_map("cividis")
    return _read_only(np.column_stack((table, np.full(256, 255))))


def dropped_grey(theme: Theme) -> QColor:
    """What dropout leaves out: a grey that is on no signed map, so that nobody takes it for a number."""
    return mix(theme.panel, theme.secondary, 0.45)


def sign_ink(value: float, theme: Theme) -> QColor:
    """The colour of a bar whose length says how large a number is: that of its sign alone."""
    return SignedScale(1.0).color(math.copysign(_SIGN, value), theme)


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

    def value_at(self, share: float) -> float:
        """Give the value that is normalised to a share in [−1, 1]."""
        if self.mode == "linear":
            return share * self.bound
        return self.bound * math.sinh(share * math.asinh(_STEEPNESS)) / _STEEPNESS

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

    def is_faint(self, values: ArrayLike) -> bool:
        """Whether no value has a colour that can be told from that of 0, though some aren't 0."""
        magnitudes = np.abs(self.normalised(values))
        largest = float(np.nanmax(magnitudes, initial=0.0))
        return 0.0 < largest <= FAINT

    def clipped(self, values: ArrayLike) -> int:
        """Count the values beyond the bound; the screen says how many there are."""
        return int(np.count_nonzero(np.abs(np.asarray(values)) > self.bound))

    @property
    def ends(self) -> tuple[float, float]:
        """The values of the first and the last colour."""
        return -self.bound, self.bound

    @property
    def middle(self) -> float:
        """The value of the colour in the middle."""
        return 0.0

    def lut(self, theme: Theme) -> Lut:
        """Its colours, from the first to the last."""
        return signed_lut(theme)


@dataclass(frozen=True, slots=True)
class SequentialScale:
    """How a quantity becomes a colour of `map_lut`: evenly from ``low`` to ``high``, beyond which it stays.

    Raises
    ------
    ValueError
        The ends aren't finite, or not in order.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(
                f"a colour scale goes up between finite ends, not from {self.low} to {self.high}"
            )

    @property
    def mode(self) -> Mode:
        return "linear"

    @property
    def ends(self) -> tuple[float, float]:
        """The values of the first and the last colour."""
        return self.low, self.high

    @property
    def middle(self) -> float:
        """What the bar marks between its ends: 0, or the value halfway if that is where they begin."""
        if self.low < 0.0 < self.high:
            return 0.0
        return (self.low + self.high) / 2.0

    def normalised(self, values: ArrayLike) -> NDArray[np.float64]:
        """Map values to [−1, 1], the ends to the ends; NaN stays NaN."""
        x = np.clip(np.asarray(values, dtype=np.float64), self.low, self.high)
        return (2.0 * x - (self.low + self.high)) / (self.high - self.low)

    def entries(self, values: ArrayLike) -> NDArray[np.uint8]:
        """Which of the 256 colours values have; NaN has that in the middle.

        Maps of a whole network go through here for each picture: in place, which is fourteen times as fast.
        """
        with np.errstate(over="ignore"):
            x = np.subtract(values, self.low, dtype=np.float64)
            x *= 255.0 / (self.high - self.low)
        x += 0.5
        np.clip(x, 0.0, 255.5, out=x)
        if np.isnan(x.sum()):
            x[np.isnan(x)] = 128.0
        return x.astype(np.uint8)

    def argb(self, values: ArrayLike, theme: Theme) -> NDArray[np.uint32]:
        """Colour values for `QImage.Format.Format_RGB32`; NaN is grey, which no number is."""
        colours = _map_argb()[self.entries(values)]
        missing = np.isnan(values)
        if missing.any():
            colours[missing] = theme.disabled.rgba()
        return colours

    def color(self, value: float) -> QColor:
        """Colour one value."""
        return QColor(*map_lut()[int(self.entries([value])[0])].tolist())

    def clipped(self, values: ArrayLike) -> int:
        """Count the values beyond the ends."""
        array = np.asarray(values)
        return int(np.count_nonzero((array < self.low) | (array > self.high)))

    def lut(self, _theme: Theme) -> Lut:
        """Its colours, from the first to the last."""
        return map_lut()


ColourScale = SignedScale | SequentialScale


@lru_cache(maxsize=1)
def _map_argb() -> NDArray[np.uint32]:
    return to_argb(map_lut())


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
    luminance = _luminance(background)
    is_white = (1.0 + 0.05) / (luminance + 0.05) >= (luminance + 0.05) / 0.05
    return QColor("#ffffff" if is_white else "#000000")


def lab_from_srgb(srgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give CIE 1976 L*a*b* (white D65) of sRGB colours (…, 3) in [0, 1]: lightness in [0, 100], a, b."""
    xyz = _linear(srgb) @ _XYZ_OF_RGB.T / _WHITE
    x, y, z = np.moveaxis(np.where(xyz > _KNEE**3, np.cbrt(xyz), xyz / (3.0 * _KNEE**2) + 4.0 / 29.0), -1, 0)
    return np.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], axis=-1)


def srgb_from_lab(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give sRGB colours (…, 3) in [0, 1]; what no screen can show takes the nearest that it can, channel by channel."""
    lightness, a, b = np.moveaxis(lab, -1, 0)
    y = (lightness + 16.0) / 116.0
    root = np.stack([y + a / 500.0, y, y - b / 200.0], axis=-1)
    xyz = np.where(root > _KNEE, root**3, 3.0 * _KNEE**2 * (root - 4.0 / 29.0)) * _WHITE
    linear = np.clip(xyz @ _RGB_OF_XYZ.T, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1.0 / 2.4) - 0.055)


def _linear(srgb: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def _luminance(color: QColor) -> float:
    rgb = np.array([color.redF(), color.greenF(), color.blueF()])
    return float(_XYZ_OF_RGB[1] @ _linear(rgb))


def _rgba(color: QColor) -> NDArray[np.uint8]:
    return np.array([color.red(), color.green(), color.blue(), color.alpha()], dtype=np.uint8)


def _read_only(colors: NDArray[Any]) -> Lut:
    lut = colors.astype(np.uint8)
    lut.setflags(write=False)
    return lut
