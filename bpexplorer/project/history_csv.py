"""The curves of a run as a CSV file: the whole data at the end of each epoch, and each batch."""

import csv
import io
import math
from pathlib import Path

from bpexplorer.core.history import EpochRecord, History
from bpexplorer.project import atomic

#: The first column says what a row is about; a cell is empty where the quantity doesn't exist.
COLUMNS = (
    "kind",
    "epoch",
    "step",
    "batch_cost",
    "train_cost",
    "test_cost",
    "train_accuracy",
    "test_accuracy",
)
_NOTES = (
    "# kind: 'epoch' is the whole training and test part at an epoch's end (epoch 0: before the first step); "
    "'batch' is one mini-batch before its update.",
    "# epoch: epochs done. step: updates done, for a batch with its own. "
    "Costs: means over samples, without unit. Accuracies: shares of samples, 0 to 1.",
    "# Kept: batches whose step is a multiple of {batch_stride}, epochs that are a multiple of {epoch_stride}, "
    "and the newest epoch.",
)


def dump(history: History) -> bytes:
    """The file's bytes: lines of notes that begin with #, the names of the columns, then epochs and batches.

    Numbers are written so that they read back as the same float64.
    """
    text = io.StringIO()
    for note in _NOTES:
        strides = {"batch_stride": history.batch_stride, "epoch_stride": history.epoch_stride}
        text.write(note.format(**strides) + "\n")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for record in zip(*(history.column(name) for name in EpochRecord._fields), strict=True):
        epoch, step, *rest = (float(number) for number in record)
        rows.writerow(["epoch", int(epoch), int(step), "", *map(_cell, rest)])
    for step, cost in history.batches:
        rows.writerow(["batch", "", int(step), _cell(float(cost)), "", "", "", ""])
    return text.getvalue().encode()


def write(history: History, path: Path) -> None:
    """Write the file; raises ProjectFileError."""
    atomic.write(path, dump(history))


def _cell(number: float) -> str:
    return "" if math.isnan(number) else repr(number)
