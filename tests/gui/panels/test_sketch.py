"""Drawing a picture, by mouse and keys on the real page: what the network makes of it, and what is added."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.training.frame import Frame
from bpexplorer.data.choice import default_choice
from bpexplorer.data.drawing import drawn_on
from bpexplorer.data.prepare import PreparedData, prepare
from bpexplorer.document.acts.drawing import Draw
from bpexplorer.look import numbers
from bpexplorer.panels.image import sketch_words
from bpexplorer.panels.image.asking import ask
from bpexplorer.panels.image.sketch import SketchPage
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from tests.frames import Training
from tests.pictures import picture_of
from tests.windows import LEFT, NO_MODIFIER

RIGHT = Qt.MouseButton.RightButton


class Hand:
    """A page with a network that was trained on the digits, and a hand that draws on it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.frame: Frame = Training().advance(300).frame()
        self.prepared: PreparedData = prepare(default_choice("digits"), "softmax")
        self.page = SketchPage()
        qtbot.addWidget(self.page)
        self.page.resize(300, 520)
        self.acts: list[Any] = []
        self.page.act_requested.connect(self._carry_out)
        self.page.choice_changed.connect(self.read)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.plan: Any = type("Plan", (), {"spec": self.frame.spec})()
        self.page.show_plan(self.plan, self.prepared)

    def _carry_out(self, act: Any) -> None:
        self.acts.append(act)
        self.prepared = prepare(drawn_on(self.prepared, act.stroke).choice, "softmax")
        self.page.show_plan(self.plan, self.prepared)

    def read(self) -> None:
        """What the window's reader does, at once."""
        question = ask(picture_of(self.frame), self.page.choice)
        if question is not None:
            self.page.show_reading(question())

    def line(
        self, start: tuple[float, float], end: tuple[float, float], button: Qt.MouseButton = LEFT
    ) -> None:
        pad = self.page.pad
        first, last = (pad.position_of(spot).toPoint() for spot in (start, end))
        QTest.mousePress(pad, button, NO_MODIFIER, first)
        on_screen = QPointF(pad.mapToGlobal(last))
        move = QMouseEvent(QEvent.Type.MouseMove, QPointF(last), on_screen, button, button, NO_MODIFIER)
        QApplication.sendEvent(pad, move)
        QTest.mouseRelease(pad, button, NO_MODIFIER, last)

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert found is not None
        return found

    def should_be(self, label: int) -> None:
        box = self.page.findChild(ChoiceBox, "sketch_class")
        assert box is not None
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(label + 1):
            QTest.keyClick(box, Qt.Key.Key_Down)
        assert self.page.label == label

    def verdict(self) -> str:
        label = self.page.findChild(QLabel, "sketch_verdict")
        assert label is not None
        return label.text()


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    return Hand(qtbot)


def test_a_line_is_classified_while_it_is_drawn_and_its_delta_is_the_core_s(hand: Hand) -> None:
    assert hand.verdict() == sketch_words.BLANK
    hand.line((4.5, 1.0), (4.5, 7.0))
    table = hand.page.content().tables[0]
    x = hand.prepared.scaling.apply(hand.page.pixels)[np.newaxis]
    assert hand.page.pixels.max() == 16.0
    y = np.eye(10)[[3]]
    trace = backpropagate(hand.frame.network, x, y, cost=hand.frame.config.cost)
    outputs = trace.activations[-1][0]
    np.testing.assert_array_equal([row[1] for row in table.rows], outputs)
    names = hand.prepared.training.class_names
    assert names[int(outputs.argmax())] in hand.verdict()
    hand.should_be(3)
    np.testing.assert_array_equal([row[2] for row in hand.page.content().tables[0].rows], trace.deltas[-1][0])
    assert numbers.unsigned(float(trace.sample_costs[0])).strip() in hand.verdict()


def test_the_right_button_and_keys_rub_out_and_keys_draw(hand: Hand) -> None:
    hand.line((4.0, 1.0), (4.0, 7.0))
    ink = hand.page.pixels.sum()
    hand.line((4.0, 1.0), (4.0, 4.0), RIGHT)
    assert 0 < hand.page.pixels.sum() < ink
    hand.button("sketch_clear").click()
    assert not hand.page.pixels.any()
    assert not hand.page.content().tables
    pad = hand.page.pad
    QTest.keyClick(pad, Qt.Key.Key_Space)
    once = hand.page.pixels.sum()
    QTest.keyClick(pad, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert hand.page.pixels.sum() > once > 0


def test_it_is_added_as_it_was_drawn_once_it_is_said_what_it_should_be(hand: Hand) -> None:
    add = hand.button("sketch_add")
    hand.line((2.0, 2.0), (6.0, 2.0))
    assert not add.isEnabled()
    hand.should_be(7)
    drawn, before = hand.page.pixels, hand.prepared.training
    QTest.mouseClick(add, LEFT, NO_MODIFIER, QPoint(5, 5))
    assert isinstance(hand.acts[-1], Draw)
    after = hand.prepared.training
    part = next(each for each in sketch_words.ADDED if len(after.part(each).x) > len(before.part(each).x))
    new = after.part(part)
    np.testing.assert_array_equal(new.x[-1], hand.prepared.scaling.apply(drawn))
    assert new.labels is not None
    assert new.labels[-1] == 7
    assert hand.verdict() == sketch_words.ADDED[part]
    assert hand.page.pad.sheet.is_blank
