"""The one way in which the program writes files: afterwards the old or the new file is there, whole.

The bytes go to a temporary file beside the target; it is flushed to the disk, read back and compared; only
then it takes the target's place, and the folder is flushed too. Killed at any moment, the process leaves the
old file or the new one, and at worst a temporary file (``.bpx-….tmp``) beside it. Every error is believed.
"""

import errno
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from bpexplorer.project.errors import ProjectFileError, from_os_error

Check = Callable[[bytes], None]

_MARKED_READ_ONLY = "Make it writable, or choose another name."
_TEMPORARY = ".bpx-{token}.tmp"
#: What a file system answers that doesn't know how to flush a folder.
_CANNOT_FLUSH_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})


def write(path: Path, data: bytes, *, check: Check | None = None) -> None:
    """Write ``data`` to ``path``, all of it or nothing.

    An existing file keeps its permissions; a link stays a link, and the file that it leads to is replaced. A
    file that is marked read-only is left alone, also where the system would allow to replace it.

    Parameters
    ----------
    path : Path
        The target. Its folder must exist.
    data : bytes
    check : callable, optional
        Called with the bytes read back from the disk, before they replace the target. It raises
        ProjectFileError if they don't mean what they should.

    Raises
    ------
    ProjectFileError
        Saying what is wrong and what to do. The target is as it was, but for code ``not_confirmed``: then the
        new file is in place, and the disk didn't confirm that it will survive a power cut.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_of(target)
        temporary = target.with_name(_TEMPORARY.format(token=secrets.token_hex(8)))
        try:
            _write_and_flush(temporary, data, mode)
            _read_back(temporary, data, check)
            temporary.replace(target)
        except BaseException:  # also Ctrl-C: nothing is left behind
            temporary.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "save") from error
    except ProjectFileError as error:
        raise error.about(path, "save") from error
    _flush_folder(target.parent, path)


def check_target(path: Path) -> None:
    """Raise what `write` would raise now, as far as it can be foreseen: before work whose result goes there."""
    try:
        target = Path(os.path.realpath(path))
        folder = target.parent
        if not stat.S_ISDIR(folder.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        _mode_of(target)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "save") from error
    except ProjectFileError as error:
        raise error.about(path, "save") from error


def _mode_of(target: Path) -> int | None:
    """The permission bits of the file to be replaced; None if there is none yet."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise ProjectFileError("this is not a plain file", code="not_a_file", remedy="Choose another name.")
    mode = stat.S_IMODE(status.st_mode)
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise ProjectFileError("this file is read-only", code="read_only", remedy=_MARKED_READ_ONLY)
    return mode


def _write_and_flush(temporary: Path, data: bytes, mode: int | None) -> None:
    # Created with the old file's permissions, never wider: the bytes may be private. Without an old file, the
    # umask decides.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(temporary, flags, 0o666 if mode is None else mode)
    try:
        if mode is not None:
            temporary.chmod(mode)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
        if hasattr(os, "posix_fadvise"):  # what is read back shall come from the disk, not from memory
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _read_back(temporary: Path, data: bytes, check: Check | None) -> None:
    read = temporary.read_bytes()
    if read != data:
        raise ProjectFileError(
            "the disk gives back other bytes than were written",
            code="disk_fault",
            remedy="Choose another disk, and check this one.",
        )
    if check is not None:
        check(read)


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
            "the file is written, but the disk doesn't confirm it",
            code="not_confirmed",
            remedy="Save a copy on another disk, and check this one.",
            path=path,
            action="save",
        ) from error
