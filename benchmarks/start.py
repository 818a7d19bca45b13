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
#: How the line begins that a script prints when what it shows has been painted; its processor time follows.
DRAWN = b"drawn "


def seconds_until_drawn(script: str) -> tuple[float, float]:
    """From starting the process to the word that it has drawn, by the clock and of the processor."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, HERE / script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - began
        process.communicate(timeout=20)
    if not line.startswith(DRAWN):
        raise RuntimeError(f"{script} said {line!r} and ended with {process.returncode}")
    return taken, float(line.removeprefix(DRAWN))


def measure() -> list[Row]:
    """The median of the pairs' ratios, after one start of each that only warms the file cache."""
    scripts = ("start_plot.py", "start_program.py")
    for script in scripts:
        seconds_until_drawn(script)
    pairs = [tuple(seconds_until_drawn(script) for script in scripts) for _ in range(PAIRS)]
    ratios = [program[0] / plot[0] for plot, program in pairs]
    computed = [program[1] / plot[1] for plot, program in pairs]
    return [
        Row("bare plot", statistics.median(plot[0] for plot, _ in pairs) * 1000, "ms"),
        Row("the program", statistics.median(program[0] for _, program in pairs) * 1000, "ms"),
        Row(f"program against plot, median of {PAIRS} pairs", statistics.median(ratios), "×", LIMIT),
        Row("lowest pair", min(ratios), "×"),
        Row("highest pair", max(ratios), "×"),
        Row("processor time, median of the pairs", statistics.median(computed), "×"),
        Row("processor time, lowest pair", min(computed), "×"),
        Row("processor time, highest pair", max(computed), "×"),
    ]
