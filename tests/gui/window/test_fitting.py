"""Pages that scroll settle at every width, and at every width all of them can be scrolled to."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QDockWidget
from typing_extensions import override

from bpexplorer.look.widgets.scrolling import PanelScroll
from tests.windows import Desk

#: From the narrowest dock to one that is wide.
WIDTHS = range(265, 521)
#: So often a page is given another size, at most, for one change of the room around it.
MOST = 6
#: Through so many layouts in one another what a child needs comes to the page.
DEEP = 8


class Resizes(QObject):
    """Counts how often a page is given another size."""

    def __init__(self, scroll: PanelScroll) -> None:
        super().__init__(scroll)
        self.count = 0
        scroll.page.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Resize
        return False


def scrolls(desk: Desk) -> Iterator[PanelScroll]:
    """Each that scrolls in a panel, in sight."""
    for dock in desk.window.findChildren(QDockWidget):
        dock.show()
        dock.raise_()
        desk.wait_for_calm()
        yield from (each for each in dock.findChildren(PanelScroll) if each.isVisible())


def test_every_page_settles_at_every_width(desk: Desk, trials: Callable[[int, int], int]) -> None:
    widths = WIDTHS[:: len(WIDTHS) // trials(12, len(WIDTHS))]
    found = {scroll.objectName(): faults(scroll, widths) for scroll in scrolls(desk)}
    assert len(found) >= 5
    assert {name: faults for name, faults in found.items() if faults} == {}


def faults(scroll: PanelScroll, widths: Sequence[int]) -> list[str]:
    """What goes wrong while the room for a page, too low for it, becomes wider and narrower again."""
    resizes, said = Resizes(scroll), []
    needed = scroll.page.height()  # just below it, the bar comes and goes with the width
    for height in (needed - 1, needed // 2):
        for width in (*widths, *reversed(widths)):
            resizes.count = 0
            scroll.resize(width, height)
            settle()
            said += [f"{width}×{height}: {each}" for each in wrong(scroll, resizes)]
    return said


def settle() -> None:
    for _ in range(DEEP):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def wrong(scroll: PanelScroll, resizes: Resizes) -> Iterator[str]:
    """What is wrong with a page that has been given its room."""
    page, room, bar = scroll.page, scroll.viewport(), scroll.verticalScrollBar()
    if resizes.count > MOST:
        yield f"given {resizes.count} sizes"
    if bar.isVisible() and page.width() != max(room.width(), page.minimumSizeHint().width()):
        yield f"page {page.width()} wide, room {room.width()}"
    if bar.maximum() != max(page.height() - room.height(), 0):
        yield f"bar {bar.maximum()}, page {page.height()}, room {room.height()}"
    layout = page.layout()
    least = (
        layout.heightForWidth(page.width()) if layout.hasHeightForWidth() else layout.minimumSize().height()
    )
    if page.height() < least:
        yield f"page {page.height()}, needs {least}"
    before = resizes.count
    QCoreApplication.sendEvent(scroll, QEvent(QEvent.Type.LayoutRequest))
    settle()
    if resizes.count != before:
        yield "asked again, it takes another size"
