"""The network editor's view: it shows values that it is handed, and asks for changes by signals."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QRubberBand, QWidget
from typing_extensions import override

from bpexplorer.canvas.hover import HoverLabel
from bpexplorer.canvas.keyboard import Keyboard
from bpexplorer.canvas.layout import Control, Hit, Layout, Part
from bpexplorer.canvas.legend import Legend, legend
from bpexplorer.canvas.palette import canvas_palette
from bpexplorer.canvas.popup import LayerPopup
from bpexplorer.canvas.rect import Rect
from bpexplorer.canvas.scales import ScaleBook
from bpexplorer.canvas.scene import NetworkScene
from bpexplorer.canvas.tools.base import CanvasTool, PointerEvent
from bpexplorer.canvas.tools.demon import DemonTool
from bpexplorer.canvas.tools.move import ControlTool
from bpexplorer.canvas.tools.pan import PanTool
from bpexplorer.canvas.tools.select import SelectTool
from bpexplorer.canvas.viewport import Viewport
from bpexplorer.canvas.words import hit_text
from bpexplorer.core.frame import Frame
from bpexplorer.core.reading import DemonReading
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training_data import TrainingData
from bpexplorer.document.session import SessionState, Tool
from bpexplorer.guard import guard
from bpexplorer.look.theme import Theme, current_theme, theme_notifier

#: A neuron or button is hit up to so many screen pixels outside.
SLACK = 3.0
#: Zoom of one eighth of a degree of the wheel.
ZOOM_PER_EIGHTH = 1.0016


class NetworkView(QGraphicsView):
    """Layers, neurons and edges of the open network. Until ``show_plan`` it is empty.

    ``show_plan`` shows the structure at once, without colours until a frame of that structure comes.
    """

    selection_requested = Signal(object)  # tuple[Neuron, ...]
    demon_requested = Signal(object, float)  # Neuron, Δz
    demon_released = Signal()
    add_neurons_requested = Signal(int, int)
    remove_neurons_requested = Signal(int, object)  # layer, tuple of indices
    insert_layer_requested = Signal(int)
    remove_layer_requested = Signal(int)
    activation_requested = Signal(int, str)
    size_requested = Signal(int, int)
    biases_requested = Signal(int, object, float)  # layer, tuple of indices or None for all, value
    layer_moved = Signal(int, float, float)
    #: What lies under the mouse, in words; empty over nothing.
    hover_text_changed = Signal(str)
    zoom_changed = Signal(float)
    legend_changed = Signal(object)  # Legend

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network_view")
        self.setAccessibleName("Network")
        self.setAccessibleDescription(
            "Arrow keys walk from neuron to neuron, plus and minus resize the layer, F2 edits it, Insert puts a layer "
            "before it, Delete removes the selected neurons, F shows all."
        )
        self._layout: Layout | None = None
        self._offsets: Sequence[tuple[float, float]] = ()
        self._frame: Frame | None = None
        self._data: TrainingData | None = None
        self._state = SessionState()
        self._reading: DemonReading | None = None
        self._scales = ScaleBook()
        self._legend: Legend | None = None
        self._scene = NetworkScene(canvas_palette(current_theme()), self)
        self._viewport = Viewport(self)
        self._set_up_view()
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
        self._hover = HoverLabel(self.viewport())
        self._hit: Hit = None
        self._popup: LayerPopup | None = None
        self._controls, self._pan = ControlTool(self), PanTool(self._viewport.pan)
        self._demon_tool = DemonTool(self)
        self._tools: dict[Tool, CanvasTool] = {Tool.SELECT: SelectTool(self), Tool.DEMON: self._demon_tool}
        self._active: CanvasTool | None = None
        self._space = False
        self._keyboard = Keyboard(self, self._demon_tool)
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def _set_up_view(self) -> None:
        self.setScene(self._scene)
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
        self.setMinimumSize(240, 200)

    # What is shown

    def show_plan(
        self,
        spec: NetworkSpec,
        offsets: Sequence[tuple[float, float]],
        data: TrainingData | None = None,
    ) -> None:
        """Show a structure with its layers moved by offsets (dx, dy).

        ``data`` says at once how an image input is shaped and what classes are called; else the next frame does.
        """
        if data is not None:
            self._data = data
        if self._frame is not None and self._frame.spec != spec:
            self._frame = None
        self._offsets = tuple(offsets)
        self._lay_out(spec)

    def show_frame(self, frame: Frame) -> None:
        """Colour the network by a frame; one of another structure than the plan's is ignored."""
        if self._layout is None or frame.spec != self._layout.spec:
            return
        self._frame = frame
        if frame.data is not self._data:
            self._data = frame.data
            self._lay_out(frame.spec)
        else:
            self._refresh()

    def show_session(self, state: SessionState) -> None:
        """Show another selection, sample, quantity, scale or demon."""
        old, self._state = self._state, state
        if state.neurons_by is not old.neurons_by:
            self._scales.forget(state.neurons_by)
        if state.edges_by is not old.edges_by:
            self._scales.forget(state.edges_by)
        if state.tool is not old.tool:
            self._end_gesture()
        if state.demon is None or (old.demon is not None and state.demon.neuron != old.demon.neuron):
            self._reading = None
        if self._layout is not None:
            if (state.selection, state.edges_by) != (old.selection, old.edges_by):
                self._scene.show_selection(state)
            self._refresh()
            self._scene.show_demon(state.demon, self._reading)

    def show_reading(self, reading: DemonReading | None) -> None:
        """Show what the demon changes."""
        self._reading = reading
        if self._layout is not None:
            self._scene.show_demon(self._state.demon, reading)
            self._refresh_hover()

    def refit_scales(self) -> None:
        """Choose the bounds of all colour scales anew, but for the shared one of δ, which the session keeps."""
        self._scales.refit()
        self._refresh()

    def _lay_out(self, spec: NetworkSpec, offsets: Sequence[tuple[float, float]] | None = None) -> None:
        shape = self._data.image_shape if self._data is not None else None
        offsets = self._offsets if offsets is None else offsets
        self._layout = Layout.create(spec, offsets, image_shape=shape)
        self._scene.set_layout(self._layout)
        if self._viewport.is_fitted and self._active is None:
            self.fit()
        self._scene.show_selection(self._state)
        self._refresh()
        self._scene.show_demon(self._state.demon, self._reading)

    def _refresh(self) -> None:
        """Hand the newest numbers to the items; those whose numbers are the same don't repaint."""
        if self._layout is None:
            return
        frame, state = self._frame, self._state
        scales = self._scales.neurons(frame, state)
        edge_scale = self._scales.edges(frame, state)
        self._scene.show_neurons(frame, self._data, state, scales)
        self._scene.show_edges(frame, state, edge_scale)
        self._scene.show_labels(frame, self._data, state)
        self._refresh_hover()
        new = legend(frame, state, scales, edge_scale)
        if new != self._legend:
            self._legend = new
            self.legend_changed.emit(new)

    # Where things are

    def neuron_position(self, layer: int, neuron: int) -> QPoint:
        """The middle of a neuron, in viewport coordinates."""
        x, y = self.placement.boxes[layer].centres[neuron].tolist()
        return self.mapFromScene(QPointF(x, y))

    def control_position(self, part: Part, layer: int) -> QPoint:
        """The middle of a header or button, in viewport coordinates; see ``layout.Part`` for what there is."""
        return self.mapFromScene(QPointF(*self.placement.controls[Control(part, layer)].centre))

    def hover_text(self) -> str:
        """What the label beside the mouse says; empty if it isn't shown."""
        return self._hover.text()

    def demon_lines(self) -> tuple[str, str] | None:
        """What the demon's label says, None if it isn't shown."""
        label = self._scene.demon_label
        return label.lines if label.isVisible() else None

    @property
    def placement(self) -> Layout:
        """Where everything lies. There is none before ``show_plan``."""
        assert self._layout is not None, "show_plan has to be called first"
        return self._layout

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown, if it is of the plan's structure."""
        return self._frame

    @property
    def state(self) -> SessionState:
        """The session's state that is shown."""
        return self._state

    @property
    def zoom(self) -> float:
        """Screen pixels of one scene unit; 1 is 100 %."""
        return self._viewport.zoom

    def fit(self) -> None:
        """Show the whole network, and keep it whole until the next zoom or pan."""
        if self._layout is not None:
            self._viewport.fit(self._layout.bounds)
            self.zoom_changed.emit(self.zoom)

    def zoom_by(self, factor: float) -> None:
        """Zoom in (factor > 1) or out around the middle."""
        self._zoom_at(factor, QPointF(self.viewport().rect().center()))

    def _zoom_at(self, factor: float, position: QPointF) -> None:
        self._viewport.zoom_at(factor, position.x(), position.y())
        self.zoom_changed.emit(self.zoom)

    # What tools ask for

    def show_moved(self, layer: int, dx: float, dy: float) -> None:
        """Show a layer away from its place until the next plan."""
        offsets = [*self._offsets, *[(0.0, 0.0)] * (len(self.placement.boxes) - len(self._offsets))]
        x, y = offsets[layer]
        offsets[layer] = x + dx, y + dy
        self._lay_out(self.placement.spec, offsets)

    def show_band(self, rect: Rect | None) -> None:
        """Show the rectangle that is being drawn."""
        self._band.setVisible(rect is not None)
        if rect is not None:
            corners = QPointF(rect.left, rect.top), QPointF(rect.right, rect.bottom)
            self._band.setGeometry(QRect(*(self.mapFromScene(corner) for corner in corners)))

    def say(self, text: str) -> None:
        """Show a sentence where the hover text stands."""
        self._hover.show_text(text, self.viewport().mapFromGlobal(self.cursor().pos()))
        self.hover_text_changed.emit(text)

    def trigger(self, control: Control) -> None:
        """Do what a button or header is for."""
        layer, size = control.layer, self.placement.spec.sizes[control.layer]
        match control.part:
            case Part.ADD:
                self.add_neurons_requested.emit(layer, 1)
            case Part.REMOVE if size == 1:
                self.remove_layer_requested.emit(layer)
            case Part.REMOVE:
                self.remove_neurons_requested.emit(layer, (size - 1,))
            case Part.INSERT:
                self.insert_layer_requested.emit(layer)
            case Part.HEADER if layer > 0:
                self._open_popup(layer)

    def let_go(self) -> None:
        """End a gesture, else release the demon, else select nothing."""
        if self._active is not None:
            self._end_gesture()
        elif self._state.demon is not None:
            self.demon_released.emit()
        else:
            self.selection_requested.emit(())

    def _open_popup(self, layer: int) -> None:
        biases = None if self._frame is None else self._frame.network.biases[layer - 1]
        if self._popup is None:
            self._popup = LayerPopup(self)
            self._popup.activation_requested.connect(self.activation_requested)
            self._popup.size_requested.connect(self.size_requested)
            self._popup.biases_requested.connect(self.biases_requested)
            self._popup.remove_layer_requested.connect(self.remove_layer_requested)
        self._popup.show_layer(self.placement.spec, layer, biases)
        below = self.control_position(Part.HEADER, layer) + QPoint(0, round(20 * self.zoom))
        self._popup.open_at(self.viewport().mapToGlobal(below))

    # Events

    def _pointer(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> PointerEvent:
        place = self.mapToScene(position.toPoint())
        slack = SLACK / max(self.zoom, 0.05)
        hit = (
            None
            if self._layout is None
            else self._layout.hit(place.x(), place.y(), slack=slack, selected=self._state.primary)
        )
        return PointerEvent(
            place.x(),
            place.y(),
            position.x(),
            position.y(),
            hit,
            shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        )

    def _tool_for(self, button: Qt.MouseButton, hit: Hit) -> CanvasTool | None:
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (left and self._space):
            return self._pan
        if not left:
            return None
        return self._controls if isinstance(hit, Control) else self._tools[self._state.tool]

    def _end_gesture(self) -> None:
        active, self._active = self._active, None
        if active is not None:
            active.cancel()
        self._update_cursor()

    def _hover_over(self, event: PointerEvent) -> None:
        self._hit = event.hit
        self._scene.set_hovered(event.hit if isinstance(event.hit, Control) else None)
        self._hover.place(QPoint(round(event.view_x), round(event.view_y)))
        self._refresh_hover()
        self._update_cursor()

    def _refresh_hover(self) -> None:
        if self._layout is None:
            return
        hit = self._hit
        if isinstance(hit, Neuron) and not self._layout.spec.has(hit):
            hit = self._hit = None
        text = hit_text(hit, self._layout.spec, self._frame, self._state, self._reading)
        if self._hover.set_text(text):
            self.hover_text_changed.emit(text)

    def _update_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._active is self._pan:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space:
            shape = Qt.CursorShape.OpenHandCursor
        elif isinstance(self._hit, Control):
            shape = Qt.CursorShape.PointingHandCursor
        elif self._state.tool is Tool.DEMON and isinstance(self._hit, Neuron) and self._hit.layer > 0:
            shape = Qt.CursorShape.SizeVerCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._scene.set_palette(canvas_palette(theme))

    @override
    @guard
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._layout is None or self._active is not None:
            return
        pointer = self._pointer(event.position(), event.modifiers())
        self._active = self._tool_for(event.button(), pointer.hit)
        if self._active is not None:
            self._active.press(pointer)
            self._update_cursor()

    @override
    @guard
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event.position(), event.modifiers())
        if self._active is not None:
            self._active.move(pointer)
        else:
            self._hover_over(pointer)

    @override
    @guard
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._active is not None and event.buttons() == Qt.MouseButton.NoButton:
            active, self._active = self._active, None
            active.release(self._pointer(event.position(), event.modifiers()))
            self._update_cursor()

    @override
    @guard
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # Two quick clicks on + are two neurons.
        self.mousePressEvent(event)

    @override
    @guard
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if self._layout is None:
            return
        pointer = self._pointer(event.position(), event.modifiers())
        # Alt, and Shift on some systems, turn a vertical wheel into a horizontal one.
        eighths = event.angleDelta().y() or event.angleDelta().x()
        demon = self._state.demon
        if demon is not None and pointer.hit == demon.neuron:
            self._demon_tool.turn(eighths / 120, fine=pointer.shift)
        else:
            self._zoom_at(ZOOM_PER_EIGHTH**eighths, event.position())

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self._update_cursor()
        elif self._layout is None or not self._keyboard.press(event):
            super().keyPressEvent(event)

    @override
    @guard
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._update_cursor()
        else:
            super().keyReleaseEvent(event)

    @override
    @guard
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._scene.set_focused(
            event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        )

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._space = False
        self._scene.set_focused(False)

    @override
    @guard
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hit = None
        self._scene.set_hovered(None)
        self._refresh_hover()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._viewport.is_fitted:
            self.fit()
