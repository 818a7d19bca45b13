"""Numbers typed and stepped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.panels.number_field import NumberField, linear, one_two_five, towards_one, whole


def test_steps_go_one_two_five_over_the_decades() -> None:
    value, stops = 0.1, []
    for _ in range(7):
        value = one_two_five(value, 1)
        stops.append(value)
    assert stops == [0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0]


@pytest.mark.parametrize(
    ("value", "steps", "result"), [(0.15, 1, 0.2), (0.15, -1, 0.1), (0.3, 2, 1.0), (7, -2, 2)]
)
def test_from_between_two_stops_the_first_step_goes_to_the_nearest_in_its_direction(
    value: float, steps: int, result: float
) -> None:
    assert one_two_five(value, steps) == result


def test_the_ladder_ends_at_zero_and_begins_there() -> None:
    assert one_two_five(1e-6, -1) == 0.0
    assert one_two_five(0.0, -1) == 0.0
    assert one_two_five(0.0, 1) == 1e-6


def test_the_ladder_can_reach_further_down() -> None:
    assert one_two_five(1e-8, -1, smallest=1e-12) == 5e-9
    assert one_two_five(1e-12, -1, smallest=1e-12) == 0.0


def test_a_decay_goes_in_ever_smaller_steps_towards_one_and_back() -> None:
    value, stops = 0.0, []
    for _ in range(8):
        value = towards_one(value, 1)
        stops.append(value)
    assert stops == [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998]
    assert towards_one(0.998, -8) == 0.0
    assert towards_one(0.0, -1) == 0.0
    assert towards_one(0.97, 1) == 0.98


@given(st.floats(1e-5, 1e3), st.integers(1, 5))
def test_a_stop_is_reached_again_from_the_other_side(value: float, steps: int) -> None:
    stop = one_two_five(value, 1)
    assert one_two_five(one_two_five(stop, steps), -steps) == stop


def test_linear_steps_go_along_multiples() -> None:
    assert linear(0.05)(0.9, 1) == 0.95
    assert linear(0.05)(0.93, 1) == 1.0
    assert linear(5)(20, -1) == 15


@pytest.mark.parametrize(("typed", "value"), [("0,5", 0.5), ("2e-3", 0.002), (".25", 0.25), ("1", 1.0)])
def test_any_notation_can_be_typed(qtbot: QtBot, typed: str, value: float) -> None:
    field = NumberField(0.0, 10.0)
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.selectAll()
    with qtbot.waitSignal(field.valueChanged) as changed:
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert changed.args == [value]


def test_letters_and_numbers_out_of_range_are_not_taken(qtbot: QtBot) -> None:
    field = NumberField(0.0, 10.0)
    qtbot.addWidget(field)
    field.show_value(3.0)
    with qtbot.assertNotEmitted(field.valueChanged):
        for typed in ("abc", "inf", "11"):
            field.selectAll()
            QTest.keyClicks(field, typed)
            QTest.keyClick(field, Qt.Key.Key_Return)
            assert field.value() == 3.0


def test_a_shown_value_asks_for_nothing_and_leaves_typing_alone(qtbot: QtBot) -> None:
    field = NumberField(0, 100, written=whole)
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    with qtbot.assertNotEmitted(field.valueChanged):
        field.show_value(20)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "5")
        field.show_value(30)
    assert field.lineEdit().text() == "5"


def test_the_wheel_changes_a_field_only_while_it_has_the_focus(qtbot: QtBot) -> None:
    field = NumberField(0.0, 10.0)
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.show_value(0.1)
    field.clearFocus()
    wheel(field)
    assert field.value() == 0.1
    field.setFocus()
    wheel(field)
    assert field.value() == 0.2


def wheel(field: NumberField) -> None:
    centre = QPointF(field.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(field.mapToGlobal(centre)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, event)
