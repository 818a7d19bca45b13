"""Garbage is collected, and by nobody but the GUI thread."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from bpexplorer.window.garbage import GarbageCollector


class Cycle:
    """Holds itself, so that only a collection ends it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: object) -> Iterator[GarbageCollector]:
    collector = GarbageCollector(0.001)
    yield collector
    collector.stop()
    gc.unfreeze()
    gc.enable()
    gc.collect()
    gc.freeze()  # again what was there before, as for all tests


def leave_garbage(ends: list[int]) -> None:
    """Leave a cycle, and more than Python lets pass before it collects."""
    cycle = Cycle()
    weakref.finalize(cycle, lambda: ends.append(threading.get_ident()))
    del cycle
    _ = [Cycle() for _ in range(10 * gc.get_threshold()[0])]


def test_what_a_worker_leaves_is_collected_in_the_gui_thread(
    qtbot: QtBot, collector: GarbageCollector
) -> None:
    ends: list[int] = []
    worker = threading.Thread(target=leave_garbage, args=(ends,))
    worker.start()
    worker.join()
    assert not ends
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == [threading.get_ident()]


def test_once_stopped_nothing_is_collected_any_more(qtbot: QtBot, collector: GarbageCollector) -> None:
    ends: list[int] = []
    collector.stop()
    leave_garbage(ends)
    later = QTimer(singleShot=True, interval=5)
    with qtbot.waitSignal(later.timeout):  # by then, the collector's own timer would have come
        later.start()
    assert not ends
