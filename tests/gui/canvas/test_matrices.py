"""Between layers whose edges aren't all drawn stand their weights as a picture, or a word on how to see them."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.picture.items.matrices import GapWordsItem, MatrixItem
from bpexplorer.canvas.picture.quantities import EDGE_VIEWS
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.document.bounds import nice_bound
from bpexplorer.document.session import EdgeQuantity
from bpexplorer.look.colours import SignedScale, dropped_grey
from bpexplorer.look.theme import DARK, LIGHT, apply_theme
from tests.frames import Training
from tests.gui.canvas.conftest import Canvas
from tests.pictures import draw


@pytest.fixture
def wide(qtbot: QtBot) -> Canvas:
    """Two layers of cells and a column: 64-30-17-10 on the digits."""
    canvas = Canvas(qtbot, Training((64, 30, 17, 10), ("tanh", "tanh", "softmax")).advance(5))
    canvas.frame = canvas.training.frame(step=True)
    draw(canvas.view, canvas.frame)
    return canvas


def matrices(canvas: Canvas) -> list[MatrixItem]:
    """From the input to the output."""
    items = [each for each in canvas.view.scene().items() if isinstance(each, MatrixItem)]
    return sorted(items, key=lambda each: each.boundingRect().left())


def colours(image: QImage | None) -> np.ndarray:
    """A picture's pixels, shape (rows, columns, 3)."""
    assert image is not None
    pixels = image.convertToFormat(QImage.Format.Format_RGBA8888)
    whole = np.frombuffer(pixels.constBits(), dtype=np.uint8)
    return whole.reshape(image.height(), image.width(), 4)[..., :3].copy()


def said(canvas: Canvas) -> list[str]:
    items = [each for each in canvas.view.scene().items() if isinstance(each, GapWordsItem)]
    return [each.text for each in sorted(items, key=lambda each: each.boundingRect().left())]


def weight_position(canvas: Canvas, layer: int, row: int, column: int) -> QPointF:
    x, y = canvas.view.placement.matrix_cell(layer, row, column).centre
    return QPointF(canvas.view.mapFromScene(QPointF(x, y)))


@pytest.mark.parametrize("quantity", EdgeQuantity)
def test_each_pixel_is_the_weights_number_on_the_scale_of_the_edges(
    wide: Canvas, quantity: EdgeQuantity
) -> None:
    wide.session.update(edges_by=quantity)
    view, state = EDGE_VIEWS[quantity], wide.state
    largest = view.largest(wide.frame, state.source)
    assert largest is not None
    scale = SignedScale(nice_bound(largest))
    items = matrices(wide)
    assert len(items) == 2
    for layer, item in enumerate(items, start=1):
        numbers = view.values(wide.frame, state.source, layer, state.row)
        assert numbers is not None
        assert np.ptp(numbers) > 0
        np.testing.assert_array_equal(colours(item.image), scale.rgba(numbers, LIGHT)[..., :3])


def test_the_picture_follows_training_and_the_theme(wide: Canvas, qapp: QApplication) -> None:
    scale = SignedScale(nice_bound(EDGE_VIEWS[EdgeQuantity.WEIGHT].largest(wide.frame, wide.state.source)))
    later = wide.training.advance(60).frame()
    draw(wide.view, later)
    after = later.network.weights[0]
    assert not np.array_equal(after, wide.frame.network.weights[0])
    np.testing.assert_array_equal(colours(matrices(wide)[0].image), scale.rgba(after, LIGHT)[..., :3])
    try:
        apply_theme(qapp, "dark")
        np.testing.assert_array_equal(colours(matrices(wide)[0].image), scale.rgba(after, DARK)[..., :3])
    finally:
        apply_theme(qapp, "light")


def test_row_and_column_of_the_selected_neuron_are_framed(wide: Canvas) -> None:
    wide.session.select(Neuron(1, 7))
    layout = wide.view.placement
    into, out = matrices(wide)
    rect = layout.matrices[1]
    row = layout.matrix_cell(1, 7, 0)
    assert [(mark.left, mark.right, mark.top, mark.bottom) for mark in into.marks] == [
        (rect.left, rect.right, row.top, row.bottom)
    ]
    column = layout.matrix_cell(2, 0, 7)
    assert [(mark.left, mark.right) for mark in out.marks] == [(column.left, column.right)]
    assert (out.marks[0].top, out.marks[0].bottom) == (layout.matrices[2].top, layout.matrices[2].bottom)
    wide.session.select()
    assert [list(item.marks) for item in matrices(wide)] == [[], []]


def test_a_weight_in_the_picture_is_read_and_selected(wide: Canvas) -> None:
    at = weight_position(wide, 2, 12, 20).toPoint()
    wide.mouse.hover(at)
    assert "weights[1][12][20]" in wide.view.hover_text()
    wide.mouse.click(at)
    assert wide.state.connection == Connection(2, 12, 20)


def test_removed_weights_have_no_colour_of_the_scale(wide: Canvas) -> None:
    before = colours(matrices(wide)[0].image)
    wide.training.trainer.apply(RemoveConnections(1, ((3, 11),)), Context(1))
    draw(wide.view, wide.training.frame(edit=1))
    after = colours(matrices(wide)[0].image)
    assert np.argwhere((before != after).any(axis=-1)).tolist() == [[3, 11]]
    assert tuple(after[3, 11]) == dropped_grey(LIGHT).getRgb()[:3]


@pytest.mark.parametrize(
    ("sizes", "bare"), [((64, 17, 10), 1), ((64, 14, 10, 10), 1), ((2, 17, 1), 2), ((2, 16, 1), 0)]
)
def test_where_edges_are_not_drawn_it_is_said_how_to_see_them(
    qtbot: QtBot, sizes: Sequence[int], bare: int
) -> None:
    activations = [*["tanh"] * (len(sizes) - 2), "softmax" if sizes[-1] > 1 else "sigmoid"]
    data = "digits" if sizes[0] == 64 else "xor"
    cost = {} if sizes[-1] > 1 else {"cost": "cross_entropy"}
    canvas = Canvas(qtbot, Training(sizes, activations, data=data, **cost))
    assert said(canvas) == ["Select a neuron to see its connections."] * bare


def test_beside_the_selected_neuron_nothing_is_said(canvas: Canvas) -> None:
    assert any(said(canvas))
    canvas.session.select(Neuron(1, 3))
    assert not any(said(canvas))
    canvas.session.select(Neuron(3, 3))
    assert said(canvas) == ["Select a neuron of layer 1 to see its connections to the inputs."]


def test_too_many_weights_for_a_picture_are_said(qtbot: QtBot) -> None:
    canvas = Canvas(qtbot, Training((64, 1600, 10), ("tanh", "softmax")))
    assert matrices(canvas) == []
    assert said(canvas)[0] == "Too many weights for a picture. Select a neuron to see its connections."
