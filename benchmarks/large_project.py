"""What it costs to save a large network and to export its weights: against writing, flushing and hashing so many bytes.

    .venv/bin/python benchmarks/large_project.py [neurons of each of two hidden layers, 2048 unless given] [rounds, 5]

Both take turns. Memory is counted as Python and numpy allocate it, beside the project that is there already.
"""

import hashlib
import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from report import Row, print_rows

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.state import Refuge
from bpexplorer.project import files
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, export_weights

MOST_TIMES, MOST_MEMORY = 3.0, 2.0


def large(neurons: int, dtype: str = "float64") -> Project:
    """A project before its first step, with a best state, as one that was trained has; every format can hold it."""
    plan = preset("digits").plan
    spec = NetworkSpec.create((64, neurons, neurons, 10), ("sigmoid", "sigmoid", "sigmoid"))
    config = plan.config.with_changes(cost="cross_entropy", dtype=dtype)
    project = Project.at_start(Plan(spec, config, plan.data))
    refuge = Refuge(project.state.planes.flat.copy(), 0, 0, 0, 0, 1.0)
    return Project(project.plan, replace(project.state, refuge=refuge))


def bare(path: Path, data: bytes) -> None:
    """Write these bytes, flush and hash them."""
    with path.open("wb") as file:
        file.write(data)
        os.fsync(file.fileno())
    hashlib.sha256(data).hexdigest()


def timed(job: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    began, computed = time.perf_counter(), time.process_time()
    job()
    return time.perf_counter() - began, time.process_time() - computed


def rows_of(what: str, write: Callable[[Path], object], path: Path, rounds: int, held: int) -> list[Row]:
    """How long it takes, as the median of pairs, and what it takes of memory beside ``held`` bytes that are there."""
    write(path)
    data = path.read_bytes()
    ratios, computed, seconds = [], [], []
    for _ in range(rounds):
        base = timed(partial(bare, path.with_suffix(".bare"), data))
        ours = timed(partial(write, path))
        seconds.append(ours[0])
        ratios.append(ours[0] / base[0])
        computed.append(ours[1] / base[1])
    size = len(data)
    del data
    tracemalloc.start()
    write(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    return [
        Row(f"{what}: {size / 1e6:,.0f} MB", statistics.median(seconds), "s"),
        Row(
            f"{what}: against writing and hashing ({spread})", statistics.median(ratios), "times", MOST_TIMES
        ),
        Row(f"{what}: the same of the processor's time", statistics.median(computed), "times"),
        # The arrays themselves are there beside it.
        Row(f"{what}: memory, the arrays included", 1.0 + peak / held, "times", MOST_MEMORY),
    ]


def measure(neurons: int, rounds: int) -> list[Row]:
    """Saving, in both types of numbers and over an older file, and all formats of weights."""
    rows = []
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        for dtype in ("float64", "float32"):
            project = large(neurons, dtype)
            held = sum(array.nbytes for array in project.arrays().values())
            path = Path(folder) / "a.bpx"
            rows += rows_of(
                f"save {dtype}", lambda path, mine=project: files.save(mine, path), path, rounds, held
            )

        seen = None

        def again(path: Path) -> None:
            nonlocal seen
            seen = files.save(project, path, expected=seen).digest

        rows += rows_of("save over what was saved", again, path, rounds, held)
        path.unlink()
        weights = large(neurons).weights()
        held = sum(array.nbytes for array in weights.arrays().values())
        for entry in FORMATS.values():
            path = Path(folder) / f"w{entry.extension}"
            rows += rows_of(entry.name, lambda path: export_weights(weights, path), path, rounds, held)
            path.unlink()
    return rows


if __name__ == "__main__":
    began = time.perf_counter()
    neurons, rounds = [*map(int, sys.argv[1:3]), *(2048, 5)[len(sys.argv) - 1 :]]
    found = measure(neurons, rounds)
    print_rows(__doc__.splitlines()[0], found, seconds=time.perf_counter() - began)
