"""What a hand points at in a panel: rings, the edge between them, and a label that says what it is."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import LayerBox
from bpexplorer.canvas.picture.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.picture.items.tags import TagItem
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.canvas.rect import Rect

_RING, _LINE = 3.0, 3.0


class PointedItem(CanvasItem):
    """Rings, and a line through them if they are the ends of an edge."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=4.6)
        self._rings: list[tuple[Rect, bool]] = []
        self._is_edge = False

    def set_neurons(self, places: Sequence[tuple[LayerBox, int]], *, is_edge: bool) -> None:
        """Mark these neurons; ``is_edge``: and the edge from the first to the second."""
        self._rings, self._is_edge = [], is_edge
        all_of_it: Rect | None = None
        for box, index in places:
            x, y = box.centres[index].tolist()
            rect = Rect.around(x, y, box.half, box.half)
            self._rings.append((rect, box.grid is not None or box.is_tiled))
            all_of_it = rect if all_of_it is None else all_of_it.united(rect)
        self._set_rect((all_of_it or Rect(0.0, 0.0, 0.0, 0.0)).grown(_RING + _LINE))
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        ink = self._palette.theme.text
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._is_edge:
            (first, _), (second, _) = self._rings
            # Not into the neurons: what they show is what the label speaks of.
            line = QLineF(*first.centre, *second.centre)
            length, rims = line.length(), (first.width + second.width) / 2
            painter.setPen(solid_pen(ink, _LINE))
            if length > rims:
                begin, end = first.width / 2 / length, 1.0 - second.width / 2 / length
                painter.drawLine(QLineF(line.pointAt(begin), line.pointAt(end)))
        painter.setPen(solid_pen(ink, 2.0))
        for rect, is_cell in self._rings:
            if is_cell:
                painter.drawRect(to_qrect(rect.grown(1.0)))
            else:
                painter.drawEllipse(to_qrect(rect.grown(_RING)))


class PointedLabelItem(TagItem):
    """The numbers of what is pointed at."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=6.8)

    def set_text(self, text: str, *, to_left: bool) -> None:
        """Say it across the item's place, or to the left of it."""
        self._write(text, to_left=1.0 if to_left else 0.5)
