"""The buttons below what is typed in a dialog."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from bpexplorer.connecting import connect_qt
from bpexplorer.look.stylesheet import set_role


def typed_buttons(
    dialog: QDialog, text: str, *, accept: str, cancel: str, accepted: Callable[[], object]
) -> QDialogButtonBox:
    """A button that takes what is typed, and one that leaves; ``accept`` and ``cancel`` are their object names."""
    buttons = QDialogButtonBox(dialog)
    take = buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
    take.setObjectName(accept)
    take.setDefault(True)
    set_role(take, "primary")
    leave = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
    leave.setObjectName(cancel)
    for button in (take, leave):
        button.setAccessibleName(button.text().replace("&", ""))
        # A click leaves the field its focus, and so what is typed there: it is taken, or told why not.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    buttons.accepted.connect(accepted)
    connect_qt(buttons, "rejected()", dialog, "reject()")
    return buttons
