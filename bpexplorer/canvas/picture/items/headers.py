"""The row above the layers: their names, − and + on hidden ones, and a + between two layers."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import Control, Layout, Part
from bpexplorer.canvas.picture.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.look import fonts

#: Below this zoom names and buttons are too small to read or hit, and aren't painted.
READABLE_FROM = 0.4


class HeadersItem(CanvasItem):
    """All headers and buttons; the one under the mouse is lit."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=4.0)
        self._controls: list[tuple[Control, QRectF]] = []
        self._titles: Sequence[tuple[str, str, str]] = ()
        self._hovered: Control | None = None
        self._small = fonts.text_font(10.0)
        self._large = fonts.text_font(fonts.TEXT, bold=True)

    def set_layout(self, layout: Layout, titles: Sequence[tuple[str, str, str]]) -> None:
        """Take places over, and three lines of text for each layer l = 0…L; the first may be empty."""
        self._controls = [(control, to_qrect(rect)) for control, rect in layout.controls.items()]
        self._titles = titles
        box = next(iter(layout.controls.values()))
        for rect in layout.controls.values():
            box = box.united(rect)
        self._set_rect(box.grown(30.0))
        self.update()

    def set_hovered(self, control: Control | None) -> None:
        """Light a header or button."""
        if control != self._hovered:
            self._hovered = control
            self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if option.levelOfDetailFromTransform(painter.worldTransform()) < READABLE_FROM:
            return
        exposed = option.exposedRect.adjusted(-30.0, 0.0, 30.0, 0.0)
        for control, rect in self._controls:
            if not exposed.intersects(rect):
                continue
            if control.part is Part.HEADER:
                self._paint_header(painter, control, rect)
            else:
                self._paint_button(painter, control, rect)

    def _paint_header(self, painter: QPainter, control: Control, rect: QRectF) -> None:
        theme = self._palette.theme
        if control == self._hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.field_hover)
            painter.drawRoundedRect(rect, 6.0, 6.0)
        note, above, below = self._titles[control.layer]
        middle = rect.center().y()
        painter.setFont(self._small)
        painter.setPen(theme.secondary)
        wide = rect.adjusted(-24.0, 0.0, 24.0, 0.0)
        centred = Qt.AlignmentFlag.AlignHCenter
        upper = _upper(wide, middle)
        painter.drawText(upper, centred | Qt.AlignmentFlag.AlignBottom, above)
        if note:
            # Above the header: beside the number of the layer it would touch the buttons.
            line = painter.fontMetrics().height()
            painter.drawText(upper.translated(0.0, -line), centred | Qt.AlignmentFlag.AlignBottom, note)
        painter.setFont(self._large)
        painter.setPen(theme.text)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(below, Qt.TextElideMode.ElideRight, round(rect.width()))
        painter.drawText(_lower(wide, middle), centred | Qt.AlignmentFlag.AlignTop, shown)

    def _paint_button(self, painter: QPainter, control: Control, rect: QRectF) -> None:
        theme = self._palette.theme
        hovered = control == self._hovered
        painter.setBrush(theme.field_hover if hovered else theme.field)
        painter.setPen(solid_pen(theme.accent if hovered else theme.line, 1.0))
        centre = rect.center()
        if control.part is Part.INSERT:
            painter.setBrush(theme.field_hover if hovered else theme.panel)
            painter.drawEllipse(rect.adjusted(1.0, 1.0, -1.0, -1.0))
        else:
            painter.drawRoundedRect(rect, 5.0, 5.0)
        ink = theme.accent if hovered else theme.secondary if control.part is Part.INSERT else theme.text
        painter.setPen(solid_pen(ink, 1.5))
        arm = 3.5
        painter.drawLine(QLineF(centre.x() - arm, centre.y(), centre.x() + arm, centre.y()))
        if control.part is not Part.REMOVE:
            painter.drawLine(QLineF(centre.x(), centre.y() - arm, centre.x(), centre.y() + arm))


def _upper(rect: QRectF, middle: float) -> QRectF:
    return QRectF(rect.left(), rect.top(), rect.width(), middle - rect.top() - 1.0)


def _lower(rect: QRectF, middle: float) -> QRectF:
    return QRectF(rect.left(), middle, rect.width(), rect.bottom() - middle)
