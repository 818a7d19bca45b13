"""What a path leads to that is to be written: one decision, asked before the work and by the write itself."""

import errno
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from bpexplorer.project.errors import ProjectFileError
from bpexplorer.translation import tr

#: This name stands for the standard output, as in most programs of the command line.
STDOUT = Path("-")
_STDOUT_DESCRIPTOR = 1
#: The longest chain of links that a system follows.
_MOST_LINKS = 40

#: Named pipes that were found to have a reader, by device and inode. They stay open until they are written:
#: closing one would tell the reader that nothing comes any more.
_held_pipes: dict[tuple[int, int], int] = {}


@dataclass(frozen=True, slots=True)
class Target:
    """Where bytes go.

    Attributes
    ----------
    path : Path
        The file itself, behind every link; or the stream as it was named.
    replaced : os.stat_result or None
        Of the file that stands there now.
    is_stream : bool
        Whether bytes are poured into it (a pipe, a terminal, the standard output) and nothing is replaced.
    is_stdout : bool
        Whether it is the standard output, under whatever name.
    """

    path: Path
    replaced: os.stat_result | None = None
    is_stream: bool = False
    is_stdout: bool = False


def target_of(path: Path) -> Target:
    """What would be written under this name.

    Raises
    ------
    ProjectFileError, OSError
        If nothing can be written there.
    """
    if _names_stdout(path):
        return _stdout()
    try:
        status = path.stat()
    except FileNotFoundError:
        status = None
    if status is None or stat.S_ISREG(status.st_mode):
        if status is not None and _is_stdout(status):
            return _stdout()
        # Strictly where there is something: a link that can't be read isn't followed, and would be replaced itself.
        return _file(Path(os.path.realpath(path, strict=status is not None)), status)
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not (stat.S_ISFIFO(status.st_mode) or stat.S_ISCHR(status.st_mode)):
        raise ProjectFileError(
            tr("this is not a plain file"), code="not_a_file", remedy=tr("Choose another name.")
        )
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return Target(path, status, is_stream=True)


def open_stream(target: Target) -> int:
    """A descriptor to write to a stream, which the caller closes; OSError (ENXIO) if nobody reads from a pipe."""
    if target.is_stdout:
        sys.stdout.flush()  # what was said before comes before
        return os.dup(_STDOUT_DESCRIPTOR)
    held = _held_pipes.pop(_identity(target), None)
    if held is not None:
        return held
    # Without this flag, a pipe that nobody reads would keep the program waiting for ever.
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    descriptor = os.open(target.path, flags)
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(descriptor, True)
    return descriptor


def hold_pipe(target: Target) -> None:
    """Keep a named pipe open until it is written, if this is one; OSError (ENXIO) if nobody reads from it."""
    is_named_pipe = target.replaced is not None and stat.S_ISFIFO(target.replaced.st_mode)
    if is_named_pipe and _identity(target) not in _held_pipes:
        _held_pipes[_identity(target)] = open_stream(target)


def _stdout() -> Target:
    if (
        sys.__stdout__ is None
    ):  # closed by whoever started the program; the number may be another file's by now
        raise ProjectFileError(
            tr("the standard output is closed"),
            code="not_a_file",
            remedy=tr("Choose a file, or leave it open."),
        )
    return Target(STDOUT, is_stream=True, is_stdout=True)


def _file(real: Path, status: os.stat_result | None) -> Target:
    folder = real.parent.stat()
    if not stat.S_ISDIR(folder.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if status is not None and (not status.st_mode & 0o222 or not os.access(real, os.W_OK)):
        raise ProjectFileError(
            tr("this file is read-only"),
            code="read_only",
            remedy=tr("Make it writable, or choose another name."),
        )
    if not os.access(real.parent, os.W_OK | os.X_OK) or _is_others(status, folder):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return Target(real, status)


def _is_others(status: os.stat_result | None, folder: os.stat_result) -> bool:
    """Whether only its owner may replace the file, although everybody may write to the folder, as in /tmp."""
    if status is None or not folder.st_mode & stat.S_ISVTX or not hasattr(os, "geteuid"):
        return False
    return os.geteuid() not in {0, status.st_uid, folder.st_uid}


def _names_stdout(path: Path) -> bool:
    if path == STDOUT:
        return True
    names = {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", f"/proc/{os.getpid()}/fd/1"}
    for _ in range(_MOST_LINKS):
        if str(path) in names:
            return True
        try:
            path = path.parent / path.readlink()
        except (OSError, ValueError):  # no link; what else is wrong is found out by whoever follows it
            return False
    return False


def _is_stdout(status: os.stat_result) -> bool:
    """Whether the shell writes to this very file what the program says; to replace it would lose that."""
    try:
        return sys.__stdout__ is not None and os.path.samestat(status, os.fstat(_STDOUT_DESCRIPTOR))
    except OSError:
        return False


def _identity(target: Target) -> tuple[int, int]:
    return (target.replaced.st_dev, target.replaced.st_ino) if target.replaced is not None else (0, 0)
