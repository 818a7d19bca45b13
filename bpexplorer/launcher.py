"""Where the program starts: the checks that must come before Qt, then the program.

`bpexplorer.app` imports Qt with its first line, so what can go wrong with that is looked at here.
"""

import gc
import sys

from bpexplorer import preflight


def prepare() -> None:
    """Make ready for the import of Qt; exit with one sentence on stderr where the program can't run."""
    # Nearly all that a start makes stays, so looking through it for garbage is a tenth of the start for nothing.
    # From the window on, garbage is collected by ``window.garbage``.
    gc.disable()
    if fault := preflight.window_fault() or preflight.binding_fault():
        sys.exit(fault)


def main() -> int:
    """Open the program and return its exit code; where it can't run, say why in one sentence on stderr."""
    prepare()
    from bpexplorer.app import run

    return run()
