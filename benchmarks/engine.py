"""How long a training step takes: the program, its peers, and the matrix products alone.

    python benchmarks/engine.py                      # all rows in float64 and float32, about six minutes
    python benchmarks/engine.py --rows 0 1 --dtypes float64 --rounds 9
    python benchmarks/engine.py --looking        # what it costs to look for divergence in each step
    python benchmarks/engine.py --summing --rows 2 3 4   # what it takes or saves to hold no gradient
    python benchmarks/engine.py --kernel Haswell # the same with another kernel of OpenBLAS

Every contestant is a process of its own that has made everything ready and waits for its turn; so they take turns,
several rounds, and each ratio is one of neighbours in time. A turn takes the fastest of a few stretches of whole
epochs, batches and shuffling included. Costs over the whole training set at an epoch's end, which only the program
would compute, are left out, but for the last two rows: those are epochs as users run them, in which everybody says
costs and accuracies of training and test set. Peers that aren't installed (extra ``bench``) are skipped with a word.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import epoch_contestants
from engine_contestants import CONTESTANTS, EVERYBODY, LOOKING, ROWS, SUMMING, MissingError
from engine_contestants import Contestant as Ready
from epoch_contestants import EXAMPLES

#: All rows: steps, then epochs.
ALL = (*ROWS, *EXAMPLES)
#: With which kernel of OpenBLAS everybody multiplies, if it isn't the one that OpenBLAS takes by itself.
KERNEL = "BPEXPLORER_KERNEL"
OVERRIDES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
STRETCHES, STRETCH_SECONDS = 3, 0.06


class Contestant:
    """A process that measures one stretch a line it is sent."""

    def __init__(self, name: str, row: int, dtype: str) -> None:
        self.name = name
        command = [sys.executable, __file__, "--contestant", name, "--rows", str(row), "--dtypes", dtype]
        environment = {name: value for name, value in os.environ.items() if name not in OVERRIDES}
        if kernel := os.environ.get(KERNEL):
            environment["OPENBLAS_CORETYPE"] = kernel
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self.word = self._read()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    @property
    def takes_part(self) -> bool:
        """Whether it is ready; otherwise ``word`` says why not."""
        return self.word.startswith("ready")

    def turn(self) -> float:
        """Microseconds a step, or an epoch where the row is one."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        return float(self._read())

    def end(self) -> None:
        """Let the process go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def contend(name: str, row: int, dtype: str) -> None:
    """Be a contestant: say that everything is ready, then measure for each line that comes."""
    try:
        epoch, steps, word = _made(name, row, dtype)
    except MissingError as reason:
        print(f"skipped: {reason}", flush=True)
        return
    epoch()  # compiles, and warms caches
    print(f"ready {word}", flush=True)
    for _ in sys.stdin:
        print(min(_stretch(epoch, steps) for _ in range(STRETCHES)), flush=True)


def _made(name: str, row: int, dtype: str) -> Ready:
    """A contestant, ready."""
    if row < len(ROWS):
        return EVERYBODY[name](ROWS[row], dtype)
    return epoch_contestants.CONTESTANTS[name](EXAMPLES[row - len(ROWS)], dtype)


def _stretch(epoch, steps: int) -> float:
    began, epochs = time.perf_counter(), 0
    while (now := time.perf_counter()) - began < STRETCH_SECONDS or not epochs:
        epoch()
        epochs += 1
    now = time.perf_counter()
    return (now - began) / (epochs * steps) * 1e6


def compare(row: int, dtype: str, rounds: int) -> None:
    """Print one row of the table."""
    print(f"\n{ALL[row].name}, {dtype}, µs {ALL[row].unit}", flush=True)
    names = CONTESTANTS if row < len(ROWS) else epoch_contestants.CONTESTANTS
    everyone = [Contestant(name, row, dtype) for name in names]
    racing = [each for each in everyone if each.takes_part]
    times: dict[str, list[float]] = {each.name: [] for each in racing}
    for _ in range(rounds):
        for each in racing:
            times[each.name].append(each.turn())
    program = times["program"]
    for each in everyone:
        if each.name not in times:
            print(f"  {each.name:<18} {each.word}")
            continue
        own = times[each.name]
        ratios = sorted(mine / theirs for mine, theirs in zip(program, own, strict=True))
        middle = statistics.median(ratios)
        print(
            f"  {each.name:<18} {statistics.median(own):>10.2f} µs   program / this {middle:>6.2f}"
            f"   ({ratios[0]:.2f} … {ratios[-1]:.2f})   {each.word.removeprefix('ready').strip()}"
        )
        each.end()


def compare_likeness(likeness: dict[str, str], row: int, dtype: str, rounds: int) -> None:
    """Print what a step of each takes more than that of its likeness, as a share of the likeness's."""
    print(f"\n{ROWS[row].name}, {dtype}", flush=True)
    for name, other_name in likeness.items():
        one, other = (Contestant(each, row, dtype) for each in (name, other_name))
        if one.takes_part and other.takes_part:
            shares = sorted(one.turn() / other.turn() - 1 for _ in range(rounds))
            middle = statistics.median(shares)
            print(f"  {name:<18} {middle:+7.1%}   ({shares[0]:+.1%} … {shares[-1]:+.1%})", flush=True)
        else:
            print(f"  {name:<18} {other.word}")
        one.end()
        other.end()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="*", default=list(range(len(ALL))), choices=range(len(ALL)))
    parser.add_argument("--dtypes", nargs="*", default=["float64", "float32"], choices=["float64", "float32"])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--contestant", choices=[*EVERYBODY, *epoch_contestants.CONTESTANTS], help=argparse.SUPPRESS
    )
    parser.add_argument("--looking", action="store_true", help="measure the look for divergence instead")
    parser.add_argument("--summing", action="store_true", help="measure steps without a gradient instead")
    parser.add_argument("--kernel", help="a kernel of OpenBLAS for everybody, such as Haswell")
    options = parser.parse_args()
    if options.contestant:
        contend(options.contestant, options.rows[0], options.dtypes[0])
        return
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    likeness = LOOKING if options.looking else SUMMING if options.summing else None
    measure = compare if likeness is None else partial(compare_likeness, likeness)
    rows = [row for row in options.rows if row < len(ROWS) or likeness is None]
    if options.kernel:
        os.environ[KERNEL] = options.kernel
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BPEXPLORER_BLIND"] = folder
        for dtype in options.dtypes:
            for row in rows:
                measure(row, dtype, options.rounds)


if __name__ == "__main__":
    main()
