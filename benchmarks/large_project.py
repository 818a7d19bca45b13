"""What it costs to save a large network and to export its weights: against writing and hashing so many bytes.

    .venv/bin/python benchmarks/large_project.py [neurons of each of two hidden layers, 2048 unless given]

Memory is counted as Python and numpy allocate it, beside the project that is there already.
"""

import hashlib
import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from report import Row, print_rows

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.state import Refuge
from bpexplorer.project import files
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import export_weights

MOST_TIMES, MOST_MEMORY = 3.0, 2.0
ROUNDS = 3


def large(neurons: int) -> Project:
    """A project before its first step, with a best state, as one that was trained has."""
    plan = preset("digits").plan
    spec = NetworkSpec.create((64, neurons, neurons, 10), ("tanh", "tanh", "softmax"))
    project = Project.at_start(Plan(spec, plan.config, plan.data))
    flat = project.state.planes.flat
    refuge = Refuge(flat.copy(), 0, 0, 0, 0, 1.0)
    return Project(project.plan, replace(project.state, refuge=refuge))


def bare(path: Path, size: int) -> float:
    """Seconds that so many bytes take to be written, flushed and hashed."""
    data = os.urandom(1) * size
    began = time.perf_counter()
    with path.open("wb") as file:
        file.write(data)
        os.fsync(file.fileno())
    hashlib.sha256(data).hexdigest()
    return time.perf_counter() - began


def rows_of(what: str, write: Callable[[Path], object], path: Path) -> list[Row]:
    """How long it takes, as the median of pairs, and what it takes of memory beside what is there."""
    write(path)
    size = path.stat().st_size
    ratios, seconds = [], []
    for _ in range(ROUNDS):
        base, began = bare(path.with_suffix(".bare"), size), time.perf_counter()
        write(path)
        seconds.append(time.perf_counter() - began)
        ratios.append(seconds[-1] / base)
    tracemalloc.start()
    write(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return [
        Row(f"{what}: {size / 1e6:,.0f} MB", sorted(seconds)[ROUNDS // 2], "s"),
        Row(f"{what}: against writing and hashing", sorted(ratios)[ROUNDS // 2], "times", MOST_TIMES),
        # The arrays themselves are there beside it.
        Row(f"{what}: memory, the arrays included", 1.0 + peak / size, "times", MOST_MEMORY),
    ]


def measure(neurons: int) -> list[Row]:
    """Saving, and the binary formats of weights."""
    project = large(neurons)
    weights = project.weights()
    with tempfile.TemporaryDirectory() as folder:
        rows = rows_of("save", lambda path: files.save(project, path), Path(folder) / "a.bpx")
        for name in ("w.safetensors", "w.npz"):
            rows += rows_of(name[2:], lambda path: export_weights(weights, path), Path(folder) / name)
    return rows


if __name__ == "__main__":
    began = time.perf_counter()
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2048)
    print_rows(__doc__.splitlines()[0], found, seconds=time.perf_counter() - began)
