"""The one place where the program speaks up: a small stack of messages, never a dialog in the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.access.speech import announce
from bpexplorer.look.icons import icon, set_icon
from bpexplorer.look.stylesheet import Role, set_role
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.translation import tr

Kind = Literal["info", "warning", "error"]

#: As many messages stand below each other. Beyond that the oldest notice goes, or else the oldest that offers nothing.
MOST_MESSAGES = 3
#: A plain notice leaves by itself after so many milliseconds, and so many more for each of its characters.
NOTICED, READ = 5000, 80

_COLOR_ROLE: Mapping[Kind, str] = {"info": "accent", "warning": "warning", "error": "error"}

_FRAME_ROLE: Mapping[Kind, Role] = {
    "info": "message-info",
    "warning": "message-warning",
    "error": "message-error",
}


@dataclass(frozen=True, slots=True)
class MessageAction:
    """Something the user can do about a message.

    Attributes
    ----------
    text : str
        On the button.
    name : str
        Object name of the button.
    call : callable
        Called when it is pressed; the message goes away first.
    """

    text: str
    name: str
    call: Callable[[], object]


#: What is said of a message, by its kind.
_SPOKEN: Mapping[Kind, str] = {
    "info": tr("Info: {text}"),
    "warning": tr("Warning: {text}"),
    "error": tr("Error: {text}"),
}


class Message(QFrame):
    """One message, as plain text, with what can be done about it."""

    #: Its button, its key or one of its actions has closed it.
    closed = Signal()

    def __init__(
        self,
        text: str,
        kind: Kind,
        actions: Sequence[MessageAction],
        *,
        about: str = "",
        is_of_program: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setAccessibleName(_SPOKEN[kind].format(text=text))
        self.text, self.kind, self.about, self.actions_offered = text, kind, about, tuple(actions)
        self.is_of_program = is_of_program
        self._picture = QLabel(self)
        label = QLabel(self)
        label.setObjectName("message_text")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label.setText(text)  # last: with the text a label learns how its height depends on its width
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("message_close")
        self.close_button.setAccessibleName(tr("Close the message"))
        self.close_button.setToolTip(tr("Close the message (Esc)"))
        set_role(self.close_button, "flat")
        set_icon(self.close_button, "close", color_role="secondary")
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(label, 1)
        for action in actions:
            row.addWidget(self._button(action))
        row.addWidget(self.close_button)
        #: Ends a notice: nothing is to be done about it, and it lies over what somebody wants to see.
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.timeout.connect(self._on_reading_timeout)
        self._mouse_was_at = QCursor.pos()
        if kind == "info" and not actions:
            self._reading.start(NOTICED + READ * len(text))
            # Qt gives the keyboard to what comes next in the window when its place is hidden, and as long as somebody
            # is at a notice it stays. Esc closes it from everywhere.
            self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_role(self, _FRAME_ROLE[kind])
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    def _button(self, action: MessageAction) -> QPushButton:
        button = QPushButton(action.text, self)
        button.setObjectName(action.name)
        button.setAccessibleName(action.text)
        button.setToolTip(action.text)

        @guard
        def act() -> None:
            self.closed.emit()
            action.call()

        button.clicked.connect(act)
        return button

    @guard
    def _on_reading_timeout(self) -> None:
        focus = QApplication.focusWidget()
        # A mouse that rests was there before it.
        is_pointed_at = self.underMouse() and QCursor.pos() != self._mouse_was_at
        if is_pointed_at or (focus is not None and self.isAncestorOf(focus)):
            self._reading.start()  # somebody reads or copies it
        else:
            self.closed.emit()

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        picture = icon(self.kind, theme, color=theme.colors()[_COLOR_ROLE[self.kind]])
        self._picture.setPixmap(picture.pixmap(QSize(18, 18), self.devicePixelRatioF()))

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class MessageBar(QWidget):
    """Messages below each other, the newest last. Hidden while there is none.

    What a message is ``about`` is its cause: a newer message about the same takes its place, and `close_about` takes it
    away once the cause has gone. A warning, an error, and what offers something to do stays until then, or until the
    user closes it; a notice leaves by itself once it could be read. All but what is said of the program itself leaves
    with the project that is open.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setAccessibleName(tr("Messages"))
        self._messages: list[Message] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def show_message(
        self,
        text: str,
        *,
        kind: Kind = "info",
        actions: Sequence[MessageAction] = (),
        about: str = "",
        is_of_program: bool = False,
    ) -> None:
        """Show a message until it is closed, acted upon, was read, or its cause has gone."""
        replaced = [each for each in self._messages if (about and each.about == about) or each.text == text]
        place = self._messages.index(replaced[0]) if replaced else len(self._messages)
        message = Message(text, kind, actions, about=about, is_of_program=is_of_program, parent=self)
        message.closed.connect(self._closer(message))
        self._messages.insert(place, message)
        self._column.insertWidget(place, message)
        for each in replaced:
            self._remove(each)
        self._make_room()
        message.show()
        self.show()
        announce(message, message.accessibleName(), at_once=kind == "error")

    @property
    def texts(self) -> tuple[str, ...]:
        """What all messages say, the newest last."""
        return tuple(message.text for message in self._messages)

    def text(self) -> str:
        """What the newest message says; empty if there is none."""
        return self._messages[-1].text if self._messages else ""

    @property
    def kind(self) -> Kind:
        """That of the newest message."""
        return self._messages[-1].kind if self._messages else "info"

    @property
    def close_button(self) -> QToolButton:
        """That of the newest message."""
        return self._messages[-1].close_button

    @guard
    def close_message(self) -> None:
        """Take the newest message away."""
        if self._messages:
            self._close(self._messages[-1])

    def close_about(self, about: str) -> None:
        """Take away what was said about something: its cause has gone."""
        for message in [each for each in self._messages if each.about == about]:
            self._close(message)

    def forget_project(self) -> None:
        """Take away what was said of the project that was open."""
        for message in [each for each in self._messages if not each.is_of_program]:
            self._close(message)

    def _make_room(self) -> None:
        old = [each for each in self._messages[:-1] if not each.actions_offered]
        old.sort(key=lambda message: message.kind != "info")
        for message in old[: max(0, len(self._messages) - MOST_MESSAGES)]:
            self._remove(message)

    def _closer(self, message: Message) -> Callable[[], None]:
        @guard
        def close() -> None:
            self._close(message)

        return close

    def _close(self, message: Message) -> None:
        if message in self._messages:
            self._remove(message)
            self.setVisible(bool(self._messages))
            self.closed.emit()

    def _remove(self, message: Message) -> None:
        self._messages.remove(message)
        self._column.removeWidget(message)
        message.hide()
        message.deleteLater()
