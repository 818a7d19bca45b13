"""Collects garbage in the GUI thread only: elsewhere, a cycle that holds a Qt object would end in the wrong thread."""

import gc

from pyqtgraph.util.garbage_collector import GarbageCollector as TimedCollector


class GarbageCollector:
    """Takes automatic collection over for the rest of the process. What the start made isn't looked at again.

    To be made in the GUI thread, whose timer then asks every so many seconds what there is to collect.
    """

    def __init__(self, seconds: float = 1.0) -> None:
        gc.freeze()
        self._collector = TimedCollector(seconds)

    def stop(self) -> None:
        """Collect no more: what there is goes with the process, and looking through it first takes half a second."""
        self._collector.timer.stop()
        gc.freeze()
