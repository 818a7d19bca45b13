"""A window that is given another theme has nothing left of the one before, and nothing in it moves."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from bpexplorer.look.theme import DARK, LIGHT, apply_theme
from bpexplorer.look.widgets.formula import typeset
from bpexplorer.project.presets import preset
from tests.windows import Desk

#: Grounds of the light theme that nothing in the dark one is painted with, not even by chance as white is.
GROUNDS = ("background", "field", "field_hover", "line", "accent_soft")
#: Of a panel; the edges of letters may hit upon a colour.
FEW_PIXELS = 40


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    typeset("x", 12.0)  # what stands in plain characters until then has another size
    yield
    apply_theme(qapp, "light")


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    return open_desk(preset("xor").project())


def places(window: QWidget) -> list[tuple[str, str, QRect]]:
    """Where everything in sight lies."""
    return [
        (
            type(each).__name__,
            each.objectName(),
            QRect(each.mapTo(window, each.rect().topLeft()), each.size()),
        )
        for each in window.findChildren(QWidget)
        if each.isVisible()
    ]


def pixels(image: QImage, color: QColor) -> int:
    """How many pixels have just this colour."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    values = np.frombuffer(image.constBits(), np.uint32)
    return int(np.count_nonzero(values & 0xFFFFFF == color.rgb() & 0xFFFFFF))


def test_there_and_back_everything_is_painted_as_before_and_lies_where_it_lay(desk: Desk) -> None:
    desk.choose("View", "Theme", "Dark")
    desk.wait_for_rest()
    lay, looked = places(desk.window), desk.window.grab().toImage()
    desk.choose("View", "Theme", "Light")
    assert desk.window.grab().toImage() != looked
    desk.choose("View", "Theme", "Dark")
    desk.wait(lambda: places(desk.window) == lay)
    assert desk.window.grab().toImage() == looked


def test_no_panel_keeps_a_colour_of_the_other_theme_whether_in_sight_or_not(desk: Desk) -> None:
    light = {name: pixels(desk.window.grab().toImage(), LIGHT.colors()[name]) for name in GROUNDS}
    assert light["background"] > FEW_PIXELS
    assert light["line"] > FEW_PIXELS
    desk.choose("View", "Theme", "Dark")
    for name, dock in desk.window.docks.items():
        dock.show()
        dock.raise_()
        desk.wait_for_calm()
        image = dock.grab().toImage()
        left = {ground: pixels(image, LIGHT.colors()[ground]) for ground in GROUNDS}
        assert max(left.values()) < FEW_PIXELS, (name, left)
        assert pixels(image, DARK.panel) > image.width() * image.height() / 20, name
    old = LIGHT.text.name()
    kept = [each for each in desk.window.findChildren(QWidget) if _text(each) == old]
    assert [(type(each).__name__, each.objectName()) for each in kept] == []


def _text(widget: QWidget) -> str:
    return widget.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText).name()
