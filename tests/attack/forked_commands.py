"""Commands run in children of one warm process, which pays the start of an interpreter once.

As a program it is that process: each line on stdin asks for a command, each line on stdout answers. A child counts
the calls that Python makes, and sends itself signals at the calls that it was asked to: a moment is a place in the
run, whatever the machine is doing.
"""

import atexit
import gc
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, TextIO

ROOT = Path(__file__).parents[2]
STDOUT, STDERR = 1, 2


@dataclass(frozen=True)
class Ended:
    """What became of a command.

    ``calls`` is how many it made, -1 if it ended without a word to Python; ``sent`` how many signals it was sent.
    """

    code: int
    calls: int
    sent: int
    out: bytes
    err: str


class Commands:
    """Runs commands; with ``cold``, each child imports what it needs by itself, and can be hit in the middle of it."""

    def __init__(self, *, cold: bool = False) -> None:
        environ = {**os.environ, "PYTHONPATH": str(ROOT), "BPEXPLORER_ENGINE": "numpy"}
        program = [sys.executable, __file__, *(["cold"] if cold else [])]
        self._parent = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ, cwd=ROOT
        )

    def __enter__(self) -> "Commands":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._parent.communicate()

    def run(
        self,
        folder: Path,
        argv: Sequence[str],
        *,
        stdout: str = "utf-8",
        signals: Sequence[tuple[int, int]] = (),
    ) -> Ended:
        """Run a command in a folder.

        ``stdout`` is an encoding, ``closed`` or ``full``; ``signals`` are pairs of a call and the signal sent at it.
        """
        request = {"folder": str(folder), "argv": list(argv), "stdout": stdout, "signals": list(signals)}
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(json.dumps(request) + "\n")
        self._parent.stdin.flush()
        answer = json.loads(self._parent.stdout.readline())
        out = b"" if stdout in ("closed", "full") else _taken(folder / "stdout")
        return Ended(**answer, out=out, err=_taken(folder / "stderr").decode("utf-8", "replace"))


def _taken(path: Path) -> bytes:
    read = path.read_bytes()
    path.unlink()
    return read


# The warm process


def _answer_requests(requests: TextIO, answers: TextIO) -> dict[str, Any]:
    """Fork for each request and answer with what became of the child; in the child, give its request."""
    for line in requests:
        request: dict[str, Any] = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            return request | {"report": writer}
        os.close(writer)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reader, "rb") as reports:
            report = reports.read()
        calls = int(report.rpartition(b"calls ")[2]) if b"calls " in report else -1
        code = os.waitstatus_to_exitcode(status)
        answers.write(json.dumps({"code": code, "calls": calls, "sent": report.count(b"!")}) + "\n")
        answers.flush()
    os._exit(0)


def _be_told(request: dict[str, Any]) -> None:
    """Take the streams, the arguments and the signals of a request."""
    os.chdir(request["folder"])
    stdout: str = request["stdout"]
    err = os.open("stderr", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(err, STDERR)
    sys.stderr = sys.__stderr__ = io.TextIOWrapper(  # type: ignore[misc]
        io.FileIO(STDERR, "w", closefd=False), "utf-8", "backslashreplace", write_through=True
    )
    if stdout == "closed":
        os.close(STDOUT)
        sys.stdout = sys.__stdout__ = None  # type: ignore[misc,assignment]
    else:
        name, encoding = ("/dev/full", "utf-8") if stdout == "full" else ("stdout", stdout)
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), STDOUT)
        buffer = io.BufferedWriter(io.FileIO(STDOUT, "w", closefd=False))
        sys.stdout = sys.__stdout__ = io.TextIOWrapper(buffer, encoding)  # type: ignore[misc]
    sys.argv = ["bpexplorer", *request["argv"]]
    due = sorted((call, number) for call, number in request["signals"])
    calls, report = 0, request["report"]

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1
        while due and calls >= due[0][0]:
            os.write(report, b"!")
            os.kill(os.getpid(), due.pop(0)[1])

    atexit.register(lambda: os.write(report, b"calls %d" % calls))
    sys.setprofile(count)


if __name__ == "__main__":
    from bpexplorer.cli import main

    if "cold" not in sys.argv:
        from bpexplorer.cli import commands, names, parser  # noqa: F401
        from bpexplorer.cli.console import output  # noqa: F401
        from bpexplorer.core.engine.compiled import cache

        cache.is_installed = lambda: False
    gc.freeze()  # a child needn't look through what it shares
    # A shell has some of them ignored in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    told = _answer_requests(sys.stdin, sys.stdout)
    _be_told(told)
    sys.exit(main())
