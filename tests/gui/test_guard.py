"""What the guard promises: no exception reaches Qt, and PySide6 sees the arity of the function itself."""

import logging
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPointF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QGraphicsScene, QPushButton, QWidget
from typing_extensions import override

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.guard import Fault, guard, set_reporter

pytestmark = pytest.mark.faults


@pytest.fixture
def faults() -> Iterator[list[Fault]]:
    seen: list[Fault] = []
    set_reporter(seen.append)
    yield seen
    set_reporter(None)


class Receiver(QObject):
    """Slots of every shape that the program has, each guarded."""

    number = Signal(int)
    nothing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Any] = []

    @guard
    def on_nothing(self) -> None:
        self.calls.append("nothing")

    @guard
    def on_one(self, value: int) -> None:
        self.calls.append(value)

    @guard
    def on_optional(self, value: int = -1) -> None:
        self.calls.append(value)

    @Slot()
    @guard
    def on_nothing_as_slot(self) -> None:
        self.calls.append("slot")

    @guard
    @Slot(bool)
    def on_bool_as_slot(self, checked: bool) -> None:
        self.calls.append(checked)

    @guard
    def on_failure(self) -> None:
        int("not a number")


def test_clicked_reaches_slots_that_take_the_state_and_slots_that_do_not(
    qtbot: Any, faults: list[Fault]
) -> None:
    receiver, button = Receiver(), QPushButton()
    qtbot.addWidget(button)
    for slot in (receiver.on_nothing, receiver.on_one, receiver.on_optional, receiver.on_nothing_as_slot):
        button.clicked.connect(slot)
    button.clicked.connect(receiver.on_bool_as_slot)
    button.setCheckable(True)
    button.click()
    assert receiver.calls == ["nothing", True, True, "slot", True]
    assert not faults


def test_signals_with_and_without_a_value_reach_guarded_slots(qapp: Any, faults: list[Fault]) -> None:
    receiver = Receiver()
    receiver.number.connect(receiver.on_nothing)
    receiver.number.connect(receiver.on_one)
    receiver.number.connect(receiver.on_optional)
    receiver.nothing.connect(receiver.on_nothing)
    receiver.nothing.connect(receiver.on_optional)
    receiver.nothing.connect(receiver.on_nothing_as_slot)
    receiver.number.emit(7)
    receiver.nothing.emit()
    assert receiver.calls == ["nothing", 7, 7, "nothing", -1, "slot"]
    assert not faults


def test_a_failing_slot_is_reported_and_the_next_slot_still_runs(qapp: Any, faults: list[Fault]) -> None:
    receiver = Receiver()
    receiver.nothing.connect(receiver.on_failure)
    receiver.nothing.connect(receiver.on_nothing)
    receiver.nothing.emit()
    assert receiver.calls == ["nothing"]
    assert [fault.place for fault in faults] == ["Receiver.on_failure"]
    assert "invalid literal" in faults[0].details
    assert not faults[0].by_user


class BrokenPainting(QWidget):
    painted = 0

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        self.painted += 1
        painter = QPainter(self)
        painter.drawLine(0, 0, 5, 5)
        np.zeros(3) + np.zeros(4)


def test_a_paint_event_with_a_numpy_error_is_reported_once_however_often_it_paints(
    qtbot: Any, faults: list[Fault], caplog: pytest.LogCaptureFixture
) -> None:
    widget = BrokenPainting()
    qtbot.addWidget(widget)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            # a Python call into Qt that reaches the override: without the guard, the end of the process
            widget.grab()
    assert widget.painted == 3
    assert len(faults) == 1
    assert "broadcast" in faults[0].details
    assert len(caplog.records) == 1


class BrokenItem(QGraphicsRectItem):
    @override
    @guard(returns_argument="value")
    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: Any) -> Any:
        if change is QGraphicsItem.GraphicsItemChange.ItemPositionChange:
            raise ValueError("no place")
        return super().itemChange(change, value)


def test_an_item_whose_change_fails_moves_where_it_was_asked_to(qapp: Any, faults: list[Fault]) -> None:
    scene, item = QGraphicsScene(), BrokenItem(0, 0, 10, 10)
    item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemSendsGeometryChanges)
    scene.addItem(item)
    item.setPos(3, 4)
    assert item.pos() == QPointF(3, 4)
    assert [fault.place for fault in faults] == ["BrokenItem.itemChange"]


class BrokenFilter(QObject):
    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: Any) -> bool:
        raise ZeroDivisionError


def test_an_event_filter_that_fails_lets_the_event_through(qtbot: Any, faults: list[Fault]) -> None:
    button, broken = QPushButton(), BrokenFilter()
    qtbot.addWidget(button)
    button.installEventFilter(broken)
    with qtbot.waitSignal(button.clicked):
        button.click()
    assert button.isEnabled()
    button.setText("seen by the filter")
    button.resize(90, 30)
    button.grab()
    assert {fault.place for fault in faults} == {"BrokenFilter.eventFilter"}


class BrokenCommand(QUndoCommand):
    @override
    @guard
    def redo(self) -> None:
        np.zeros((2, 2)) @ np.zeros(3)

    @override
    @guard
    def undo(self) -> None:
        np.array([1.0]).reshape(7)


def test_commands_that_fail_leave_the_stack_usable(qapp: Any, faults: list[Fault]) -> None:
    stack = QUndoStack()
    stack.push(BrokenCommand("broken"))
    stack.undo()
    assert [fault.place for fault in faults] == ["BrokenCommand.redo", "BrokenCommand.undo"]
    assert stack.canRedo()


def test_an_error_of_the_user_is_shown_in_its_own_words_each_time(qapp: Any, faults: list[Fault]) -> None:
    @guard
    def open_file() -> None:
        raise BpExplorerError("There is no such file. Choose another one.")

    open_file()
    open_file()
    assert [fault.text for fault in faults] == ["There is no such file. Choose another one."] * 2
    assert all(fault.by_user for fault in faults)


def test_a_guarded_function_keeps_its_name_defaults_and_results() -> None:
    @guard(returns=None)
    def combine(first: int, second: int = 2) -> tuple[int, int]:
        """Say what came in."""
        return first, second

    assert combine(1) == (1, 2)
    assert combine(1, 5) == (1, 5)
    assert combine.__name__ == "combine"
    assert combine.__doc__ == "Say what came in."


def test_a_function_that_qt_could_not_call_is_not_guarded() -> None:
    with pytest.raises(TypeError, match="by place"):

        @guard
        def call(*, name: str) -> None: ...

    with pytest.raises(TypeError, match="at most 5 arguments"):

        @guard
        def take(a: int, b: int, c: int, d: int, e: int, f: int) -> None: ...


def test_a_fault_is_followed_by_the_value_that_was_promised(faults: list[Fault]) -> None:
    @guard(returns="instead")
    def fail() -> str:
        raise RuntimeError

    assert fail() == "instead"


def test_a_guard_that_names_no_parameter_of_the_function_is_refused() -> None:
    with pytest.raises(TypeError, match="value"):

        @guard(returns_argument="value")
        def change(what: int) -> int:
            return what


def test_a_reporter_that_fails_does_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    def broken_reporter(_fault: Fault) -> None:
        raise OSError("no screen")

    @guard
    def fail() -> None:
        raise RuntimeError

    set_reporter(broken_reporter)
    try:
        fail()
    finally:
        set_reporter(None)
    assert any("reporter" in record.message for record in caplog.records)
