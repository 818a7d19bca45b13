"""The folder in which one window keeps what isn't saved.

It holds ``work.bpx``, a project file, tables beside it (`table_apart`), ``journal.jsonl``, the edits since that was
written, what undoes those before (`ways`), ``about.json``, which says where it belongs, and ``owner.json``, which stays
locked as long as the window's process lives. A folder whose lock can be had is nobody's any more.
"""

import contextlib
import errno
import logging
import os
import re
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bpexplorer.core.types import FloatArray
from bpexplorer.data.table.table import Table
from bpexplorer.project import files
from bpexplorer.project.disk import atomic, outside
from bpexplorer.project.disk.locks import Hold, hold
from bpexplorer.project.errors import from_os_error
from bpexplorer.project.project import Project
from bpexplorer.project.recovery import numbers_apart, table_apart
from bpexplorer.project.recovery.journal import Journal
from bpexplorer.project.recovery.lines import JOURNAL
from bpexplorer.project.recovery.owner import Owner, this_process
from bpexplorer.project.recovery.ways import KeptWays, Way
from bpexplorer.translation import tr

log = logging.getLogger(__name__)

WORK, ABOUT, OWNER, DECLINED = "work.bpx", "about.json", "owner.json", "declined"
_NAME = re.compile(r"[0-9a-f]{16}")
_MAX_OWNER_BYTES = 4096
#: What a system answers where nothing can be written.
_CANNOT_WRITE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT})


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where unsaved work belongs.

    Attributes
    ----------
    name : str
        What the window called it.
    path : str or None
        The project's file, if it has one.
    digest : str or None
        Of the file as it was last read or written by the window.
    """

    name: str = tr("Untitled")
    path: str | None = None
    digest: str | None = None


class WorkFolder:
    """A folder that is this window's until `remove` or `let_go`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._about: About | None = None
        self.journal = Journal(path)
        self._ways = KeptWays(path, self.journal.session)

    @classmethod
    def make(cls, root: Path) -> "WorkFolder":
        """A new folder; raises ProjectFileError."""
        try:
            root.mkdir(parents=True, exist_ok=True, mode=0o700)
            while True:
                path = root / secrets.token_hex(8)
                path.mkdir(mode=0o700)
                descriptor = _open_owner(path)
                # Who looks for lost work may look at it at this moment.
                if (found := hold(descriptor)) is not Hold.OTHERS:
                    _sign(descriptor, found)
                    return cls(path, descriptor)
                os.close(descriptor)
        except OSError as error:
            raise from_os_error(error, root, "save") from error

    @classmethod
    def take(cls, path: Path) -> "WorkFolder | None":
        """Hold a folder that nobody holds; None if somebody does, or it is gone. Raises OSError."""
        try:
            descriptor = _open_owner(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            found = hold(descriptor)
            is_free = found is Hold.MINE or (found is Hold.UNKNOWN and not _may_be_owned(descriptor))
            # Between opening and locking, its window may have ended and taken the folder away.
            if is_free and _is_still(path / OWNER, descriptor):
                _sign(descriptor, found)
                return cls(path, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None

    @property
    def is_there(self) -> bool:
        """Whether nobody has taken it away meanwhile."""
        return _is_still(self.path / OWNER, self._descriptor)

    def keep(
        self,
        project: Project,
        about: About,
        *,
        number: int = 0,
        mark: int = 0,
        ways: Sequence[Way] = (),
    ) -> None:
        """Write the work; whatever happens, the one before or the new one is there, whole.

        Parameters
        ----------
        number, mark : int
            It has seen all messages up to this number, and no mark that is newer than this.
        ways : sequence of Way
            What can be undone, redone and gone back to from it.

        Raises
        ------
        ProjectFileError
            If it can't be written.
        """
        table = project.plan.table
        if table is not None:
            self.keep_table(table)
        self.keep_ways(ways)
        data = files.dump(project, has_table=False)
        self.journal.note_kept(number, outside.digest(data), mark=mark)
        # The bytes are read back and compared; that they mean the project is what saving makes sure of.
        atomic.write(self.path / WORK, data)
        table_apart.drop_old(self.path, None if table is None else table.digest)
        self._ways.drop(ways)
        if about != self._about:
            # Killed before this, what is newest is there and belongs where it did.
            atomic.write(self.path / ABOUT, msgspec.json.encode(about))
            self._about = about

    def keep_table(self, table: Table) -> None:
        """Write a table, unless it is there: from then on the journal can tell of it. Raises ProjectFileError."""
        table_apart.keep(self.path, table)
        self.journal.know_table(table.digest)

    def keep_ways(self, ways: Sequence[Way]) -> None:
        """Write what undoes, redoes and goes back, as far as it isn't there: the journal can tell of its use then."""
        self._ways.keep(ways)

    def keep_numbers(self, flat: FloatArray) -> None:
        """Write the numbers of an import, as `keep_table` does a table. Raises ProjectFileError."""
        self.journal.know_numbers(flat, numbers_apart.keep(self.path, flat))

    def clear(self, ways: Sequence[Way] = ()) -> None:
        """There is no work to keep any more, as the journal has said; what can be undone still can be.

        Raises ProjectFileError.
        """
        self.keep_ways(ways)
        self._ways.drop(ways)
        try:
            (self.path / WORK).unlink(missing_ok=True)
        except OSError as error:
            raise from_os_error(error, self.path / WORK, "save") from error

    def remove(self) -> None:
        """Give the folder up, with all that is in it. It raises nothing: what can't be removed stays."""
        # The work goes first: killed in between, there is nothing left that could be asked about.
        with contextlib.suppress(OSError):
            (self.path / WORK).unlink(missing_ok=True)
        self.journal.begin_anew()
        self.let_go()
        shutil.rmtree(self.path, ignore_errors=True)

    def let_go(self) -> None:
        """Hold it no longer; what is in it stays, and may be found by others."""
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1


def folders(root: Path) -> list[Path]:
    """Those of all windows, of this program and others, the newest last; raises OSError if they can't be listed."""
    try:
        found = [entry for entry in root.iterdir() if _NAME.fullmatch(entry.name) and entry.is_dir()]
    except FileNotFoundError:
        return []
    return sorted(found, key=written_at)


def may_hold_any(root: Path) -> bool:
    """Whether it is worth looking for lost work there: this takes no time."""
    try:
        return any(_NAME.fullmatch(entry.name) for entry in root.iterdir())
    except FileNotFoundError:
        return False
    except OSError:  # which is found out, and told, by who looks
        return True


def written_at(folder: Path) -> float:
    """When work there, or an edit since, was written last; 0 if none is there, or nobody knows."""
    times = [0.0]
    for name in (WORK, JOURNAL):
        with contextlib.suppress(OSError):
            times.append((folder / name).stat().st_mtime)
    return max(times)


def _open_owner(folder: Path) -> int:
    flags = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(folder / OWNER, flags | os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        if error.errno not in _CANNOT_WRITE:
            raise
        return os.open(folder / OWNER, flags | os.O_RDONLY)  # it can be locked all the same


def _sign(descriptor: int, found: Hold) -> None:
    """Say whose it is. Where the disk is full, or can only be read, the lock alone does; raises OSError without one."""
    text = msgspec.json.encode(this_process())
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, text)
        os.ftruncate(descriptor, len(text))
    except OSError:
        log.info("a folder isn't signed", exc_info=True)
        if found is not Hold.MINE:
            raise


def _may_be_owned(descriptor: int) -> bool:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        return msgspec.json.decode(os.read(descriptor, _MAX_OWNER_BYTES), type=Owner).may_live
    except msgspec.DecodeError:  # killed before it was signed
        return False


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False
