"""The window below its toolbar: the docks of the network and of all panels, scrolled where the window is small."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.cards import CardDock
from bpexplorer.look.widgets.message_bar import MessageBar
from bpexplorer.panels.entries import PANELS
from bpexplorer.translation import tr
from bpexplorer.window.learn.dock import LessonDock
from bpexplorer.window.workspaces import NETWORK
from bpexplorer.window.workspaces.dock_area import DockArea

#: Of the network, in logical pixels.
LEAST_WIDTH = 456


class Stage(QWidget):
    """Makes the docks, empty: a panel that is made in its dock's body needs its style only once."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        #: What the program says lies over the panels and pushes nothing aside. It goes before what it lies over.
        self.message_bar = MessageBar(self)
        scroll = QScrollArea(self)
        scroll.setObjectName("stage_scroll")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        self.area = DockArea(scroll)
        scroll.setWidget(self.area)
        for bar in (scroll.horizontalScrollBar(), scroll.verticalScrollBar()):
            # Scrolled, or seen through a larger window, the docks lie in the area as they did.
            bar.valueChanged.connect(self.area.uncovered)
            bar.rangeChanged.connect(self.area.uncovered)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(scroll)
        self.network = NetworkDock(self.area)
        self.lesson = LessonDock(self.area)
        self.docks = {
            spec.name: CardDock(spec.title, name=spec.name, parent=self.area) for spec in PANELS.values()
        }
        for name, dock in self.docks.items():
            dock.title_line.setToolTip(wrapped(PANELS[name].purpose))
            dock.body.setMinimumSize(PANELS[name].least_width, PANELS[name].least_height)
        for each in (self.network, self.lesson, *self.docks.values()):
            self.area.add(each)

    def put_above(self, bar: QWidget) -> None:
        """Put a bar above the panels."""
        self._layout.insertWidget(0, bar)


class NetworkDock(QDockWidget):
    """Where the network is drawn: it stays where its workspace has it."""

    #: A right click, here on the screen, on nothing that has a menu of its own.
    menu_requested_at = Signal(QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Network"), parent)
        self.setObjectName(NETWORK)
        self.setAccessibleName(tr("Network"))
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.setTitleBarWidget(QWidget(self))

    def set_body(self, body: QWidget) -> None:
        """Show this."""
        # Its own least width depends on the width that it has, as words give way; a layout must not.
        body.setMinimumWidth(LEAST_WIDTH)
        self.setWidget(body)

    @override
    @guard
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested_at.emit(event.globalPos())
        event.accept()
