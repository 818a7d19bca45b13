"""The colours of edges: red above zero, blue below, and the nearer to zero the nearer to the panel."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPen

from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.picture.prepare import EDGE_LEVELS
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.theme import DARK, LIGHT, Theme

Pens = Callable[[CanvasPalette, int], QPen]

PENS: dict[str, Pens] = {
    "bundle": lambda palette, level: palette.bundle_pen(level),
    "pale bundle": lambda palette, level: palette.bundle_pen(level, pale=True),
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


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_beside_a_selected_neuron_a_quarter_of_the_colour_is_left(qapp: QObject, theme: Theme) -> None:
    palette = CanvasPalette(theme)
    neutral = SignedScale(1.0).color(0.0, theme)
    for level in range(-EDGE_LEVELS, EDGE_LEVELS + 1):
        full, pale = palette.bundle_pen(level), palette.bundle_pen(level, pale=True)
        assert pale.color().alpha() == 255
        assert pale.widthF() == full.widthF() == 1.0
        assert pale.isCosmetic()
        for whole, left, zero in zip(
            *(each.getRgb()[:3] for each in (full.color(), pale.color(), neutral)), strict=True
        ):
            assert left - zero == pytest.approx(0.25 * (whole - zero), abs=1.0)
