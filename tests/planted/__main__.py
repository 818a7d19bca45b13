"""Plant bugs one by one in a copy of the program and see whether the tests catch them.

    python -m tests.planted            all of them
    python -m tests.planted softmax    those whose name has this word in it

Ends with 1 if a bug survives, or can't be planted any more.
"""

import argparse
import sys

from tests.planted.bugs import BUGS
from tests.planted.planting import Bug, Fate, PlantingError, Verdict, copied, misplaced


def main(arguments: list[str] | None = None) -> int:
    """Print a row a bug and the score; 0 if every bug was caught."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.planted", description="Plant bugs in a copy of the program and run its tests."
    )
    parser.add_argument("words", nargs="*", help="plant only bugs whose name has one of these words in it")
    words = [word.lower() for word in parser.parse_args(arguments).words]
    bugs = [bug for bug in BUGS if not words or any(word in bug.name.lower() for word in words)]
    if not bugs:
        parser.error("no bug has such a name")
    if sentences := misplaced(bugs):
        print("These bugs need a new anchor in tests/planted/bugs:", *sentences, sep="\n  ")
        return 1
    try:
        verdicts = _try_all(bugs)
    except PlantingError as error:
        print(f"Nothing can be said: {error}")
        return 1
    caught = sum(verdict.fate is Fate.CAUGHT for verdict in verdicts)
    print(f"\n{caught} of {len(verdicts)} planted bugs caught")
    return 0 if caught == len(verdicts) else 1


def _try_all(bugs: list[Bug]) -> list[Verdict]:
    width = max(len(bug.name) for bug in bugs)
    verdicts = []
    with copied() as copy:
        print(f"{len(bugs)} bugs to plant; first the tests without any", flush=True)
        copy.check(sorted({test for bug in bugs for test in bug.tests}))
        for bug in bugs:
            verdicts.append(copy.try_bug(bug))
            verdict = verdicts[-1]
            print(f"{bug.name:{width}}  {verdict.fate.value:8}  {verdict.by}", flush=True)
    return verdicts


if __name__ == "__main__":
    sys.exit(main())
