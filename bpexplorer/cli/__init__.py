"""The program without a window: train, export, check, info. It imports no Qt.

`bpexplorer.cli.console.codes` has the exit codes.
"""

from bpexplorer.cli.main import main

__all__ = ["main"]
