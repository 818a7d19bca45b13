"""The canvas as a part of the window: the strip above it, the view, and the colours' legend below."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.canvas.chrome.foot import CanvasFoot
from bpexplorer.canvas.chrome.pending_bar import PendingBar
from bpexplorer.canvas.chrome.phase_bar import PhaseBar
from bpexplorer.canvas.chrome.strip import CanvasStrip
from bpexplorer.canvas.picture.legend import ColourLegend
from bpexplorer.canvas.view import NetworkView
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.looking import Refit, RefitMaps
from bpexplorer.document.keys import ViewAct
from bpexplorer.document.pending import Outlook
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import NeuronQuantity, Scale, SessionState
from bpexplorer.guard import guard
from bpexplorer.look.widgets import Card
from bpexplorer.translation import tr


class CanvasPanel(Card):
    """Takes what the view takes, and passes its requests on, with those of the strip and the legend.

    Parameters
    ----------
    tool_actions : sequence of QAction
        The tools, checkable and named (``tool_select``, ``tool_demon``); they get buttons in this order.
    neuron_actions : mapping
        What the menu of a neuron has, by name; see `NetworkView`.
    phase_actions : mapping
        What leads through the phases of a step, by name; see `PhaseBar`. Without them there is no such bar.
    """

    edit_requested = Signal(object)  # Edit
    act_requested = Signal(object)  # Act

    def __init__(
        self,
        *,
        tool_actions: Sequence[QAction] = (),
        neuron_actions: Mapping[str, QAction] | None = None,
        phase_actions: Mapping[str, QAction] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvas_panel")
        self.setAccessibleName(tr("Network editor"))
        self.strip = CanvasStrip(tool_actions, self)
        self.view = NetworkView(self, actions=neuron_actions)
        self.foot = CanvasFoot(self)
        self.phase_bar = None if phase_actions is None else PhaseBar(phase_actions, self)
        self.pending_bar = PendingBar(self)
        column = QVBoxLayout(self)
        # The card's border is drawn on the outermost pixel.
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)
        if self.phase_bar is not None:
            column.addWidget(self.phase_bar)
        self._pass_requests_on()
        self.view.legend_changed.connect(self._on_legend_changed)
        self.view.zoom_changed.connect(self._on_zoom_changed)
        self.foot.refit_clicked.connect(self._on_refit_clicked)
        self.foot.fit_clicked.connect(self.view.fit)

    def _pass_requests_on(self) -> None:
        self.view.edit_requested.connect(self.edit_requested)
        self.view.act_requested.connect(self.act_requested)
        self.strip.act_requested.connect(self.act_requested)
        self.pending_bar.act_requested.connect(self.act_requested)
        if self.phase_bar is not None:
            self.phase_bar.act_requested.connect(self.act_requested)

    @property
    def space_tapped(self) -> SignalInstance:
        """See ``NetworkView.space_tapped``; only if it is connected does the view take Space for itself."""
        return self.view.space_tapped

    def clear(self) -> None:
        """See ``NetworkView.clear``."""
        self.view.clear()

    def show_plan(
        self,
        spec: NetworkSpec,
        offsets: Sequence[tuple[float, float]],
        data: TrainingData | None = None,
        own: PreparedData | None = None,
    ) -> None:
        """See ``NetworkView.show_plan``."""
        self.view.show_plan(spec, offsets, data, own)
        if data is not None:
            self.strip.show_data(data, self.view.frame)
        self._show_pending()

    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        """See ``NetworkView.show_picture``."""
        self.view.show_picture(picture, before)
        self.strip.show_data(picture.frame.data, picture.frame)
        if self.phase_bar is not None:
            self.phase_bar.show_picture(picture, before)
        self._show_pending()

    def show_session(self, state: SessionState) -> None:
        """See ``NetworkView.show_session``."""
        self.strip.show_session(state)
        self.view.show_session(state)

    def show_choices(self, words: Sequence[str], outlook: Outlook) -> None:
        """Show what waits for a restart, over the head of the view."""
        self.pending_bar.show_pending(words, outlook)
        self.pending_bar.lie_over(self.view.geometry())

    def do(self, act: ViewAct) -> None:
        """See ``NetworkView.do``."""
        self.view.do(act)

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
            self.act_requested.emit(Refit())
        elif state.neurons_by is NeuronQuantity.MAP:
            self.act_requested.emit(RefitMaps())

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pending_bar.lie_over(self.view.geometry())
