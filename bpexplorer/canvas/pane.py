"""The pane that the canvas is seen through: zoom, pan, fit, and a frame that shows when keys go there."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget
from typing_extensions import override

from bpexplorer.canvas.rect import Rect
from bpexplorer.canvas.viewport import Viewport
from bpexplorer.guard import guard
from bpexplorer.look.theme import current_theme


class Pane(QGraphicsView):
    """A view of a scene without scroll bars. Until the user zooms or pans, it shows all of ``fitted_rect``."""

    zoom_changed = Signal(float)

    def __init__(self, scene: QGraphicsScene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = Viewport(self)
        self._keyboard_visible = False
        self.setScene(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)

    def fitted_rect(self) -> Rect | None:
        """What ``fit`` shows, in scene units; None while there is nothing."""
        return None

    def kept_below(self) -> float:
        """Pixels below what ``fit`` shows that stay free, for a label that isn't always there."""
        return 0.0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see yet."""
        return self.fitted_rect() is None

    @property
    def zoom(self) -> float:
        """Screen pixels of one scene unit; 1 is 100 %."""
        return self._viewport.zoom

    @property
    def is_fitted(self) -> bool:
        """Whether nobody has zoomed or panned since the last ``fit``."""
        return self._viewport.is_fitted

    def hold_still(self) -> None:
        """Stay where the pane is, whatever is added."""
        self._viewport.is_fitted = False

    def fit(self) -> None:
        """Show all of it, and keep it whole until the next zoom or pan."""
        rect = self.fitted_rect()
        if rect is not None:
            self._viewport.fit(rect, below=self.kept_below())
            self.zoom_changed.emit(self.zoom)

    def zoom_by(self, factor: float) -> None:
        """Zoom in (factor > 1) or out around the middle."""
        self.zoom_at(factor, self.viewport().width() / 2, self.viewport().height() / 2)

    def zoom_at(self, factor: float, x: float, y: float) -> None:
        """Zoom so that what is under a pixel of the viewport stays there."""
        self._viewport.zoom_at(factor, x, y)
        self.zoom_changed.emit(self.zoom)

    def pan(self, dx: float, dy: float) -> None:
        """Look so many pixels further to the right and down."""
        self._viewport.pan(dx, dy)

    def show_keyboard(self, visible: bool) -> None:
        """Show that keys go to the canvas, while they are what the user works with."""
        if visible != self._keyboard_visible:
            self._keyboard_visible = visible
            self.on_keyboard_shown(visible)
            self.viewport().update()

    def on_keyboard_shown(self, visible: bool) -> None:
        """For what else shows where the keys go."""

    @override
    @guard
    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        super().drawForeground(painter, rect)
        if self._keyboard_visible:
            painter.resetTransform()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current_theme().accent, 1.0))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -2, -2))

    @override
    @guard
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.show_keyboard(
            event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        )

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.show_keyboard(False)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_fitted:
            self.fit()
