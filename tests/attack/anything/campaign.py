"""Many seeds, some at a time, each in a process of its own. What was played is written down, so it can go on later."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.attack.anything.trial import Drawn, Outcome, Trial, first_ended

ROOT: Final = Path(__file__).parents[3]
#: Beside the journals of faults: a line of JSON for each seed that was played to its end or to its fault.
PLAYED: Final = "played.jsonl"


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a seed. ``program`` is the state of the program that it was played on (`state_of_program`)."""

    program: str
    seed: int
    asked: int
    events: int
    seconds: float
    fault: str = ""


@cache
def state_of_program() -> str:
    """A digest of the program and of this tester: another one, and a seed means something else."""
    digest = hashlib.sha256()
    for folder in ("bpexplorer", "tests/attack/anything"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class Campaign:
    """Plays seeds, and keeps in a folder what was played, with the journal of each that ended in a fault."""

    def __init__(
        self,
        keep: Path,
        events: int,
        check_every: int,
        begin: Callable[[Drawn], Trial] = Trial.begun,
    ) -> None:
        self._keep, self._events, self._check_every, self._begin = keep, events, check_every, begin
        keep.mkdir(parents=True, exist_ok=True)

    def done(self) -> Mapping[int, Played]:
        """What this folder has of the program as it is, by seed."""
        path = self._keep / PLAYED
        lines = path.read_text().splitlines() if path.exists() else []
        found = [Played(**json.loads(line)) for line in lines if line.endswith("}")]
        program = state_of_program()
        return {each.seed: each for each in found if (each.program, each.asked) == (program, self._events)}

    def play(
        self,
        seeds: Iterable[int],
        *,
        processes: int = 1,
        goes_on: Callable[[], bool] = lambda: True,
    ) -> Iterator[tuple[Played, Outcome]]:
        """Play these seeds, so many at a time, in the order in which they end; while ``goes_on``, begin others.

        Whoever ends this generator early ends the processes, too.
        """
        waiting, running = iter(seeds), dict[Trial, tuple[int, float]]()
        try:
            while True:
                while len(running) < processes and goes_on() and (seed := next(waiting, None)) is not None:
                    trial = self._begin(Drawn(seed, self._events, self._check_every))
                    running[trial] = seed, time.monotonic()
                if not running:
                    return
                trial = first_ended(running)
                outcome = trial.outcome()
                seed, began = running.pop(trial)
                yield self._kept(seed, outcome, time.monotonic() - began), outcome
        finally:
            for trial in running:
                trial.give_up()

    def journal(self, seed: int) -> Path:
        """Where the journal of a seed is that ended in a fault."""
        return self._keep / f"seed-{seed}.jsonl"

    def _kept(self, seed: int, outcome: Outcome, seconds: float) -> Played:
        fault = "" if outcome.is_whole else outcome.fault
        played = Played(
            state_of_program(), seed, self._events, len(outcome.journal), round(seconds, 1), fault
        )
        if fault:
            self.journal(seed).write_text(outcome.journal.text)
            self.journal(seed).with_suffix(".txt").write_text(outcome.words)
        with (self._keep / PLAYED).open("a") as lines:
            lines.write(json.dumps(asdict(played)) + "\n")
        return played
