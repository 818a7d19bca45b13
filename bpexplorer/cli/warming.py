"""The command ``warm``."""

import argparse

from bpexplorer.cli.answer import Answer
from bpexplorer.cli.codes import OK
from bpexplorer.core.engine.compiled import cache
from bpexplorer.core.engine.compiled.warm import warm as compile_engine


def warm(options: argparse.Namespace) -> Answer:
    """Compile the engine now, so that runs that begin from here on are made with it."""
    del options
    if not cache.is_installed():
        lines = [
            "numba isn't installed, so numpy makes all steps. To have it: pip install 'bpexplorer[fast]'"
        ]
        return OK, {"compiled": False}, lines
    if not cache.is_warm():
        compile_engine()
    return OK, {"compiled": True}, [f"The compiled engine is ready, in {cache.folder()}."]
