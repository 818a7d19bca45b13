"""Plant bugs one by one in a copy of the program and see whether the tests catch them.

    python -m tests.planted            all of them
    python -m tests.planted softmax    those whose name has this word in it

Ends with 1 if a bug survives, or can't be planted any more.
"""

import argparse
import os
import sys
from collections.abc import Callable, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from queue import Queue
from typing import TypeVar

from tests.planted.bugs import BUGS
from tests.planted.planting import Bug, Copy, Fate, PlantingError, Verdict, copied, misplaced

T = TypeVar("T")


def main(arguments: list[str] | None = None) -> int:
    """Print a row a bug and the score; 0 if every bug was caught."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.planted", description="Plant bugs in a copy of the program and run its tests."
    )
    parser.add_argument("words", nargs="*", help="plant only bugs whose name has one of these words in it")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="bugs planted at a time"
    )
    options = parser.parse_args(arguments)
    words = [word.lower() for word in options.words]
    bugs = [bug for bug in BUGS if not words or any(word in bug.name.lower() for word in words)]
    if not bugs:
        parser.error("no bug has such a name")
    if sentences := misplaced(bugs):
        print("These bugs need a new anchor in tests/planted/bugs:", *sentences, sep="\n  ")
        return 1
    verdicts = _try_all(bugs, max(1, options.processes))
    caught = sum(verdict.fate is Fate.CAUGHT for verdict in verdicts)
    print(f"\n{caught} of {len(verdicts)} planted bugs caught")
    return 0 if caught == len(verdicts) else 1


def _try_all(bugs: list[Bug], processes: int) -> list[Verdict]:
    """As many bugs at a time as there are processes, each in a copy of its own."""
    width = max(len(bug.name) for bug in bugs)
    verdicts = []
    copies: Queue[Copy] = Queue()

    def in_a_copy(task: Callable[[Copy], T]) -> T:
        copy = copies.get()
        try:
            return task(copy)
        finally:
            copies.put(copy)

    def check(test: str) -> str:
        try:
            in_a_copy(lambda copy: copy.check([test]))
        except PlantingError as error:
            print(f"{test}: {error}", flush=True)
            return test
        return ""

    def try_bug(failing: Set[str], bug: Bug) -> Verdict:
        if without_it := sorted(failing.intersection(bug.tests)):
            return Verdict(bug, Fate.UNFIT, f"{', '.join(without_it)} can't do without any bug, either")
        return in_a_copy(lambda copy: copy.try_bug(bug))

    with ExitStack() as stack:
        for _ in range(processes):
            copies.put(stack.enter_context(copied()))
        pool = stack.enter_context(ThreadPoolExecutor(processes))
        # Whatever ends this early, what hasn't begun never does.
        stack.callback(pool.shutdown, cancel_futures=True)
        tests = sorted({test for bug in bugs for test in bug.tests})
        print(f"{len(bugs)} bugs to plant; first the {len(tests)} files of tests without any", flush=True)
        # A file that fails by itself says nothing of its bugs; of the others' something can still be said.
        failing = set(pool.map(check, tests))
        for verdict in pool.map(partial(try_bug, failing), bugs):
            verdicts.append(verdict)
            print(f"{verdict.bug.name:{width}}  {verdict.fate.value:8}  {verdict.by}", flush=True)
    return verdicts


if __name__ == "__main__":
    sys.exit(main())
