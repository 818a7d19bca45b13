"""What the views ask of the session: selection, sample, what colours show, and how δ is scaled."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from bpexplorer.core.frame import Frame
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.traced_samples import SampleSource
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity, Scale, Session, Tool
from bpexplorer.guard import guard
from bpexplorer.window.opening import delta_bound


class SessionCommands(QObject):
    """Changes the session; nothing of it is undoable."""

    def __init__(self, session: Session, newest_frame: Callable[[], Frame | None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._newest_frame = session, newest_frame

    @guard
    def select(self, neurons: object) -> None:
        """Select these neurons."""
        assert isinstance(neurons, tuple)
        self._session.select(*neurons)

    @guard
    def select_neuron(self, layer: int, index: int) -> None:
        """Select one neuron."""
        self._session.select(Neuron(layer, index))

    @guard
    def select_cell(self, layer: int, index: int, sample: int) -> None:
        """Select one neuron and one sample."""
        self._session.select(Neuron(layer, index), sample=sample)

    @guard
    def select_connection(self, connection: object) -> None:
        """Select this connection; None: none."""
        assert connection is None or isinstance(connection, Connection)
        self._session.select_connection(connection)

    @guard
    def choose_sample(self, sample: int) -> None:
        """Look at another one of the samples that are looked at."""
        self._session.choose_sample(sample)

    @guard
    def choose_probe_sample(self, sample: int) -> None:
        """Look at a sample of the probe, whatever was looked at before."""
        self._session.choose_sample(sample, SampleSource.PROBE)

    @guard
    def choose_source(self, source: SampleSource) -> None:
        """Look at the probe, or at the batch of the last step."""
        self._session.update(source=source)

    @guard
    def colour_neurons_by(self, quantity: NeuronQuantity) -> None:
        self._session.update(neurons_by=quantity)

    @guard
    def colour_edges_by(self, quantity: EdgeQuantity) -> None:
        self._session.update(edges_by=quantity)

    @guard
    def choose_scale(self, scale: Scale) -> None:
        self._session.update(scale=scale)

    @guard
    def take_select_tool(self) -> None:
        """Select with the mouse; a demon stays where it is."""
        self._session.update(tool=Tool.SELECT)

    @guard
    def take_connect_tool(self) -> None:
        """Connect neurons with the mouse; a demon stays where it is."""
        self._session.update(tool=Tool.CONNECT)

    @guard
    def take_demon_tool(self) -> None:
        """Place the demon with the mouse."""
        self._session.update(tool=Tool.DEMON)

    @guard
    def refit(self) -> None:
        """Let the scale of δ reach just as far as δ does now."""
        frame = self._newest_frame()
        if frame is not None:
            self._session.update(delta_bound=delta_bound(frame, self._session.state.source))
