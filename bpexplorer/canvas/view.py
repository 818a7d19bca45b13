"""The network editor's view: it shows values that it is handed, and asks for changes by signals."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAction, QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QRubberBand, QWidget
from typing_extensions import override

from bpexplorer.canvas.chrome.around import EDGE, Around
from bpexplorer.canvas.chrome.context_menus import ContextMenus
from bpexplorer.canvas.chrome.hover import HoverLabel, UnderMouse
from bpexplorer.canvas.chrome.layer_editor import LayerEditor
from bpexplorer.canvas.chrome.neuron_chip import NeuronChip
from bpexplorer.canvas.input.gestures import Gestures
from bpexplorer.canvas.input.input_pane import InputPane
from bpexplorer.canvas.input.keyboard import Keyboard
from bpexplorer.canvas.label_place import CLEAR, GAP
from bpexplorer.canvas.layout import NOTE_GAP, NOTE_HEIGHT, Control, Hit, Layout, Part
from bpexplorer.canvas.picture.legend import ColourLegend
from bpexplorer.canvas.picture.palette import canvas_palette
from bpexplorer.canvas.picture.presentation import Presentation
from bpexplorer.canvas.picture.scene import NetworkScene
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.edits.base import Edit
from bpexplorer.core.readings.maps import can_be_mapped
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.looking import PointAt
from bpexplorer.document.acts.network import AddLayer, AddNeuron, DropNeuron
from bpexplorer.document.keys import ViewAct
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Pointed, SessionState
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.access.speech import announce
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.translation import tr

#: A neuron or button is hit up to so many screen pixels outside.
SLACK = 3.0


class NetworkView(Spoken, InputPane):
    """Layers, neurons and edges of the open network. Until ``show_plan`` it is empty.

    ``show_plan`` shows the structure at once, without colours until a frame of that structure comes. ``actions`` are
    those of the window that the menu of a neuron has (`chrome.neuron_menu.NEURON_ACTIONS`).
    """

    accessible_role = QAccessible.Role.Canvas

    edit_requested = Signal(object)  # Edit
    act_requested = Signal(object)  # Act
    #: What lies under the mouse, in words; empty over nothing.
    hover_text_changed = Signal(str)
    legend_changed = Signal(object)  # Legend

    def __init__(
        self, parent: QWidget | None = None, *, actions: Mapping[str, QAction] | None = None
    ) -> None:
        self._scene = NetworkScene(canvas_palette(current_theme()))
        super().__init__(self._scene, parent)
        self._scene.setParent(self)
        self.setObjectName("network_view")
        self.setAccessibleName(tr("Network"))
        self.setAccessibleDescription(
            tr(
                "Arrow keys walk from neuron to neuron, and from the first of a layer up to "
                "its buttons, which Return presses; plus and minus resize the layer, F2 edits "
                "it, Insert puts a layer before it, Delete removes the selected neurons or "
                "connection, the menu key opens the menu of the selected neuron or connection, "
                "F shows all."
            )
        )
        self._shown = Presentation(self._scene)
        self._state = SessionState()
        self._legend: ColourLegend | None = None
        self._magnification = fonts.magnification()
        #: The neuron under the mouse, as others are told of it, who show its map or its weights.
        self._pointed_at: Neuron | None = None
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
        label = HoverLabel(self.viewport())
        self._under_mouse = UnderMouse(label, self._shown.text_of, self.hover_text_changed.emit)
        self._layer_editor = LayerEditor(self, self)
        self._menus = ContextMenus(self, actions or {}, self)
        self._chip = NeuronChip(self.viewport()) if actions else None
        if self._chip is not None:
            self._chip.clicked.connect(self._on_chip_clicked)
        self._around = Around(self, self._scene, self._chip)
        self.zoom_changed.connect(self._place_around)
        gestures = Gestures(self)
        self.listen(gestures, Keyboard(self, gestures))
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    # What is shown

    def show_plan(
        self,
        spec: NetworkSpec,
        offsets: Sequence[tuple[float, float]],
        data: TrainingData | None = None,
        own: PreparedData | None = None,
    ) -> None:
        """Show a structure with its layers moved by offsets (dx, dy).

        ``data`` says at once how an image input is shaped and what classes are called; else the next frame does.
        ``own`` is what they were prepared from.
        """
        self._shown.own = own
        is_other = self._shown.is_other(spec, data)
        if is_other:
            self.drop()
            self._state = self._state.within(spec, self._state.sample + 1)  # until the session says more
        self._shown.show_plan(spec, offsets, data)
        self._follow()
        self._layer_editor.refresh()
        if is_other:
            self.look_again()

    def drop(self) -> None:
        """Let go of all that the mouse holds or is over, and close the menus of neurons and connections."""
        self._gestures.drop()
        self._menus.close()

    def clear(self) -> None:
        """Another project opens: let go of everything that speaks of a place in this one."""
        self.drop()
        self._layer_editor.close()
        self.fit()  # whatever part of this one was looked at, the other is shown whole

    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        """Colour the network, and mark what is selected and what the demon changes."""
        old_layout = self._shown.layout
        self._shown.show_picture(picture)
        if before is None or before.frame.edit_number != picture.frame.edit_number:
            self._layer_editor.refresh()
        if self._shown.layout is not old_layout:
            self._follow()
            self.look_again()
        self._refresh_words()

    def show_session(self, state: SessionState) -> None:
        """Let hands and tools work on what the user has chosen; it is drawn with the next picture."""
        if state.tool is not self._state.tool:
            self._gestures.cancel()
        is_other = state.selection != self._state.selection
        self._state = state
        if self._shown.frame is None:
            self._shown.show_session(state)
            self._refresh_words()
        if is_other:
            self._layer_editor.refresh()
            self._place_around()

    @guard
    def show_pointed(self, pointed: Pointed | None) -> None:
        """Light what is pointed at in a panel; None: nothing."""
        self._scene.show_pointed(None if pointed is not None and pointed.on_canvas else pointed)

    def pointed_words(self) -> str:
        """What stands beside what is pointed at in a panel; empty if nothing is."""
        label = self._scene.pointed_label
        return label.text if label.isVisible() else ""

    def refit_scales(self) -> None:
        """Choose the bounds of all colour scales anew, but for the shared one of δ, which the session keeps."""
        self._shown.refit()
        self._refresh_words()

    def _follow(self) -> None:
        """Keep the whole network in view until the user zooms or pans, but hold still under a dragging hand."""
        if self.is_fitted and not self._gestures.is_active:
            self.fit()
        self._refresh_words()

    def _refresh_words(self) -> None:
        """Keep the label under the mouse and the legend at the newest numbers."""
        self._under_mouse.refresh()
        if self._shown.legend != self._legend:
            self._legend = self._shown.legend
            self.legend_changed.emit(self._legend)
        self._place_around()

    @override
    def spoken(self) -> str:
        return self._shown.text_of(self._state.primary, by_key=True)

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
        return self._under_mouse.text

    def demon_lines(self) -> tuple[str, str] | None:
        """What the demon's label says, None if it isn't shown."""
        label = self._scene.demon_label
        return label.lines if label.isVisible() else None

    def demon_label_rect(self) -> QRectF | None:
        """Where the demon's label stands, in viewport coordinates; None if it isn't shown."""
        return self._around.demon_rect()

    def held_label(self) -> tuple[str, QRectF] | None:
        """What the mark of a held Δz says and where it stands, in viewport coordinates; None without one."""
        rect = self._around.held_rect()
        return None if rect is None else (self._scene.held_label.text, rect)

    @property
    def placement(self) -> Layout:
        """Where everything lies. There is none before ``show_plan``."""
        assert self._shown.layout is not None, "show_plan has to be called first"
        return self._shown.layout

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown, if it is of the plan's structure."""
        return self._shown.frame

    @property
    def state(self) -> SessionState:
        """The session's state that hands and tools work on."""
        return self._state

    @override
    def fitted_rect(self) -> Rect | None:
        if self._shown.layout is None:
            return None
        bounds = self._shown.layout.bounds
        return bounds._replace(bottom=bounds.bottom + max(CLEAR, NOTE_GAP + NOTE_HEIGHT))

    @override
    def kept_below(self) -> float:
        # Places are whole pixels: one each way.
        return EDGE + GAP + self._scene.demon_label.row_height + 2.0

    # What tools ask for

    def show_moved(self, layer: int, dx: float, dy: float) -> None:
        """Show a layer away from its place until the next plan."""
        self._shown.show_moved(layer, dx, dy)
        self._refresh_words()

    def show_band(self, rect: Rect | None) -> None:
        """Show the rectangle that is being drawn."""
        self._band.setVisible(rect is not None)
        if rect is not None:
            corners = QPointF(rect.left, rect.top), QPointF(rect.right, rect.bottom)
            self._band.setGeometry(QRect(*(self.mapFromScene(corner) for corner in corners)))

    def show_drawn_edge(self, source: Neuron | None, end: tuple[float, float] = (0.0, 0.0)) -> None:
        """Show an edge from a neuron to a point of the scene; None: no such edge."""
        self._scene.show_drawn_edge(source, end)

    def show_under_mouse(self, hit: Hit, x: float, y: float) -> None:
        """Say what is under a pixel of the viewport, and light it if it can be pressed."""
        self._scene.set_hovered(hit)
        self._under_mouse.show(hit, QPoint(round(x), round(y)))
        neuron = hit if isinstance(hit, Neuron) and self._is_pictured() else None
        if neuron != self._pointed_at:
            self._pointed_at = neuron
            self.act_requested.emit(PointAt(None if neuron is None else Pointed((neuron,), on_canvas=True)))

    def _is_pictured(self) -> bool:
        """Whether panels show neurons as pictures: their maps, or their weights."""
        return can_be_mapped(self.placement.spec.inputs) or self.placement.sample is not None

    def read_out(self, hit: Neuron | Control) -> None:
        """Say what a neuron or a button is, beside it and aloud; for those who walk by key."""
        if isinstance(hit, Neuron):
            at = self.neuron_position(hit.layer, hit.index)
        else:
            at = self.control_position(hit.part, hit.layer)
        self.show_under_mouse(hit, at.x(), at.y())
        announce(self, self._shown.text_of(hit, by_key=True))

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Show what a press would do."""
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def say(self, text: str) -> None:
        """Show a sentence where the hover text stands, until the mouse moves."""
        self._under_mouse.say(text, self.viewport().mapFromGlobal(self.cursor().pos()))
        announce(self, text)

    def trigger(self, control: Control) -> None:
        """Do what a button or header is for."""
        layer = control.layer
        match control.part:
            case Part.ADD:
                self.request_act(AddNeuron(layer))
            case Part.REMOVE:
                self.request_act(DropNeuron(layer))
            case Part.INSERT:
                self.request_act(AddLayer(layer))
            case Part.HEADER if layer > 0:
                self._layer_editor.open(layer)

    def do(self, act: ViewAct) -> None:
        """Do something with the view alone."""
        if not self.is_empty:
            self._keyboard.do(act)

    def request_act(self, act: Act) -> None:
        """Ask for an act, or say beside the mouse why it can't be done."""
        reason = act.refusal(self.placement.spec, self._state, self.frame)
        if reason is None:
            self.act_requested.emit(act)
        else:
            self.say(reason)

    def request_edit(self, edit: Edit) -> None:
        """Ask for an edit of the network."""
        self.edit_requested.emit(edit)

    # Events

    @override
    def hit_at(self, place: QPointF, position: QPointF) -> Hit:
        layout = self._shown.layout
        if layout is None:
            return None
        slack = SLACK / max(self.zoom, 0.05)
        x, y = place.x(), place.y()
        return (
            self._labelled_neuron_at(position)
            or layout.hit(x, y, slack=slack, selected=self.state.primary)
            or self._scene.sample.thumbnail_at(x, y)
        )

    @override
    def needs_key(self, key: int) -> bool:
        # Delete of a connection: the canvas knows whether it is removed already.
        return super().needs_key(key) or (key == Qt.Key.Key_Delete and self.state.connection is not None)

    def _labelled_neuron_at(self, position: QPointF) -> Neuron | None:
        """The neuron of a demon, armed or held, whose label lies at a pixel of the viewport."""
        held, frame, demon = self.held_label(), self.frame, self._shown.state.demon
        if held is not None and frame is not None and frame.held is not None and held[1].contains(position):
            return frame.held.neuron
        armed = self.demon_label_rect()
        return demon.neuron if demon is not None and armed is not None and armed.contains(position) else None

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._scene.set_palette(canvas_palette(theme))
        before, self._magnification = self._magnification, fonts.magnification()
        if before != self._magnification:
            self._shown.lay_out_anew()
            if not self.is_fitted:
                self.zoom_by(self._magnification / before)
            self._follow()

    @override
    def on_keyboard_shown(self, visible: bool) -> None:
        self._scene.set_focused(visible)

    @override
    @guard
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.is_empty:
            return
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            is_answered = self._menus.open_selected(event.globalPos())
        else:
            hit = self.pointer(QPointF(event.pos()), event.modifiers()).hit
            is_answered = self._menus.open_at(hit, event.globalPos())
        # Where there is nothing, the window has something to offer.
        event.setAccepted(is_answered)

    @guard
    def _on_chip_clicked(self) -> None:
        if self._chip is not None and self.state.primary is not None:
            below = self._chip.mapToGlobal(self._chip.rect().bottomLeft())
            self._menus.open_at(self.state.primary, below)

    @guard
    def _place_around(self) -> None:
        """Let labels and chip stand where they cover nothing."""
        state, frame = self._state, self._shown.frame
        demon, held = self._shown.state.demon, None if frame is None else frame.held
        selection = state.selection if state.connection is None else ()
        self._around.place(
            self._shown.layout,
            armed=None if demon is None else demon.neuron,
            held=None if held is None else held.neuron,
            selected=selection[0] if len(selection) == 1 else None,
        )

    @override
    @guard
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_around()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_around()
