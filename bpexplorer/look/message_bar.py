"""The one place where the program speaks up: a bar above the panels, never a dialog in the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.icons import icon, set_icon
from bpexplorer.look.stylesheet import Role, set_role
from bpexplorer.look.theme import Theme, current_theme, theme_notifier

Kind = Literal["info", "warning", "error"]

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


class MessageBar(QFrame):
    """One message at a time, as plain text; the newest replaces the last. Hidden while there is none."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.kind: Kind = "info"
        self._buttons: list[QPushButton] = []
        self._picture = QLabel(self)
        self._label = QLabel(self)
        self._label.setObjectName("message_text")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("message_close")
        self.close_button.setAccessibleName("Close the message")
        self.close_button.setToolTip("Close the message (Esc)")
        set_role(self.close_button, "flat")
        set_icon(self.close_button, "close", color_role="secondary")
        self.close_button.clicked.connect(self.close_message)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 6, 4)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._picture)
        self._layout.addWidget(self._label, 1)
        self._layout.addWidget(self.close_button)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self.hide()

    def show_message(self, text: str, *, kind: Kind = "info", actions: Sequence[MessageAction] = ()) -> None:
        """Show a message until it is closed, acted upon or replaced."""
        self._remove_buttons()
        self.kind = kind
        self._label.setText(text)
        self.setAccessibleName(f"{kind.capitalize()}: {text}")
        for action in actions:
            self._add_button(action)
        set_role(self, _FRAME_ROLE[kind])
        self._on_theme_changed(current_theme())
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """Give the message that is shown, or nothing."""
        return self._label.text()

    @guard
    def close_message(self) -> None:
        """Take the message away."""
        if not self.text():
            return
        self.hide()
        self._label.clear()
        self._remove_buttons()
        self.closed.emit()

    def _add_button(self, action: MessageAction) -> None:
        button = QPushButton(action.text, self)
        button.setObjectName(action.name)
        button.setAccessibleName(action.text)
        button.setToolTip(action.text)

        @guard
        def act() -> None:
            self.close_message()
            action.call()

        button.clicked.connect(act)
        self._layout.insertWidget(self._layout.count() - 1, button)
        self._buttons.append(button)

    def _remove_buttons(self) -> None:
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        picture = icon(self.kind, theme, color=theme.colors()[_COLOR_ROLE[self.kind]])
        self._picture.setPixmap(picture.pixmap(QSize(18, 18), self.devicePixelRatioF()))

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_message()
        else:
            super().keyPressEvent(event)
