"""The fonts of the window. Sizes are logical pixels at 96 dpi and follow the system's DPI, and the magnification."""

from functools import cache
from itertools import chain

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

TEXT = 13.0
SECONDARY = 11.0
#: Nothing is smaller.
SMALLEST = 10.5
HEADING = SMALLEST
PAGE_TITLE = 20.0
CARD_TITLE = 14.0
NUMBER = 13.0
NUMBER_LARGE = 15.0
MATHS = 15.0

#: What numbers are written with.
_OF_NUMBERS = "0123456789+−.,×⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
#: Logical pixels of one point at the DPI that the sizes above are meant for.
_PIXELS_PER_POINT = 96.0 / 72.0
#: How many times larger everything is shown than it is meant to be: see `bpexplorer.look.magnifying`.
_magnification = 1.0


def text_font(size: float = TEXT, *, bold: bool = False) -> QFont:
    """Give the system's font in one of the sizes above."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    # Where no desktop names a font, Qt falls back to whatever it finds; a sans serif is wanted.
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPointSizeF(points(size))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def secondary_font() -> QFont:
    """Give the font of captions, units and remarks."""
    return text_font(SECONDARY)


def heading_font() -> QFont:
    """Give the font of group names: small capitals, drawn as capitals, which every font has."""
    font = text_font(HEADING, bold=True)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 102.0)
    return font


def number_font(size: float = NUMBER, *, bold: bool = False) -> QFont:
    """Give a monospaced font in which every letter of a number has the same width, minus and exponents, too."""
    font = QFont(monospaced())
    font.setPointSizeF(points(size))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def is_tabular(font: QFont) -> bool:
    """Whether a font has all letters of `bpexplorer.look.numbers`, and one width for them."""
    metrics = QFontMetricsF(font)
    return all(metrics.inFontUcs4(ord(letter)) for letter in _OF_NUMBERS) and (
        len({metrics.horizontalAdvance(letter) for letter in _OF_NUMBERS}) == 1
    )


def stands_in_lines(font: QFont) -> bool:
    """Whether a line of a font is no higher than one of the text, so that a row of numbers is as high as of words."""
    as_large = QFont(font)
    as_large.setPointSizeF(points(TEXT))
    return QFontMetricsF(as_large).height() <= QFontMetricsF(text_font()).height()


@cache
def monospaced() -> QFont:
    """Give the system's monospaced font, or another one that is tabular, if possible in lines as high as the text's.

    A letter that a font doesn't have is taken from another, of another width: numbers would jump with their sign. With
    higher lines a panel's numbers would need more room than its words, which it may not have in a small window.
    """
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    system.setStyleHint(QFont.StyleHint.Monospace)
    system.setFixedPitch(True)
    families = (each for each in QFontDatabase.families() if QFontDatabase.isFixedPitch(each))
    higher = None
    for font in chain([system], map(QFont, families)):
        if is_tabular(font):
            if stands_in_lines(font):
                return font
            higher = higher or font
    return higher or system


def points(size: float) -> float:
    """Turn a size in logical pixels into points, which Qt scales with the system's DPI."""
    return size * _magnification / _PIXELS_PER_POINT


def dpi_scale() -> float:
    """Say how much larger than at 96 dpi, and unmagnified, text is drawn here; for what has to fit around text."""
    screen = QGuiApplication.primaryScreen()
    return _magnification * (screen.logicalDotsPerInchY() / 96.0 if screen is not None else 1.0)


def magnification() -> float:
    """Say how many times larger everything is shown than it is meant to be."""
    return _magnification


def set_magnification(factor: float) -> None:
    """Let fonts that are made from now on be so many times larger."""
    global _magnification
    _magnification = factor


def in_scene(size: float) -> float:
    """Give a size of a text that grows with the zoom of what it is drawn in, and so isn't magnified by itself."""
    return size / _magnification
