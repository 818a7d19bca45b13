"""The one way in which the program writes files: afterwards the old or the new file is there, whole.

The bytes go to a temporary file beside the target; it is flushed to the disk, read back and compared by digest; only
then it takes the target's place, and the folder is flushed too. Killed at any moment, the process leaves the
old file or the new one, and at worst a temporary file (``.bpx-….tmp``) beside it, which a later write removes.
Every error is believed.
"""

import errno
import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bpexplorer.project.disk.attributes import carry_over
from bpexplorer.project.disk.leftovers import lock, remove_leftovers, temporary_beside
from bpexplorer.project.disk.outside import DigestBeside, check_unchanged, digest_of_open
from bpexplorer.project.disk.targets import Target, hold_pipe, open_stream, target_of
from bpexplorer.project.errors import ProjectFileError, check_name, from_os_error
from bpexplorer.project.parts.blocks import Block, Blocks, is_made_of
from bpexplorer.translation import tr

Check = Callable[[BinaryIO], None]

#: What a file system answers that doesn't know how to flush a folder.
_CANNOT_FLUSH_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
#: Blocks of fewer bytes are put together: each takes a call of the system.
_SHORT = 2**16


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """What was written.

    Attributes
    ----------
    digest : str
        Stands for the bytes; `write` compares with it if it is handed over the next time.
    notes : tuple of str
        What has come otherwise than the user may think, in whole sentences.
    """

    digest: str
    notes: tuple[str, ...] = ()


def write(
    path: Path,
    data: Iterable[Block] | bytes,
    *,
    check: Check | None = None,
    expected: str | None = None,
) -> WrittenFile:
    """Write ``data`` to ``path``, all of it or nothing; into a pipe, a terminal or ``-`` it is poured.

    An existing file keeps its permissions, and its owner, group and extended attributes where the system allows
    it; a link stays a link, and the file that it leads to is replaced. A file that is marked read-only is left
    alone, also where the system would allow to replace it.

    Parameters
    ----------
    path : Path
        The target. Its folder must exist.
    data : bytes or iterable
        What is long may come in blocks, so that it is never in memory as a whole: as `Blocks`, or to be gone through
        once.
    check : callable, optional
        Called with the file as the disk gives it back, open for reading, before it replaces the target. It raises
        ProjectFileError if it doesn't mean what it should. What is poured is checked before.
    expected : str, optional
        The digest of what the target must hold now, or ABSENT; otherwise whatever is there is replaced.

    Raises
    ------
    ChangedOutsideError
        If the target holds something else than ``expected``. It is as it was.
    ProjectFileError
        Saying what is wrong and what to do. The target is as it was, but for code ``not_confirmed``: then the
        new file is in place, and the disk didn't confirm that it will survive a power cut.
    """
    with _in_words(path):
        target = target_of(path)
        if target.is_stream:
            return WrittenFile(_pour(target, data, check))
        written, lost = _replace(target, data, check, expected)
    _flush_folder(target.path.parent, path)
    remove_leftovers(target.path.parent, owners=() if target.replaced is None else (target.replaced.st_uid,))
    return WrittenFile(written, _notes(target, lost))


def check_target(path: Path, *, streams: bool = True) -> Target:
    """Raise what `write` would raise now, as far as it can be foreseen: before work whose result goes there.

    Parameters
    ----------
    path : Path
    streams : bool
        Whether a pipe or a terminal will do. A named pipe must have a reader, and stays open until it is written.
    """
    with _in_words(path):
        target = target_of(path)
        if target.is_stream and not streams:
            raise ProjectFileError(
                tr("this is not a plain file"), code="not_a_file", remedy=tr("Choose another name.")
            )
        if target.is_stream:
            hold_pipe(target)
        return target


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Let every fault be a sentence about this path."""
    check_name(path, "save")
    try:
        yield
    except OSError as error:
        raise from_os_error(error, path, "save") from error
    except ProjectFileError as error:
        raise error.about(path, "save") from error


def _replace(
    target: Target, data: Iterable[Block] | bytes, check: Check | None, expected: str | None
) -> tuple[str, list[str]]:
    """Put a new file in the target's place; its digest, and what of the old one it couldn't keep."""
    temporary = temporary_beside(target.path)
    # Until it has the old file's permissions, nobody else may read it: the bytes may be private. Without an old
    # file, the umask decides.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(temporary, flags, 0o666 if target.replaced is None else 0o600)
    try:
        with _in_use(descriptor):
            written, lost = _fill(descriptor, data, target)
            _read_back(temporary, data, written, check)
            if expected is not None:
                check_unchanged(target.path, expected)
            temporary.replace(target.path)
    except BaseException:  # also Ctrl-C: nothing is left behind
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return written, lost


@contextmanager
def _in_use(descriptor: int) -> Iterator[None]:
    """Keep the file locked that is open here, also after this descriptor is closed."""
    if os.name == "nt":  # where an open file can't be renamed
        yield
        return
    keeper = os.dup(descriptor)
    try:
        lock(keeper)
        yield
    finally:
        with suppress(OSError):  # what was written has been confirmed by its own descriptor
            os.close(keeper)


def _fill(descriptor: int, data: Iterable[Block] | bytes, target: Target) -> tuple[str, list[str]]:
    try:
        written = _write_all(descriptor, data)
        lost = [] if target.replaced is None else carry_over(target.replaced, target.path, descriptor)
        os.fsync(descriptor)
        if hasattr(os, "posix_fadvise"):  # what is read back shall come from the disk, not from memory
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
    return written, lost


def _pour(target: Target, data: Iterable[Block] | bytes, check: Check | None) -> str:
    if check is not None:
        data = data if isinstance(data, bytes) else b"".join(data)
        check(io.BytesIO(data))
    descriptor = open_stream(target)
    try:
        return _write_all(descriptor, data)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: Iterable[Block] | bytes) -> str:
    """Write it; the digest of what was written, which is made beside. None of this needs the interpreter for long."""
    with DigestBeside() as found:
        for block in (data,) if isinstance(data, bytes) else _gathered(data):
            found.add(block)
            rest = memoryview(block)
            while rest:
                taken = os.write(descriptor, rest)
                if not taken:  # never asked again for ever
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                rest = rest[taken:]
    return found.text


def _gathered(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same bytes, where short blocks are put together."""
    waiting, size = list[Block](), 0
    for block in blocks:
        waiting.append(block)
        size += len(block)
        if size >= _SHORT:
            yield waiting[0] if len(waiting) == 1 else b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _notes(target: Target, lost: list[str]) -> tuple[str, ...]:
    notes = []
    if target.replaced is not None and target.replaced.st_nlink > 1:
        others = target.replaced.st_nlink - 1
        names = (
            tr("another name (a hard link), which keeps")
            if others == 1
            else tr("{others} other names (hard links), which keep", others=others)
        )
        notes.append(tr("The older file has {names} the older content.", names=names))
    if lost:
        notes.append(tr("The system doesn't let the file keep {lost}.", lost=_listed(lost)))
    return tuple(notes)


def _listed(words: list[str]) -> str:
    *first, last = words
    return tr("{first} and {last}", first=", ".join(first), last=last) if first else last


def _read_back(temporary: Path, data: Iterable[Block] | bytes, written: str, check: Check | None) -> None:
    """Raise ProjectFileError unless the disk gives back what was written, and it means what it should."""
    with temporary.open("rb") as file:
        # What can be gone through again is compared byte by byte, which takes a fifth of another digest.
        is_same = is_made_of(file, data) if isinstance(data, Blocks) else digest_of_open(file) == written
        if not is_same:
            raise ProjectFileError(
                tr("the disk gives back other bytes than were written"),
                code="disk_fault",
                remedy=tr("Choose another disk, and check this one."),
            )
        if check is not None:
            file.seek(0)
            check(file)


def _flush_folder(folder: Path, path: Path) -> None:
    if os.name == "nt":  # Windows flushes no folders
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        # A folder may allow writing and forbid reading; then it can't be opened to be flushed.
        if error.errno in _CANNOT_FLUSH_FOLDERS or error.errno == errno.EACCES:
            return
        raise ProjectFileError(
            tr("the file is written, but the disk doesn't confirm it"),
            code="not_confirmed",
            remedy=tr("Save a copy on another disk, and check this one."),
            path=path,
            action="save",
        ) from error
