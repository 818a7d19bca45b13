"""The colours, pens and brushes of the canvas, made once for each theme."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from bpexplorer.canvas.picture.prepare import EDGE_LEVELS
from bpexplorer.look import fonts
from bpexplorer.look.colours import (
    dropped_grey,
    map_lut,
    mix,
    readable_on,
    sequential_lut,
    signed_lut,
    to_argb,
)
from bpexplorer.look.theme import THEMES, Theme

#: How much of its full colour the weakest and the strongest edge has; the rest is background.
_BUNDLE, _OWN = (0.14, 0.72), (0.40, 1.0)
#: How much of a bundle's colour is left while a neuron is selected, whose own edges then stand out: the rest is the
#: neutral of the signed map.
_PALE = 0.25
#: Width of the selected neuron's strongest edges.
_WIDEST = 3.5
#: Entries of the signed map that stand for a full negative and positive edge: its ends are nearly black.
_NEGATIVE, _ZERO, _POSITIVE = 32, 128, 223


class CanvasPalette:
    """What painting needs, so that a paint makes no colour, pen or brush."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        lut = signed_lut(theme)
        colours = [QColor(*entry) for entry in lut.tolist()]
        #: By entry of the signed map.
        self.fills = [QBrush(colour) for colour in colours]
        self.glyphs = [solid_pen(readable_on(colour), 1.6) for colour in colours]
        self.signed_argb = to_argb(lut)
        self.ink_argb = to_argb(sequential_lut(theme))
        #: By entry of the sequential map.
        self.map_argb = to_argb(map_lut())
        self.map_fills = [QBrush(QColor(*entry)) for entry in map_lut().tolist()]
        self.blank_argb = int(theme.panel.rgba())
        self.neutral = QBrush(theme.field)
        self.outline = solid_pen(mix(theme.outline, theme.text, 0.25), 1.0)
        #: Neurons that dropout leaves out: hollow, or cells in a grey that no sign has.
        self.hollow = QBrush(theme.panel)
        self.dropped_outline = dropped_pen(theme)
        self.dropped_argb = int(dropped_grey(theme).rgba())
        self.dropped_stroke = cosmetic_pen(theme.panel)
        self.hover = solid_pen(theme.text, 1.6)
        self.accent = solid_pen(theme.accent, 2.5)
        self.moat = solid_pen(theme.panel, 5.0)
        self.grid_line = cosmetic_pen(theme.panel)
        self.frame_line = cosmetic_pen(theme.line)
        strong = colours[_NEGATIVE], colours[_POSITIVE]
        self._bundle_pens = [self._edge_pen(level, strong, _BUNDLE, wide=False) for level in _levels()]
        self._pale_pens = [cosmetic_pen(mix(colours[_ZERO], pen.color(), _PALE)) for pen in self._bundle_pens]
        self._hair_pens = {
            pale: [hair_pen(pen) for pen in pens]
            for pale, pens in ((False, self._bundle_pens), (True, self._pale_pens))
        }
        self._thin_pens = [self._edge_pen(level, strong, _OWN, wide=False) for level in _levels()]
        self._own_pens = [self._edge_pen(level, strong, _OWN, wide=True) for level in _levels()]
        #: Of a removed connection, where it is shown.
        self.removed = cosmetic_pen(theme.outline)
        self.removed.setDashPattern([3.0, 4.0])
        self.strong = {-1: strong[0], 1: strong[1]}

    def bundle_pen(self, level: int, *, pale: bool = False, is_hair: bool = False) -> QPen:
        """The pen of an edge in a bundle, for a signed level; pale beside edges that are to stand out.

        ``is_hair``: one pixel wide also where everything is shown larger, for edges that are too many for wider ones.
        """
        pens = self._hair_pens[pale] if is_hair else self._pale_pens if pale else self._bundle_pens
        return pens[level + EDGE_LEVELS]

    def own_pen(self, level: int, *, wide: bool) -> QPen:
        """The pen of the selected neuron's edges."""
        return (self._own_pens if wide else self._thin_pens)[level + EDGE_LEVELS]

    def _edge_pen(
        self, level: int, strong: tuple[QColor, QColor], shares: tuple[float, float], *, wide: bool
    ) -> QPen:
        strength = abs(level) / EDGE_LEVELS
        # A neuron's own edges stay visible where they are zero.
        colour = mix(self.theme.line, self.theme.outline, 0.6 if wide else 0.0)
        if level:
            share = shares[0] + (shares[1] - shares[0]) * strength
            colour = mix(self.theme.panel, strong[level > 0], share)
        pen = cosmetic_pen(colour)
        if wide:
            pen.setWidthF(pen.widthF() * (1.0 + (_WIDEST - 1.0) * strength))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if level < 0:
                # A sign that colour isn't needed for.
                pen.setDashPattern([8.0, 3.0])
        return pen


def _levels() -> range:
    return range(-EDGE_LEVELS, EDGE_LEVELS + 1)


def dropped_pen(theme: Theme) -> QPen:
    """The dashed outline of a neuron that is left out."""
    pen = QPen(theme.secondary, 1.0, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([2.5, 2.5])
    return pen


def solid_pen(colour: QColor, width: float) -> QPen:
    """A pen that grows with the zoom."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def cosmetic_pen(colour: QColor) -> QPen:
    """A pen of one pixel whatever the zoom, and wider where everything is shown larger."""
    pen = QPen(colour, fonts.magnification())
    pen.setCosmetic(True)
    return pen


def hair_pen(pen: QPen) -> QPen:
    """The same one pixel wide: wider ones cost ten times as much."""
    hair = QPen(pen)
    hair.setWidthF(1.0)
    return hair


@lru_cache(maxsize=2 * len(THEMES))
def _palette(name: str, magnification: float) -> CanvasPalette:
    assert magnification == fonts.magnification()
    return CanvasPalette(THEMES[name])


def canvas_palette(theme: Theme) -> CanvasPalette:
    """The palette of a theme, made once for each size that everything is shown in."""
    return _palette(theme.name, fonts.magnification())
