"""The row above the layers: a chip with each one's name, − and + beside hidden ones, “+ layer” between two."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import CHIP_HEIGHT, Control, Layout, Part
from bpexplorer.canvas.picture.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.look import fonts
from bpexplorer.translation import tr

#: Below this zoom names and buttons are too small to read or hit: buttons aren't painted, and names in larger letters.
READABLE_FROM = 0.4
#: Between two names in larger letters, in pixels.
_BETWEEN = 6.0
_CORNER = 5.0
_ROOM_FOR_ARROW = 15.0


class HeadersItem(CanvasItem):
    """All headers and buttons; the one under the mouse is lit. A chip with ▾ opens the layer's properties."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=4.0, kept=True)
        self._controls: list[tuple[Control, QRectF]] = []
        self._titles: Sequence[tuple[str, str, str]] = ()
        self._hovered: Control | None = None
        self._small = fonts.text_font(fonts.in_scene(fonts.SMALLEST))
        self._large = fonts.text_font(fonts.in_scene(fonts.TEXT), bold=True)

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
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        if zoom < READABLE_FROM:
            self._paint_names(painter, zoom)
            return
        exposed = option.exposedRect.adjusted(-30.0, 0.0, 30.0, 0.0)
        for control, rect in self._controls:
            if not exposed.intersects(rect):
                continue
            if control.part is Part.HEADER:
                self._paint_header(painter, control, rect)
            else:
                self._paint_button(painter, control, rect)

    def _paint_names(self, painter: QPainter, zoom: float) -> None:
        """Write only what layers are, as large as the smallest letters of the window, if all have room for it."""
        headers = [
            (self._titles[each.layer][2], rect) for each, rect in self._controls if each.part is Part.HEADER
        ]
        font = fonts.text_font(fonts.in_scene(fonts.SMALLEST) / zoom, bold=True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        places = []
        for name, rect in headers:
            width = metrics.horizontalAdvance(name)
            middle = QPointF(rect.center().x(), rect.bottom() - CHIP_HEIGHT / 2)
            places.append(
                QRectF(middle.x() - width / 2, middle.y() - metrics.height() / 2, width, metrics.height())
            )
        grown = sorted((each.adjusted(0.0, 0.0, _BETWEEN / zoom, 0.0) for each in places), key=QRectF.left)
        if any(one.intersects(other) for one, other in pairwise(grown)):
            return
        painter.setPen(self._palette.theme.text)
        for (name, _), place in zip(headers, places, strict=True):
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_header(self, painter: QPainter, control: Control, rect: QRectF) -> None:
        theme = self._palette.theme
        chip = QRectF(rect.left(), rect.bottom() - CHIP_HEIGHT, rect.width(), CHIP_HEIGHT)
        opens = control.layer > 0  # what there is of the input, the data say
        hovered = control == self._hovered
        if opens or hovered:
            painter.setBrush(theme.field_hover if hovered else theme.field)
            painter.setPen(solid_pen(theme.accent if hovered and opens else theme.line, 1.0))
            painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
        note, above, below = self._titles[control.layer]
        painter.setFont(self._small)
        painter.setPen(theme.secondary)
        upper = QRectF(rect.left() - 24.0, rect.top(), rect.width() + 48.0, chip.top() - rect.top() - 2.0)
        centred = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(upper, centred | Qt.AlignmentFlag.AlignBottom, above)
        if note:
            # Above the header: beside the number of the layer it would touch the buttons.
            line = painter.fontMetrics().height()
            painter.drawText(upper.translated(0.0, -line), centred | Qt.AlignmentFlag.AlignBottom, note)
        painter.setFont(self._large)
        painter.setPen(theme.text)
        room = chip.adjusted(4.0, 0.0, -_ROOM_FOR_ARROW if opens else -4.0, 0.0)
        shown = painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)
        if opens:
            self._paint_arrow(painter, chip, hovered=hovered)

    def _paint_arrow(self, painter: QPainter, chip: QRectF, *, hovered: bool) -> None:
        theme = self._palette.theme
        tip = QPointF(chip.right() - _ROOM_FOR_ARROW / 2 - 1.0, chip.center().y() + 2.0)
        painter.setPen(solid_pen(theme.accent if hovered else theme.secondary, 1.5))
        painter.drawPolyline([tip + QPointF(-3.5, -3.5), tip, tip + QPointF(3.5, -3.5)])

    def _paint_button(self, painter: QPainter, control: Control, rect: QRectF) -> None:
        theme = self._palette.theme
        hovered = control == self._hovered
        is_pill = control.part is Part.INSERT
        shape = rect.adjusted(1.0, 3.5, -1.0, -3.5) if is_pill else rect.adjusted(3.5, 3.5, -3.5, -3.5)
        corner = shape.height() / 2 if is_pill else _CORNER
        painter.setBrush(theme.field_hover if hovered else theme.panel if is_pill else theme.field)
        painter.setPen(solid_pen(theme.accent if hovered else theme.line, 1.0))
        painter.drawRoundedRect(shape, corner, corner)
        if is_pill:
            painter.setFont(self._small)
            painter.setPen(theme.accent if hovered else theme.secondary)
            painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, tr("+ layer"))
            return
        painter.setPen(solid_pen(theme.accent if hovered else theme.text, 1.5))
        centre, arm = rect.center(), 3.5
        painter.drawLine(QLineF(centre.x() - arm, centre.y(), centre.x() + arm, centre.y()))
        if control.part is Part.ADD:
            painter.drawLine(QLineF(centre.x(), centre.y() - arm, centre.x(), centre.y() + arm))
