"""Where the program starts: the command line and the checks that must come before Qt, then the program.

`bpexplorer.app` imports Qt with its first line, so what can go wrong with that is looked at here.
"""

import builtins
import gc
import sys

from bpexplorer.cli import main as command_line


def prepare() -> None:
    """Make ready for the import of Qt; exit with one sentence on stderr where the program can't run."""
    from bpexplorer import preflight, quick_start

    # Nearly all that a start makes stays, so looking through it for garbage is a tenth of the start for nothing.
    # From the window on, garbage is collected by ``window.garbage``.
    gc.disable()
    pythons_import = builtins.__import__
    if fault := preflight.window_fault() or preflight.binding_fault():
        sys.exit(fault)
    # WORKAROUND: PySide6 puts an import of its own in place of Python's, which reads the source of every module to see
    # whether it may want snake_case names. Nothing here does, and it is a tenth of the start.
    builtins.__import__ = pythons_import
    quick_start.make_dataclasses_quickly()
    quick_start.import_pyqtgraph()


def main() -> int:
    """Do what the command line says, as ``bpexplorer`` does, and return the exit code: mostly, open the window."""
    return command_line(open_window=_open_window, prog="bpexplorer-gui")


def _open_window(name: str | None) -> int:
    from bpexplorer.cli.console import signals

    signals.by_default()  # what is written is whole at any moment, and Python sees no signal while Qt waits
    prepare()
    from bpexplorer.app import leave, run

    leave(run(name))
