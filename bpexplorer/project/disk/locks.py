"""Locks on open files. The system lets go of a lock when its process ends, in whatever way."""

import errno
import os
import sys
from enum import Enum


class Hold(Enum):
    """Who has the lock of a file."""

    MINE = "mine"
    OTHERS = "others"
    #: The disk knows no locks.
    UNKNOWN = "unknown"


#: What a system answers about a lock that somebody else has.
_TAKEN = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    from fcntl import LOCK_EX, LOCK_NB, flock

    def _lock(descriptor: int) -> None:
        flock(descriptor, LOCK_EX | LOCK_NB)


def hold(descriptor: int) -> Hold:
    """Lock an open file, without waiting, until its descriptor is closed; says who has the lock now."""
    try:
        _lock(descriptor)
    except OSError as error:
        return Hold.OTHERS if error.errno in _TAKEN else Hold.UNKNOWN
    return Hold.MINE
