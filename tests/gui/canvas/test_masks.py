"""What training leaves alone, on the canvas: removed connections aren't drawn, frozen neurons carry a mark."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.edge_menu import EdgeMenu
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Freeze, RemoveConnections
from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import EdgeQuantity
from tests.gui.canvas.conftest import Canvas

MOUSE, KEYS = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard


def middle_of_edge(canvas: Canvas, layer: int, target: int, source: int) -> QPoint:
    ends = canvas.view.neuron_position(layer - 1, source), canvas.view.neuron_position(layer, target)
    return (ends[0] + ends[1]) / 2


def open_menu(canvas: Canvas, at: QPoint, reason: QContextMenuEvent.Reason = MOUSE) -> EdgeMenu | None:
    viewport = canvas.view.viewport()
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, at, viewport.mapToGlobal(at)))
    menu = canvas.view.findChild(EdgeMenu)
    return menu if menu is not None and menu.isVisible() else None


def choose(menu: EdgeMenu, qtbot: QtBot) -> None:
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)


def edit(canvas: Canvas, *edits: object, number: int = 1) -> None:
    for each in edits:
        canvas.training.trainer.apply(each, Context(number))  # type: ignore[arg-type]
    canvas.view.show_frame(canvas.training.frame(edit=number))


def picture(canvas: Canvas) -> QImage:
    return canvas.view.grab().toImage()


@pytest.fixture
def asked(canvas: Canvas) -> list[tuple[object, ...]]:
    asked: list[tuple[object, ...]] = []
    canvas.view.connection_requested.connect(lambda *request: asked.append(request))
    return asked


def test_a_right_click_on_an_edge_removes_it_and_brings_it_back(
    canvas: Canvas, asked: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    # Between the first two of both layers, where no other edge is nearer.
    place = middle_of_edge(canvas, 3, 0, 0)
    menu = open_menu(canvas, place)
    assert menu is not None
    choose(menu, qtbot)
    assert asked == [(3, 0, 0, False)]
    edit(canvas, RemoveConnections(3, ((0, 0),)))
    canvas.mouse.hover(place)
    assert "removed" in canvas.view.hover_text()
    menu = open_menu(canvas, place)
    assert menu is not None
    choose(menu, qtbot)
    assert asked[1:] == [(3, 0, 0, True)]


def test_the_menu_key_opens_it_for_the_two_ends_that_are_selected(
    canvas: Canvas, asked: list[tuple[object, ...]], qtbot: QtBot
) -> None:
    assert open_menu(canvas, QPoint(5, 5), KEYS) is None
    canvas.session.select(Neuron(3, 4), Neuron(2, 7))
    menu = open_menu(canvas, QPoint(5, 5), KEYS)
    assert menu is not None
    choose(menu, qtbot)
    assert asked == [(3, 4, 7, False)]


def test_elsewhere_a_right_click_opens_nothing(canvas: Canvas) -> None:
    assert open_menu(canvas, canvas.view.neuron_position(1, 0)) is None


@pytest.mark.parametrize("quantity", EdgeQuantity)
def test_a_removed_connection_is_not_drawn_whatever_edges_show(
    canvas: Canvas, quantity: EdgeQuantity
) -> None:
    canvas.session.update(edges_by=quantity, selection=(Neuron(2, 0),))
    place = middle_of_edge(canvas, 3, 0, 0)
    before = picture(canvas)
    edit(canvas, RemoveConnections(3, ((0, 0),)))
    after = picture(canvas)
    background = after.pixelColor(3, after.height() - 3)
    around = [place + QPoint(0, dy) for dy in range(-3, 4)]
    assert any(before.pixelColor(point) != background for point in around)
    assert all(after.pixelColor(point) == background for point in around)


def test_a_frozen_neuron_carries_a_mark_and_says_so(canvas: Canvas) -> None:
    before = picture(canvas)
    edit(canvas, Freeze(2, (1,)))
    assert picture(canvas) != before
    canvas.mouse.hover(canvas.view.neuron_position(2, 1))
    assert "frozen" in canvas.view.hover_text()
    edit(canvas, Freeze(2, (1,), frozen=False), number=2)
    canvas.mouse.hover(canvas.view.neuron_position(2, 1))
    assert "frozen" not in canvas.view.hover_text()
    canvas.mouse.hover(QPoint(2, 2))
    assert picture(canvas) == before
