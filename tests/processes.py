"""Which processes a test has started, directly or not, and has left behind. Only Linux tells."""

import os
import select
import signal
import sys
import time
from pathlib import Path

_PROC = Path("/proc")
_STARTING = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "os.exec"})

#: How many processes this one has started by Python's own means.
_started = 0


def _note(event: str, arguments: object) -> None:
    global _started
    del arguments
    if event in _STARTING:
        _started += 1


sys.addaudithook(_note)


class ProcessWatch:
    """Watches from now on. What a test started knows a folder of that test in its environment.

    Looking at all processes takes milliseconds, so it is done only if one was started, or is there now.
    """

    def __init__(self, mark: str) -> None:
        self._mark = os.fsencode(mark)
        self._started = _started
        self._before = _children()

    def left_behind(self, grace: float) -> list[str]:
        """A line for each process that is still there after so many seconds; it is killed then."""
        children = _children() - self._before
        if not children and self._started == _started:
            return []
        deadline = time.monotonic() + grace
        return [line for pid in sorted(children | self._marked()) if (line := _outlives(pid, deadline))]

    def _marked(self) -> set[int]:
        return {pid for pid in _pids() if pid != os.getpid() and self._mark in _read(pid, "environ")}


def _pids() -> set[int]:
    return {int(each.name) for each in _PROC.glob("[0-9]*")}


def _children() -> set[int]:
    """The processes that this one is the parent of."""
    return {
        int(pid)
        for thread in _PROC.glob("self/task/*/children")
        for pid in _text(thread).split()
        if not _has_ended(int(pid))
    }


def _has_ended(pid: int) -> bool:
    """Whether there is nothing left of a process but a code that nobody has asked for."""
    _, _, rest = _read(pid, "stat").rpartition(b")")
    return rest.split()[:1] in ([], [b"Z"], [b"X"])


def _read(pid: int, name: str) -> bytes:
    return _text(_PROC / str(pid) / name)


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has gone meanwhile, or is another user's
        return b""


def _outlives(pid: int, deadline: float) -> str:
    """Wait for the end of a process until then; a line on it, and its end, if it doesn't come."""
    try:
        descriptor = os.pidfd_open(pid)
    except OSError:
        return ""
    try:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        if ready:
            return ""
        command = _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()
        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        select.select([descriptor], [], [], 5.0)
        return f"running process {pid}: {command[:200]}"
    finally:
        os.close(descriptor)
