"""The switch between workspaces, at the right of the toolbar; where there is little room, a button with a list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from bpexplorer.guard import guard
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.stylesheet import set_role
from bpexplorer.translation import tr


class WorkspaceSwitch(Spoken, QFrame):
    """Shows the actions of the workspaces beside each other, the one that is shown checked.

    Parameters
    ----------
    actions : sequence of QAction
        One checkable action a workspace, one of which is checked.
    """

    accessible_role = QAccessible.Role.Grouping

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workspace_switch")
        self.setAccessibleName(tr("Workspaces"))
        set_role(self, "segments")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        self._segments = [self._segment(action) for action in actions]
        self._list = QToolButton(self)
        self._list.setObjectName("workspace_list")
        self._list.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._list.setToolTip(tr("Go to another workspace."))
        self._list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self._list)
        menu.setObjectName("menu_workspaces")
        menu.setAccessibleName(tr("Workspaces"))
        menu.addActions(list(actions))
        self._list.setMenu(menu)
        set_role(self._list, "segment")
        for button in (*self._segments, self._list):
            layout.addWidget(button)
        self._actions = tuple(actions)
        for action in actions:
            action.toggled.connect(self._on_action_toggled)
        self._name_list()
        self.set_short(False)

    def set_short(self, is_short: bool) -> None:
        """Have one button with a list instead of a segment for each workspace."""
        self._list.setVisible(is_short)
        for each in self._segments:
            each.setVisible(not is_short)

    def _segment(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setObjectName(f"button_{action.objectName()}")
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(button, "segment")
        return button

    def _name_list(self) -> None:
        shown = next((action for action in self._actions if action.isChecked()), self._actions[0])
        text = shown.text().replace("&", "")
        self._list.setText(text)
        self._list.setAccessibleName(tr("Workspace: {text}", text=text))

    @guard
    def _on_action_toggled(self, _checked: bool) -> None:
        self._name_list()
