"""Asks where the selected neuron's δ comes from, each time that the neuron, the sample or the frame is another."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.frame import Frame
from bpexplorer.core.route_reading import read_batch_routes, read_routes
from bpexplorer.core.traced_samples import SampleSource
from bpexplorer.document.session import Session, SessionState
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker


class RouteReader(QObject):
    """Turns the selection and the frames into route readings."""

    #: RouteReading, or None where there is nothing to read: no neuron is selected, or an input.
    reading_changed = Signal(object)

    def __init__(self, session: Session, asker: Asker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._asker = session, asker
        self._frame: Frame | None = None
        session.changed.connect(self._on_session_changed)

    def show_frame(self, frame: Frame) -> None:
        """Read from the newest frame."""
        self._frame = frame
        self._ask()

    def _ask(self) -> None:
        frame, state = self._frame, self._session.state
        neuron = state.primary
        if frame is None or neuron is None or neuron.layer == 0 or not frame.spec.has(neuron):
            self.reading_changed.emit(None)
            return
        if state.source is SampleSource.BATCH:
            samples = frame.last_batch
            # It comes with a frame as soon as the training thread knows that it is looked at.
            if samples is not None:
                cost, row = frame.config.cost, state.row
                self._asker.ask(
                    partial(read_batch_routes, samples, frame.data, cost=cost, row=row, neuron=neuron),
                    then=self._take,
                )
            return
        if state.sample >= len(frame.data.probe):  # one of other data, whose first frame is still to come
            return
        question = partial(
            read_routes,
            frame.trained_network,
            frame.data,
            cost=frame.config.cost,
            sample=state.sample,
            neuron=neuron,
            step=frame.step,
        )
        self._asker.ask(question, then=self._take)

    @guard
    def _on_session_changed(self, new: SessionState, old: SessionState) -> None:
        if (new.primary, new.source, new.row) != (old.primary, old.source, old.row):
            self._ask()

    def _take(self, answer: object) -> None:
        self.reading_changed.emit(answer)
