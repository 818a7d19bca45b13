"""Collects garbage in the GUI thread only: elsewhere, a cycle that holds a Qt object would end in the wrong thread."""

import gc

from PySide6.QtCore import QObject, QTimer

from bpexplorer.guard import guard

INTERVAL_MILLISECONDS = 1000


class GarbageCollector(QObject):
    """Takes automatic collection over for the rest of the process. What the start made isn't looked at again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MILLISECONDS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def stop(self) -> None:
        """Collect no more: what there is goes with the process, and looking through it first takes half a second."""
        self._timer.stop()
        gc.freeze()

    @guard
    def _on_timer_timeout(self) -> None:
        thresholds, counts = gc.get_threshold(), gc.get_count()
        # As Python would: an older generation is looked at the more rarely.
        generation = max((age for age in (0, 1, 2) if counts[age] > thresholds[age]), default=None)
        if generation is not None:
            gc.collect(generation)
