"""The file that is read: opened once, never a device, and refused if it changes meanwhile."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from bpexplorer.data.readers.refusal import RIGHT_FILE, from_os_error, name_of, refused, too_large
from bpexplorer.data.table.limits import MAX_FILE_BYTES
from bpexplorer.data.table.table import Origin, Reading
from bpexplorer.translation import tr

#: How much of the file is looked at before anything is read.
HEAD_BYTES = 65_536
_CHUNK = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A file that is open for reading. What is read comes from this one opening, whatever its name leads to later."""

    path: Path
    file: BinaryIO
    #: As it was when it was opened.
    status: os.stat_result
    head: bytes

    @property
    def name(self) -> str:
        """Its name, as it is shown."""
        return name_of(self.path)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.status.st_size

    def chunks(self) -> Iterator[bytes]:
        """All of it from its beginning, in pieces; no more, should it grow meanwhile."""
        self.file.seek(0)
        left = self.size
        while left and (chunk := self.file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def check_unchanged(self) -> None:
        """Raise DataFileError if it has been written to since it was opened."""
        now = os.fstat(self.file.fileno())
        if (now.st_size, now.st_mtime_ns) != (self.status.st_size, self.status.st_mtime_ns):
            raise changed()

    def origin(self, sha256: str, reading: Reading) -> Origin:
        """Where a table of it comes from."""
        return Origin(self.name, self.size, sha256, date_of(self.status), reading)


def content_digest(sources: Iterable[Source]) -> str:
    """What `Origin.sha256` is of these files, one after the other."""
    digest = hashlib.sha256()
    for source in sources:
        for chunk in source.chunks():
            digest.update(chunk)
        source.check_unchanged()
    return digest.hexdigest()


def changed() -> Exception:
    """The error for a file that changes while it is read."""
    return refused(
        tr("it was changed while it was read"),
        code="changed",
        remedy=tr("Open it again once it is written."),
    )


def date_of(status: os.stat_result) -> str:
    """When a file was last written, in UTC."""
    try:
        when = datetime.fromtimestamp(int(status.st_mtime), UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """Open a file that is a plain one; what the system reports becomes a sentence, which names the file.

    Raises
    ------
    DataFileError
        If it can't be opened, is no plain file, is empty, or is too large.
    """
    check_name(path)
    try:
        # A pipe would block in open() without this flag.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - of a descriptor
            status = os.fstat(file.fileno())
            _check_status(status)
            yield Source(path, file, status, file.read(HEAD_BYTES))
    except OSError as error:
        raise from_os_error(error) from error


def check_name(path: Path) -> None:
    """Raise DataFileError for a name that no system call takes."""
    try:
        is_name = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        is_name = False
    if not is_name:
        raise refused(
            tr("the system doesn't take this name"), code="bad_name", remedy=tr("Choose another name.")
        )


def _check_status(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise refused(tr("this is a folder"), code="is_folder", remedy=tr("Choose a file in it."))
    if not stat.S_ISREG(status.st_mode):
        raise refused(
            tr("this is a device or a pipe, not a plain file"),
            code="not_a_file",
            remedy=tr("Copy what comes from it into a file."),
        )
    if status.st_size == 0:
        raise refused(tr("the file is empty"), code="empty", remedy=RIGHT_FILE)
    if status.st_size > MAX_FILE_BYTES:
        raise too_large(status.st_size, MAX_FILE_BYTES)
