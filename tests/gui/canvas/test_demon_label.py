"""The demon's label: it stands away from all that the network is, with a line that leads to its neuron."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.layout import INPUT_LABELS, OUTPUT_LABELS
from bpexplorer.canvas.picture.items.matrices import GapWordsItem, MatrixItem
from bpexplorer.canvas.picture.items.sample import ThumbnailsItem
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import Demon
from tests.frames import Training
from tests.gui.canvas.conftest import Canvas
from tests.pictures import draw

SIZES = ((360, 240), (480, 300), (860, 460), (1500, 1100))


def covered(canvas: Canvas, label: QRectF) -> list[str]:
    """What lies below a label: neurons, headers and buttons, the names and numbers beside inputs and outputs."""
    view = canvas.view
    layout, zoom = view.placement, view.zoom
    things: list[tuple[str, QRectF]] = []
    for box in layout.boxes:
        half = box.half * zoom
        for index in range(len(box.centres)):
            at = QPointF(view.neuron_position(box.layer, index))
            things.append((str(Neuron(box.layer, index)), _around(at, half, half)))
            beside = half + zoom * (INPUT_LABELS if box.layer == 0 else OUTPUT_LABELS)
            if box.grid is None and box.layer in (0, layout.spec.depth):
                side = -1 if box.layer == 0 else 1
                row = QRectF(at.x(), at.y() - 7 * zoom, side * beside, 14 * zoom).normalized()
                things.append((f"beside {Neuron(box.layer, index)}", row))
        if box.layer > 0:
            below = QPointF(view.neuron_position(box.layer, len(box.centres) - 1))
            note = QRectF(below.x() - 52 * zoom, below.y() + half, 104 * zoom, 18 * zoom)
            things.append((f"below layer {box.layer}", note))
    for item in view.scene().items():
        if isinstance(item, GapWordsItem | ThumbnailsItem | MatrixItem):
            things.append(
                (type(item).__name__, view.mapFromScene(item.sceneBoundingRect()).boundingRect().toRectF())
            )
    for control in layout.controls:
        rect = layout.controls[control]
        at = QPointF(view.control_position(control.part, control.layer))
        things.append((str(control), _around(at, rect.width / 2 * zoom, rect.height / 2 * zoom)))
    inner = label.adjusted(1, 1, -1, -1)  # positions are whole pixels
    return [name for name, rect in things if rect.intersects(inner)]


def _around(at: QPointF, across: float, down: float) -> QRectF:
    return QRectF(at.x() - across, at.y() - down, 2 * across, 2 * down)


def arm(canvas: Canvas, neuron: Neuron) -> None:
    canvas.session.update(demon=Demon(neuron, 0.25))


@pytest.fixture
def on_xor(qtbot: QtBot) -> Canvas:
    """2-4-1, with names at the left and at the right."""
    return Canvas(
        qtbot, Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").advance(2)
    )


@pytest.fixture
def with_cells(qtbot: QtBot) -> Canvas:
    """The digits with a short column and a layer of cells: words and pictures of weights stand between."""
    return Canvas(qtbot, Training((64, 3, 20, 10), ("tanh", "tanh", "softmax")).advance(2))


@pytest.mark.parametrize("which", ["canvas", "on_xor", "small", "with_cells"])
def test_it_covers_nothing_at_any_size_and_is_all_in_sight(
    which: str, request: pytest.FixtureRequest
) -> None:
    canvas: Canvas = request.getfixturevalue(which)
    sizes = canvas.training.spec.sizes
    for width, height in SIZES:
        canvas.view.resize(width, height)
        for layer in range(1, len(sizes)):
            for index in {0, sizes[layer] // 2, sizes[layer] - 1}:
                arm(canvas, Neuron(layer, index))
                label = canvas.view.demon_label_rect()
                assert label is not None
                assert covered(canvas, label) == []
                assert QRectF(canvas.view.viewport().rect()).contains(label)
                # Below the layers it is, and so everybody finds it where it was.
                assert label.top() > max(
                    canvas.view.neuron_position(layer, each).y() for each in range(sizes[layer])
                )


def test_zoomed_and_panned_it_covers_nothing_either(canvas: Canvas) -> None:
    arm(canvas, Neuron(2, 3))
    seen, looks = 0, 0
    for notches in (1, 1, 2, 4, -14):
        canvas.mouse.wheel(canvas.at(2, 2), notches)
        for dx, dy in ((0, 0), (60, 40), (-110, -70), (50, 30)):
            canvas.view.pan(dx, dy)
            label = canvas.view.demon_label_rect()
            looks += 1
            if label is not None:
                seen += 1
                assert covered(canvas, label) == []
    assert seen >= looks - 2


def test_a_line_leads_from_the_label_to_its_neuron(canvas: Canvas) -> None:
    arm(canvas, Neuron(2, 3))
    label = canvas.view.demon_label_rect()
    assert label is not None
    at = canvas.at(2, 3)
    picture = canvas.view.grab().toImage()
    demon = canvas.view.scene().demon_label._palette.theme.demon  # type: ignore[attr-defined]
    between = range(at.y() + 24, round(label.top()))
    columns = range(round(at.x() - 40), at.x() + 1)
    found = [sum(picture.pixelColor(x, y) == demon for x in columns) for y in between]
    assert len(found) > 50
    assert all(found)


def test_hovering_the_label_says_what_the_demon_is_and_how_it_goes(canvas: Canvas) -> None:
    arm(canvas, Neuron(2, 3))
    label = canvas.view.demon_label_rect()
    assert label is not None
    for place in (label.center().toPoint(), canvas.at(2, 3)):
        canvas.mouse.hover(canvas.at(1, 0))
        assert "Esc removes it" not in canvas.view.hover_text()
        canvas.mouse.hover(place)
        text = canvas.view.hover_text()
        assert text.startswith(str(Neuron(2, 3)))
        assert "the demon is here: a test, the network isn't changed (Esc removes it)" in text
    canvas.mouse.click(label.center().toPoint())
    assert canvas.state.selection == (Neuron(2, 3),)
    assert canvas.state.demon is not None


def test_what_is_said_under_the_mouse_is_whole_in_a_narrow_view(canvas: Canvas) -> None:
    canvas.view.resize(300, 400)
    arm(canvas, Neuron(2, 3))
    canvas.mouse.hover(canvas.at(3, 8))
    said = canvas.view.findChild(QLabel, "hover_label")
    assert said is not None
    needed = said.fontMetrics().boundingRect(
        said.contentsRect(), Qt.TextFlag.TextWordWrap, canvas.view.hover_text()
    )
    assert needed.width() <= said.width()
    assert needed.height() <= said.height()
    assert canvas.view.viewport().rect().contains(said.geometry())
    # A shorter text is as high as it needs to be again.
    canvas.view.resize(900, 600)
    canvas.session.release()
    canvas.mouse.hover(canvas.at(1, 0))
    assert said.height() == said.heightForWidth(said.width()), (said.text(), said.size())


def test_arming_it_moves_nothing(canvas: Canvas) -> None:
    before = [canvas.at(layer, 0) for layer in range(4)]
    arm(canvas, Neuron(3, 3))
    assert [canvas.at(layer, 0) for layer in range(4)] == before


def test_it_is_gone_with_its_neuron_when_that_is_out_of_sight(canvas: Canvas) -> None:
    arm(canvas, Neuron(2, 3))
    canvas.view.pan(2000, 0)
    assert canvas.view.demon_label_rect() is None
    canvas.view.fit()
    assert canvas.view.demon_label_rect() is not None


@pytest.mark.parametrize("neuron", [Neuron(1, 13), Neuron(2, 0), Neuron(3, 9)])
def test_the_mark_of_a_held_dz_covers_nothing_either(canvas: Canvas, neuron: Neuron) -> None:
    canvas.training.trainer.apply(HoldDemon(neuron, -0.5), Context(1))
    draw(canvas.view, canvas.training.frame(edit=1))
    for width, height in SIZES:
        canvas.view.resize(width, height)
        held = canvas.view.held_label()
        assert held is not None
        assert covered(canvas, held[1]) == []
