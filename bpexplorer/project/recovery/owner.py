"""Whose a folder is: a process that still runs, or nobody's any more."""

import os
import socket
from pathlib import Path

import msgspec


class Owner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A process, told apart from others that get its number later by when it was started."""

    pid: int
    started: str
    host: str

    @property
    def may_live(self) -> bool:
        """Whether it may still run: asked only where the disk knows no locks, and so on the safe side."""
        if self.host != socket.gethostname():
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):
            return True
        started = _started(self.pid)
        return not started or not self.started or started == self.started


def this_process() -> Owner:
    """The process that asks."""
    return Owner(os.getpid(), _started(os.getpid()), socket.gethostname())


def _started(pid: int) -> str:
    """When a process was started, in clock ticks since the system was; empty where the system doesn't tell."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        return status.rpartition(")")[2].split()[19]  # field 22; the name before may hold anything
    except (OSError, IndexError):
        return ""
