"""Do anything to windows, one after another, each in a process of its own.

    python -m tests.attack.anything play --seeds 100 --events 3000     from seed 0, 3,000 events each
    python -m tests.attack.anything play --seeds 100 --keep FOLDER     as much of that as the folder hasn't got yet
    python -m tests.attack.anything replay JOURNAL                     do again what a journal says
    python -m tests.attack.anything shrink JOURNAL                     the shortest part of it that fails alike
    python -m tests.attack.anything planted [WORD]                     whether it finds mistakes that are planted

Ends with 1 if something was found (or, of what is planted, wasn't). What was played is kept in the folder `--keep`,
with the journals of what was found. So Ctrl+C ends a long play, and the same command goes on with it.
"""

import argparse
import importlib
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.attack.anything.campaign import Campaign, Played
from tests.attack.anything.events import Journal
from tests.attack.anything.planted import BUGS, EVENTS, SEEDS, found
from tests.attack.anything.shrinking import shrunk
from tests.attack.anything.trial import CHECK_EVERY, Outcome, tried


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; 1 if a window didn't hold together."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.attack.anything", description=__doc__.split("\n")[0]
    )
    commands = parser.add_subparsers(dest="command", required=True)
    play = commands.add_parser("play", help="draw events and play them")
    play.add_argument("--first", type=int, default=0, help="the first seed (%(default)s)")
    play.add_argument("--seeds", type=int, default=1, help="how many (%(default)s)")
    play.add_argument("--events", type=int, default=1000, help="for each seed (%(default)s)")
    play.add_argument("--processes", type=int, default=1, help="how many seeds at a time (%(default)s)")
    play.add_argument("--check-every", type=int, default=CHECK_EVERY, help="events (%(default)s)")
    play.add_argument("--minutes", type=float, default=float("inf"), help="begin no other seed after so many")
    play.add_argument("--keep", type=Path, help="the folder for what was played and for journals of faults")
    play.add_argument("--first-fault", action="store_true", help="end with the first fault")
    for name, what in (("replay", "play a journal again"), ("shrink", "look for a shorter one")):
        again = commands.add_parser(name, help=what)
        again.add_argument("journal", type=Path)
        again.add_argument("--times", type=int, default=1, help="until it fails (%(default)s)")
        again.add_argument("--trials", type=int, default=200, help="of shorter ones (%(default)s)")
    planted = commands.add_parser(
        "planted", help="plant mistakes in a copy of the program, and look for them"
    )
    planted.add_argument("words", nargs="*", help="only those with one of these words in their names")
    planted.add_argument("--seeds", type=int, default=SEEDS, help="at most (%(default)s)")
    planted.add_argument("--events", type=int, default=EVENTS, help="for each seed (%(default)s)")
    given = parser.parse_args(arguments)
    if given.command == "planted":
        return _planted(given)
    importlib.import_module("tests.attack.anything.drawing")  # once, for all children: they are forked
    if given.command == "play":
        return _play(given)
    return (_replay if given.command == "replay" else _shrink)(given)


def _play(given: argparse.Namespace) -> int:
    began = time.monotonic()
    keep = given.keep or Path(tempfile.mkdtemp(prefix="anything-found-"))
    campaign = Campaign(keep, given.events, given.check_every)
    seeds = range(given.first, given.first + given.seeds)
    known = {seed: each for seed, each in campaign.done().items() if seed in seeds}
    if known:
        sys.stdout.write(f"{len(known)} seeds were played before\n")
    played = list(known.values())

    def goes_on() -> bool:
        is_over = given.first_fault and any(each.fault for each in played)
        return not is_over and time.monotonic() - began < 60 * given.minutes

    # As Ctrl+C does, so that the processes end in either case.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    todo = [seed for seed in seeds if seed not in known]
    is_stopped = False
    try:
        for each, outcome in campaign.play(todo, processes=given.processes, goes_on=goes_on):
            played.append(each)
            _say(f"seed {each.seed}: {each.events} events in {each.seconds:.0f} s", outcome)
            if each.fault:
                sys.stdout.write(f"  the journal is {campaign.journal(each.seed)}\n")
    except KeyboardInterrupt:
        is_stopped = True
        sys.stdout.write("stopped; the same command goes on\n" if given.keep else "stopped\n")
    _say_all(played, time.monotonic() - began)
    if is_stopped:
        return 128 + signal.SIGINT
    return 1 if any(each.fault for each in played) else 0


def _say_all(played: Sequence[Played], seconds: float) -> None:
    """The summary: how much was played in all, what it took, and each fault with its seeds."""
    faults: dict[str, list[int]] = {}
    for each in played:
        if each.fault:
            faults.setdefault(each.fault, []).append(each.seed)
    events, took = sum(each.events for each in played), sum(each.seconds for each in played)
    sys.stdout.write(
        f"{events:,} events of {len(played)} seeds, {took:,.0f} s of windows in {seconds:,.0f} s, "
        f"{sum(map(len, faults.values()))} faults of {len(faults)} kinds\n"
    )
    for fault, seeds in faults.items():
        sys.stdout.write(f"  {fault}: seeds {', '.join(map(str, sorted(seeds)))}\n")
    sys.stdout.flush()


def _say(what: str, outcome: Outcome) -> None:
    sys.stdout.write(f"{what}, {'all holds' if outcome.is_whole else outcome.fault}\n")
    if not outcome.is_whole:
        sys.stdout.writelines(f"    {line}\n" for line in outcome.words.splitlines()[:40])
    sys.stdout.flush()


def _failed(journal: Journal, times: int) -> Outcome:
    """The first outcome of so many that isn't whole, or the last."""
    for _ in range(times - 1):
        if not (outcome := tried(journal)).is_whole:
            return outcome
    return tried(journal)


def _replay(given: argparse.Namespace) -> int:
    outcome = _failed(Journal.read(given.journal.read_text()), given.times)
    _say(f"{len(outcome.journal)} events", outcome)
    return 0 if outcome.is_whole else 1


def _shrink(given: argparse.Namespace) -> int:
    journal = Journal.read(given.journal.read_text())
    first = _failed(journal, given.times)
    _say(f"{len(journal)} events", first)
    if first.is_whole:
        sys.stdout.write("This journal doesn't fail; with --times it is tried more often.\n")
        return 0

    def fails(some: Sequence[object]) -> bool:
        found = _failed(Journal.of(some), given.times)  # type: ignore[arg-type]
        return found.fault == first.fault

    short = Journal.of(shrunk(first.journal.events, fails, most=given.trials))
    shorter = given.journal.with_suffix(".short.jsonl")
    shorter.write_text(short.text)
    sys.stdout.write(f"{len(short)} events are left, in {shorter}:\n{short.text}")
    return 1


def _planted(given: argparse.Namespace) -> int:
    bugs = [bug for bug in BUGS if not given.words or any(word in bug.name for word in given.words)]
    missed = 0
    for each in found(bugs, given.seeds, given.events):
        missed += each.events is None
        after = "NOT FOUND" if each.events is None else f"{each.events} events"
        sys.stdout.write(f"{each.bug.name}: {after}  {each.as_what}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(bugs) - missed} of {len(bugs)} found\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
