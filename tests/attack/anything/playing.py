"""Does what an event says. What isn't there, or can't be reached, is left alone, as by a hand that misses."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial, singledispatchmethod
from typing import TypeGuard

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from bpexplorer.core.training.frame import RunState
from bpexplorer.data.choice import default_choice
from bpexplorer.document.acts.training import ChooseData
from bpexplorer.project.presets import preset
from tests.attack.anything import events, invariants
from tests.attack.anything.places import BOXES, BUTTONS, FIELDS, Place, answer_qt, find, named, reaches
from tests.attack.anything.stage import Stage, dialogs

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_BUTTONS = {
    "left": LEFT,
    "middle": Qt.MouseButton.MiddleButton,
    "right": Qt.MouseButton.RightButton,
    "": NONE,
}
_MODIFIERS = {
    "": Qt.KeyboardModifier.NoModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
    "ctrl": Qt.KeyboardModifier.ControlModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
}
_KINDS = {
    "press": QEvent.Type.MouseButtonPress,
    "release": QEvent.Type.MouseButtonRelease,
    "move": QEvent.Type.MouseMove,
    "double": QEvent.Type.MouseButtonDblClick,
}
_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "top": Qt.DockWidgetArea.TopDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
_SIDES = {"beside": Qt.Orientation.Horizontal, "below": Qt.Orientation.Vertical}


#: Batches a second: with the few that a window opens with, a hundred take four seconds; with all it can, an event waits
#: for training.
SPEED = 500.0
#: An event that takes longer may be waiting for another one.
_INSIDE_MILLISECONDS = 30


class Player:
    """A mouse and a keyboard on a stage. Raises AssertionError where the window no longer holds together.

    ``note`` is called with each event before it is done.
    """

    def __init__(self, stage: Stage, note: Callable[[events.Event], object]) -> None:
        self.stage, self._note = stage, note
        self._todo: Iterator[events.Event] = iter(())
        #: What is being done, the innermost last, and what went wrong inside of an event loop of Qt's.
        self._doing: list[object] = []
        self._wrong: Exception | None = None
        #: What was pressed has the mouse until the release.
        self._held: QWidget | None = None
        self._button = ""
        #: Qt's file dialogs ask, in an event loop of their own, whether to replace a file, and say that there is none.
        self._agrees = True
        self._answering = QTimer()
        self._answering.timeout.connect(self._answer_qt)
        self._answering.start(20)

    @property
    def held_button(self) -> str:
        """The mouse button that is down; empty if none is."""
        return self._button if self._held is not None and isValid(self._held) else ""

    def run(self, todo: Iterable[events.Event]) -> None:
        """Do one after another."""
        self._todo = iter(todo)
        for event in self._todo:
            self.stage.waits.inside(partial(self._play_from, event))

    def _play_from(self, event: events.Event | None) -> None:
        """Do it and those after it, up to the next look: between them nothing is painted, and no answer comes."""
        while event is not None:
            self._play(event)
            event = None if isinstance(event, events.Look) else next(self._todo, None)

    def _play(self, event: events.Event) -> None:
        """Do it, and look at what can be looked at after each event."""
        self._note(event)
        token = object()
        self._doing.append(token)
        QTimer.singleShot(_INSIDE_MILLISECONDS, partial(self._go_on_inside, token))
        self._do(event)
        self._doing.pop()
        if self._wrong is not None:
            raise self._wrong
        invariants.check_heard(self.stage)
        if self.stage.has_ended:
            self.stage.reopen()
            self._held, self._button = None, ""
        invariants.check_always(self.stage)

    def _go_on_inside(self, token: object) -> None:
        """Go on while an event hasn't ended: the menu of a button has an event loop of its own until it closes."""
        if token not in self._doing or self._wrong is not None:
            return
        # It may have to wait for another one again, or only by then.
        QTimer.singleShot(_INSIDE_MILLISECONDS, partial(self._go_on_inside, token))
        if self._doing[-1] is not token or self.stage.waits.is_waiting:
            return
        depth = len(self._doing)
        try:
            while QApplication.activePopupWidget() is not None:
                event = next(self._todo, None)
                if event is None:
                    break
                self._play(event)
        except Exception as error:
            self._wrong = error
            del self._doing[depth:]
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()

    @singledispatchmethod
    def _do(self, event: events.Event) -> None:
        raise AssertionError(f"nobody knows how to do {event}")

    # The mouse

    @_do.register
    def _(self, event: events.Mouse) -> None:
        place = find(self.stage.window, event.where, event.x, event.y)
        if place is not None:
            self._mouse(event.act, place, event.button, event.modifier)

    def _mouse(self, act: str, place: Place, button: str, modifier: str) -> None:
        widget, at = place.widget, place.at
        if self._held is not None and isValid(self._held) and act in ("move", "release"):
            at, widget = self._held.mapFromGlobal(widget.mapToGlobal(at)), self._held
        elif self.held_button and act in ("press", "double"):
            return  # one button at a time
        elif not reaches(widget):
            popup = QApplication.activePopupWidget()
            if popup is not None and act in ("press", "double"):
                popup.close()
            return
        pressed = _BUTTONS[button]
        changed, down = (NONE if act == "move" else pressed), (NONE if act == "release" else pressed)
        event = QMouseEvent(
            _KINDS[act], QPointF(at), QPointF(widget.mapToGlobal(at)), changed, down, _MODIFIERS[modifier]
        )
        if act in ("press", "double"):
            self._held, self._button = widget, button
            self._focus(widget)
        elif act == "release":
            self._held, self._button = None, ""
        QApplication.sendEvent(widget, event)

    def _focus(self, widget: QWidget) -> None:
        """Give the keyboard to what was pressed, as Qt does for a mouse of flesh and blood."""
        while widget is not None:
            if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.ClickFocus:
                widget.setFocus(Qt.FocusReason.MouseFocusReason)
                return
            if widget.isWindow():
                return
            widget = widget.parentWidget()

    @_do.register
    def _(self, event: events.Wheel) -> None:
        place = find(self.stage.window, event.where, event.x, event.y)
        if place is None or not reaches(place.widget):
            return
        at, on_screen = QPointF(place.at), QPointF(place.widget.mapToGlobal(place.at))
        phase = Qt.ScrollPhase.NoScrollPhase
        turned = QWheelEvent(
            at, on_screen, QPoint(), QPoint(0, event.turn), NONE, _MODIFIERS[event.modifier], phase, False
        )
        QApplication.sendEvent(place.widget, turned)

    @_do.register
    def _(self, event: events.RightClick) -> None:
        place = find(self.stage.window, event.where, event.x, event.y)
        if place is not None and reaches(place.widget):
            reason = QContextMenuEvent.Reason.Mouse
            on_screen = place.widget.mapToGlobal(place.at)
            QApplication.sendEvent(
                place.widget, QContextMenuEvent(reason, place.at, on_screen, _MODIFIERS[""])
            )

    def _click(self, widget: QWidget) -> None:
        at = widget.rect().center()
        place = Place(widget, at, widget)
        for act in ("press", "release"):
            if isValid(widget):
                self._mouse(act, place, "left", "")

    # Keys

    @property
    def _listener(self) -> QWidget | None:
        """What has the keyboard."""
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            return popup
        focus = QApplication.focusWidget()
        if focus is not None and reaches(focus):
            return focus
        return modal or self.stage.window

    def _press_key(self, widget: QWidget | None, key: Qt.Key, modifier: str = "") -> None:
        if _can_have_keys(widget):
            QTest.keyPress(widget, key, _MODIFIERS[modifier])
            if isValid(widget):
                QTest.keyRelease(widget, key, _MODIFIERS[modifier])

    def _type(self, widget: QWidget | None, character: str) -> None:
        if _can_have_keys(widget):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if isValid(widget):
                    QApplication.sendEvent(widget, QKeyEvent(kind, 0, _MODIFIERS[""], character))

    @_do.register
    def _(self, event: events.Key) -> None:
        if event.where:
            place = find(self.stage.window, event.where, 500, 500)
            widget = None if place is None else place.widget
            if widget is self.stage.window.canvas.view.viewport():
                widget = self.stage.window.canvas.view
        else:
            widget = self._listener
        self._press_key(widget, Qt.Key[f"Key_{event.key}"], event.modifier)

    @_do.register
    def _(self, event: events.Type) -> None:
        for character in event.text:
            self._type(self._listener, character)

    @_do.register
    def _(self, event: events.Enter) -> None:
        field = self._usable(event.name, FIELDS)
        if field is None:
            return
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        self._press_key(field, Qt.Key.Key_A, "ctrl")
        for character in event.text:
            if isValid(field):
                self._type(field, character)
        if event.key and isValid(field):
            self._press_key(field, Qt.Key[f"Key_{event.key}"])

    # Widgets by name

    def _usable(self, name: str, kinds: tuple[type[QWidget], ...]) -> QWidget | None:
        widget = named(self.stage.window, name)
        is_usable = isinstance(widget, kinds) and widget.isEnabled() and reaches(widget)
        return widget if is_usable else None

    @_do.register
    def _(self, event: events.Click) -> None:
        button = self._usable(event.name, BUTTONS)
        if button is not None and not isinstance(button.window(), QFileDialog):
            self._click(button)

    @_do.register
    def _(self, event: events.Choose) -> None:
        box = self._usable(event.name, BOXES)
        if not isinstance(box, QComboBox) or isinstance(box.window(), QFileDialog):
            return
        self._click(box)
        rows = box.view() if isValid(box) else None
        if rows is None or not rows.isVisible():
            return
        keys = (Qt.Key.Key_Home, *event.row * [Qt.Key.Key_Down], Qt.Key.Key_Return)
        for key in keys:
            if isValid(rows) and rows.isVisible():
                QTest.keyClick(rows, key)

    @_do.register
    def _(self, event: events.Do) -> None:
        action = self.stage.window.actions_by_name[event.action]
        if QApplication.activePopupWidget() is None and reaches(self.stage.window):
            action.trigger()

    @_do.register
    def _(self, event: events.Answer) -> None:
        opened = dialogs()
        if not opened:
            return
        dialog = opened[-1]
        if isinstance(dialog, QFileDialog):
            dialog.reject()
            return
        buttons = [each for each in dialog.findChildren(QPushButton) if each.isVisible() and each.isEnabled()]
        if event.place < len(buttons) and reaches(dialog):
            self._click(buttons[event.place])
        else:
            self._press_key(dialog, Qt.Key.Key_Escape)

    # Files

    @_do.register
    def _(self, event: events.NameFile) -> None:
        dialog = next((each for each in reversed(dialogs()) if isinstance(each, QFileDialog)), None)
        name = dialog.findChild(QLineEdit, "fileNameEdit") if dialog is not None else None
        if dialog is None or name is None or not reaches(dialog):
            return
        if not event.name:
            dialog.reject()
            return
        name.setText(str(self.stage.files / event.name))
        self._agrees = event.agrees
        QTest.keyPress(name, Qt.Key.Key_Return)

    def _answer_qt(self) -> None:
        answer_qt(agrees=self._agrees)

    @_do.register
    def _(self, event: events.OpenFile) -> None:
        if reaches(self.stage.window):
            self.stage.window.files.open_recent(self.stage.files / event.name)

    @_do.register
    def _(self, event: events.Touch) -> None:
        path, other = self.stage.files / event.name, self.stage.files / "wave.bpx"
        if path.is_dir() or not other.exists():  # that one may be gone itself
            return
        if event.gone:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(other.read_bytes() if path.suffix == ".bpx" else b"1,2\n")
        QApplication.sendEvent(self.stage.window, QEvent(QEvent.Type.WindowActivate))

    @_do.register
    def _(self, event: events.Drop) -> None:
        place = find(self.stage.window, event.where, 500, 500)
        if place is None or not reaches(place.widget):
            return
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self.stage.files / event.name))])
        target: QWidget | None = place.widget
        copy, plain = Qt.DropAction.CopyAction, _MODIFIERS[""]
        while target is not None:
            if target.acceptDrops():
                at = target.mapFromGlobal(place.widget.mapToGlobal(place.at))
                enter = QDragEnterEvent(at, copy, data, LEFT, plain)
                enter.ignore()
                QApplication.sendEvent(target, enter)
                if enter.isAccepted():
                    move = QDragMoveEvent(at, copy, data, LEFT, plain)
                    QApplication.sendEvent(target, move)
                    if move.isAccepted():
                        QApplication.sendEvent(target, QDropEvent(QPointF(at), copy, data, LEFT, plain))
                    else:
                        QApplication.sendEvent(target, QDragLeaveEvent())
                    return
            target = None if target.isWindow() else target.parentWidget()

    @_do.register
    def _(self, event: events.Example) -> None:
        if reaches(self.stage.window):
            self.stage.window.files.project_opened.emit(preset(event.name).project(), None)

    @_do.register
    def _(self, event: events.Data) -> None:
        if reaches(self.stage.window):
            self.stage.window.requests.take_act(ChooseData(default_choice(event.name)))

    # The window

    @_do.register
    def _(self, event: events.Resize) -> None:
        self.stage.window.resize(event.width, event.height)

    @_do.register
    def _(self, event: events.Dock) -> None:
        window = self.stage.window
        dock, other, area = window.docks.get(event.name), window.docks.get(event.other), window.stage.area
        if dock is None or not reaches(window):
            return
        match event.act:
            case "open" if dock.isHidden():
                dock.toggleViewAction().trigger()
            case "open":
                dock.raise_()
            case "close":
                dock.close()
            case "float" | "back":
                dock.setFloating(event.act == "float")
            case "left" | "right" | "top" | "bottom":
                area.addDockWidget(_AREAS[event.act], dock)
            case "tab" if other is not None and other is not dock and not other.isFloating():
                area.tabifyDockWidget(other, dock)
            case "beside" | "below" if other is not None and other is not dock and not other.isFloating():
                area.splitDockWidget(other, dock, _SIDES[event.act])

    @_do.register
    def _(self, event: events.Clock) -> None:
        self.stage.clock.jump(event.seconds)

    # Time

    @_do.register
    def _(self, event: events.Train) -> None:
        window = self.stage.window
        if not reaches(window) or self._is_playing:
            return
        first = self._step
        window.top_bar.set_speed(SPEED)
        window.actions_by_name["action_play"].trigger()
        for _ in range(40):
            if not -1 < self._step - first < event.steps or dialogs():
                break
            self.stage.waits.round(5)

    @property
    def _step(self) -> int:
        frame = self.stage.window.frame
        return 0 if frame is None else frame.step

    @property
    def _is_playing(self) -> bool:
        frame = self.stage.window.frame
        return frame is not None and frame.state is RunState.PLAYING

    @_do.register
    def _(self, event: events.Look) -> None:
        if event.milliseconds:
            self.stage.waits.round(event.milliseconds)
        # What has come is handled, and painted, where this event ends: see `_play_from`.

    @_do.register
    def _(self, event: events.Late) -> None:
        self.stage.lateness.seconds = event.milliseconds / 1000

    def _let_go(self) -> None:
        if self._held is not None and isValid(self._held):
            place = Place(self._held, QPoint(0, 0), self._held)
            self._mouse("release", place, self._button, "")
        self._held, self._button = None, ""

    @_do.register
    def _(self, event: events.Calm) -> None:
        self._let_go()
        self.stage.calm()
        if not self.stage.has_ended:
            invariants.check_rest(self.stage)

    @_do.register
    def _(self, event: events.Quit) -> None:
        self._let_go()
        self.stage.reopen()

    @_do.register
    def _(self, event: events.Check) -> None:
        self._let_go()
        self.stage.lateness.seconds = 0.0
        self.stage.calm()
        if self.stage.has_ended:  # or it has meanwhile: what it was told before may have waited for a file
            self.stage.reopen()
            self.stage.calm()
        invariants.check_all(self.stage)


def _can_have_keys(widget: QWidget | None) -> TypeGuard[QWidget]:
    """Whether keys reach it. In a file dialog files could be deleted and renamed, so there `NameFile` alone types."""
    return widget is not None and reaches(widget) and not isinstance(widget.window(), QFileDialog)
