"""Collects garbage in the GUI thread only: elsewhere, a cycle that holds a Qt object would end in the wrong thread."""

import gc

from PySide6.QtCore import QObject, QTimer

from bpexplorer.guard import guard

INTERVAL_MILLISECONDS = 1000


class GarbageCollector(QObject):
    """Takes automatic collection over, until it is stopped. What the start made stays: it isn't looked at again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MILLISECONDS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @guard
    def _on_timer_timeout(self) -> None:
        thresholds, counts = gc.get_threshold(), gc.get_count()
        # As Python would: an older generation is looked at the more rarely.
        generation = max((age for age in (0, 1, 2) if counts[age] > thresholds[age]), default=None)
        if generation is not None:
            gc.collect(generation)
