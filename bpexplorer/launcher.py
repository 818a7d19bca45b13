"""Where the program starts: the checks that must come before Qt, then the program.

`bpexplorer.app` imports Qt with its first line, so what can go wrong with that is looked at here.
"""

import sys

from bpexplorer import preflight


def main() -> int:
    """Open the program and return its exit code; where it can't run, say why in one sentence on stderr."""
    if fault := preflight.window_fault() or preflight.binding_fault():
        sys.exit(fault)
    from bpexplorer.app import run

    return run()
