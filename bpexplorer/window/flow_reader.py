"""Asks how δ flows through the network, each time that the frame is another: of a copy of the run, as it goes on."""

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.flow_reading import read_flow
from bpexplorer.core.frame import Frame
from bpexplorer.core.state import TrainerState
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.live.controller import LiveController

_KEY = "flow"
#: Least time between two readings: each takes a copy of the run and a pass over the training part.
FLOW_REST_SECONDS = 0.5


class FlowReader(QObject):
    """Turns frames into flow readings. A frame doesn't hold what the next step needs, so the run is copied."""

    #: FlowReading, or None if the question failed.
    reading_changed = Signal(object)

    def __init__(self, live: LiveController, asker: Asker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._asker = live, asker
        self._token: int | None = None
        live.state_copied.connect(self._on_state_copied)
        asker.answered.connect(self._on_asker_answered)

    def show_frame(self, _frame: Frame) -> None:
        """Read the run as it is now, which is this frame's or a little later."""
        self._token = self._live.request_copy()

    @guard
    def _on_state_copied(self, token: int, state: TrainerState) -> None:
        if token == self._token:
            self._token = None
            self._asker.ask(_KEY, read_flow, state)

    @guard
    def _on_asker_answered(self, key: str, answer: object) -> None:
        if key == _KEY:
            self.reading_changed.emit(answer)
