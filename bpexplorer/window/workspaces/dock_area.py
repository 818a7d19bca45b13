"""Where the docks lie: a main window inside the window, without a centre, whose whole room is the docks'."""

import zlib
from collections.abc import Container, Iterable, Mapping

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QHoverEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QLayout, QMainWindow, QTabBar, QWidget
from typing_extensions import override

from bpexplorer.document.workspaces import STAGE, Region
from bpexplorer.guard import guard
from bpexplorer.look.widgets.cards import lay_out_cards
from bpexplorer.window.workspaces.tiling import GAP, Node, Size, Split, Tile, boxes, pruned, tile

#: A dock is added there first; where the others come is said by the splits.
_AREA = Qt.DockWidgetArea.LeftDockWidgetArea
_DIRECTIONS = {"across": Qt.Orientation.Horizontal, "down": Qt.Orientation.Vertical}


class DockArea(QMainWindow):
    """Shares its room among docks in proportion to their regions, at every size alike.

    Qt gives and takes room as a window is resized, and remembers none of it. So what docks get is worked out anew for
    each size from ``regions``; these change only when the user moves an edge or a dock.
    """

    #: The user, or Qt on the user's behalf, has changed which docks lie where.
    rearranged = Signal()
    #: Docks have their places, or another part of the area is in sight: what Qt has called visible before may be
    #: seen only now.
    uncovered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dock_area")
        self.setWindowFlags(Qt.WindowType.Widget)
        lay_out_cards(self)
        #: Everything that may lie here, by name.
        self.docks: dict[str, QDockWidget] = {}
        self._regions: dict[str, Region] = {}
        #: The places of docks as they were given, and what these need at least.
        self._given: dict[str, Region] = {}
        self._least: dict[str, Size] = {}
        #: The area has another size; a dock was opened, closed or moved.
        self._is_resized = self._is_changed = False
        self._is_arranging = False
        self._is_stacked = False

    def add(self, dock: QDockWidget) -> None:
        """Take a dock in; it has no place yet."""
        self.docks[dock.objectName()] = dock
        dock.visibilityChanged.connect(self._on_dock_changed)
        dock.dockLocationChanged.connect(self._on_dock_moved)
        dock.topLevelChanged.connect(self._on_dock_changed)
        dock.hide()

    @property
    def floating(self) -> set[str]:
        """What floats now."""
        return {name for name, dock in self.docks.items() if dock.isFloating()}

    @property
    def regions(self) -> Mapping[str, Region]:
        """Where docks belong, as in a window of 1440 × 900, also such as are closed at the moment."""
        return self._regions

    def arrange(self, node: Node, spare: str, *, floating: Container[str] = ()) -> None:
        """Put docks where they belong, and all the others, closed, behind the tab of the spare one.

        Those that float are put back, too, but for these.
        """
        self.let_go()
        self._is_arranging = True
        # Qt would lay out everything anew for each dock that comes up.
        self._layout.setEnabled(False)
        docks = {name: dock for name, dock in self.docks.items() if name not in floating}
        for dock in docks.values():
            if dock.isFloating():
                dock.setFloating(False)
            self.removeDockWidget(dock)
        self.addDockWidget(_AREA, self.docks[node.first])
        self._split(node)
        shown = set(_names(node))
        host = self.docks[spare if spare in shown else node.first]
        for name, dock in docks.items():
            if name not in shown:
                self.tabifyDockWidget(host, dock)
        for name, dock in docks.items():
            dock.setVisible(name in shown)
        for each in _tiles(node):
            self.docks[each.first].raise_()
        self._layout.setEnabled(True)
        self._layout.invalidate()
        self._is_arranging = False

    def state(self) -> QByteArray:
        """Which docks lie where, float or are closed, for `restore`."""
        return self.saveState(_version(self.docks))

    def restore(self, state: QByteArray) -> bool:
        """Put all docks where they were; False if there are other docks now."""
        self.let_go()
        self._is_arranging = True
        restored = self.restoreState(state, _version(self.docks))
        self._is_arranging = False
        return restored

    def use(self, regions: Mapping[str, Region], *, stacked: bool = False) -> None:
        """Share the room in proportion to these; ``stacked``: below each other, as high as their heights say."""
        self._regions, self._is_stacked = dict(regions), stacked
        self.fit()
        self._look_again()  # docks that have just been put somewhere may tell yet what they need

    def fit(self) -> None:
        """Give every dock that can be seen its room."""
        needed = self._stacked_height()
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)
            if needed:  # what scrolls the area gives it more where there is more
                self.resize(self.width(), needed)
        placed = self._placed()
        if not placed:
            return
        self._least = {name: self._least_size(name) for name in placed}
        node = self._node(placed)
        room = self.contentsRect()
        given = boxes(node, Region(room.x(), room.y(), room.width(), room.height()), self._least)
        docks = [self.docks[name] for name in given]
        self.resizeDocks(docks, [round(each.width) for each in given.values()], Qt.Orientation.Horizontal)
        self.resizeDocks(docks, [round(each.height) for each in given.values()], Qt.Orientation.Vertical)
        self._lay_out()
        self._given = self._placed()

    def take_over(self, *, edges: bool = False) -> None:
        """Let what lies where now be what belongs there, if the docks lie otherwise than was given.

        Sizes alone are taken over only with ``edges``, as the user has dragged one: else Qt has changed them.
        """
        placed, given = self._placed(), self._given
        if self._is_stacked or placed == given or (not edges and _is_alike(placed, given)):
            return
        is_moved = _shape(self._node(placed)) != _shape(tile(placed)) if placed else False
        # What is closed keeps its place, in case it is opened again, as long as nothing else is moved.
        kept = {} if edges or is_moved else self._regions
        self._regions = {**{name: self._region(box) for name, box in placed.items()}, **kept}
        self._given = placed
        self.rearranged.emit()

    # WORKAROUND: Qt (6.11) remembers the way to the edge that the mouse is on, through the rows and columns of docks,
    # and follows it at the next move of the mouse; and while the mouse holds an edge or carries a dock, how all docks
    # lay before, and goes back to that. After another arrangement, that a key has asked for, both may lead to what is
    # there no more, and the program crashes.
    def let_go(self) -> None:
        """Let no edge be under the mouse, until that moves, and none be held; a dock that it carries goes back."""
        carried = QWidget.mouseGrabber()
        if isinstance(carried, QDockWidget):
            carried.event(QCloseEvent())  # of a dock that is carried, Qt ends only that, and lets it float
            carried.setFloating(False)
        nowhere, at = QPointF(-1, -1), QPointF(QCursor.pos())
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        super().event(
            QMouseEvent(
                QEvent.Type.MouseButtonRelease, nowhere, at, left, none, Qt.KeyboardModifier.NoModifier
            )
        )
        super().event(QHoverEvent(QEvent.Type.HoverLeave, nowhere, nowhere, nowhere))

    def _stacked_height(self) -> int:
        """What docks need that are stacked, else 0. What is closed leaves no room to the others."""
        if not self._is_stacked:
            return 0
        heights = [each.height for name, each in self._regions.items() if self._is_open(self.docks[name])]
        return round(sum(heights)) + GAP * max(0, len(heights) - 1)

    def _is_open(self, dock: QDockWidget) -> bool:
        """Whether it has a place here, maybe behind a tab."""
        is_here = self.dockWidgetArea(dock) != Qt.DockWidgetArea.NoDockWidgetArea
        return is_here and not dock.isFloating() and not dock.isHidden()

    def _node(self, placed: Mapping[str, Region]) -> Node:
        """How the docks that can be seen share the room; one that has no place yet belongs where it is."""
        new = {name: self._region(box) for name, box in placed.items() if name not in self._regions}
        node = pruned(tile({**self._regions, **new}), placed)
        assert node is not None, "there is something to be seen"
        return node

    def _region(self, box: Region) -> Region:
        """What a box of this area is in a window of 1440 × 900."""
        room = self.contentsRect()
        across, down = STAGE.width / max(1, room.width()), STAGE.height / max(1, room.height())
        return Region(
            STAGE.x + (box.x - room.x()) * across,
            STAGE.y + (box.y - room.y()) * down,
            box.width * across,
            box.height * down,
        )

    def _placed(self) -> dict[str, Region]:
        """Where the docks are that can be seen; of those behind tabs, the one in front and the others alike."""
        found = {}
        for name, dock in self.docks.items():
            if not self._is_open(dock):
                continue
            front = next(
                (
                    each
                    for each in (dock, *self.tabifiedDockWidgets(dock))
                    if not each.visibleRegion().isEmpty()
                ),
                dock,
            )
            if not front.geometry().intersects(self.rect()):
                continue  # behind a tab, where Qt puts it out of sight
            box, tabs = front.geometry(), self._tabs_height(dock)
            found[name] = Region(box.x(), box.y() - tabs, box.width(), box.height() + tabs)
        return found

    def _lay_out(self) -> None:
        """Let Qt move the docks now, not when it comes to it."""
        self._layout.activate()
        self._put_tabs_away()

    def _put_tabs_away(self) -> None:
        """Take the tabs out of sight that no dock lies behind any more; Qt leaves them where they were."""
        shown = {
            dock.windowTitle()
            for dock in self.docks.values()
            if not dock.isHidden() and any(not each.isHidden() for each in self.tabifiedDockWidgets(dock))
        }
        for bar in self._tab_bars():
            if not any(bar.tabText(place) in shown for place in range(bar.count())):
                bar.move(-bar.width(), -bar.height())

    def _tab_bars(self) -> list[QTabBar]:
        return self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)

    @property
    def _layout(self) -> QLayout:
        layout = self.layout()
        assert layout is not None, "a main window has one"
        return layout

    def _look_again(self) -> None:
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def settle(self) -> None:
        """Take over what the user has done to the docks, or share the room anew where it is another."""
        is_resized, is_changed = self._is_resized, self._is_changed
        self._is_resized = self._is_changed = False
        if is_changed and not is_resized:
            self._lay_out()
            self.take_over()
        # A panel may need more or less room than when the room was shared.
        if (
            is_resized
            or is_changed
            or any(self._least_size(name) != least for name, least in self._least.items())
        ):
            self.fit()

    def _tabs_height(self, dock: QDockWidget) -> int:
        """How high the tabs are above a dock that shares its place."""
        if all(each.isHidden() for each in self.tabifiedDockWidgets(dock)):
            return 0
        return max((bar.sizeHint().height() for bar in self._tab_bars()), default=0)

    def _least_size(self, name: str) -> Size:
        dock = self.docks[name]
        least = dock.minimumSizeHint().expandedTo(dock.minimumSize())
        return least.width(), least.height() + self._tabs_height(dock)

    def _split(self, node: Node) -> None:
        if isinstance(node, Tile):
            for name in node.names[1:]:
                self.tabifyDockWidget(self.docks[node.first], self.docks[name])
            return
        before = node.parts[0]
        for part in node.parts[1:]:
            self.splitDockWidget(
                self.docks[before.first], self.docks[part.first], _DIRECTIONS[node.direction]
            )
            before = part
        for part in node.parts:
            self._split(part)

    @guard
    def _on_dock_changed(self) -> None:
        # Qt calls a dock visible or not also when another one's tab comes to the front, which changes nothing.
        if self.isVisible() and not self._is_arranging and self._placed().keys() != self._given.keys():
            self._on_dock_moved()

    @guard
    def _on_dock_moved(self) -> None:
        if not self._is_arranging and self.isVisible():
            self._is_changed = True
            self._look_again()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not from in here: a table has crashed that was resized while it was. It still comes before painting.
        self._is_resized = True
        self._look_again()

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        taken = super().event(event)
        if event.type() is QEvent.Type.MouseButtonRelease:
            self.take_over(edges=True)
        elif event.type() is QEvent.Type.LayoutRequest and not self._is_arranging:
            self.settle()
            self.uncovered.emit()
        return taken


def _version(docks: Iterable[str]) -> int:
    """Another one for other docks: an arrangement that lacks some can't be restored."""
    return zlib.crc32(" ".join(sorted(docks)).encode()) & 0x7FFFFFFF


def _shape(node: Node) -> tuple[object, ...]:
    """What lies beside and below what, whatever the sizes; rows of rows are rows, as where a panel between has gone."""
    if isinstance(node, Tile):
        return (frozenset(node.names),)
    parts: list[object] = []
    for part in node.parts:
        is_alike = isinstance(part, Split) and part.direction == node.direction
        parts += _shape(part)[1:] if is_alike else (_shape(part),)
    return node.direction, *parts


def _is_alike(one: Mapping[str, Region], other: Mapping[str, Region]) -> bool:
    """Whether the same docks lie beside and below each other in the same way."""
    if one.keys() != other.keys():
        return False
    return not one or _shape(tile(one)) == _shape(tile(other))


def _tiles(node: Node) -> list[Tile]:
    return [node] if isinstance(node, Tile) else [each for part in node.parts for each in _tiles(part)]


def _names(node: Node) -> list[str]:
    return [name for each in _tiles(node) for name in each.names]
