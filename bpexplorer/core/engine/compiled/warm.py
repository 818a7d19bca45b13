"""Compile the engine, so that later processes find it ready: ``bpexplorer warm``, and the window's start.

A process of its own compiles, at low priority, and says in one sentence what went wrong.
"""

import os
import signal
import subprocess
import sys

import numpy as np

from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.engine.base import EngineError, Task
from bpexplorer.core.engine.compiled import cache
from bpexplorer.core.engine.compiled.stepper import CompiledStepper
from bpexplorer.core.spec import NetworkSpec

#: Kept, as Python warns of a process that is forgotten while it runs.
_started: "list[subprocess.Popen[bytes]]" = []

_COMMAND = [sys.executable, "-X", "utf8", "-m", "bpexplorer.core.engine.compiled.warm"]


def is_ready() -> bool:
    """Whether the engine is compiled and undamaged; a look at every byte of it."""
    return cache.is_warm() and cache.damage() is None


def warm() -> None:
    """Compile for each type of numbers by making a step, and put the result in its place; EngineError if that fails."""
    spec, config = NetworkSpec.create([1, 1], ["identity"]), TrainingConfig(cost="quadratic")
    try:
        with cache.made_anew():
            for dtype in cache.DTYPES:
                one = np.ones((1, 1), dtype)
                stepper = CompiledStepper(Task(spec, config, one, one), np.zeros((1, 2), dtype))
                stepper.make_steps(np.zeros(1, np.intp), 0, np.ones(1), moment_steps=0)
    except OSError as error:
        raise EngineError(
            f"The engine can't be kept in {cache.folder().parent}: {error.strerror or error}. Make room there and see "
            "that you may write to it, or set BPEXPLORER_CACHE to another folder; then run “bpexplorer warm” again."
        ) from error
    except Exception as error:  # numba or llvmlite is broken, or they don't fit each other
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise EngineError(
            f"numba can't compile the engine ({reason}). Install it again: pip install --force-reinstall numba"
        ) from error


def warm_and_wait() -> None:
    """Compile in a process and wait for it; EngineError if that fails."""
    try:
        done = subprocess.run(_COMMAND, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise EngineError(f"No process can be started to compile the engine: {error.strerror}.") from error
    if done.returncode < 0:
        name = signal.Signals(-done.returncode).name
        raise EngineError(
            f"The process that compiles the engine was ended by the signal {name}, perhaps for lack of memory. "
            "Close other programs and run “bpexplorer warm” again."
        )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise EngineError(said[-1] if said else f"Compiling the engine failed with code {done.returncode}.")


def warm_in_a_process() -> bool:
    """Start a process that compiles, if that is possible and not done; it ends by itself, the program's end or not.

    True if one was started.
    """
    if not cache.is_installed() or is_ready():
        return False
    nothing = subprocess.DEVNULL
    try:
        _started.append(subprocess.Popen(_COMMAND, stdin=nothing, stdout=nothing, stderr=nothing))
    except OSError:
        return False
    return True


def main() -> int:
    """Compile, and say on stderr what went wrong."""
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for it trains with numpy meanwhile
    try:
        warm()
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
