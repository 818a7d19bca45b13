"""Numbers typed and stepped."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.guard import set_reporter
from bpexplorer.look.typing.number_field import NumberField, percent, short
from bpexplorer.look.typing.stops import linear, one_two_five, towards_one
from tests.typing import type_letters


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


@pytest.fixture
def told() -> list[str]:
    """What a user reads in the message bar."""
    messages: list[str] = []
    set_reporter(lambda fault: messages.append(fault.text))
    return messages


def shown(qtbot: QtBot, field: NumberField, value: float) -> NumberField:
    field.setAccessibleName("Momentum μ")
    field.setToolTip("How much of the velocity is kept.")
    qtbot.addWidget(field)
    field.resize(200, field.sizeHint().height())  # room for all digits, whatever style and font there are
    with qtbot.waitExposed(field):
        field.show()
    field.show_value(value)
    field.setFocus()
    return field


def type_and_return(field: NumberField, typed: str) -> None:
    field.selectAll()
    type_letters(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("options", "typed", "span", "must"),
    [
        ({}, "11", "0 to 10", "from 0 to 10"),
        ({}, "-1", "0 to 10", "from 0 to 10"),
        ({"excludes_high": True}, "10", "At least 0 and below 10", "at least 0 and below 10"),
        ({"is_whole": True}, "2.5", "0 to 10, whole numbers", "a whole number from 0 to 10"),
        ({"written": percent, "zero": "off"}, "20", "0 % (off) to 10 %", "from 0 % (off) to 10 %"),
    ],
)
def test_a_number_out_of_range_is_told_with_name_and_range_and_the_value_stays(
    qtbot: QtBot, told: list[str], options: dict[str, Any], typed: str, span: str, must: str
) -> None:
    field = shown(qtbot, NumberField(0.0, 10.0, **options), 3.0)
    assert field.toolTip() == f"How much of the velocity is kept.\n{span}"
    with qtbot.assertNotEmitted(field.valueChanged):
        type_and_return(field, typed)
    assert told == [f"Momentum μ can't be {typed}; it must be {must}."]
    assert field.value() == 3.0
    assert field.text() == field.textFromValue(3.0)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(told) == 1


def test_leaving_a_field_tells_too_and_what_is_no_number_is_called_so(qtbot: QtBot, told: list[str]) -> None:
    field = shown(qtbot, NumberField(0.0, 10.0), 3.0)
    field.selectAll()
    QTest.keyClicks(field, "99")
    field.clearFocus()
    assert told == ["Momentum μ can't be 99; it must be from 0 to 10."]
    field.setFocus()
    type_and_return(field, "1e")
    assert told[1:] == ["Momentum μ can't be “1e”: that isn't a number."]
    assert field.value() == 3.0


def test_letters_are_refused_and_an_emptied_field_shows_its_value_again(
    qtbot: QtBot, told: list[str]
) -> None:
    field = shown(qtbot, NumberField(0.0, 10.0), 3.0)
    with qtbot.assertNotEmitted(field.valueChanged):
        type_and_return(field, "abc")
        type_and_return(field, "inf")
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Backspace)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == (3.0, "3")
    assert told == [
        "Momentum μ can't be “abc”: that isn't a number.",
        "Momentum μ can't be “inf”: that isn't a number.",
        "Momentum μ can't be empty; it must be from 0 to 10.",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0,25", "Momentum μ can't be 0,25; it must be a whole number from 0 to 2,000."),
        ("1.000", "Momentum μ can't be “1.000”: that may be 1 or 1000; type the one you mean."),
        ("1/3", "Momentum μ can't be “1/3”: type a whole number in digits."),
        ("15%", "Momentum μ can't be “15%”: type a whole number in digits."),
        ("0x10", "Momentum μ can't be “0x10”: that isn't a number."),
    ],
)
def test_what_is_no_whole_number_leaves_a_whole_one_as_it_is(
    qtbot: QtBot, told: list[str], typed: str, sentence: str
) -> None:
    field = shown(qtbot, NumberField(0, 2000, is_whole=True), 16)
    with qtbot.assertNotEmitted(field.valueChanged):
        type_and_return(field, typed)
    assert (field.value(), field.text(), told) == (16, "16", [sentence])
    type_and_return(field, "1,000")
    assert field.value() == 1000


def test_what_the_field_wrote_is_the_very_number_however_few_digits_it_shows(
    qtbot: QtBot, told: list[str]
) -> None:
    field = shown(qtbot, NumberField(0.0, 10.0), 1 / 3)
    with qtbot.assertNotEmitted(field.valueChanged):
        QTest.keyClick(field, Qt.Key.Key_Return)
        type_and_return(field, field.text())
        field.clearFocus()
    assert (field.text(), field.value(), told) == ("0.333333", 1 / 3, [])


def test_a_number_beyond_the_range_is_shown_and_steps_lead_from_it_towards_the_range_only(
    qtbot: QtBot, told: list[str]
) -> None:
    field = shown(qtbot, NumberField(-1e6, 1e6, stepped=linear(0.1)), 5e6)
    assert (field.value(), field.text()) == (5e6, short(5e6))
    with qtbot.assertNotEmitted(field.valueChanged):
        QTest.keyClick(field, Qt.Key.Key_Up)
        QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.value() == 1e6
    field.show_value(-4e138)
    with qtbot.assertNotEmitted(field.valueChanged):
        QTest.keyClick(field, Qt.Key.Key_Down)
        type_and_return(field, field.text())
    assert (field.text(), field.value(), told) == (short(-4e138), -4e138, [])


def test_arrows_go_on_from_what_is_typed_and_lead_nowhere_from_what_is_refused(
    qtbot: QtBot, told: list[str]
) -> None:
    field = shown(qtbot, NumberField(0.0, 10.0, stepped=linear(1)), 3.0)
    field.selectAll()
    QTest.keyClicks(field, "7")
    with qtbot.waitSignals([field.valueChanged]) as _:
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 8.0
    field.selectAll()
    QTest.keyClicks(field, "99")
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert (field.value(), field.text()) == (8.0, "8")
    assert told == ["Momentum μ can't be 99; it must be from 0 to 10."]


def test_escape_drops_what_is_typed(qtbot: QtBot, told: list[str]) -> None:
    field = shown(qtbot, NumberField(0.0, 10.0), 3.0)
    field.selectAll()
    QTest.keyClicks(field, "99")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    field.clearFocus()
    assert (field.value(), field.text(), told) == (3.0, "3", [])


def test_steps_over_an_end_come_in_at_the_other_where_they_should(qtbot: QtBot) -> None:
    field = shown(qtbot, NumberField(0, 31, is_whole=True, wraps=True), 31)
    field.setPrefix("sample ")
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert (field.value(), field.text()) == (0, "sample 0")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.value() == 31
    field.lineEdit().setCursorPosition(len("sample 3"))
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 3


def test_the_arrows_stop_at_the_ends_without_a_word(qtbot: QtBot, told: list[str]) -> None:
    field = shown(qtbot, NumberField(0.0, 10.0, excludes_high=True), 5.0)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 5.0
    field.setRange(0.0, 6.0)
    assert field.toolTip().endswith("\nAt least 0 and below 6")
    field = shown(qtbot, NumberField(0, 6, is_whole=True), 5.0)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 6.0
    assert told == []


def test_what_stands_for_zero_is_written_and_zero_can_be_typed(qtbot: QtBot) -> None:
    field = shown(qtbot, NumberField(0, 10, is_whole=True, zero="off"), 3)
    type_and_return(field, "0")
    assert (field.value(), field.text()) == (0, "off")


def test_a_shown_value_asks_for_nothing_and_leaves_typing_alone(qtbot: QtBot) -> None:
    field = NumberField(0, 100, is_whole=True)
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
