"""What a hand on the plane asks to be drawn: by mouse, with Shift, in drags, by keys, for classes and for numbers."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from bpexplorer.core.training_data import PARTS
from bpexplorer.data.choice import TableChoice, table_choice
from bpexplorer.data.drawing import Stroke, drawn_on
from bpexplorer.data.prepare import prepare
from bpexplorer.data.recipe import Role
from bpexplorer.document.acts.drawing import AddClass, ClearDrawing, Draw, SwitchDrawing
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.panels.plane.drawing import SPACING, DrawablePlane
from bpexplorer.panels.plane.drawing_words import added_words, gone_words, instruction
from bpexplorer.panels.plane.tools import DrawTools
from tests.gui.panels.test_plane import ANY_PLAN, Shown
from tests.tables import table
from tests.windows import LEFT, NO_MODIFIER

RIGHT, SHIFT = Qt.MouseButton.RightButton, Qt.KeyboardModifier.ShiftModifier


class Hand(Shown):
    """A panel whose plane is drawn on."""

    def __init__(
        self, qtbot: QtBot, data: str | TableChoice, sizes: tuple[int, ...], last: str, cost: str
    ) -> None:
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
    assert circle.panel.readout == added_words({part: 1})
    position = circle.plane.nearest(QPointF(circle.at(0.5, 0.02)), reach=2.0)
    assert position is not None
    circle.click(0.5, 0.02, RIGHT)
    assert circle.stroke().gone == ((part, after[part] - 1),)
    assert circle.panel.readout == gone_words(1)
    asked = len(circle.acts)
    circle.click(0.02, 0.98, RIGHT)
    assert len(circle.acts) == asked


def test_what_was_added_since_drawing_began_is_told_by_part(circle: Hand) -> None:
    began = circle.prepared.training
    circle.panel.act_requested.connect(lambda _act: circle.draw())
    for across in (0.1, 0.3, 0.5, 0.7, 0.9):
        circle.click(across, 0.02)
    now = circle.prepared.training
    added = {part: len(now.part(part).x) - len(began.part(part).x) for part in PARTS}
    assert sum(added.values()) == 5
    assert added["train"] > 1
    assert added["test"] > 0
    assert circle.panel.readout == added_words(added)
    assert circle.panel.readout.startswith(f"5 points added: {added['train']} train from the next epoch, ")
    circle.show(draws=False)
    circle.show(draws=True)
    circle.click(0.5, 0.5)
    assert circle.panel.readout.startswith("1 point added: 1 ")


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


@pytest.mark.parametrize("inputs", [1, 2])
def test_of_several_numbers_each_is_set_and_over_one_input_the_height_is_that_of_the_output_shown(
    qtbot: QtBot, inputs: int
) -> None:
    rng = np.random.default_rng(3)
    x, y, wide, high = rng.uniform(-1, 1, (4, 40)).tolist()
    columns = (
        {"x": x} | ({"y": y} if inputs == 2 else {}) | {"wide": wide, "high": [10 + each for each in high]}
    )
    made = table_choice(table(**columns))
    roles = [Role.INPUT] * inputs + [Role.TARGET] * 2
    recipe = replace(
        made.recipe,
        columns=tuple(replace(one, role=role) for one, role in zip(made.recipe.columns, roles, strict=True)),
    )
    hand = Hand(qtbot, replace(made, recipe=recipe), (inputs, 4, 2), "identity", "quadratic")
    names, field = (
        hand.panel.findChild(QComboBox, "plane_target_name"),
        hand.panel.findChild(NumberField, "plane_target"),
    )
    assert names is not None
    assert field is not None
    offered = [names.itemText(row) for row in range(names.count())]
    assert offered == (["wide", "high"] if inputs == 2 else ["high"])  # the first output is shown
    names.setFocus()
    QTest.keyClick(names, Qt.Key.Key_End)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hand.click(0.5, 0.2)
    ((first, second),) = hand.stroke().targets
    assert second == 12.5
    hand.click(0.5, 0.8)
    ((lower, still),) = hand.stroke().targets
    assert still == 12.5
    assert (lower < first) if inputs == 1 else (lower == first == pytest.approx(np.mean(wide), abs=0.4))
    before = hand.prepared.training
    hand.draw()
    after = hand.prepared.training
    assert after.sample_count == before.sample_count + 1
    part = next(part for part in PARTS if len(after.part(part).x) > len(before.part(part).x))
    np.testing.assert_allclose(after.in_target_units(after.part(part).y)[-1], (lower, still), rtol=1e-12)
    assert hand.panel.readout == instruction(after)


def test_the_switch_and_the_button_for_one_class_more_ask_for_it(circle: Hand) -> None:
    circle.panel._switch.click()
    assert circle.acts[-1] == SwitchDrawing(False)
    tools = circle.panel.findChild(DrawTools)
    assert tools is not None
    tools._more.click()
    assert circle.acts[-1] == AddClass()
    clear = circle.panel.findChild(QPushButton, "plane_clear")
    assert clear is not None
    QTest.mouseClick(clear, LEFT)
    assert circle.acts[-1] == ClearDrawing()
