"""A view of a trained network, and a mouse for it."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.view import NetworkView
from bpexplorer.core.edits.base import Edit
from bpexplorer.document.acts.base import Act, SessionAct
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Session, SessionState
from tests.frames import Training
from tests.pictures import draw

LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Mouse:
    """Sends real mouse events to a view's viewport."""

    def __init__(self, view: NetworkView) -> None:
        self.view = view

    def _send(
        self,
        kind: QEvent.Type,
        at: QPoint,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        modifier: Qt.KeyboardModifier,
    ) -> None:
        viewport = self.view.viewport()
        event = QMouseEvent(kind, QPointF(at), QPointF(viewport.mapToGlobal(at)), button, buttons, modifier)
        QApplication.sendEvent(viewport, event)

    def press(
        self, at: QPoint, button: Qt.MouseButton = LEFT, modifier: Qt.KeyboardModifier = NO_MODIFIER
    ) -> None:
        self._send(QEvent.Type.MouseButtonPress, at, button, button, modifier)

    def move(
        self, at: QPoint, buttons: Qt.MouseButton = LEFT, modifier: Qt.KeyboardModifier = NO_MODIFIER
    ) -> None:
        self._send(QEvent.Type.MouseMove, at, NONE, buttons, modifier)

    def release(
        self, at: QPoint, button: Qt.MouseButton = LEFT, modifier: Qt.KeyboardModifier = NO_MODIFIER
    ) -> None:
        self._send(QEvent.Type.MouseButtonRelease, at, button, NONE, modifier)

    def hover(self, at: QPoint) -> None:
        self.move(at, NONE)

    def click(self, at: QPoint, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        self.press(at, modifier=modifier)
        self.release(at, modifier=modifier)

    def drag(self, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> None:
        self.press(start, button)
        self.move((start + end) / 2, button)
        self.move(end, button)
        self.release(end, button)

    def wheel(self, at: QPoint, notches: int, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        viewport = self.view.viewport()
        event = QWheelEvent(
            QPointF(at),
            QPointF(viewport.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 * notches),
            NONE,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)


class Canvas:
    """A view joined to a session, as the window joins them; ``asked`` collects what is to change the network."""

    def __init__(self, qtbot: QtBot, training: Training) -> None:
        self.training = training
        self.frame = training.frame()
        self.view = NetworkView()
        qtbot.addWidget(self.view)
        self.view.resize(740, 620)
        self.view.show_plan(training.spec, ())
        self.session = Session(self.view)
        self.session.changed.connect(self._on_session_changed)
        self.session.follow(training.spec, len(self.frame.data.probe))
        self.asked: list[Act | Edit] = []
        self.view.edit_requested.connect(self.asked.append)
        self.view.act_requested.connect(self._on_act_requested)
        draw(self.view, self.frame)
        self.view.show()
        self.mouse = Mouse(self.view)

    def _on_act_requested(self, act: Act) -> None:
        if isinstance(act, SessionAct):
            act.on_session(self.session, Picture(self.frame, self.session.state))
        else:
            self.asked.append(act)

    def _on_session_changed(self, new: SessionState, old: SessionState) -> None:
        draw(self.view, session=new)

    @property
    def state(self) -> SessionState:
        return self.session.state

    def at(self, layer: int, neuron: int) -> QPoint:
        return self.view.neuron_position(layer, neuron)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """The digits network 64-14-10-10 after a few steps."""
    return Canvas(qtbot, Training().advance(20))


@pytest.fixture
def small(qtbot: QtBot) -> Canvas:
    """A network 2-4-1-1 on XOR: its layer 2 has one neuron."""
    return Canvas(
        qtbot,
        Training((2, 4, 1, 1), ("tanh", "tanh", "sigmoid"), data="xor", cost="cross_entropy").advance(5),
    )
