"""A single mark in a plot: as large as it is made, however the plot is scaled."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from bpexplorer.guard import guard


class PlotMark(QGraphicsPathItem):
    """A shape around a point. (Of one or two, pyqtgraph's item for many takes longer than a whole curve.)

    Parameters
    ----------
    shape : QPainterPath
        In pixels, around (0, 0).
    """

    def __init__(self, shape: QPainterPath) -> None:
        super().__init__(shape)
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.stand(None)

    @classmethod
    def dot(cls, size: float) -> "PlotMark":
        """A round one."""
        path = QPainterPath()
        path.addEllipse(QPointF(), size / 2.0, size / 2.0)
        return cls(path)

    @classmethod
    def diamond(cls, size: float) -> "PlotMark":
        """One that stands on a corner, as high as ``size``."""
        high, wide, path = 0.5 * size, 0.4 * size, QPainterPath()
        path.moveTo(0.0, -high)
        for x, y in ((wide, 0.0), (0.0, high), (-wide, 0.0)):
            path.lineTo(x, y)
        path.closeSubpath()
        return cls(path)

    @property
    def place(self) -> QPointF | None:
        """Where it stands, in the units of the axes; None: nowhere."""
        return self.pos() if self.isVisible() else None

    def stand(self, place: QPointF | None) -> None:
        """Stand at a point, in the units of the axes; None: nowhere."""
        self.setVisible(place is not None)
        if place is not None:
            self.setPos(place)

    def set_ink(self, pen: QPen, brush: QBrush) -> None:
        """Take these colours."""
        self.setPen(pen)
        self.setBrush(brush)

    @override
    @guard
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)
