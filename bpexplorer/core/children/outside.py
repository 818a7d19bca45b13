"""A child process, from outside: how it is started, what it has told, and in a sentence how it ended."""

import json
import logging
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bpexplorer.core.errors import BpExplorerError

log = logging.getLogger(__name__)

GIB = 2**30
_LONGEST_LINE = 1_000_000
#: How much of what it wrote to standard error is kept for the log: the end.
KEPT_ERRORS = 16_000
_START = Path(__file__).with_name("start.py")


class ChildError(BpExplorerError):
    """A child process that ended without a result."""


@dataclass(frozen=True, slots=True)
class ChildCommand:
    """A module of ours that ends with ``sys.exit(inside.serve(work))``, and what it is run with.

    One that ends with ``inside.serve_bytes(work)`` is ``given`` bytes to work on.
    """

    module: str
    #: What it is for, as in “The process that was to compile the engine …”.
    purpose: str
    arguments: tuple[str, ...] = ()
    #: The most addresses that it may take, in bytes.
    memory: int = 2 * GIB
    #: What the user can do about it where it was ended from outside, in a sentence.
    remedy: str = "Close other programs and try again."
    given: bytes | None = None

    @property
    def program(self) -> list[str]:
        """The program and its arguments. ``-P``: whatever lies in the current folder isn't imported."""
        options = [sys.executable, "-P", "-X", "utf8", str(_START)]
        return [*options, self.module, str(self.memory), *self.arguments]

    @property
    def first_input(self) -> bytes:
        """What is written to its standard input at first."""
        return b"" if self.given is None else b"%d\n" % len(self.given) + self.given


class Conversation:
    """Makes of the bytes that a child writes what it tells."""

    def __init__(self) -> None:
        #: The sentence that it ended with.
        self.error: str | None = None
        #: What isn't as it should be, in sentences.
        self.notes: list[str] = []
        self._buffer = bytearray()
        #: How many bytes its result has, once it has said so; what the buffer has is the result from then on.
        self._length: int | None = None
        self._is_garbled = False

    @property
    def result(self) -> bytes | None:
        """What it gave, once all of it is there."""
        is_whole = not self._is_garbled and len(self._buffer) == self._length
        return bytes(self._buffer) if is_whole else None

    def feed(self, data: bytes) -> Iterator[Any]:
        """Take bytes, and give what was told in them."""
        if self._is_garbled:
            return
        self._buffer += data
        while self._length is None and (end := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            match _decoded(line):
                case {"told": told}:
                    yield told
                case {"note": str(note)}:
                    self.notes.append(note)
                case {"error": str(error)}:
                    self.error = error
                case {"result": int(length)} if length >= 0:
                    self._length = length
                case _:
                    self._is_garbled = True
                    return
        if self._length is None and len(self._buffer) > _LONGEST_LINE:
            self._is_garbled = True


def _decoded(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def not_started(command: ChildCommand, reason: str) -> ChildError:
    """Why there is no child at all."""
    return ChildError(f"No process can be started to {command.purpose}: {reason.rstrip('.')}.")


def outcome(
    command: ChildCommand, conversation: Conversation, *, code: int, killed_by: int | None, errors: str
) -> bytes:
    """What a child that has ended gave; raises ChildError with a sentence on how it ended if that is nothing.

    Parameters
    ----------
    code, killed_by : int
        Its exit code, or the number of the signal that ended it.
    errors : str
        What it wrote to standard error, which goes to the log.
    """
    for note in conversation.notes:
        log.info("the process that was to %s: %s", command.purpose, note)
    result = conversation.result
    if code == 0 and killed_by is None and result is not None:
        return result
    if conversation.error is not None:
        raise ChildError(conversation.error)
    log.warning("the process that was to %s ended with %s:\n%s", command.purpose, code, errors)
    who = f"The process that was to {command.purpose}"
    if killed_by is not None:
        cause = f"{who} was ended by the signal {_name(killed_by)}, perhaps for lack of memory."
        raise ChildError(" ".join([cause, *conversation.notes, command.remedy]))
    raise ChildError(
        f"{who} failed with code {code}; the log says more." if code else f"{who} gave no result."
    )


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def run(command: ChildCommand, told: Callable[[Any], object] = lambda _: None) -> bytes:
    """Start a child and wait for its result; ChildError if there is none. It ends with this process."""
    conversation = Conversation()
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command.program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, bufsize=0
            )
        except OSError as error:
            raise not_started(command, error.strerror or str(error)) from error
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            with suppress(BrokenPipeError):  # of how it ended there is more to say
                process.stdin.write(command.first_input)
            while data := process.stdout.read(65_536):
                for each in conversation.feed(data):
                    told(each)
            code = process.wait()
        size = errors.seek(0, 2)
        errors.seek(max(0, size - KEPT_ERRORS))
        said = errors.read().decode(errors="replace")
    killed_by = -code if code < 0 else None
    return outcome(command, conversation, code=code, killed_by=killed_by, errors=said)
