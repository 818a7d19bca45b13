"""What training leaves alone, on the canvas: removed connections aren't drawn, frozen neurons carry a mark."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QImage

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Freeze, RemoveConnections
from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import EdgeQuantity
from tests.gui.canvas.conftest import Canvas
from tests.pictures import draw

MOUSE, KEYS = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard


def middle_of_edge(canvas: Canvas, layer: int, target: int, source: int) -> QPoint:
    ends = canvas.view.neuron_position(layer - 1, source), canvas.view.neuron_position(layer, target)
    return (ends[0] + ends[1]) / 2


def edit(canvas: Canvas, *edits: object, number: int = 1) -> None:
    for each in edits:
        canvas.training.trainer.apply(each, Context(number))  # type: ignore[arg-type]
    draw(canvas.view, canvas.training.frame(edit=number))


def picture(canvas: Canvas) -> QImage:
    return canvas.view.grab().toImage()


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
