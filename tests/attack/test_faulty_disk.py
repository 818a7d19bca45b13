"""Each system call of a write fails, or is its last: the old or the new file is there, whole, and told truly."""

import contextlib
import os
import shutil
import signal
import stat
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attack.faulty_disk import TEMPORARY, End, calls_in, targets, traced

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace injects faults (Debian: strace)"
)

OLD, MODE, OWNER = b"the old file", 0o640, 1000
FAULTS = ("error=ENOSPC", "error=EIO", "error=EACCES", "error=EDQUOT", "signal=SIGKILL")
#: A disk that takes a part of the bytes, or says that it has taken them.
SHORT = ("retval=0", "retval=1")
#: In the order of what goes wrong in the field; the sample takes the first.
COMMON = (
    "write:error=ENOSPC:when=1",
    "fsync:error=EIO:when=1",
    "rename:signal=SIGKILL:when=1",
    "fsync:error=EIO:when=2",
    "close:error=EDQUOT:when=1",
    "write:retval=1:when=1",
    "openat:error=EACCES:when=1",
)
TOGETHER = (
    ("fsync:error=EIO:when=1", "unlink:error=EIO"),
    ("rename:error=EACCES:when=1", "unlink:error=EACCES"),
    ("write:error=ENOSPC", "unlink:signal=SIGKILL"),
)


def prepare(root: Path) -> None:
    """Put an old file at each place, of another owner, with permissions and an attribute of its own."""
    for path in targets(root).values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(TEMPORARY).unlink(missing_ok=True)
        path.write_bytes(OLD)
        path.chmod(MODE)
        if os.geteuid() == 0:
            os.chown(path, OWNER, OWNER)
        if hasattr(os, "setxattr"):
            with contextlib.suppress(OSError):  # not on every disk
                os.setxattr(path, "user.comment", b"kept")


def all_faults(calls: Counter[str]) -> list[tuple[str, ...]]:
    each = [
        f"{call}:{fault}:when={number}"
        for call, most in sorted(calls.items())
        for number in range(1, most + 1)
        for fault in (*FAULTS, *(SHORT if call == "write" else ()))
    ]
    return [(fault,) for fault in (*COMMON, *(fault for fault in each if fault not in COMMON))] + [*TOGETHER]


def check(path: Path, end: int, new: bytes, faults: tuple[str, ...]) -> None:
    """One file after a write that ended so."""
    content, mode = path.read_bytes(), stat.S_IMODE(path.stat().st_mode)
    about = f"{path.name}, {faults}: {end}, {len(content)} bytes, {mode:o}"
    may_be = {
        End.SAVED: {new},
        End.SAVED_IN_PART: {new},
        End.NOT_CONFIRMED: {new},
        End.REFUSED: {OLD},
        -signal.SIGKILL: {OLD, new},
    }
    assert end in may_be, about
    assert content in may_be[end], about
    assert mode == MODE or (end == End.SAVED_IN_PART and not mode & ~MODE), about
    if end >= 0 and not any(fault.startswith("unlink") for fault in faults):
        assert list(path.parent.iterdir()) == [path], about


def test_whatever_fails_the_old_or_the_new_file_is_whole_and_nothing_is_called_saved_that_is_not(
    tmp_path: Path, trials: Callable[[int, int], int]
) -> None:
    root, log = tmp_path / "root", tmp_path / "log"
    prepare(root)
    assert set(traced(root, log).values()) == {End.SAVED}
    new = {name: path.read_bytes() for name, path in targets(root).items()}
    assert OLD not in new.values()
    faults = all_faults(calls_in(log))
    ends: Counter[int] = Counter()
    for injected in faults[: trials(len(COMMON), len(faults))]:
        prepare(root)
        ended = traced(root, log, *injected)
        ends.update(ended.values())
        for name, path in targets(root).items():
            check(path, ended[name], new[name], injected)
    # It hit: a fault that nobody meets would pass as well.
    assert {End.REFUSED, End.NOT_CONFIRMED, -signal.SIGKILL} <= set(ends)
