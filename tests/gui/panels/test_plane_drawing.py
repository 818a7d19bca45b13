"""What a hand on the plane asks to be drawn: by mouse, with Shift, in drags, by keys, for classes and for numbers."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.data.drawing import Stroke, drawn_on
from bpexplorer.data.prepare import prepare
from bpexplorer.document.acts.drawing import AddClass, Draw, SwitchDrawing
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.panels.plane.drawing import SPACING, DrawablePlane
from bpexplorer.panels.plane.drawing_words import added_words, gone_words, instruction
from bpexplorer.panels.plane.tools import DrawTools
from tests.gui.panels.test_plane import ANY_PLAN, Shown
from tests.windows import LEFT, NO_MODIFIER

RIGHT, SHIFT = Qt.MouseButton.RightButton, Qt.KeyboardModifier.ShiftModifier


class Hand(Shown):
    """A panel whose plane is drawn on."""

    def __init__(self, qtbot: QtBot, data: str, sizes: tuple[int, ...], last: str, cost: str) -> None:
        super().__init__(qtbot, data, sizes, last, cost)
        self.show(draws=True)
        view = self.view
        assert isinstance(view, DrawablePlane)
        self.plane = view

    def at(self, across: float, down: float) -> QPoint:
        room = self.plane.map_rect()
        return QPointF(room.left() + across * room.width(), room.top() + down * room.height()).toPoint()

    def click(
        self, across: float, down: float, button: Qt.MouseButton = LEFT, *, shift: bool = False
    ) -> None:
        QTest.mouseClick(self.plane, button, SHIFT if shift else NO_MODIFIER, self.at(across, down))

    def drag(self, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> None:
        QTest.mousePress(self.plane, button, NO_MODIFIER, start)
        on_screen = QPointF(self.plane.mapToGlobal(end))
        move = QMouseEvent(QEvent.Type.MouseMove, QPointF(end), on_screen, button, button, NO_MODIFIER)
        QApplication.sendEvent(self.plane, move)
        QTest.mouseRelease(self.plane, button, NO_MODIFIER, end)

    def stroke(self) -> Stroke:
        """The one that was asked for last."""
        act = self.acts[-1]
        assert isinstance(act, Draw)
        return act.stroke

    def draw(self) -> None:
        """Do what was asked for last, as the window does it."""
        self.prepared = prepare(drawn_on(self.prepared, self.stroke()).choice, "sigmoid")
        self.panel.show_plan(ANY_PLAN, self.prepared)


@pytest.fixture
def circle(qtbot: QtBot) -> Hand:
    return Hand(qtbot, "circle", (2, 6, 1), "sigmoid", "cross_entropy")


def test_a_click_draws_where_it_is_and_shift_the_next_class(circle: Hand) -> None:
    maps = circle.read().maps
    circle.click(0.75, 0.25)
    wanted = circle.prepared.scaling.undo(maps.low + (maps.high - maps.low) * 0.75)
    pixel = (maps.high - maps.low).max() / circle.plane.map_rect().width()
    np.testing.assert_allclose(circle.stroke().x, [wanted], atol=pixel)
    assert circle.stroke().targets == ((0,),)
    circle.click(0.75, 0.25, shift=True)
    assert circle.stroke().targets == ((1,),)


def test_a_drag_draws_points_along_its_way_and_asks_once(circle: Hand) -> None:
    start, end = circle.at(0.1, 0.5), circle.at(0.9, 0.5)
    circle.drag(start, end)
    assert len(circle.stroke().x) == 1 + int((end - start).x() / SPACING)
    assert len(circle.acts) == 1


def test_what_is_drawn_is_seen_and_said_before_it_is_read_and_a_right_click_takes_it_away(
    circle: Hand,
) -> None:
    before = {part: len(circle.prepared.training.part(part).x) for part in ("train", "test")}
    circle.panel.act_requested.connect(lambda _act: circle.draw())
    circle.click(0.5, 0.02)
    after = {part: len(circle.prepared.training.part(part).x) for part in ("train", "test")}
    part = next(each for each in ("train", "test") if after[each] > before[each])
    assert circle.plane.is_stale
    assert circle.panel.readout == added_words(int(part == "train"), 1)
    position = circle.plane.nearest(QPointF(circle.at(0.5, 0.02)), reach=2.0)
    assert position is not None
    circle.click(0.5, 0.02, RIGHT)
    assert circle.stroke().gone == ((part, after[part] - 1),)
    assert circle.panel.readout == gone_words(1)
    asked = len(circle.acts)
    circle.click(0.02, 0.98, RIGHT)
    assert len(circle.acts) == asked


def test_esc_drops_a_stroke_and_keys_draw_choose_and_remove(circle: Hand) -> None:
    QTest.mousePress(circle.plane, LEFT, NO_MODIFIER, circle.at(0.5, 0.5))
    QTest.keyClick(circle.plane, Qt.Key.Key_Escape)
    QTest.mouseRelease(circle.plane, LEFT, NO_MODIFIER, circle.at(0.5, 0.5))
    assert not circle.acts
    QTest.keyClick(circle.plane, Qt.Key.Key_2)
    for _ in range(4):
        QTest.keyClick(circle.plane, Qt.Key.Key_Right)
    assert circle.plane.cursor_place == pytest.approx((0.6, 0.5))
    QTest.keyClick(circle.plane, Qt.Key.Key_Return)
    assert circle.stroke().targets == ((1,),)
    circle.draw()
    QTest.keyClick(circle.plane, Qt.Key.Key_Delete)
    assert len(circle.stroke().gone) == 1


def test_without_the_switch_it_selects(circle: Hand) -> None:
    circle.show(draws=False)
    circle.click(0.5, 0.5, RIGHT)
    assert not circle.acts
    circle.click(0.5, 0.5)
    assert not isinstance(circle.acts[-1], Draw)


def test_of_numbers_a_click_draws_the_target_and_over_one_input_the_height(qtbot: QtBot) -> None:
    hill = Hand(qtbot, "hill", (2, 4, 1), "identity", "quadratic")
    field = hill.panel.findChild(NumberField, "plane_target")
    assert field is not None
    hill.click(0.5, 0.5)
    hill.click(0.5, 0.5, shift=True)
    drawn = [act.stroke.targets for act in hill.acts if isinstance(act, Draw)]
    assert drawn == [((field.value(),),), ((-field.value(),),)]
    wave = Hand(qtbot, "wave", (1, 4, 1), "identity", "quadratic")
    wave.click(0.5, 0.1)
    high = wave.stroke().targets[0][0]
    wave.click(0.5, 0.5)
    assert high > wave.stroke().targets[0][0]
    assert wave.panel.readout == instruction(wave.prepared.training)


def test_the_switch_and_the_button_for_one_class_more_ask_for_it(circle: Hand) -> None:
    circle.panel._switch.click()
    assert circle.acts[-1] == SwitchDrawing(False)
    tools = circle.panel.findChild(DrawTools)
    assert tools is not None
    tools._more.click()
    assert circle.acts[-1] == AddClass()
