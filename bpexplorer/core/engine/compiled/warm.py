"""Compile the engine, so that later processes find it ready: ``bpexplorer warm``."""

import os
import subprocess
import sys

import numpy as np

from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.compiled import cache
from bpexplorer.core.engine.compiled.stepper import CompiledStepper
from bpexplorer.core.spec import NetworkSpec

#: Kept, as Python warns of a process that is forgotten while it runs.
_started: "list[subprocess.Popen[bytes]]" = []


def warm() -> None:
    """Compile for each type of numbers by making a step, and leave the stamp."""
    spec, config = NetworkSpec.create([1, 1], ["identity"]), TrainingConfig(cost="quadratic")
    for dtype in cache.DTYPES:
        one = np.ones((1, 1), dtype)
        stepper = CompiledStepper(Task(spec, config, one, one), np.zeros((1, 2), dtype))
        stepper.make_steps(np.zeros(1, np.intp), 0, np.ones(1), moment_steps=0)
    cache.note_warm()


def warm_in_a_process() -> None:
    """Start a process that compiles, if that is possible and not done; it ends by itself, the program's end or not."""
    if cache.is_warm() or not cache.is_installed():
        return
    nothing = subprocess.DEVNULL
    command = [sys.executable, "-m", "bpexplorer.core.engine.compiled.warm"]
    _started.append(subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing))


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for it trains with numpy meanwhile
    warm()
