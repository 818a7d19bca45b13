"""Counts what one gradient of the open network takes in each way, and has the ways measured when that is asked for."""

from collections.abc import Generator
from functools import partial

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.frame import Frame
from bpexplorer.core.network import Network
from bpexplorer.core.reuse.comparison import WAYS, Way, count_ways, measure_way
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.traced_samples import SampleSource
from bpexplorer.core.types import FloatArray
from bpexplorer.document.session import Session
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.look import numbers

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
        self._is_busy = False
        #: The structure that is counted, and the one that is being measured.
        self._counted: NetworkSpec | None = None
        self._measured: NetworkSpec | None = None

    def show_frame(self, frame: Frame) -> None:
        """Count anew if the structure is another one."""
        self._frame = frame
        if frame.spec != self._counted:
            self._counted = frame.spec
            self._asker.ask(partial(count_ways, frame.spec), then=self._take_counts)

    def forget(self) -> None:
        """Another project is open now."""
        self._frame = self._counted = self._measured = None

    @guard
    def measure(self) -> None:
        """Run every way on the newest network, with the sample that is looked at."""
        frame = self._frame
        if frame is None or self._is_busy or not self._ways:
            return
        sample = min(self._session.state.sample, len(frame.data.probe) - 1)
        one = slice(sample, sample + 1)
        # Where the last batch is looked at, nothing on the screen says that this is one of the probe.
        probe = "" if self._session.state.source is SampleSource.PROBE else "probe "
        self._where = f"measured: {probe}sample {sample} · step {numbers.count(frame.step)}"
        self._measured = frame.spec
        self._is_busy = True
        self.busy_changed.emit(True)
        question = partial(
            _measured,
            frame.trained_network,
            frame.data.x_probe[one],
            frame.data.y_probe[one],
            cost=frame.config.cost,
        )
        self._asker.start(question, progressed=self._take, then=self._end)

    def _take(self, way: Way) -> None:
        if self._measured == self._counted:
            self._ways = tuple(way if way.name == each.name else each for each in self._ways)
            self.ways_changed.emit(self._ways, self._where)

    def _take_counts(self, ways: tuple[Way, ...] | None) -> None:
        if ways is not None:
            self._ways, self._where = ways, ""
            self.ways_changed.emit(self._ways, self._where)

    def _end(self, _: object) -> None:
        self._is_busy = False
        self.busy_changed.emit(False)


def _measured(network: Network, x: FloatArray, y: FloatArray, *, cost: str) -> Generator[Way, None, None]:
    """Run every way, a slice each."""
    for name in WAYS:
        yield measure_way(name, network, x, y, cost=cost, seconds=SECONDS_EACH)
