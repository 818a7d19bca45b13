"""The fonts of the window. Sizes are logical pixels at 96 dpi and follow the system's DPI."""

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

TEXT = 12.0
SECONDARY = 11.0
HEADING = 9.5
NUMBER = 13.0
NUMBER_LARGE = 15.0
MATHS = 15.0

#: Logical pixels of one point at the DPI that the sizes above are meant for.
_PIXELS_PER_POINT = 96.0 / 72.0


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
    """Give a monospaced font, so that every digit and sign has the same width."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFixedPitch(True)
    font.setPointSizeF(points(size))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def points(size: float) -> float:
    """Turn a size in logical pixels into points, which Qt scales with the system's DPI."""
    return size / _PIXELS_PER_POINT


def dpi_scale() -> float:
    """Say how much larger than at 96 dpi text is drawn here; for what has to fit around text."""
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInchY() / 96.0 if screen is not None else 1.0
