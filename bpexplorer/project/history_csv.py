"""The curves of a run as a CSV file: the whole data at the end of each epoch, and each batch."""

import csv
import io
import math
from pathlib import Path

from bpexplorer.core.training.history import BatchRecord, EpochRecord, History
from bpexplorer.project.disk import atomic
from bpexplorer.project.disk.atomic import WrittenFile

#: The first column says what a row is about; a cell is empty where the quantity doesn't exist. The columns of a
#: validation set follow if there is one, and then the counts of marked steps if there are any.
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
VALIDATION_COLUMNS = ("validation_cost", "validation_accuracy")
#: What each column of counts says, by its name.
COUNT_COLUMNS = {
    "clipped_steps": "steps of the run until then, with this one, whose gradient was clipped",
    "held_steps": "steps of the run until then, with this one, that were made under a held demon",
}
_NOTES = (
    "# kind: 'epoch' is the whole of each part at an epoch's end (epoch 0: before the first step); "
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
    counts = [name for name in COUNT_COLUMNS if history.batch_column(name).any()]
    for name in counts:
        text.write(f"# {name}: {COUNT_COLUMNS[name]}; empty: not known.\n")
    rows = csv.writer(text, lineterminator="\n")
    columns = COLUMNS + VALIDATION_COLUMNS if history.has_validation else COLUMNS
    rows.writerow([*columns, *counts])
    for record in zip(*(history.column(name) for name in EpochRecord._fields), strict=True):
        numbers = dict(zip(EpochRecord._fields, map(float, record), strict=True))
        written = [_cell(numbers[name]) for name in columns[4:]]
        rows.writerow(
            ["epoch", int(numbers["epoch"]), int(numbers["step"]), "", *written, *[""] * len(counts)]
        )
    for batch in history.batches:
        numbers = dict(zip(BatchRecord._fields, map(float, batch), strict=True))
        rows.writerow(
            [
                *("batch", "", int(numbers["step"]), _cell(numbers["cost"])),
                *[""] * len(columns[4:]),
                *(_whole_cell(numbers[name]) for name in counts),
            ]
        )
    return text.getvalue().encode()


def write(history: History, path: Path, *, expected: str | None = None) -> WrittenFile:
    """Write the file; raises ProjectFileError, and ChangedOutsideError if it doesn't hold what is expected."""
    return atomic.write(path, dump(history), expected=expected)


def _cell(number: float) -> str:
    return "" if math.isnan(number) else repr(number)


def _whole_cell(number: float) -> str:
    return "" if math.isnan(number) else str(int(number))
