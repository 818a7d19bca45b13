"""Signals that ask a command to end: Ctrl-C, SIGTERM, SIGHUP and their like.

While nothing would be lost, the first one ends the process at once, from within its handler: no exception goes through
modules that are half imported, and none is lost in a destructor. Where something is under way that must come to its
end, such as a step of training or the writing of a file, they are noticed only. A signal that is ignored from the
start, as under ``nohup``, stays so.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from bpexplorer.cli.console.codes import OK, SIGNALLED
from bpexplorer.translation import tr

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGXCPU", "SIGBREAK")
_ENDING = tuple(found for name in _NAMES if (found := getattr(signal, name, None)) is not None)
_STDERR = 2
_NOTHING_YET = tr("Nothing was done.")


class Noticed:
    """The first signal that came while signals were noticed only; false if none did."""

    def __init__(self) -> None:
        self._signal: signal.Signals | None = None

    def __bool__(self) -> bool:
        return self._signal is not None

    def __str__(self) -> str:
        """Its name, such as ``SIGTERM``."""
        return "" if self._signal is None else self._signal.name

    @property
    def code(self) -> int:
        """The exit code that says so."""
        return OK if self._signal is None else SIGNALLED + self._signal

    def take(self, number: int) -> None:
        """Remember a signal, unless there was one before."""
        self._signal = self._signal or signal.Signals(number)


class _Attention:
    """What is done about a signal now: it is put into ``noticed``, or ends the process, which then says ``when``."""

    def __init__(self) -> None:
        self.noticed: Noticed | None = None
        self.when = _NOTHING_YET


_now = _Attention()


@contextmanager
def handled(*, for_good: bool) -> Iterator[None]:
    """Let signals end the process in order while the block lasts.

    With ``for_good`` they are ignored from its end on: what is left to do is the interpreter's own end, and the exit
    code is decided.
    """
    before = {}
    _now.when = _NOTHING_YET
    with suppress(ValueError):  # no other thread than the main one may say what signals do
        for each in _ENDING:
            if signal.getsignal(each) not in (signal.SIG_IGN, None):
                before[each] = signal.signal(each, _on_signal)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, signal.SIG_IGN if for_good else handler)


@contextmanager
def noticed_only() -> Iterator[Noticed]:
    """Let no signal end what goes on in the block; gives what was noticed."""
    noticed = _now.noticed = Noticed()
    try:
        yield noticed
    finally:
        _now.noticed = None


def lost_by_ending(sentence: str) -> None:
    """What a signal that ends the process from now on is to say of the work, as in “Nothing is written.”"""
    _now.when = sentence


def by_default() -> None:
    """Leave signals to the system from now on: they end the process without a word."""
    for each in _ENDING:
        if signal.getsignal(each) is _on_signal:
            signal.signal(each, signal.SIG_DFL)


def _on_signal(number: int, frame: FrameType | None) -> None:
    del frame
    if _now.noticed is not None:
        _now.noticed.take(number)
    else:
        _end(number)


def _end(number: int) -> None:
    sentence = f"Interrupted by {signal.Signals(number).name}. {_now.when}".rstrip() + "\n"
    # Straight to the system: the streams may be in the middle of a write.
    with suppress(OSError):
        os.write(_STDERR, sentence.encode("ascii", "backslashreplace"))
    os._exit(SIGNALLED + number)
