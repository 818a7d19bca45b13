"""Start to the opening example drawn, against a bare script that shows a plot: processes of their own, in pairs."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from report import Row

PAIRS = 10
LIMIT = 2.0
HERE = Path(__file__).parent
#: What a script prints when what it shows has been painted.
DRAWN = b"drawn\n"


def seconds_until_drawn(script: str) -> float:
    """From starting the process to the word that it has drawn."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, HERE / script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - began
        process.communicate(timeout=20)
    if line != DRAWN:
        raise RuntimeError(f"{script} said {line!r} and ended with {process.returncode}")
    return taken


def measure() -> list[Row]:
    """The median of the pairs' ratios, after one start of each that only warms the file cache."""
    scripts = ("start_plot.py", "start_program.py")
    for script in scripts:
        seconds_until_drawn(script)
    pairs = [tuple(seconds_until_drawn(script) for script in scripts) for _ in range(PAIRS)]
    ratios = [program / plot for plot, program in pairs]
    return [
        Row("bare plot", statistics.median(plot for plot, _ in pairs) * 1000, "ms"),
        Row("the program", statistics.median(program for _, program in pairs) * 1000, "ms"),
        Row(f"program against plot, median of {PAIRS} pairs", statistics.median(ratios), "×", LIMIT),
        Row("lowest pair", min(ratios), "×"),
        Row("highest pair", max(ratios), "×"),
    ]
