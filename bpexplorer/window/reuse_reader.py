"""Counts what one gradient of the open network takes in each way, and has the ways measured when that is asked for."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.frame import Frame
from bpexplorer.core.reuse.comparison import WAYS, Way, count_ways, measure_way
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.traced_samples import SampleSource
from bpexplorer.document.session import Session
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.look import numbers

_COUNT_KEY = "reuse"
#: One question for each way, so that others are answered between them.
_MEASURE_KEYS = {name: f"reuse {name}" for name in WAYS}
#: Less than the window waits for the asking thread when it closes.
SECONDS_EACH = 0.3


class ReuseReader(QObject):
    """Turns the network's structure into counts, and requests into times."""

    #: (tuple[Way, …], on what they were measured, empty if they weren't)
    ways_changed = Signal(object, str)
    busy_changed = Signal(bool)

    def __init__(self, session: Session, asker: Asker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._asker = session, asker
        self._frame: Frame | None = None
        self._ways: tuple[Way, ...] = ()
        self._where = ""
        self._waiting: set[str] = set()
        #: The structure that is counted, and the one that is being measured.
        self._counted: NetworkSpec | None = None
        self._measured: NetworkSpec | None = None
        asker.answered.connect(self._on_asker_answered)

    def show_frame(self, frame: Frame) -> None:
        """Count anew if the structure is another one."""
        self._frame = frame
        if frame.spec != self._counted:
            self._counted = frame.spec
            self._asker.ask(_COUNT_KEY, count_ways, frame.spec)

    def forget(self) -> None:
        """Another project is open now."""
        self._frame = self._counted = self._measured = None

    @guard
    def measure(self) -> None:
        """Run every way on the newest network, with the sample that is looked at."""
        frame = self._frame
        if frame is None or self._waiting or not self._ways:
            return
        sample = min(self._session.state.sample, len(frame.data.probe) - 1)
        one = slice(sample, sample + 1)
        # Where the last batch is looked at, nothing on the screen says that this is one of the probe.
        probe = "" if self._session.state.source is SampleSource.PROBE else "probe "
        self._where = f"measured: {probe}sample {sample} · step {numbers.count(frame.step)}"
        self._measured = frame.spec
        self._waiting = set(WAYS)
        self.busy_changed.emit(True)
        for name, key in _MEASURE_KEYS.items():
            question = partial(
                measure_way,
                name,
                frame.trained_network,
                frame.data.x_probe[one],
                frame.data.y_probe[one],
                cost=frame.config.cost,
                seconds=SECONDS_EACH,
            )
            self._asker.ask(key, question)

    def _take(self, way: Way | None) -> None:
        if way is not None and self._measured == self._counted:
            self._ways = tuple(way if way.name == each.name else each for each in self._ways)
            self.ways_changed.emit(self._ways, self._where)

    @guard
    def _on_asker_answered(self, key: str, answer: object) -> None:
        if key == _COUNT_KEY and isinstance(answer, tuple):
            self._ways, self._where = answer, ""
            self.ways_changed.emit(self._ways, self._where)
        for name, asked in _MEASURE_KEYS.items():
            if key == asked:
                self._waiting.discard(name)
                self._take(answer if isinstance(answer, Way) else None)
                if not self._waiting:
                    self.busy_changed.emit(False)
