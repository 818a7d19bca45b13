"""Whether a file still holds what was last read from it or written to it, or somebody else has changed it."""

import errno
import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Self, cast

from typing_extensions import override

from bpexplorer.project.errors import Action, ProjectFileError
from bpexplorer.translation import tr

#: In place of a digest: there is no file.
ABSENT = "absent"
#: So many blocks wait for their digest at most: they are in memory meanwhile.
_MOST_WAITING = 2


class ChangedOutsideError(ProjectFileError):
    """A file that isn't overwritten, because it holds something that this program neither read nor wrote.

    Attributes
    ----------
    found : str
        The digest of what is there instead, or ABSENT.
    """

    def __init__(self, reason: str, *, found: str, path: Path | None = None, action: Action = "save") -> None:
        super().__init__(
            reason,
            code="changed_outside",
            remedy=tr("Save under another name to keep both, or overwrite it."),
            path=path,
            action=action,
        )
        self.found = found

    @override
    def about(self, path: Path, action: Action) -> "ChangedOutsideError":
        return ChangedOutsideError(self.reason, found=self.found, path=path, action=action)


class DigestBeside:
    """What stands for a file's content, of blocks that come one after another; it is made by a thread of its own.

    A context manager: `text` is there once it is left.
    """

    def __init__(self) -> None:
        self._found = hashlib.sha256()
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._thread.shutdown()

    def add(self, block: bytes | memoryview) -> None:
        """The content goes on with this, which nobody may change from now on."""
        self._waiting.append(self._thread.submit(self._found.update, block))
        if len(self._waiting) > _MOST_WAITING:
            self._waiting.popleft().result()

    @property
    def text(self) -> str:
        """As it stands in a file."""
        for each in self._waiting:
            each.result()
        return self._found.hexdigest()


def digest(data: bytes) -> str:
    """What stands for a file's content."""
    return hashlib.sha256(data).hexdigest()


def digest_of_open(file: BinaryIO) -> str:
    """The digest of all that is in an open file; raises OSError."""
    file.seek(0)
    return hashlib.file_digest(cast(BufferedReader, file), "sha256").hexdigest()


def digest_of(path: Path) -> str:
    """The digest of a file as it is now, or ABSENT; raises OSError."""
    try:
        with path.open("rb") as file:
            return digest_of_open(file)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR):
            raise
        return ABSENT


def check_unchanged(path: Path, expected: str) -> None:
    """Raise ChangedOutsideError unless the file's content is the expected one; OSError if it can't be read."""
    found = digest_of(path)
    if found == expected:
        return
    if found == ABSENT:
        raise ChangedOutsideError(tr("it was deleted, moved or renamed meanwhile"), found=found)
    changed = datetime.fromtimestamp(path.stat().st_mtime)
    happened = tr("was made") if expected == ABSENT else tr("was changed")
    raise ChangedOutsideError(
        tr(
            "it {happened} by another program or window, on {changed:%Y-%m-%d at %H:%M:%S}",
            happened=happened,
            changed=changed,
        ),
        found=found,
    )
