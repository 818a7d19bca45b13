"""The program without a window: train, export, check, info. It imports no Qt.

Exit codes: 0 done, 1 something to put right (a sentence on stderr), 2 wrong usage, 3 training diverged,
130 interrupted by Ctrl-C (what was trained until then is written).
"""

from bpexplorer.cli.main import main

__all__ = ["main"]
