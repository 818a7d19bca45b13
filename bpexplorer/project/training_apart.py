"""A project that is trained without the sum over k in a process of its own, beside the program's.

The child is given the bytes of a project file, tells a row for each epoch, and gives nothing else: no network comes out
of it that could be taken for a trained one.
"""

import os
import sys
from typing import Any

import numpy as np

from bpexplorer.core.children import inside
from bpexplorer.core.children.outside import ChildCommand
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.without_sum import at_start, train_without_sum
from bpexplorer.project import files
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View


def command(plan: Plan, state: TrainerState, epochs: int) -> ChildCommand:
    """What trains the run of this state from its start, for so many epochs, without the sum."""
    start = at_start(state)
    project = Project(Plan(start.spec, start.config, plan.data), start, View())
    return ChildCommand(
        "bpexplorer.project.training_apart",
        purpose="train without the sum",
        given=b"%d\n" % epochs + files.dump(project),
    )


def record_of(told: Any) -> EpochRecord:
    """What the child has told of an epoch's end."""
    return EpochRecord.of_row(np.nan if each is None else each for each in told)


def _work(given: bytes, tell: inside.Tell) -> bytes:
    if hasattr(os, "nice"):
        os.nice(10)  # the run that is looked at goes first
    epochs, _, project = given.partition(b"\n")
    with np.errstate(all="ignore"):
        for record in train_without_sum(files.parse(project).state, int(epochs)):
            tell([float(each) if np.isfinite(each) else None for each in record])
    return b""


if __name__ == "__main__":
    sys.exit(inside.serve_bytes(_work))
