"""The colours of edges: red above zero, blue below, and the nearer to zero the nearer to the panel."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPen

from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.picture.prepare import EDGE_LEVELS
from bpexplorer.look.theme import DARK, LIGHT, Theme

Pens = Callable[[CanvasPalette, int], QPen]

PENS: dict[str, Pens] = {
    "bundle": lambda palette, level: palette.bundle_pen(level),
    "own, thin": lambda palette, level: palette.own_pen(level, wide=False),
    "own, wide": lambda palette, level: palette.own_pen(level, wide=True),
}


def distance(first: QColor, second: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(first.getRgb()[:3], second.getRgb()[:3], strict=True))


@pytest.mark.parametrize("pens", PENS.values(), ids=PENS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sign_of_an_edge_is_its_hue_and_its_size_the_strength(
    qapp: QObject, theme: Theme, pens: Pens
) -> None:
    palette = CanvasPalette(theme)
    weak, strong = 1, EDGE_LEVELS
    for level in (weak, strong):
        positive, negative = pens(palette, level).color(), pens(palette, -level).color()
        assert positive.red() - positive.blue() > theme.panel.red() - theme.panel.blue()
        assert negative.blue() - negative.red() > theme.panel.blue() - theme.panel.red()
    for sign in (-1, 1):
        faint, full = (distance(pens(palette, sign * level).color(), theme.panel) for level in (weak, strong))
        assert faint < full
