"""Asks how good the network is over a whole part of the data, each time that the frame or the part is another."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.frame import Frame
from bpexplorer.core.metrics_reading import read_metrics
from bpexplorer.core.training_data import PartName
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker, Lane

#: Least time between two readings: a part may be large, and digits that change faster can't be read.
REST_SECONDS = 0.25


class MetricsReader(QObject):
    """Turns frames into metrics readings."""

    #: MetricsReading, or None if the question failed.
    reading_changed = Signal(object)

    def __init__(self, asker: Asker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asker = asker
        self._frame: Frame | None = None
        self._part: PartName = "test"

    def show_frame(self, frame: Frame) -> None:
        """Read from the newest frame."""
        self._frame = frame
        self._ask()

    @guard
    def choose_part(self, part: PartName) -> None:
        """Measure over another part from now on."""
        self._part = part
        self._ask()

    def _ask(self) -> None:
        frame = self._frame
        if frame is not None:
            question = partial(
                read_metrics, frame.trained_network, frame.data, part=self._part, step=frame.step
            )
            self._asker.ask(question, then=self._take, lane=Lane.JOBS)

    def _take(self, answer: object) -> None:
        self.reading_changed.emit(answer)
