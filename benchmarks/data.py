"""How long data files take to be read, against np.loadtxt and the bare csv module in the same run, and what it takes.

    .venv/bin/python benchmarks/data.py [--rows 10000] [--quick]

Each file is read by a process of its own, so that its memory is its own: the peak of resident memory over what the
process has with numpy and the readers imported, beside what the table itself takes. Lateness is that of the program's
window while it trains at full speed, alone and while a child reads: events that fall due every 5 ms; and, with 60,000
pictures, while they are opened, split anew and taken, trained on, and saved beside training.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from report import Row, print_rows

ROUNDS = 3
#: How long the window is listened to; a child reads less long.
WINDOW_SECONDS = 6.0
MIB = 2**20
#: What the design allows beside the array.
MOST_MEMORY = 256.0
READ = """
import json, resource, sys, threading, time
from pathlib import Path
from bpexplorer.data.readers import read_table
import bpexplorer.data.readers.text.table_file, bpexplorer.data.readers.arrays.idx_file, csv
def peak():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1]) * 1024
before = peak()
began = time.perf_counter()
table = read_table(Path(sys.argv[1]))
seconds = time.perf_counter() - began
arrays = [column.values if column.values.base is None else column.values.base for column in table.columns]
size = sum({id(array): array.nbytes for array in arrays}.values())
print(json.dumps([seconds, peak() - before, size, table.rows, len(table.columns)]))
"""


def main() -> None:
    """Write the files, read them in all ways, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true", help="without the files at the limit and the window")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        timed("plain numbers", lambda: plain(folder, arguments.rows))
        timed("mixed columns", lambda: mixed(folder))
        if not arguments.quick:
            timed("at the limit", lambda: at_the_limit(folder))
            timed("window", lambda: lateness(folder))
            timed("window at the limit", lambda: lateness_at_the_limit(folder))
            timed("pausing at the limit", longest_slice)
        timed("looking at a large batch", slices_of_looks)
        timed("drawing", strokes)


def timed(title: str, measure: Callable[[], list[Row]]) -> None:
    began = time.perf_counter()
    rows = measure()
    print_rows(title, rows, seconds=time.perf_counter() - began)


def plain(folder: Path, rows: int) -> list[Row]:
    """MNIST's layout: whole numbers, and the same as fractions."""
    rng = np.random.default_rng(1)
    found = []
    for what, array in (
        ("whole", rng.integers(0, 256, (rows, 785))),
        ("fractions", rng.normal(size=(rows, 785)).round(4)),
    ):
        file = folder / f"{what}.csv"
        header = ",".join(f"pixel{number}" for number in range(785))
        np.savetxt(file, array, delimiter=",", fmt="%g", header=header, comments="")
        ours, theirs, bare, memory, size = [], [], [], 0, 0
        for _ in range(ROUNDS):
            theirs.append(seconds(lambda: np.loadtxt(file, delimiter=",", skiprows=1)))  # noqa: B023
            bare.append(seconds(lambda: bare_csv(file)))  # noqa: B023
            took, peak, size, *_ = read_in_process(file)
            ours.append(took)
            memory = max(memory, peak)
        most = 2.0 * float(np.median(theirs)) + 0.5
        found += [
            Row(f"{what}: {rows:,} × 785, read", float(np.median(ours)), "s", most),
            Row(f"{what}: np.loadtxt", float(np.median(theirs)), "s"),
            Row(f"{what}: the csv module, texts alone", float(np.median(bare)), "s"),
            Row(f"{what}: memory beside the array", (memory - size) / MIB, "MB", MOST_MEMORY),
        ]
    return found


def mixed(folder: Path) -> list[Row]:
    """Numbers, missing ones, categories, dates, and decimal commas."""
    rng = np.random.default_rng(2)
    count = 200_000
    file = folder / "mixed.csv"
    kinds = rng.choice(["red", "green", "blue", ""], count)
    days = rng.integers(10_000, 20_000, count).astype("datetime64[D]")
    values = rng.normal(size=(count, 4)).round(3)
    with file.open("w", encoding="utf-8") as out:
        out.write("a;b;c;d;kind;day\n")
        for (a, b, c, d), kind, day in zip(values.tolist(), kinds, days, strict=True):
            out.write(f"{a};{b};{c};{'' if d > 2 else d};{kind};{day}\n".replace(".", ","))
    took, peak, size, *_ = read_in_process(file)
    return [
        Row(f"{count:,} × 6 with decimal commas, read", took, "s"),
        Row("the csv module, texts alone", seconds(lambda: bare_csv(file, ";")), "s"),
        Row("memory beside the array", (peak - size) / MIB, "MB", MOST_MEMORY),
    ]


def at_the_limit(folder: Path) -> list[Row]:
    """As many numbers as are read: MNIST's 60,000 pictures as IDX and as CSV, and 5·10⁷ fractions in an npz."""
    rng = np.random.default_rng(3)
    pictures = rng.integers(0, 256, (60_000, 784), dtype=np.uint8)
    images, table = folder / "train-images-idx3-ubyte", folder / "mnist.csv"
    images.write_bytes(idx(pictures.reshape(-1, 28, 28)))
    names = [str(number) for number in range(256)]
    with table.open("w", encoding="ascii") as out:
        for row in pictures:
            out.write(",".join([names[each] for each in row.tolist()]) + "\n")
    arrays = folder / "fractions.npz"
    np.savez(arrays, x=rng.normal(size=(50_000, 999)), y=rng.normal(size=50_000))
    found = []
    for what, file in (
        ("IDX, 60,000 pictures", images),
        ("CSV, 60,000 pictures", table),
        ("npz, 5·10⁷ fractions", arrays),
    ):
        took, peak, size, *_ = read_in_process(file)
        found += [
            Row(f"{what}: read", took, "s"),
            Row(f"{what}: memory beside the array", (peak - size) / MIB, "MB", MOST_MEMORY),
        ]
        file.unlink()
    return found


def lateness(folder: Path) -> list[Row]:
    """How late a window's events are that trains at full speed, without and while a child reads for it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # The user's settings and log have no part in this.
    os.environ |= {"XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder), "HOME": str(folder)}
    from lateness import Metronome, rows
    from program import opened_window, pause, play, wait_until

    from bpexplorer.data.table.table import Reading
    from bpexplorer.window.data.table_reader import TableReader

    arrived: list[float] = []
    with opened_window() as window:
        reader, metronome = TableReader(window.asker, window), Metronome()
        play(window, speed=None)
        alone = metronome.run(WINDOW_SECONDS)
        began = time.perf_counter()
        reader.read.connect(lambda _table: arrived.append(time.perf_counter() - began))
        reader.start(folder / "whole.csv", Reading())
        reading = metronome.run(WINDOW_SECONDS)
        wait_until(lambda: bool(arrived))
        pause(window)
    return [
        Row("from the asking to the table", arrived[0], "s"),
        *rows("training at full speed", alone, limited=False),
        *rows("the same while a child reads 10,000 × 785, which then arrive", reading, limited=True),
    ]


def idx(array: np.ndarray) -> bytes:
    """Whole numbers up to 255 as MNIST's files have them."""
    head = bytes((0, 0, 8, array.ndim)) + b"".join(length.to_bytes(4, "big") for length in array.shape)
    return head + array.tobytes()


def lateness_at_the_limit(folder: Path) -> list[Row]:
    """How late a window's events are with 60,000 pictures: opened, split anew, taken, and saved beside training."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ |= {"XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder), "HOME": str(folder)}
    from dataclasses import replace

    from lateness import Metronome
    from program import opened_window, pause, play, run_for
    from PySide6.QtWidgets import QPushButton

    rng = np.random.default_rng(4)
    # A fifth isn't black, as in MNIST.
    pictures = rng.integers(0, 256, (60_000, 28, 28), dtype=np.uint8) * (rng.random((60_000, 28, 28)) < 0.2)
    (folder / "train-images-idx3-ubyte").write_bytes(idx(pictures.astype(np.uint8)))
    (folder / "train-labels-idx1-ubyte").write_bytes(idx(rng.integers(0, 10, 60_000, dtype=np.uint8)))
    found: list[Row] = []
    with opened_window() as window:
        metronome, document, said = Metronome(), window.document, []
        window.files.done.connect(said.append)
        run_for(5.0)  # panels are made meanwhile

        def use() -> QPushButton | None:
            return window.findChild(QPushButton, "data_use")

        def is_shown() -> bool:
            frame = window.frame
            return frame is not None and frame.data is document.prepared.training and window.draw_loop.is_idle

        def beat(what: str, act: Callable[[], object], until: Callable[[], bool], most: float) -> None:
            late = metronome.run_until(act, until)
            found.extend(
                [
                    Row(f"{what}: takes", metronome.took, "s"),
                    Row(f"{what}: p99", float(np.quantile(late, 0.99)), "ms"),
                    Row(f"{what}: max", float(late.max()), "ms", most),
                ]
            )

        def has_dialog() -> bool:
            button = use()
            return button is not None and button.isEnabled()

        beat("open", lambda: window.files.open_dropped(folder / "train-images-idx3-ubyte"), has_dialog, 100)
        old = document.plan.data
        beat("take", lambda: use().click(), lambda: document.plan.data != old and is_shown(), 100)
        other = replace(document.plan.data, test_share=0.3)
        beat(
            "split anew",
            lambda: document.pending.choose_data(other),
            lambda: document.pending.outlook.fitting is not None,
            100,
        )
        beat("apply", document.apply_pending, lambda: document.plan.data == other and is_shown(), 100)
        play(window, speed=None)
        beat("train", lambda: None, lambda: metronome.took > WINDOW_SECONDS, 100)
        save_it = partial(window.files.save_to, folder / "large.bpx")
        beat("save", save_it, lambda: any("large.bpx" in each for each in said), 50)
        found += [Row("pause", seconds(lambda: pause(window)), "s")]
    return found


def longest_slice(samples: int = 60_000) -> list[Row]:
    """How long a pause may have to wait with so many samples and 1.8 million parameters: for the evaluation of where a
    run begins and of an epoch's end, and for a step on all samples."""
    from dataclasses import replace

    from bpexplorer.core.spec import NetworkSpec
    from bpexplorer.core.training.config import TrainingConfig
    from bpexplorer.core.training.state import start_run
    from bpexplorer.core.training.trainer import Trainer
    from bpexplorer.core.training_data import TrainingData

    rng = np.random.default_rng(5)
    x, labels = rng.random((samples, 784), np.float32), rng.integers(0, 10, samples)
    y, few = np.eye(10)[labels], slice(0, 200)
    data = TrainingData(
        x_train=x[few],
        y_train=y[few],
        labels_train=labels[few],
        x_test=x,
        y_test=y,
        labels_test=labels,
        class_names=tuple("0123456789"),
        feature_names=tuple(map(str, range(784))),
        probe=np.arange(32),
    )
    spec = NetworkSpec.create((784, 1000, 1000, 10), ("relu", "relu", "softmax"))
    config = TrainingConfig(cost="log_likelihood", batch_size=100)
    began = time.perf_counter()
    trainer = Trainer(start_run(spec, config, data))
    found = [Row("the run is there", time.perf_counter() - began, "s", 0.5)]

    def timed_slices(what: str, done: Callable[[], bool]) -> None:
        slices = []
        while not done():
            began = time.perf_counter()
            if not trainer.advance(1, began + 0.002).steps:  # nothing but a slice of something longer
                slices.append(time.perf_counter() - began)
        found.extend(
            [
                Row(what, sum(slices), "s"),
                Row(f"{what}: longest slice", 1000 * max(slices), "ms", 100),
            ]
        )

    timed_slices("the evaluation where it begins", lambda: trainer.is_settled)
    timed_slices("the evaluation at an epoch's end", lambda: bool(trainer.epoch))
    whole = replace(config, batch_size=samples)
    trainer = Trainer(start_run(spec, whole, replace(data, x_train=x, y_train=y, labels_train=labels)))
    trainer.settle()
    timed_slices("a step on the whole set, and its end", lambda: bool(trainer.epoch))
    return found


def slices_of_looks(samples: int = 2_000) -> list[Row]:
    """How long closing, or pausing, may have to wait for what looks at a batch or a set that is gone through in slices,
    with 1.8 million parameters. Each slice has as many samples with any number of them."""
    from bpexplorer.core.readings.flow import read_flow_in_slices
    from bpexplorer.core.readings.forecast import read_forecast_in_slices
    from bpexplorer.core.readings.update import read_update_in_slices
    from bpexplorer.core.spec import Connection, NetworkSpec
    from bpexplorer.core.training.config import TrainingConfig
    from bpexplorer.core.training.state import start_run
    from bpexplorer.core.training.trainer import Trainer
    from bpexplorer.core.training_data import TrainingData

    rng = np.random.default_rng(6)
    x, labels = rng.random((samples, 784), np.float32), rng.integers(0, 10, samples)
    data = TrainingData(
        x_train=x,
        y_train=np.eye(10)[labels],
        labels_train=labels,
        x_test=x[:10],
        y_test=np.eye(10)[labels[:10]],
        labels_test=labels[:10],
        class_names=tuple("0123456789"),
        feature_names=tuple(map(str, range(784))),
        probe=np.arange(32),
    )
    spec = NetworkSpec.create((784, 1000, 1000, 10), ("relu", "relu", "softmax"))
    trainer = Trainer(start_run(spec, TrainingConfig(cost="log_likelihood", batch_size=samples), data))
    while not trainer.step:
        trainer.advance(1)
    shown = trainer.shown_step()
    assert shown is not None
    looks = {
        "the looked-at batch": shown.trace_in_slices(data, 64),
        "Gradient flow": read_flow_in_slices(trainer.state()),
        "Update": read_update_in_slices(shown, data, Connection(2, 1, 3), run=0),
        "Forecast": read_forecast_in_slices(shown, data, run=0),
    }
    found = []
    for name, slices in looks.items():
        took, is_over = [], False
        while not is_over:
            began = time.perf_counter()
            is_over = next(slices, slices) is slices
            took.append(time.perf_counter() - began)
        found += [Row(name, sum(took), "s"), Row(f"{name}: longest slice", 1000 * max(took), "ms", 100)]
    return found


def strokes() -> list[Row]:
    """What a stroke takes of the window's thread, and what undo keeps of each, on pictures of 784 numbers: why no more
    than `drawing.MOST_NUMBERS` can be drawn on."""
    from bpexplorer.data import drawing
    from bpexplorer.data.choice import table_choice
    from bpexplorer.data.prepare import prepare
    from bpexplorer.data.recipe import proposed
    from bpexplorer.data.table.table import Column, Kind, Table

    limit, drawing.MOST_NUMBERS = drawing.MOST_NUMBERS, 10**9  # type: ignore[misc]
    found = []
    for rows in (limit // 784, 10 * limit // 784):
        rng, none = np.random.default_rng(7), np.zeros(rows, np.bool_)
        pixels, labels = rng.random((rows, 784), np.float32), rng.integers(0, 10, rows).astype(np.int32)
        columns = [Column(f"p{at}", Kind.NUMBER, pixels[:, at], none) for at in range(784)]
        table = Table((*columns, Column("label", Kind.CATEGORY, labels, none, tuple("0123456789"))))
        prepared = prepare(table_choice(table, proposed(table, "label").recipe), "softmax")
        stroke, took, kept = drawing.Stroke(((0.5,) * 784,), ((3,),)), [], 0
        for _ in range(4):  # the first makes a drawing of the table, once
            began = time.perf_counter()
            choice = drawing.drawn_on(prepared, stroke).choice
            prepared = prepare(choice, "softmax")
            took.append(time.perf_counter() - began)
            training = prepared.training
            arrays = [each.values for each in choice.table.columns] + [training.x_train, training.x_test]
            kept = sum(each.nbytes for each in arrays)
        what = f"a stroke on {rows * 784:,} numbers"
        found += [Row(what, 1000 * min(took[1:]), "ms"), Row(f"{what}: kept for undo", kept / MIB, "MB")]
    drawing.MOST_NUMBERS = limit  # type: ignore[misc]
    return found


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def bare_csv(file: Path, delimiter: str = ",") -> int:
    with file.open(newline="", encoding="utf-8") as lines:
        return sum(len(row) for row in csv.reader(lines, delimiter=delimiter))


def read_in_process(file: Path) -> list[float]:
    """Seconds, peak of memory, size of the arrays, rows and columns, from a process that reads one file."""
    done = subprocess.run([sys.executable, "-c", READ, str(file)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
