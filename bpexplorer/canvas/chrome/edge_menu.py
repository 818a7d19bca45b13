"""The menu of one connection: remove it or bring it back, freeze its weight or train it again."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from bpexplorer.canvas.layout import Hit
from bpexplorer.canvas.picture.words import is_frozen_edge, is_removed_edge
from bpexplorer.core.edits.masks import FreezeConnections, RemoveConnections
from bpexplorer.core.spec import Connection, Neuron, connection_between
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.icons import set_icon
from bpexplorer.look.tooltips import in_words
from bpexplorer.translation import tr


class EdgeMenu(QMenu):
    """Opened by a right click on an edge, or by the menu key while an edge or both its ends are selected."""

    edit_requested = Signal(object)  # Edit

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("edge_menu")
        self.setAccessibleName(tr("Connection"))
        self.setToolTipsVisible(True)
        self._connection, self._is_removed, self._is_frozen = Connection(1, 0, 0), False, False
        self._name = self._action("edge_name")
        self._name.setEnabled(False)
        self.addSeparator()
        self._toggle = self._action("edge_toggle")
        self._freeze = self._action("edge_freeze")
        set_icon(self._freeze, "frozen")
        self._toggle.triggered.connect(self._on_toggle_triggered)
        self._freeze.triggered.connect(self._on_freeze_triggered)

    def _action(self, name: str) -> QAction:
        action = self.addAction("")
        action.setObjectName(name)
        return action

    def show_connection(self, connection: Connection, frame: Frame | None) -> None:
        """Offer what can be done with this connection."""
        self._connection = connection
        self._is_removed, self._is_frozen = (
            is_removed_edge(connection, frame),
            is_frozen_edge(connection, frame),
        )
        self.setTitle(str(connection))
        self._name.setText(str(connection))
        self._toggle.setText(
            tr("Bring the connection back") if self._is_removed else tr("Remove the connection")
        )
        self._toggle.setToolTip(
            tr("With the weight that this run started from.")
            if self._is_removed
            else in_words(tr("Its weight is 0 and stays 0; δ doesn't pass it."), "w = 0")
        )
        self._freeze.setText(tr("Unfreeze the weight") if self._is_frozen else tr("Freeze the weight"))
        self._freeze.setToolTip(
            tr("Train it again.")
            if self._is_frozen
            else in_words(tr("Training leaves it as it is, whatever the optimizer does."), "w ← w")
        )
        self._freeze.setEnabled(not self._is_removed)

    @guard
    def _on_toggle_triggered(self) -> None:
        layer, target, source = self._connection
        self.edit_requested.emit(RemoveConnections(layer, ((target, source),), not self._is_removed))

    @guard
    def _on_freeze_triggered(self) -> None:
        layer, target, source = self._connection
        self.edit_requested.emit(FreezeConnections(layer, ((target, source),), not self._is_frozen))


def connection_at(hit: Hit, state: SessionState) -> Connection | None:
    """What a right click means: the edge, or the one between the neuron that was hit and the selected one.

    Beside a large layer a single edge can't be told from its neighbours, but the cell at its other end can.
    """
    if isinstance(hit, Neuron):
        return None if state.primary is None else connection_between(state.primary, hit)
    return hit if isinstance(hit, Connection) else None


def connection_selected(state: SessionState) -> Connection | None:
    """What the menu key means: the selected connection, or the one between the two selected neurons."""
    if state.connection is None and len(state.selection) == 2:
        return connection_between(*state.selection)
    return state.connection
