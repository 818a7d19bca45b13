"""The demon's mark is known by its shape: two dashed rings and a bolt."""

import math

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.picture.items.marks import RINGS, DemonItem
from bpexplorer.canvas.picture.palette import canvas_palette
from bpexplorer.canvas.rect import Rect
from bpexplorer.look.theme import DARK, LIGHT, Theme

HALF, MIDDLE, ZOOM = 12.0, 40.0, 4.0


def painted(theme: Theme) -> QImage:
    """The mark of a neuron in the middle, enlarged."""
    item = DemonItem(canvas_palette(theme))
    item.set_demon(Rect.around(MIDDLE, MIDDLE, HALF, HALF), [])
    image = QImage(int(2 * MIDDLE * ZOOM), int(2 * MIDDLE * ZOOM), QImage.Format.Format_RGB32)
    image.fill(theme.panel)
    with QPainter(image) as painter:
        painter.scale(ZOOM, ZOOM)
        item.draw(painter, QStyleOptionGraphicsItem())
    return image


def at(image: QImage, x: float, y: float) -> QColor:
    return image.pixelColor(int(x * ZOOM), int(y * ZOOM))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_two_dashed_rings_and_a_bolt_mark_the_demon(qtbot: QtBot, theme: Theme) -> None:
    image = painted(theme)

    for away in RINGS:
        radius = HALF + away
        turns = np.linspace(
            -0.5 * math.pi, 0.5 * math.pi, 400
        )  # the right half: the bolt is at the upper left
        inked = np.array(
            [
                at(image, MIDDLE + radius * math.cos(turn), MIDDLE + radius * math.sin(turn)) == theme.demon
                for turn in turns
            ]
        )
        assert 0.3 < inked.mean() < 0.8
        assert np.count_nonzero(np.diff(inked)) >= 12  # dashes, not a line
    between = HALF + sum(RINGS) / 2
    assert at(image, MIDDLE + between, MIDDLE) == theme.panel
    corner = math.sqrt(0.5) * (HALF + RINGS[1])
    assert at(image, MIDDLE - corner, MIDDLE - corner) == theme.demon
