"""The menu of one connection: remove it, or bring it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.guard import guard


class EdgeMenu(QMenu):
    """Opened by a right click on an edge, or by the menu key while both its ends are selected."""

    #: Layer l, target in l, source in l−1, and whether the connection is to be there.
    connection_requested = Signal(int, int, int, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("edge_menu")
        self.setAccessibleName("Connection")
        self.setToolTipsVisible(True)
        self._edge, self._is_removed = Connection(1, 0, 0), False
        self._act = self.addAction("")
        self._act.setObjectName("edge_toggle")
        self._act.triggered.connect(self._on_act_triggered)

    def show_edge(self, edge: Connection, *, is_removed: bool) -> None:
        """Offer what can be done with this edge."""
        self._edge, self._is_removed = edge, is_removed
        self.setTitle(
            f"layer {edge.layer - 1}, neuron {edge.source} → layer {edge.layer}, neuron {edge.target}"
        )
        self._act.setText("Bring the connection back" if is_removed else "Remove the connection")
        self._act.setToolTip(
            "With the weight that this run started from." if is_removed else "Its weight is 0 and stays 0."
        )

    @guard
    def _on_act_triggered(self) -> None:
        self.connection_requested.emit(*self._edge, self._is_removed)


def edge_between(selection: tuple[Neuron, ...]) -> Connection | None:
    """The edge between two selected neurons of neighbouring layers."""
    if len(selection) != 2:
        return None
    source, target = sorted(selection)
    return Connection(target.layer, target.index, source.index) if target.layer == source.layer + 1 else None
