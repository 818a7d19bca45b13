"""Asks what each neuron makes of every input, while the canvas shows that and the inputs are few enough."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.frame import Frame
from bpexplorer.core.output_maps import can_be_mapped, read_maps
from bpexplorer.document.session import NeuronQuantity, Session, SessionState
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker


class MapReader(QObject):
    """Turns frames into output maps."""

    #: OutputMaps, or None if the question failed.
    maps_changed = Signal(object)

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
        frame = self._frame
        is_shown = self._session.state.neurons_by is NeuronQuantity.MAP
        if frame is not None and is_shown and can_be_mapped(frame.spec.inputs):
            self._asker.ask(
                partial(read_maps, frame.trained_network, frame.data, step=frame.step),
                then=self._take,
            )

    @guard
    def _on_session_changed(self, new: SessionState, old: SessionState) -> None:
        if new.neurons_by is not old.neurons_by:
            self._ask()

    def _take(self, answer: object) -> None:
        self.maps_changed.emit(answer)
