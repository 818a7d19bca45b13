"""The temporary files that a write begins with, and how those of processes that were killed go away again.

While a temporary is written it is locked. The system lets go of a lock when its process ends in whatever way, so a
lock that can be had says that nobody writes there any more.
"""

import contextlib
import os
import re
import secrets
import stat
import time
from collections.abc import Collection
from pathlib import Path

from bpexplorer.project.disk.locks import Hold, hold

#: A temporary is left alone for so long even where it isn't locked: not every disk knows locks.
OLD_SECONDS = 3600.0

_NAME = ".bpx-{token}.tmp"
_PATTERN = re.compile(r"\.bpx-[0-9a-f]{16}\.tmp")


def temporary_beside(path: Path) -> Path:
    """A name for a temporary file in the same folder that nobody else takes."""
    return path.with_name(_NAME.format(token=secrets.token_hex(8)))


def lock(descriptor: int) -> bool:
    """Say that this open file is in use; False if another does, or the disk knows no locks."""
    return hold(descriptor) is Hold.MINE


def remove_leftovers(folder: Path, *, owners: Collection[int] = ()) -> None:
    """Remove old temporaries of ours that nobody writes to. It raises nothing: whatever can't be removed stays.

    Parameters
    ----------
    folder : Path
    owners : collection of int
        User ids whose temporaries count as ours, beside the user's own.
    """
    ours = {os.geteuid(), *owners} if hasattr(os, "geteuid") else None
    with contextlib.suppress(OSError, ValueError), os.scandir(folder) as entries:
        for name in [entry.name for entry in entries if _PATTERN.fullmatch(entry.name)]:
            with contextlib.suppress(OSError):
                _remove_if_left(folder / name, ours)


def _remove_if_left(path: Path, ours: set[int] | None) -> None:
    status = path.lstat()
    is_plain = stat.S_ISREG(status.st_mode) and status.st_nlink == 1
    is_old = time.time() - status.st_mtime > OLD_SECONDS
    if not is_plain or not is_old or (ours is not None and status.st_uid not in ours):
        return
    if os.name == "nt":  # where an open file can't be removed anyway
        path.unlink()
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        # On a disk without locks, that it is old has to do.
        if os.path.samestat(status, os.fstat(descriptor)) and hold(descriptor) is not Hold.OTHERS:
            path.unlink()
    finally:
        os.close(descriptor)
