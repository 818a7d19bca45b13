"""Panels as cards: white, rounded, eight pixels apart, with a title line that says what they show."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.icons import set_icon
from bpexplorer.look.stylesheet import CARD_RADIUS, PADDING, SPACING, set_role
from bpexplorer.look.theme import current_theme
from bpexplorer.look.widgets.labels import CaptionRoom
from bpexplorer.translation import tr

#: How often is looked whether the mouse still holds a dock that begins to float.
_HELD_MILLISECONDS = 60
#: Of the outline of a card that was chosen.
_OUTLINE = 2.0
#: For so many milliseconds a card is pointed out.
POINTED_OUT = 1500
#: What the buttons do that Qt gives a bar of tabs, by their names.
_SCROLLS = {
    "ScrollLeftButton": tr("Show the tabs before these"),
    "ScrollRightButton": tr("Show the tabs after these"),
}
#: The keyboard comes back from these.
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
#: Of a dock: it may lie elsewhere, or with others; the mouse is pressed on it; the mouse comes or goes.
_LAID_OUT = frozenset({QEvent.Type.LayoutRequest, QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show})
_PRESSED = QEvent.Type.MouseButtonPress
_ENTERED_OR_LEFT = frozenset({QEvent.Type.Enter, QEvent.Type.Leave})


class PanelTitle(QWidget):
    """The first line of a panel: its name, at the right what it shows, then small buttons if there are any."""

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(title, self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.title, "title")
        self._note_room = CaptionRoom(note, self)
        self.note = self._note_room.caption
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(PADDING, 8, PADDING, 4)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.title)
        self._layout.addWidget(self._note_room, 1)

    def set_note(self, note: str) -> None:
        """Say what the panel shows: which samples, which scale, averaged over what."""
        if note != self.note.text():
            self.note.setText(note)
            self.note.setVisible(bool(note))
            self._note_room.fit()

    def add_widget(self, widget: QWidget, *, before: QWidget | None = None) -> None:
        """Put a small control at the right end, or before another one."""
        at = self._layout.count() if before is None else self._layout.indexOf(before)
        self._layout.insertWidget(at, widget)

    def set_tabbed(self, tabbed: bool) -> None:
        """Leave the name away where a tab says it already; then the line is as high as what is left on it."""
        self.title.setVisible(not tabbed)
        self._layout.setContentsMargins(PADDING, 0 if tabbed else 8, PADDING, 0 if tabbed else 4)


class Card(QFrame):
    """A panel that isn't a dock, such as the canvas's surroundings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")


class QuietButton(QToolButton):
    """A button that is drawn only while the mouse is over its card, or the keyboard or its menu at it.

    It keeps its room, and can be clicked and reached by Tab at any time.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_near = False

    def set_near(self, near: bool) -> None:
        """The mouse is over the card, or has left it."""
        self._is_near = near
        self.update()

    @property
    def is_drawn(self) -> bool:
        """Whether it can be seen now."""
        return self._is_near or self.hasFocus() or self.isDown()

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.is_drawn:
            super().paintEvent(event)


class CardDock(QDockWidget):
    """A dock drawn as a card.

    A click on what doesn't take the keyboard itself gives it to the dock, which is the current panel then.

    Parameters
    ----------
    title : str
        Name of the panel, on its title line, its tab and in the View menu.
    name : str
        Object name, such as ``dock_cost``; the arrangement of the window is saved by it.
    """

    #: The button for more was pressed.
    menu_requested = Signal()
    #: A right click, here on the screen, or the menu key, for which nothing in the panel has an answer.
    menu_requested_at = Signal(QPoint)

    def __init__(self, title: str, *, name: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.title_line = PanelTitle(title, note, self)
        self.setTitleBarWidget(self.title_line)
        self.more = QuietButton(self.title_line)
        self.more.setObjectName(f"{name}_more")
        self.more.setAccessibleName(tr("More for {title}", title=title))
        self.more.setToolTip(tr("Copy or save what this panel shows, show it elsewhere, close it."))
        set_icon(self.more, "more")
        set_role(self.more, "flat")
        self.more.setFixedWidth(24)
        self.more.clicked.connect(self.menu_requested)
        self.title_line.add_widget(self.more)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        #: The parent for the panel: Qt styles all of a panel anew that is made elsewhere and moved here.
        self.body = QWidget(self)
        self._body_layout = QVBoxLayout(self.body)
        self._body_layout.setContentsMargins(PADDING, 4, PADDING, PADDING)
        self._body_layout.setSpacing(0)
        #: Gives a dock that floats its frame, once Qt and the user have done with it.
        self._framing = QTimer(self)
        self._framing.setSingleShot(True)
        self._framing.timeout.connect(self._on_framing_timeout)
        #: Ends what `point_out` shows.
        self._pointing = QTimer(self)
        self._pointing.setSingleShot(True)
        self._pointing.timeout.connect(self._on_pointing_timeout)
        self._tabbed = self._marked = False  # before events come: a widget brings some
        self.setWidget(self.body)
        self.toggleViewAction().triggered.connect(self._on_view_action_triggered)
        self.visibilityChanged.connect(self._on_arrangement_changed)
        self.dockLocationChanged.connect(self._on_arrangement_changed)
        self.topLevelChanged.connect(self._on_arrangement_changed)
        self.topLevelChanged.connect(self._on_top_level_changed)

    def add_control(self, control: QWidget) -> None:
        """Put a small control of the panel on the title line."""
        self.title_line.add_widget(control, before=self.more)

    def set_body(self, body: QWidget) -> None:
        """Put the panel into the card, with room around it."""
        self._body_layout.addWidget(body)

    @property
    def is_marked(self) -> bool:
        """Whether its outline says that it is the one that was chosen."""
        return self._marked

    def choose(self) -> None:
        """Take the keyboard, and show that with an outline, until the keyboard or the mouse is used elsewhere."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._mark(True)

    def point_out(self) -> None:
        """Show for a moment by the outline that this is what was asked for; the keyboard stays where it is."""
        self._mark(True)
        self._pointing.start(POINTED_OUT)

    @guard
    def _on_pointing_timeout(self) -> None:
        if not self.hasFocus():
            self._mark(False)

    def _mark(self, marked: bool) -> None:
        if marked != self._marked:
            self._marked = marked
            self.update()

    @guard
    def set_note(self, note: str) -> None:
        """Say on the title line what the panel shows."""
        self.title_line.set_note(note)

    @guard
    def set_shorter_note(self, note: str) -> None:
        """Say it so where there isn't room for the note."""
        self.title_line.note.set_shorter(note)

    def frame(self) -> None:
        """Let a window manager frame what floats: it can be moved, resized and closed as any window then.

        Qt leaves the frame away where the title line isn't its own. While the mouse holds the dock it stays as it is,
        as the window is made anew.
        """
        if not self.isFloating():
            return
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._framing.start(_HELD_MILLISECONDS)
            return
        flags = Qt.WindowType
        if self.windowFlags() & flags.FramelessWindowHint:
            was_visible, place = self.isVisible(), self.geometry()
            frame = flags.CustomizeWindowHint | flags.WindowTitleHint | flags.WindowCloseButtonHint
            self.setWindowFlags((self.windowFlags() & ~flags.FramelessWindowHint) | frame)
            self.setGeometry(place)
            self.setVisible(was_visible)

    @guard
    def _on_top_level_changed(self) -> None:
        self._framing.start(0)

    @guard
    def _on_framing_timeout(self) -> None:
        self.frame()

    @guard
    def _on_view_action_triggered(self, shown: bool) -> None:
        if shown:
            self.raise_()

    @guard
    def _on_arrangement_changed(self) -> None:
        window = self.parentWidget()
        tabbed = False
        if isinstance(window, QMainWindow) and not self.isFloating():
            tabbed = bool(window.tabifiedDockWidgets(self))
            style_dock_tabs(window)
        if tabbed != self._tabbed:
            self._tabbed = tabbed
            self.title_line.set_tabbed(tabbed)
            self.update()

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        kind = event.type()  # once: of all docks there are hundreds of events at each start
        if kind in _LAID_OUT:
            self._on_arrangement_changed()
        taken = super().event(event)
        if kind is _PRESSED:
            self._mark(False)
        elif kind in _ENTERED_OR_LEFT:
            for quiet in self.title_line.findChildren(QuietButton):
                quiet.set_near(kind is QEvent.Type.Enter)
        return taken

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _PASSING:
            self._mark(False)
        super().focusOutEvent(event)

    @override
    @guard
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested_at.emit(event.globalPos())
        event.accept()

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.panel)
        pen = QPen(theme.accent, _OUTLINE) if self._marked else QPen(theme.line, 1.0)
        painter.setPen(pen)
        inset = pen.widthF() / 2
        card = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        if self._tabbed:
            # The tabs above are the upper part of this card: no edge and no round corners there.
            card.setTop(card.top() - CARD_RADIUS - 2.0)
        painter.drawRoundedRect(card, CARD_RADIUS, CARD_RADIUS)


def style_dock_tabs(window: QMainWindow) -> None:
    """Make the tab bars that Qt puts above tabbed docks the upper part of their card."""
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not bar.testAttribute(Qt.WidgetAttribute.WA_StyledBackground):
            bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            bar.setDrawBase(False)
            bar.setExpanding(False)
            # Where there are more than have room, the bar scrolls: shortened names tell nothing.
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            for name, said in _SCROLLS.items():
                if (button := bar.findChild(QToolButton, name)) is not None:
                    button.setToolTip(said)
                    button.setAccessibleName(said)
            bar.setAccessibleName(tr("Panels"))
            bar.setProperty("role", "dock-tabs")
            bar.style().unpolish(bar)
            bar.style().polish(bar)


def lay_out_cards(window: QMainWindow) -> None:
    """Give a main window the gaps of the look, and tabs above the docks they belong to."""
    window.setContentsMargins(SPACING, 0, SPACING, 0)
    window.setDocumentMode(True)
    # Docks float one by one: Qt's windows for groups of them have no frame of the window manager's.
    window.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
