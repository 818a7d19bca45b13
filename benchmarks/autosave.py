"""What keeping unsaved work costs while training at full speed: its speed and the event loop, with and without it."""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from lateness import Metronome
from program import opened_window, pause, play
from report import Row

from bpexplorer.project.recovery.folder import WorkFolder
from bpexplorer.window.main_window import MainWindow

PAIRS = 8
#: Two writes at least fall into it.
SECONDS = 4.0
LEAST_SPEED, MOST_LATENESS = 98.0, 5.0


class Keeping:
    """Notes the processor time of every write: what else the machine does has no part in that."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        keep = WorkFolder.keep

        def timed(folder: WorkFolder, *what: Any, **how: Any) -> None:
            began = time.thread_time()
            keep(folder, *what, **how)
            self.seconds.append(time.thread_time() - began)

        WorkFolder.keep = timed  # type: ignore[method-assign]


def training(window: MainWindow, metronome: Metronome, root: Path | None) -> tuple[float, np.ndarray]:
    """Steps a second, and how late the event loop is in milliseconds, keeping work there or nowhere."""
    if root is not None:
        window.autosave.begin(root)
    play(window, speed=None)
    assert window.frame is not None
    began, first = time.perf_counter(), window.frame.step
    lateness = metronome.run(SECONDS)
    rate = (window.frame.step - first) / (time.perf_counter() - began)
    pause(window)
    window.autosave.stop()
    return rate, lateness


def measure() -> list[Row]:
    """In alternating pairs, each beginning with the other of the two."""
    speeds: list[float] = []
    late: dict[bool, list[np.ndarray]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as folder, opened_window() as window:
        metronome, keeping = Metronome(), Keeping()
        for number in range(PAIRS):
            rates = {}
            for is_kept in (True, False) if number % 2 else (False, True):
                root = Path(folder) / "recovery" if is_kept else None
                rates[is_kept], lateness = training(window, metronome, root)
                late[is_kept].append(lateness)
            speeds.append(100 * rates[True] / rates[False])
    p99 = {is_kept: float(np.quantile(np.concatenate(each), 0.99)) for is_kept, each in late.items()}
    median = statistics.median(speeds)
    return [
        Row(f"speed with against without, median of {PAIRS} pairs", median, "%", LEAST_SPEED, at_least=True),
        Row(
            "processor time of keeping, of the time trained",
            100 * sum(keeping.seconds) / (PAIRS * SECONDS),
            "%",
            100 - LEAST_SPEED,
        ),
        Row("processor time of the longest write", 1000 * max(keeping.seconds), "ms", MOST_LATENESS),
        Row("lowest pair", min(speeds), "%"),
        Row("highest pair", max(speeds), "%"),
        Row("lateness without: p99", p99[False], "ms"),
        Row("lateness with: p99", p99[True], "ms"),
        Row("p99 later by", p99[True] - p99[False], "ms", MOST_LATENESS),
        Row("lateness without: max", max(float(each.max()) for each in late[False]), "ms"),
        Row("lateness with: max", max(float(each.max()) for each in late[True]), "ms"),
    ]
