"""Asks how δ flows through the network, each time that the frame or the choice of samples is another.

It asks of a copy of the run, as it goes on: a frame doesn't hold what the next step needs.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.flow_reading import read_flow
from bpexplorer.core.frame import Frame
from bpexplorer.core.state import TrainerState
from bpexplorer.core.training_data import SamplesName
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker, Lane
from bpexplorer.live.controller import LiveController

#: Least time between two readings: each takes a copy of the run and a pass over all chosen samples.
FLOW_REST_SECONDS = 0.5


class FlowReader(QObject):
    """Turns frames into flow readings."""

    #: FlowReading, or None if the question failed.
    reading_changed = Signal(object)
    #: A key of SAMPLES: these were chosen, and there are none.
    samples_missing = Signal(str)

    def __init__(self, live: LiveController, asker: Asker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._asker = live, asker
        self._over: SamplesName = "train"
        self._token: int | None = None
        live.state_copied.connect(self._on_state_copied)

    def show_frame(self, _frame: Frame) -> None:
        """Read the run as it is now, which is this frame's or a little later."""
        self._token = self._live.request_copy()

    @guard
    def choose_samples(self, over: SamplesName) -> None:
        """Read over other samples from now on."""
        self._over = over
        self._token = self._live.request_copy()

    @guard
    def _on_state_copied(self, token: int, state: TrainerState) -> None:
        if token != self._token:
            return
        self._token = None
        if not len(state.data.samples(self._over).x):
            self.samples_missing.emit(self._over)
        else:
            self._asker.ask(partial(read_flow, state, over=self._over), then=self._take, lane=Lane.JOBS)

    def _take(self, answer: object) -> None:
        self.reading_changed.emit(answer)
