"""One trial: a window in a child process to which a journal is done, or events that are drawn from a seed.

The child writes each event down before it does it. So whatever ends it, a fault, a crash or a standstill, what it did
is there to be done again.
"""

import ctypes
import faulthandler
import math
import os
import re
import select
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tests.attack.anything.events import HEAD, Check, Event, Journal, to_line
from tests.attack.anything.patience import STANDSTILL_SECONDS, stretched

#: How many events are drawn between two looks at everything.
CHECK_EVERY = 100
_BROKEN = 3
#: Of <sys/prctl.h>: the signal that comes when the parent ends.
_PR_SET_PDEATHSIG = 1
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


class Trial:
    """A child process in which something is done. It ends with this one."""

    def __init__(self, child: int, root: Path, *, is_own: bool) -> None:
        self._child, self._root, self._is_own = child, root, is_own
        self._descriptor = os.pidfd_open(child)

    @classmethod
    def begun(cls, what: Drawn | Journal, root: Path | None = None) -> "Trial":
        """Begin it; this process must not have loaded Qt's application. Its files are in ``root``, or gone after it."""
        made = root or Path(tempfile.mkdtemp(prefix="anything-"))
        child = os.fork()
        if child == 0:
            _work(what, made)
        return cls(child, made, is_own=root is None)

    def fileno(self) -> int:
        """What can be read once the child has ended."""
        return self._descriptor

    def outcome(self) -> Outcome:
        """Wait for its end, and say what came of it."""
        status = self._end()
        journal, words, told = (self._text(name) for name in ("journal.jsonl", "words.txt", "told.txt"))
        self._clear()
        if status != 0 and not words:
            name = signal.Signals(-status).name if status < 0 else f"a standstill (exit code {status})"
            words = f"{name}\n{told[-6000:]}"
        return Outcome(Journal.read(journal), "" if status == 0 else words)

    def give_up(self) -> None:
        """End it, whatever it is doing."""
        os.kill(self._child, signal.SIGKILL)
        self._end()
        self._clear()

    def _end(self) -> int:
        """Wait, without asking the processor for anything; the exit code, or the signal that ended it, negative."""
        first_ended([self])
        os.close(self._descriptor)
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])

    def _text(self, name: str) -> str:
        """A file of it; empty if it ended before there was one."""
        path = self._root / name
        return path.read_text(errors="replace") if path.exists() else ""

    def _clear(self) -> None:
        if self._is_own:
            shutil.rmtree(self._root, ignore_errors=True)


def first_ended(trials: Iterable[Trial]) -> Trial:
    """Wait until one of them has ended."""
    ended: list[Trial] = select.select(list(trials), [], [])[0]
    return ended[0]


def tried(what: Drawn | Journal, root: Path | None = None) -> Outcome:
    """Do it in a child process, and wait for what comes of it; see `Trial.begun`."""
    return Trial.begun(what, root).outcome()


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
    # What is pressed in a terminal is for who plays; and nobody needs it once that one has gone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
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
    # Nothing here asks what a power cut leaves (`test_faulty_disk` does), and the disk is another's, too.
    os.fsync = lambda _descriptor: None
    faulthandler.enable(2)


class _Watchdog:
    """Where an event stands still, says where each thread is, and ends the process.

    Everything that waits for something gives up before.
    """

    def __init__(self) -> None:
        self._clock, self._fed = time.monotonic, -math.inf  # the real one: see `Clock`
        self.feed()

    def feed(self) -> None:
        """An event begins. (Each time would be a thread for each event.)"""
        if (now := self._clock()) - self._fed > 1.0:
            self._fed = now
            faulthandler.dump_traceback_later(stretched(STANDSTILL_SECONDS), exit=True)


def _play(what: Drawn | Journal, root: Path) -> int:
    import numpy as np

    from tests.attack.anything.drawing import Drawer
    from tests.attack.anything.playing import Player
    from tests.attack.anything.stage import Stage

    journal = os.open(root / "journal.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(journal, f"{HEAD}\n".encode())

    watchdog = _Watchdog()

    def note(event: Event) -> None:
        os.write(journal, f"{to_line(event)}\n".encode())
        watchdog.feed()

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
