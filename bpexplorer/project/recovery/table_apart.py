"""The tables of a project whose work is written again and again: each lies in a file of its own, written once.

Its name has the digest of what is in the table, so that work and table can't be mistaken for each other's. Tables that
aren't in use any more stay while they are few: an undo brings them back.
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
#: So many bytes may be taken by tables that aren't in use.
MOST_OTHER_BYTES = 2**28


def keep(folder: Path, table: Table) -> None:
    """Write the table, unless it is there; raises ProjectFileError."""
    path = folder / name_of(table.digest)
    if not is_there(path):
        # Not compressed: it is there for a while only, and until it is, its project is in danger.
        atomic.write(path, archive.blocks(table_members.dump(table)))


def is_there(path: Path) -> bool:
    """Whether the file is surely there; of what the disk doesn't say, whoever writes it says why."""
    try:
        return path.exists()
    except OSError:
        return False


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

    return bounded_reading.read(folder / name_of(digest), parse, limit=MAX_FILE_BYTES)


def drop_old(folder: Path, digest: str | None) -> None:
    """Remove the oldest tables but that of this digest where they take too much room. What can't be removed stays."""
    used = None if digest is None else folder / name_of(digest)
    left = MOST_OTHER_BYTES
    with contextlib.suppress(OSError):
        found = [(path, path.stat()) for path in folder.glob(f"{_BEGIN}*{_END}") if path != used]
        for path, known in sorted(found, key=lambda each: each[1].st_mtime, reverse=True):
            left -= known.st_size
            if left < 0:
                path.unlink()


def name_of(digest: str) -> str:
    """What the file of this table is called."""
    # The digest comes from a file: it isn't taken for a path.
    name = digest if digest.isalnum() else hashlib.sha256(digest.encode()).hexdigest()
    return f"{_BEGIN}{name}{_END}"
