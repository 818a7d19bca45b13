"""The canvas as a part of the window: the strip above it, the view, and the colours' legend below."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bpexplorer.canvas.foot import CanvasFoot
from bpexplorer.canvas.legend import ColourLegend
from bpexplorer.canvas.strip import CanvasStrip
from bpexplorer.canvas.view import NetworkView
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training_data import TrainingData
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import NeuronQuantity, Scale, SessionState
from bpexplorer.guard import guard
from bpexplorer.look.widgets import Card


class CanvasPanel(Card):
    """Takes what the view takes, and passes its requests on, with those of the strip and the legend.

    Parameters
    ----------
    tool_actions : sequence of QAction
        The tools, checkable and named (``tool_select``, ``tool_demon``); they get buttons in this order.
    """

    selection_requested = Signal(object)  # tuple[Neuron, ...]
    connection_selection_requested = Signal(object)  # Connection, or None for none
    demon_requested = Signal(object, float)  # Neuron, Δz
    demon_released = Signal()
    add_neurons_requested = Signal(int, int)
    remove_neurons_requested = Signal(int, object)  # layer, tuple of indices
    insert_layer_requested = Signal(int)
    remove_layer_requested = Signal(int)
    activation_requested = Signal(int, str)
    size_requested = Signal(int, int)
    biases_requested = Signal(int, object, float)  # layer, tuple of indices or None for all, value
    #: Layer l, target, source, and whether the connection is to be there.
    connection_requested = Signal(int, int, int, bool)
    #: Layer, target, source, and whether the weight is to be frozen.
    freeze_connection_requested = Signal(int, int, int, bool)
    freeze_layer_requested = Signal(int, bool)
    dropout_requested = Signal(int, float)
    #: Layer, and whether it is to have biases.
    layer_biases_requested = Signal(int, bool)
    layer_moved = Signal(int, float, float)
    hover_text_changed = Signal(str)
    sample_requested = Signal(int)
    source_requested = Signal(object)  # SampleSource
    neurons_by_requested = Signal(object)  # NeuronQuantity
    edges_by_requested = Signal(object)  # EdgeQuantity
    #: The shared scale of δ, which the session keeps, should be chosen anew.
    refit_requested = Signal()

    def __init__(self, *, tool_actions: Sequence[QAction] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas_panel")
        self.setAccessibleName("Network editor")
        self.strip = CanvasStrip(tool_actions, self)
        self.view = NetworkView(self)
        self.foot = CanvasFoot(self)
        column = QVBoxLayout(self)
        # The card's border is drawn on the outermost pixel.
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)
        self._pass_requests_on()
        self.view.legend_changed.connect(self._on_legend_changed)
        self.view.zoom_changed.connect(self._on_zoom_changed)
        self.foot.refit_clicked.connect(self._on_refit_clicked)
        self.foot.fit_clicked.connect(self.view.fit)

    def _pass_requests_on(self) -> None:
        view, strip = self.view, self.strip
        for inner, outer in (
            (view.selection_requested, self.selection_requested),
            (view.demon_requested, self.demon_requested),
            (view.demon_released, self.demon_released),
            (view.add_neurons_requested, self.add_neurons_requested),
            (view.remove_neurons_requested, self.remove_neurons_requested),
            (view.insert_layer_requested, self.insert_layer_requested),
            (view.remove_layer_requested, self.remove_layer_requested),
            (view.activation_requested, self.activation_requested),
            (view.size_requested, self.size_requested),
            (view.biases_requested, self.biases_requested),
            (view.connection_requested, self.connection_requested),
            (view.connection_selection_requested, self.connection_selection_requested),
            (view.freeze_connection_requested, self.freeze_connection_requested),
            (view.freeze_layer_requested, self.freeze_layer_requested),
            (view.dropout_requested, self.dropout_requested),
            (view.layer_biases_requested, self.layer_biases_requested),
            (view.layer_moved, self.layer_moved),
            (view.hover_text_changed, self.hover_text_changed),
            (strip.sample_requested, self.sample_requested),
            (strip.source_requested, self.source_requested),
            (strip.neurons_by_requested, self.neurons_by_requested),
            (strip.edges_by_requested, self.edges_by_requested),
        ):
            inner.connect(outer)

    @property
    def space_tapped(self) -> SignalInstance:
        """See ``NetworkView.space_tapped``; only if it is connected does the view take Space for itself."""
        return self.view.space_tapped

    def clear(self) -> None:
        """See ``NetworkView.clear``."""
        self.view.clear()

    def show_plan(
        self, spec: NetworkSpec, offsets: Sequence[tuple[float, float]], data: TrainingData | None = None
    ) -> None:
        """See ``NetworkView.show_plan``."""
        self.view.show_plan(spec, offsets, data)
        if data is not None:
            self.strip.show_data(data, self.view.frame)
        self._show_pending()

    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        """See ``NetworkView.show_picture``."""
        self.view.show_picture(picture, before)
        self.strip.show_data(picture.frame.data, picture.frame)
        self._show_pending()

    def show_session(self, state: SessionState) -> None:
        """See ``NetworkView.show_session``."""
        self.strip.show_session(state)
        self.view.show_session(state)

    @guard
    def fit(self) -> None:
        """Show the whole network."""
        self.view.fit()

    def _show_pending(self) -> None:
        self.foot.show_state("applying…" if self.view.frame is None else "")

    @guard
    def _on_legend_changed(self, legend: ColourLegend) -> None:
        self.foot.show_legend(legend)

    @guard
    def _on_zoom_changed(self, zoom: float) -> None:
        self.foot.show_zoom(zoom)

    @guard
    def _on_refit_clicked(self) -> None:
        self.view.refit_scales()
        state = self.view.state
        if state.neurons_by is NeuronQuantity.DELTA and state.scale is not Scale.OWN:
            self.refit_requested.emit()
