"""What Qt's events mean on the canvas: presses and moves for gestures, keys for the keyboard."""

from PySide6.QtCore import QEvent, QMetaMethod, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsScene, QWidget
from typing_extensions import override

from bpexplorer.canvas.input.gestures import Gestures
from bpexplorer.canvas.input.keyboard import Keyboard
from bpexplorer.canvas.input.tools.base import PointerEvent
from bpexplorer.canvas.layout import Hit
from bpexplorer.canvas.pane import Pane
from bpexplorer.guard import guard


class InputPane(Pane):
    """A pane that hands mouse and keys on, once it shows something. ``listen`` has to be called before it is shown."""

    #: The space bar was pressed and released without panning. Connect it to what Space does elsewhere, or Space stays
    #: the window's shortcut and doesn't pan.
    space_tapped = Signal()

    def __init__(self, scene: QGraphicsScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self._gestures: Gestures
        self._keyboard: Keyboard
        #: Where the mouse was last, a pixel of the viewport; None while it is elsewhere.
        self._mouse: QPointF | None = None

    def listen(self, gestures: Gestures, keyboard: Keyboard) -> None:
        """Hand mouse and keys to these from now on."""
        self._gestures, self._keyboard = gestures, keyboard

    def hit_at(self, place: QPointF, position: QPointF) -> Hit:
        """What lies at a point of the scene, which is a pixel of the viewport, too."""
        raise NotImplementedError

    def needs_key(self, key: int) -> bool:
        """Whether a shortcut of the window must not take a key: Esc while a gesture is under way, and Space, which
        pans while it is held."""
        if key == Qt.Key.Key_Space:
            return self.isSignalConnected(QMetaMethod.fromSignal(self.space_tapped))
        return key == Qt.Key.Key_Escape and self._gestures.is_active

    def look_again(self) -> None:
        """Say what is under the mouse now, where something else has come."""
        if self._mouse is not None and not self._gestures.is_active:
            self._gestures.move(self.pointer(self._mouse, Qt.KeyboardModifier.NoModifier))

    def pointer(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> PointerEvent:
        """Where the mouse is, and over what."""
        place = self.mapToScene(position.toPoint())
        return PointerEvent(
            place.x(),
            place.y(),
            position.x(),
            position.y(),
            self.hit_at(QPointF(place), position),
            shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        )

    @override
    @guard
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.show_keyboard(False)
        self._keyboard.leave_controls()
        self._mouse = event.position()
        if not self.is_empty:
            self._gestures.press(event.button(), self.pointer(event.position(), event.modifiers()))

    @override
    @guard
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        self._gestures.move(self.pointer(event.position(), event.modifiers()))

    @override
    @guard
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.buttons() == Qt.MouseButton.NoButton:
            self._gestures.release(self.pointer(event.position(), event.modifiers()))

    @override
    @guard
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # Two quick clicks on + are two neurons.
        self.mousePressEvent(event)

    @override
    @guard
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if self.is_empty:
            return
        pointer = self.pointer(event.position(), event.modifiers())
        # Alt, and Shift on some systems, turn a vertical wheel into a horizontal one.
        eighths = event.angleDelta().y() or event.angleDelta().x()
        self._gestures.wheel(eighths, pointer)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._gestures.hold_space()
        elif not self.is_empty and self._keyboard.press(event):
            self.show_keyboard(True)
        else:
            super().keyPressEvent(event)

    @override
    @guard
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            if self._gestures.let_space_go():
                self.space_tapped.emit()
        else:
            super().keyReleaseEvent(event)

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and self.needs_key(event.key()):
            event.accept()
            return True
        return super().event(event)

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._gestures.let_space_go()

    @override
    @guard
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._mouse = None
        self._gestures.leave()
