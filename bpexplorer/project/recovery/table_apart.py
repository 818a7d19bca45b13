"""The table of a project whose work is written again and again: it lies in a file of its own, written once.

Its name has the digest of what is in the table, so that work and table can't be mistaken for each other's.
"""

import contextlib
import hashlib
from pathlib import Path
from typing import BinaryIO, Final

from bpexplorer.data.table.table import Table
from bpexplorer.project.disk import atomic
from bpexplorer.project.files import MAX_FILE_BYTES
from bpexplorer.project.parts import archive, bounded_reading, table_members
from bpexplorer.project.parts.archive import Archive

_BEGIN, _END = "table-", ".bpt"
_ROOM: Final = table_members.room()


def keep(folder: Path, table: Table) -> None:
    """Write the table, unless it is there; raises ProjectFileError."""
    path = _path(folder, table.digest)
    if not path.exists():
        atomic.write(path, archive.pack(table_members.dump(table), deflated=table_members.NAMES))


def read(folder: Path, digest: str) -> Table:
    """The table of this digest; raises ProjectFileError, also if what is there is another one."""

    def parse(file: BinaryIO) -> Table:
        packed = Archive(file)
        packed.check_room(_ROOM.get, total=MAX_FILE_BYTES)
        parts = {
            name.removesuffix(".npy"): packed.read_large(name, limit=size)
            for name, size in packed.sizes.items()
        }
        return table_members.parse(parts, digest)

    return bounded_reading.read(_path(folder, digest), parse, limit=MAX_FILE_BYTES)


def drop_others(folder: Path, digest: str | None) -> None:
    """Remove all tables but that of this digest. What can't be removed stays."""
    for path in folder.glob(f"{_BEGIN}*{_END}"):
        if digest is None or path != _path(folder, digest):
            with contextlib.suppress(OSError):
                path.unlink()


def _path(folder: Path, digest: str) -> Path:
    # The digest comes from a file: it isn't taken for a path.
    name = digest if digest.isalnum() else hashlib.sha256(digest.encode()).hexdigest()
    return folder / f"{_BEGIN}{name}{_END}"
