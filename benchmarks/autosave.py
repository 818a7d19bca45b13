"""What keeping unsaved work costs while training at full speed: its speed and the event loop, with and without it.

The last rows are of the first write of a large table, which all later ones leave out.
"""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from lateness import Metronome
from program import opened_window, pause, play
from report import Row

from bpexplorer.data.choice import table_choice
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.project.project import Project
from bpexplorer.project.recovery.folder import WorkFolder
from bpexplorer.project.suited import suited_plan
from bpexplorer.window.main_window import MainWindow

PAIRS = 8
#: Two writes at least fall into it.
SECONDS = 4.0
LEAST_SPEED, MOST_LATENESS = 98.0, 5.0
#: Of the large table: as many as MNIST has, and a column of classes.
ROWS, PIXELS = 60_000, 784
LARGE_PAIRS = 3


class Keeping:
    """Notes the processor time of every write: what else the machine does has no part in that."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        #: Of the tables, from the beginning to the end.
        self.tables: list[float] = []
        keep, keep_table = WorkFolder.keep, WorkFolder.keep_table

        def timed(folder: WorkFolder, *what: Any, **how: Any) -> None:
            began = time.thread_time()
            keep(folder, *what, **how)
            self.seconds.append(time.thread_time() - began)

        def timed_table(folder: WorkFolder, table: Table) -> None:
            began = time.perf_counter()
            keep_table(folder, table)
            self.tables.append(time.perf_counter() - began)

        WorkFolder.keep = timed  # type: ignore[method-assign]
        WorkFolder.keep_table = timed_table  # type: ignore[method-assign]


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


def large_table() -> Project:
    """A project at the start, on a table that doesn't pack well."""
    rng = np.random.default_rng(0)
    block, none = rng.random((PIXELS, ROWS), dtype=np.float32), np.zeros(ROWS, dtype=np.bool_)
    classes = rng.integers(0, 10, ROWS).astype(np.int32)
    pixels = (Column(f"pixel {at}", Kind.NUMBER, block[at], none) for at in range(PIXELS))
    digit = Column("digit", Kind.CATEGORY, classes, none, tuple("0123456789"))
    return Project.at_start(suited_plan(table_choice(Table((*pixels, digit)))))


def measure() -> list[Row]:
    """In alternating pairs, each beginning with the other of the two."""
    keeping = Keeping()
    return [*_measure_often(keeping), *_measure_first(keeping)]


def _measure_first(keeping: Keeping) -> list[Row]:
    """The first write of a large table, again and again."""
    late: dict[bool, list[np.ndarray]] = {True: [], False: []}
    keeping.tables.clear()
    with tempfile.TemporaryDirectory() as folder, opened_window(large_table()) as window:
        metronome = Metronome()
        for number in range(LARGE_PAIRS):
            for is_kept in (True, False) if number % 2 else (False, True):
                late[is_kept].append(training(window, metronome, Path(folder) if is_kept else None)[1])
                window.autosave.remove()  # so that the next write is the first again
    p99 = {is_kept: float(np.quantile(np.concatenate(each), 0.99)) for is_kept, each in late.items()}
    table = f"table of {ROWS:,} × {PIXELS + 1}"
    return [
        Row(f"{table}: longest first write", max(keeping.tables, default=float("nan")), "s"),
        Row(f"{table}: lateness without: p99", p99[False], "ms"),
        Row(f"{table}: lateness with: p99", p99[True], "ms"),
        Row(f"{table}: p99 later by", p99[True] - p99[False], "ms", MOST_LATENESS),
        Row(f"{table}: lateness without: max", max(float(each.max()) for each in late[False]), "ms"),
        Row(f"{table}: lateness with: max", max(float(each.max()) for each in late[True]), "ms"),
    ]


def _measure_often(keeping: Keeping) -> list[Row]:
    speeds: list[float] = []
    late: dict[bool, list[np.ndarray]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as folder, opened_window() as window:
        metronome = Metronome()
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
