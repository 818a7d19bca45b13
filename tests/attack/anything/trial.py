"""One trial: a window in a child process to which a journal is done, or events that are drawn from a seed.

The child writes each event down before it does it. So whatever ends it, a fault, a crash or a standstill, what it did
is there to be done again.
"""

import faulthandler
import os
import re
import select
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tests.attack.anything.events import HEAD, Check, Event, Journal, to_line

#: An event that takes longer is a standstill; everything that waits for something gives up before.
STANDSTILL_SECONDS = 90.0
#: How many events are drawn between two looks at everything.
CHECK_EVERY = 100
_BROKEN = 3
_STOOD = "Timeout ("
_VARYING = re.compile(r"0x[0-9a-f]+|[\d.,]+|/\S+")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Events to be drawn from a seed, with a look at everything after each hundred and at the end."""

    seed: int
    events: int
    check_every: int = CHECK_EVERY


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial: what was done, and what went wrong, in words; empty if nothing did."""

    journal: Journal
    words: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.words

    @property
    def fault(self) -> str:
        """Which fault it is: the first and the last line of the words, without what is another's each time."""
        lines = [line.strip() for line in self.words.splitlines() if line.strip()]
        if _STOOD in self.words:  # what was called last says more than where it began
            main = self.words.rpartition(" (most recent call first):")[2]
            lines = [lines[0], *main.strip().splitlines()[:1]]
        return " … ".join(_VARYING.sub("#", line)[:160] for line in dict.fromkeys((*lines[:1], *lines[-1:])))


def tried(what: Drawn | Journal, root: Path | None = None) -> Outcome:
    """Do it in a child process, which must not have loaded Qt's application; its files are in ``root``, or gone."""
    if root is None:
        folder = Path(tempfile.mkdtemp(prefix="anything-"))
        try:
            return tried(what, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    child = os.fork()
    if child == 0:
        _work(what, root)
    status = _end_of(child)
    journal, words = Journal.read((root / "journal.jsonl").read_text()), root / "words.txt"
    if status == 0:
        return Outcome(journal)
    if words.exists():
        return Outcome(journal, words.read_text())
    name = signal.Signals(-status).name if status < 0 else f"a standstill (exit code {status})"
    return Outcome(journal, f"{name}\n{(root / 'told.txt').read_text()[-6000:]}")


def _end_of(child: int) -> int:
    """Wait for it, without asking the processor for anything; its exit code, or the signal that ended it, negative."""
    descriptor = os.pidfd_open(child)
    try:
        select.select([descriptor], [], [])
    finally:
        os.close(descriptor)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# In the child


def _work(what: Drawn | Journal, root: Path) -> NoReturn:
    code = 1
    try:
        _prepare(root)
        code = _play(what, root)
    finally:
        # As `app.leave`: nothing is taken apart.
        os._exit(code)


def _prepare(root: Path) -> None:
    told = os.open(root / "told.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(told, 1)
    os.dup2(told, 2)
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(root / name.lower())
    runtime = root / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ |= {"HOME": str(root), "XDG_RUNTIME_DIR": str(runtime), "BPEXPLORER_ENGINE": "numpy"}
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.chdir(root)
    faulthandler.enable(2)


def _play(what: Drawn | Journal, root: Path) -> int:
    import numpy as np

    from tests.attack.anything.drawing import Drawer
    from tests.attack.anything.playing import Player
    from tests.attack.anything.stage import Stage

    journal = os.open(root / "journal.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(journal, f"{HEAD}\n".encode())

    def note(event: Event) -> None:
        os.write(journal, f"{to_line(event)}\n".encode())
        faulthandler.dump_traceback_later(STANDSTILL_SECONDS, exit=True)

    faulthandler.dump_traceback_later(STANDSTILL_SECONDS, exit=True)
    with np.errstate(all="ignore"):  # this thread's edge: see core
        try:
            player = Player(Stage(root), note)
            player.run(
                what.events if isinstance(what, Journal) else _drawn(Drawer(player, what.seed).draw, what)
            )
        except Exception as error:
            (root / "words.txt").write_text(_words_of(error))
            return _BROKEN
    return 0


def _words_of(error: Exception) -> str:
    from tests.attack.anything.invariants import BrokenError

    return str(error) if isinstance(error, BrokenError) else "".join(traceback.format_exception(error))


def _drawn(draw: Callable[[], Event], what: Drawn) -> Iterator[Event]:
    for number in range(1, what.events + 1):
        yield draw()
        if number % what.check_every == 0 or number == what.events:
            yield Check()
