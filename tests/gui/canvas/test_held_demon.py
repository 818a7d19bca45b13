"""The mark of a Δz that is held while training goes on."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import Demon, Tool
from bpexplorer.look.numbers import signed
from bpexplorer.look.theme import THEMES, apply_theme
from tests.frames import Training
from tests.gui.canvas.conftest import Canvas
from tests.pictures import draw

CIRCLE = Neuron(1, 6)


def hold(canvas: Canvas, neuron: Neuron, dz: float = 0.25, number: int = 1) -> None:
    canvas.training.trainer.apply(HoldDemon(neuron, dz), Context(number))
    draw(canvas.view, canvas.training.frame(edit=number))


def demon_ink_near(canvas: Canvas, neuron: Neuron) -> int:
    """How many pixels about a neuron have the demon's colour."""
    demon = THEMES["light"].demon
    at = canvas.at(neuron.layer, neuron.index)
    picture: QImage = canvas.view.grab().toImage()
    box = QRect(at - QPoint(14, 14), at + QPoint(14, 14))
    return sum(
        _same(picture.pixelColor(x, y), demon)
        for x in range(box.left(), box.right())
        for y in range(box.top(), box.bottom())
    )


def _same(colour: QColor, other: QColor) -> bool:
    pairs = zip(colour.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[arg-type, index]
    return all(abs(one - two) < 12 for one, two in pairs)


@pytest.fixture
def wide(qtbot: QtBot) -> Canvas:
    """A network whose layer 1 is a grid of cells."""
    return Canvas(qtbot, Training((64, 30, 10), ("tanh", "softmax")).advance(5))


def held_label(canvas: Canvas) -> tuple[str, QRect] | None:
    """What the label says and where it stands, in pixels; None without one."""
    label = canvas.view.held_label()
    return None if label is None else (label[0], label[1].toRect())


@pytest.mark.parametrize("tool", Tool)
def test_the_neuron_carries_the_mark_with_every_tool(canvas: Canvas, tool: Tool) -> None:
    canvas.session.update(tool=tool)
    assert demon_ink_near(canvas, CIRCLE) == 0
    hold(canvas, CIRCLE)
    assert demon_ink_near(canvas, CIRCLE) > 40
    label = held_label(canvas)
    assert label is not None
    assert label[0] == "Δz +0.25 held"
    canvas.training.trainer.apply(LetGo(), Context(2))
    draw(canvas.view, canvas.training.frame(edit=2))
    assert demon_ink_near(canvas, CIRCLE) == 0
    assert held_label(canvas) is None


def test_a_cell_of_a_grid_carries_it_too(wide: Canvas) -> None:
    cell = Neuron(1, 14)
    assert demon_ink_near(wide, cell) == 0
    hold(wide, cell, -1.5)
    assert demon_ink_near(wide, cell) > 20
    assert held_label(wide) is not None
    assert held_label(wide)[0] == f"Δz {signed(-1.5, decimals=2).strip()} held"  # type: ignore[index]


def test_hovering_the_neuron_or_the_label_says_that_training_goes_on_with_it(canvas: Canvas) -> None:
    hold(canvas, CIRCLE)
    label = held_label(canvas)
    assert label is not None
    for place in (canvas.at(1, 6), label[1].center()):
        canvas.mouse.hover(QPoint(2, 2))
        canvas.mouse.hover(place)
        assert canvas.view.hover_text().startswith("layer 1, neuron 6 · ")
        assert (
            "training with Δz = +0.25 since step 20: every value shown includes it"
            in canvas.view.hover_text()
        )
    canvas.mouse.hover(canvas.at(1, 5))
    assert "training with" not in canvas.view.hover_text()


def test_a_click_on_the_label_selects_its_neuron(canvas: Canvas) -> None:
    hold(canvas, CIRCLE)
    label = held_label(canvas)
    assert label is not None
    canvas.mouse.click(label[1].center())
    assert canvas.state.selection == (CIRCLE,)


@pytest.mark.parametrize("neuron", [Neuron(1, 6), Neuron(2, 3), Neuron(3, 3)])
def test_an_armed_demon_on_the_same_neuron_leaves_the_mark_to_be_seen(canvas: Canvas, neuron: Neuron) -> None:
    hold(canvas, neuron, -0.5)
    canvas.session.update(demon=Demon(neuron, 0.25))
    label, armed = held_label(canvas), canvas.view.demon_label_rect()
    assert label is not None
    assert armed is not None
    assert not QRect(label[1]).intersects(armed.toRect().adjusted(1, 1, -1, -1))
    canvas.mouse.wheel(canvas.at(neuron.layer, neuron.index), 3)
    label, armed = held_label(canvas), canvas.view.demon_label_rect()
    assert label is not None
    assert armed is not None
    assert not label[1].intersects(armed.toRect().adjusted(1, 1, -1, -1))


def test_the_mark_moves_with_its_layer(canvas: Canvas) -> None:
    hold(canvas, CIRCLE)
    before = held_label(canvas)
    assert before is not None
    canvas.view.show_moved(1, 0.0, 40.0)
    after = held_label(canvas)
    assert after is not None
    moved = QPointF(after[1].center() - before[1].center())
    assert moved.y() == pytest.approx(40.0 * canvas.view.zoom, abs=2)
    assert moved.x() == pytest.approx(0.0, abs=2)


def test_it_is_drawn_in_the_dark_theme(canvas: Canvas, qapp: QApplication) -> None:
    try:
        apply_theme(qapp, "dark")
        before = canvas.view.grab().toImage()
        hold(canvas, CIRCLE)
        assert canvas.view.grab().toImage() != before
    finally:
        apply_theme(qapp, "light")
