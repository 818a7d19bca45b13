"""The command ``warm``."""

import argparse

from bpexplorer.cli.console.answer import Answer
from bpexplorer.cli.console.codes import OK
from bpexplorer.cli.console.output import say
from bpexplorer.core.engine.compiled import cache
from bpexplorer.core.engine.compiled.warm import is_ready, warm_and_wait
from bpexplorer.translation import tr


def warm(options: argparse.Namespace) -> Answer:
    """Compile the engine now, so that runs that begin from here on are made with it."""
    del options
    if not cache.is_installed():
        lines = [
            tr("numba isn't installed, so numpy makes all steps. To have it: pip install 'bpexplorer[fast]'")
        ]
        return OK, {"compiled": False}, lines
    if not is_ready():
        say(
            tr("Compiling the engine for this machine. This takes about half a minute, on a busy one longer.")
        )
        warm_and_wait()
    return OK, {"compiled": True}, [tr("The compiled engine is ready, in {folder}.", folder=cache.folder())]
