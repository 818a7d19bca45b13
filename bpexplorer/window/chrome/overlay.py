"""Lays the message bar over the canvas, so that a message pushes nothing aside."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QDockWidget, QGraphicsView, QWidget
from shiboken6 import isValid
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.panels.shared.plots.plotting import Plot

#: From the edges of what it lies over.
MARGIN = 12
_MOVING = (
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.Resize,
    QEvent.Type.Move,
    QEvent.Type.LayoutRequest,
)


class MessageOverlay(QObject):
    """Keeps a bar over the canvas while that can be seen, else over the largest panel, where it hides least.

    On the canvas that is above the legend where the network leaves room, and else over the legend before any neuron; in
    a panel with a plot it is among the curves, beside the axes. There it hides neither what is chosen at the heads
    nor the names of layers and panels.

    Parameters
    ----------
    bar, stage : QWidget
        The bar is a child of the stage, on which canvas and panels lie.
    canvas : sequence
        The view of the network, and the legend below it.
    panels : sequence of QDockWidget
    """

    def __init__(
        self,
        bar: QWidget,
        canvas: tuple[QGraphicsView, QWidget],
        panels: Sequence[QDockWidget],
        stage: QWidget,
    ) -> None:
        super().__init__(bar)
        self._bar, self._canvas, self._panels, self._stage = bar, canvas, panels, stage
        for each in (bar, *canvas, stage, *panels):
            each.installEventFilter(self)

    def _places(self) -> Iterator[QRect]:
        """Where it may lie, on the stage, the best place first; the last one always may."""
        view, _ = self._canvas
        canvas = [each for each in self._canvas if each.isVisible()]
        if canvas:
            above = self._at_foot(self._on_stage(view))
            if view.isVisible() and _is_free(
                view, above.translated(-self._on_stage(view.viewport()).topLeft())
            ):
                yield above
            room = QRect()
            for each in canvas:
                room |= self._on_stage(each)
            yield self._at_foot(room)
            return
        shown = [
            each for each in self._panels if not each.visibleRegion().isEmpty() and not each.isFloating()
        ]
        panel = max(shown, key=_area, default=self._stage)
        plot = max((each for each in panel.findChildren(Plot) if each.isVisible()), key=_area, default=None)
        if plot is not None:
            inner = plot.inner_rect().translated(self._on_stage(plot.surface).topLeft())
            at_foot = self._at_foot(inner)
            at_head = at_foot.translated(0, inner.top() + MARGIN - at_foot.top())
            beside = [self._on_stage(each) for each in plot.findChildren(QWidget) if _is_beside(each, plot)]
            for place in (at_head, at_foot):
                if inner.contains(place) and not any(each.intersects(place) for each in beside):
                    yield place
        yield self._at_foot(self._on_stage(panel))

    def _on_stage(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._stage, QPoint(0, 0)), widget.size())

    def _at_foot(self, room: QRect) -> QRect:
        """As wide as this room allows, and at its lower end."""
        # Where the panels scroll, some of it may have scrolled away: the message stays in sight.
        room &= self._stage.rect()
        if room.isEmpty():
            room = self._stage.rect()
        width = room.width() - 2 * MARGIN
        height = max(
            self._bar.heightForWidth(width) if self._bar.hasHeightForWidth() else 0,
            self._bar.minimumSizeHint().height(),
        )
        top = max(room.bottom() + 1 - MARGIN - height, 0)
        return QRect(room.left() + MARGIN, top, width, height)

    def _place(self) -> None:
        place = next(self._places())
        if place != self._bar.geometry():
            self._bar.setGeometry(place)
        self._bar.raise_()

    def _is_whole(self) -> bool:
        """Whether all that it may lie over is there: as a window is taken apart, a part goes after the other."""
        return all(isValid(each) for each in (self._stage, *self._canvas, *self._panels))

    @override
    @guard(returns=False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVING and not self._bar.isHidden() and self._is_whole():
            self._place()
        return False


def _area(widget: QWidget) -> int:
    return widget.width() * widget.height()


def _is_free(view: QGraphicsView, place: QRect) -> bool:
    """Whether nothing of the network, and nothing that stands beside it, lies there in the viewport."""
    children = view.viewport().findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return (
        view.viewport().rect().contains(place)
        and not view.items(place)
        and not any(each.isVisible() and each.geometry().intersects(place) for each in children)
    )


def _is_beside(widget: QWidget, plot: Plot) -> bool:
    """Whether it stands on a plot and takes clicks, such as a flag."""
    is_seen_through = widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return (
        widget.parentWidget() is plot
        and widget.isVisible()
        and widget is not plot.surface
        and not is_seen_through
    )
