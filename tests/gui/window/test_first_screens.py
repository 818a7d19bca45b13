"""How few controls and numbers stand on the first screen of a workspace at 1440 × 900: counted, so that it stays so."""

import re
from collections.abc import Iterable

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSlider,
    QWidget,
)

from bpexplorer.document.workspaces import Workspace
from bpexplorer.window.drawing import is_seen
from tests.windows import Desk

MOST_CONTROLS, MOST_NUMBERS = 20, 25
CONTROLS = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QSlider)
#: A number with its sign, separators and power. A name such as ``64-14-10-10`` is one, ``float64`` and ``1/√n`` none.
NUMBER = re.compile(r"(?<![\w√/])[−+×]?\d[\d,.]*(?:[-×]\d[\d,.]*)*(?![\w/√])")


def counted(desk: Desk, kinds: type[QWidget] | tuple[type[QWidget], ...]) -> list[QWidget]:
    """Widgets of these kinds in sight, but for the toolbar, menus, the canvas and tables."""
    window = desk.window
    elsewhere = (window.top_bar, window.menuBar(), window.canvas, *window.findChildren(QAbstractItemView))
    return [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, kinds)
        and is_seen(each)
        and not any(place is each or place.isAncestorOf(each) for place in elsewhere)
    ]


def controls(desk: Desk) -> set[str]:
    """The controls by name: a switch of several segments is one, and so is a field with what is in it.

    What opens a panel's menu belongs to the menus.
    """
    found = counted(desk, CONTROLS)
    return {
        re.sub(r"_\d+$", "", each.objectName())
        for each in found
        if not isinstance(each.parent(), CONTROLS) and not each.objectName().endswith("_more")
    }


def numbers_in(texts: Iterable[str]) -> list[str]:
    return [number for text in texts for number in NUMBER.findall(text)]


def test_a_number_is_counted_once() -> None:
    assert numbers_in(["64-14-10-10 · tanh · 1,170 parameters"]) == ["64-14-10-10", "1,170"]
    assert numbers_in(["numpy float64 · Normal 1/√n · δ −0.25 · 98.9 %"]) == ["−0.25", "98.9"]


@pytest.mark.parametrize("workspace", [Workspace.TRAIN])
def test_the_first_screen_is_calm(desk: Desk, workspace: Workspace) -> None:
    desk.window.workspaces.show(workspace)
    desk.wait_for_calm()
    desk.wait(lambda: all(each.is_settled for each in desk.window.measurings.values()))
    assert len(controls(desk)) <= MOST_CONTROLS, sorted(controls(desk))
    texts = [each.text() for each in counted(desk, QLabel) if isinstance(each, QLabel)]
    assert len(numbers_in(texts)) <= MOST_NUMBERS, numbers_in(texts)
