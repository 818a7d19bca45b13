"""Measures how the window keeps up, and prints ratios taken side by side in one run. See README.md beside this file.

python benchmarks/gui.py                  everything, about a quarter of an hour
python benchmarks/gui.py lateness speed   some of it
python benchmarks/gui.py --platform xcb   on the display there is (xvfb-run -a makes one) instead of offscreen
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from report import Row, print_rows

#: Settings that users don't have: the first two send BLAS another way, the third compiles our modules at every start.
OVERRIDES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONDONTWRITEBYTECODE")
PACKAGES = ("PySide6-Essentials", "pyqtgraph", "numpy")


def main() -> None:
    """Run what was asked for."""
    arguments = parse()
    start_over_without(OVERRIDES)
    os.environ["QT_QPA_PLATFORM"] = arguments.platform
    print_machine(arguments.platform)
    with tempfile.TemporaryDirectory() as folder:
        # The compiled engine lies in the user's cache, where `make run` leaves it warm.
        os.environ.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))
        # The user's settings and log have no part in this; children inherit the folder.
        os.environ |= {"XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder, "HOME": folder}
        print_engine()
        for name in arguments.measurements or MEASUREMENTS:
            began = time.perf_counter()
            rows = MEASUREMENTS[name]()
            print_rows(name, rows, seconds=time.perf_counter() - began)


def lateness() -> list[Row]:
    """How late the event loop is."""
    from lateness import measure

    return measure()


def speed() -> list[Row]:
    """How much training is slowed by the window."""
    from speed import measure

    return measure()


def by_numpy() -> list[Row]:
    """What steps that numpy makes leave to the window."""
    from by_numpy import measure

    return measure()


def start() -> list[Row]:
    """How long the program takes to start."""
    from start import measure

    return measure()


def memory() -> list[Row]:
    """How memory grows as frames are drawn."""
    from memory import measure

    return measure()


def stops() -> list[Row]:
    """How soon training stops, and what queues up."""
    from stops import measure

    return measure()


def autosave() -> list[Row]:
    """What it costs to keep what isn't saved."""
    from autosave import measure

    return measure()


def theme() -> list[Row]:
    """How long the window stands still for another theme."""
    from theme import measure

    return measure()


def switch() -> list[Row]:
    """How long the window stands still for another workspace."""
    from switch import measure

    return measure()


def phases() -> list[Row]:
    """How soon a phase of a step is painted."""
    from phases import measure

    return measure()


def canvas() -> list[Row]:
    """How a large network moves."""
    from canvas import measure

    return measure()


def slider() -> list[Row]:
    """What one step of the demon's slider costs."""
    from slider import measure

    return measure()


def plane() -> list[Row]:
    """What the plane and the maps of neurons cost."""
    from plane import measure

    return measure()


def pieces() -> list[Row]:
    """What the window's thread computes at once, and on what."""
    from pieces import measure

    return measure()


def shares() -> list[Row]:
    """What drawing gets and training loses, by the share of drawing."""
    from shares import measure

    return measure()


def laboratory() -> list[Row]:
    """What the instruments of the laboratory cost while training."""
    from laboratory import measure

    return measure()


MEASUREMENTS: Mapping[str, Callable[[], list[Row]]] = {
    function.__name__: function
    for function in (
        lateness,
        speed,
        by_numpy,
        autosave,
        start,
        memory,
        stops,
        theme,
        switch,
        phases,
        canvas,
        slider,
        plane,
        pieces,
        shares,
        laboratory,
    )
}


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("measurements", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--platform", default="offscreen", help="Qt's platform: offscreen, xcb, …")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.measurements if name not in MEASUREMENTS]:
        parser.error(f"there is no measurement {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}")
    return arguments


def start_over_without(names: tuple[str, ...]) -> None:
    """Run this script again without these variables, which are read while Python or BLAS is loaded."""
    if any(name in os.environ for name in names):
        environment = {name: value for name, value in os.environ.items() if name not in names}
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)


def print_machine(qt_platform: str) -> None:
    """Say where this was measured, and how busy the machine was before."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.system()} {platform.machine()}, {cores} cores{load}; Qt platform {qt_platform}")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES))


def print_engine() -> None:
    """Say what makes the steps: numpy, where nothing else is told, takes four times as long, and the interpreter."""
    from bpexplorer.core.engine.choice import compiled_is_there

    is_there = compiled_is_there()
    print(
        "Engine: compiled" if is_there else "Engine: numpy; the compiled one isn't there (bpexplorer warm)",
        flush=True,
    )


if __name__ == "__main__":
    main()
