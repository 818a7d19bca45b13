"""The weights into each neuron of layer 1 as a picture, all on one scale."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.pictures.signed import signed_picture
from bpexplorer.look.theme import Theme, current_theme
from bpexplorer.panels.image import words
from bpexplorer.panels.shared.cells.cell_grid import CellGrid, Place
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: Logical pixels at 96 dpi: the largest and the smallest side of a picture, and the gap between two.
LARGEST, SMALLEST, GAP = 112, 40, 10.0


class WeightTiles(CellGrid):
    """As large as they all fit, and no smaller than can be seen: then the page that they are on is higher."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("image_tiles")
        self.setAccessibleName(tr("Weights into layer 1, a picture for each neuron"))
        self.setFont(fonts.secondary_font())
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._weights: FloatArray | None = None
        self._names: Sequence[str] = ()
        self._scale = SignedScale(1.0)
        self._selected: frozenset[int] = frozenset()
        self._pointed: int | None = None
        self._cursor = 0
        #: Of those that were painted.
        self._pictures: dict[int, QImage] = {}
        self.cell_clicked.connect(self._on_cell_clicked)

    @property
    def scale(self) -> SignedScale:
        """How they are coloured."""
        return self._scale

    @property
    def weights(self) -> FloatArray | None:
        """What is shown, shape (neurons, rows, columns)."""
        return self._weights

    def show_weights(self, weights: FloatArray, names: Sequence[str], scale: SignedScale) -> None:
        """Show weights of shape (neurons, rows, columns), and name the pixels in tables."""
        if self._weights is None or len(weights) != len(self._weights):
            self._cursor = 0
            self.updateGeometry()
        self._weights, self._names, self._scale = weights, names, scale
        self._pictures.clear()
        self.update()

    def show_selected(self, neurons: frozenset[int], primary: int | None) -> None:
        """Ring these; keys go on from the primary one."""
        if neurons != self._selected:
            self._selected = neurons
            self.update()
        if primary is not None:
            self._cursor = primary

    @property
    def pointed(self) -> int | None:
        """Which one is framed, as somebody points at its neuron."""
        return self._pointed

    def show_pointed(self, neuron: int | None) -> None:
        """Frame the picture of a neuron that somebody points at; None: of none."""
        if neuron != self._pointed:
            self._pointed = neuron
            self.update()

    def picture(self, neuron: int) -> QImage:
        """The picture of a neuron, a pixel for each weight."""
        assert self._weights is not None
        if neuron not in self._pictures:
            self._pictures[neuron] = signed_picture(self._weights[neuron], self._scale, current_theme())
        return self._pictures[neuron]

    def neuron_at(self, cell: Place) -> int | None:
        """The neuron of a tile; None beyond the last."""
        index = cell[0] * self.grid()[1] + cell[1]
        return index if index < self._count else None

    def tile_rect(self, neuron: int) -> QRectF:
        """Where the picture of a neuron and its number lie."""
        return self.cell_rect(*divmod(neuron, self.grid()[1]))

    @override
    def content(self) -> ValueTable | None:
        if self._weights is None:
            return None
        rows = self._weights.reshape(self._count, -1).tolist()
        return ValueTable(
            self.accessibleName(),
            ("neuron", *self._names),
            tuple((neuron, *row) for neuron, row in enumerate(rows)),
        )

    @override
    def words_of(self, cell: Place) -> str:
        neuron = self.neuron_at(cell)
        if self._weights is None or neuron is None:
            return ""
        return words.neuron_words(neuron, self._weights[neuron])

    @override
    def grid(self) -> tuple[int, int]:
        columns = self._columns(self._side(self.width(), self.height()), self.width())
        return -(-self._count // columns), columns

    @override
    def cell_rect(self, row: int, column: int) -> QRectF:
        side, gap = self._side(self.width(), self.height()), self._gap
        line = self._line
        return QRectF(column * (side + gap) + 1.0, row * (side + line + gap) + 1.0, side, side + line)

    @override
    def cell_at(self, position: QPointF) -> Place | None:
        columns = self.grid()[1]
        cells = (divmod(neuron, columns) for neuron in range(self._count))
        return next((cell for cell in cells if self.cell_rect(*cell).contains(position)), None)

    @override
    def current_cell(self) -> Place:
        return divmod(self._cursor, self.grid()[1])

    @override
    def go_to(self, cell: Place) -> None:
        neuron = self.neuron_at(cell)
        if neuron is not None:
            self._cursor = neuron
            self.cell_clicked.emit(*cell)

    @override
    def show_theme(self, theme: Theme) -> None:
        self._pictures.clear()
        self.update()

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        seen = QRectF(self.visibleRegion().boundingRect())
        painter.setFont(self.font())
        for neuron in range(self._count):
            tile = self.tile_rect(neuron)
            if not tile.intersects(seen):
                continue
            room = QRectF(tile.left(), tile.top(), tile.width(), tile.width())
            image = self.picture(neuron)
            zoom = min(room.width() / image.width(), room.height() / image.height())
            place = QRectF(0.0, 0.0, image.width() * zoom, image.height() * zoom)
            place.moveCenter(room.center())
            painter.drawImage(place, image)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.text, 2.0) if neuron == self._pointed else QPen(theme.line, 1.0))
            painter.drawRect(place)
            if neuron in self._selected:
                self.paint_ring(painter, place, theme.accent, theme)
            painter.setPen(theme.text if neuron in self._selected else theme.secondary)
            below = QRectF(tile.left(), tile.bottom() - self._line, tile.width(), self._line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(neuron))

    @property
    def _count(self) -> int:
        return 0 if self._weights is None else len(self._weights)

    @property
    def _gap(self) -> float:
        return GAP * fonts.dpi_scale()

    @property
    def _line(self) -> float:
        return QFontMetricsF(self.font()).height()

    def _columns(self, side: float, width: float) -> int:
        return max(1, int((width - 2.0 + self._gap) // (side + self._gap)))

    def _height(self, side: float, width: float) -> float:
        rows = -(-self._count // self._columns(side, width))
        return rows * (side + self._line + self._gap) - self._gap + 2.0

    def _side(self, width: float, height: float) -> float:
        """The largest with which all fit."""
        scale = fonts.dpi_scale()
        sides = (side * scale for side in range(LARGEST, SMALLEST, -4))
        return next((side for side in sides if self._height(side, width) <= height), SMALLEST * scale)

    @guard
    def _on_cell_clicked(self, row: int, column: int) -> None:
        neuron = self.neuron_at((row, column))
        if neuron is not None:
            self._cursor = neuron

    @override
    @guard(returns=0)
    def heightForWidth(self, width: int) -> int:
        return round(self._height(SMALLEST * fonts.dpi_scale(), width)) + 1

    @override
    @guard(returns=QSize(120, 80))
    def minimumSizeHint(self) -> QSize:
        side = SMALLEST * fonts.dpi_scale()
        return QSize(round(side) + 2, round(side + self._line) + 2)

    @override
    @guard(returns=QSize(300, 200))
    def sizeHint(self) -> QSize:
        return QSize(300, 200)
