"""Where Tab leads: through the window as one reads it, wherever panels lie and whenever they were made."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QTabBar, QToolBar, QWidget

from bpexplorer.look.widgets.message_bar import MessageBar

#: Where the focus goes when it has lost its place: the first of these that is shown.
_HOMES = ("phase_strip", "network_view")
#: Between the tabs and their panel, in pixels.
_NEAR = 4


def focus_next(window: QMainWindow, *, forwards: bool) -> bool:
    """Give the focus to what one reads next, or read before, and scroll it into sight; False if there is nothing.

    Qt asks for the next, too, where what has the focus goes or is greyed: then `focus_home` is what is asked for.
    """
    now = window.focusWidget()
    if now is not None and not (now.isVisibleTo(window) and now.isEnabledTo(window)):
        return focus_home(window)
    places = list(tab_stops(window))
    if not places:
        return False
    if now in places:
        place = places.index(now) + (1 if forwards else -1)
    else:
        # A panel that has the keyboard itself comes before all that is in it.
        inside = (at for at, each in enumerate(places) if now is not None and now.isAncestorOf(each))
        first = next(inside, 0)
        place = first if forwards else first - 1
    place %= len(places)
    reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
    places[place].setFocus(reason)
    _bring_into_sight(places[place])
    return True


def focus_home(window: QMainWindow) -> bool:
    """Give the focus to where a key can't begin something unasked: the phases, the canvas, or else a panel.

    Returns
    -------
    bool
        False if there is nothing but the toolbar.
    """
    homes = (window.findChild(QWidget, name) for name in _HOMES)
    seen = (each for each in homes if each is not None and each.isVisibleTo(window) and each.isEnabled())
    bars = window.findChildren(QToolBar)
    panels = (each for each in tab_stops(window) if not any(bar.isAncestorOf(each) for bar in bars))
    home = next(seen, None) or next(panels, None)
    if home is None:
        return False
    home.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


def tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes the focus in a widget, in the order in which one reads: row by row, and each row from the left.

    Of a window the toolbar comes first, then what it says, then the panels: column by column, and last what lies
    below the largest.
    """
    children = [
        each
        for each in widget.children()
        if isinstance(each, QWidget) and each.isVisible() and not each.isWindow()
    ]
    if _takes_focus(widget):
        yield widget
    docks = [
        each
        for each in children
        if isinstance(each, QDockWidget) and each.geometry().intersects(widget.rect())
    ]
    bars = [each for each in children if docks and isinstance(each, QTabBar)]
    order: list[QWidget] = []
    for place in panel_order([each.geometry() for each in docks]):
        order += [bar for bar in bars if _is_over(bar.geometry(), docks[place].geometry())]
        order.append(docks[place])
    # Panels behind tabs, and bars of tabs that aren't needed, lie where Qt puts them out of sight.
    rest = [each for each in children if not isinstance(each, QDockWidget)]
    if docks:
        rest = [each for each in rest if each not in bars and each.geometry().intersects(widget.rect())]
    order += sorted(_rows(rest), key=lambda each: not isinstance(each, QToolBar | MessageBar))
    for each in order:
        yield from tab_stops(each)


def _is_over(bar: QRect, dock: QRect) -> bool:
    """Whether a bar of tabs lies right above a panel."""
    return bar.left() < dock.right() and dock.left() < bar.right() and abs(dock.top() - bar.bottom()) <= _NEAR


def panel_order(boxes: Sequence[QRect]) -> list[int]:
    """In which order panels are read: columns from the left, each from above, but last what lies below the largest."""
    if not boxes:
        return []
    largest = max(boxes, key=lambda box: box.width() * box.height())

    def place(index: int) -> tuple[bool, int, int]:
        box = boxes[index]
        is_below = (
            box.top() > largest.bottom() and box.left() < largest.right() and box.right() > largest.left()
        )
        return is_below, box.left(), box.top()

    return sorted(range(len(boxes)), key=place)


def _rows(widgets: Sequence[QWidget]) -> list[QWidget]:
    """Siblings as one reads them: what begins above the middle of what begins first stands in its row."""
    ordered: list[QWidget] = []
    rest = sorted(widgets, key=lambda each: each.y())
    while rest:
        # Of what is squeezed to no height, the middle lies above its beginning.
        middle = max(rest[0].y(), rest[0].geometry().center().y())
        row = [each for each in rest if each.y() <= middle]
        ordered += sorted(row, key=lambda each: each.x())
        rest = rest[len(row) :]
    return ordered


def _takes_focus(widget: QWidget) -> bool:
    can = (
        widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.focusProxy() is None
    )
    return bool(can)


def _bring_into_sight(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
