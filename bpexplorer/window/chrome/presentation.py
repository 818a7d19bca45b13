"""Presentation: everything larger, without menus and Set-up, for whoever watches from afar."""

from typing import Final

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QToolButton

from bpexplorer.guard import guard
from bpexplorer.look.access.speech import announce
from bpexplorer.look.magnifying import Magnifier
from bpexplorer.look.stylesheet import set_role
from bpexplorer.translation import tr
from bpexplorer.window.workspaces.switching import Workspaces

#: How many times larger text, lines and the canvas are.
MAGNIFICATION: Final = 1.3
_AWAY: Final = frozenset({"dock_setup"})
#: A smaller window has its panels below each other then.
_SMALLEST_WHOLE: Final = QSize(1080, 760)


class Presentation(QObject):
    """Begins and ends it, as its action is checked and unchecked. It is never kept for the next time.

    While it lasts, a button in the status line says what is the case and how it ends.
    """

    def __init__(self, window: QMainWindow, workspaces: Workspaces, action: QAction) -> None:
        super().__init__(window)
        self._window, self._workspaces, self._action = window, workspaces, action
        self._magnifier = Magnifier(self)
        self._end = QToolButton(window)
        self._end.setObjectName("presentation_end")
        self._end.setText(tr("End presentation (F11)"))
        self._end.setAccessibleName(self._end.text())
        self._end.setToolTip(tr("Go back to the usual size, with menus and Set-up."))
        self._end.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self._end, "flat")
        self._end.hide()
        self._end.clicked.connect(self.end)
        action.toggled.connect(self._on_toggled)

    @guard
    def end(self) -> None:
        """Show everything as it was before."""
        self._action.setChecked(False)

    @guard
    def _on_toggled(self, begins: bool) -> None:
        window, updating = self._window, self._window.updatesEnabled()
        keyboard = window.focusWidget()
        window.setUpdatesEnabled(False)
        if begins:
            self._workspaces.put_away(_AWAY, smallest=_SMALLEST_WHOLE)
            self._magnifier.magnify(MAGNIFICATION)
        else:
            self._magnifier.restore()
            self._workspaces.bring_back()
        window.menuBar().setVisible(not begins)
        if begins:
            window.statusBar().addPermanentWidget(self._end)
            self._end.show()
        else:
            # A status bar is as high as what is hidden in it, too.
            window.statusBar().removeWidget(self._end)
        # Docks that are arranged anew are hidden for a moment, and lose it.
        if keyboard is not None and keyboard.isVisible():
            keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        window.setUpdatesEnabled(updating)
        announce(window, tr("Presentation begins. F11 ends it.") if begins else tr("Presentation has ended."))
