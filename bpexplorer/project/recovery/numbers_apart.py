"""The numbers of a large import, which lie beside the journal before the edit is made that begins a run from them."""

import contextlib
import hashlib
from pathlib import Path
from typing import Final

from bpexplorer.core.types import FloatArray
from bpexplorer.data.npy_header import HEADER_ROOM
from bpexplorer.project.disk import atomic
from bpexplorer.project.parts import bounded_reading, npy
from bpexplorer.project.recovery.table_apart import is_there

_BEGIN, _END = "numbers-", ".npy"
#: Of the imports that a window has made, the work has seen all but the last: one more for one that was called off.
_KEPT: Final = 2


def keep(folder: Path, flat: FloatArray) -> str:
    """Write the numbers, unless they are there; their digest. Raises ProjectFileError."""
    blocks, found = npy.blocks(flat), hashlib.sha256()
    for block in blocks:
        found.update(block)
    digest = found.hexdigest()
    path = folder / _name_of(digest)
    if not is_there(path):
        atomic.write(path, blocks)
        with contextlib.suppress(OSError):
            others = sorted(folder.glob(f"{_BEGIN}*{_END}"), key=lambda each: each.stat().st_mtime)
            for other in others[:-_KEPT]:
                other.unlink()
    return digest


def read(folder: Path, digest: str, count: int) -> FloatArray:
    """So many numbers of this digest.

    Raises
    ------
    ProjectFileError, ValueError
        If they aren't there, or are others.
    """
    path = folder / _name_of(digest)
    data = bounded_reading.read(path, lambda file: file.read(), limit=HEADER_ROOM + 8 * count)
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError("these aren't the numbers of this digest")
    flat = npy.parse(data, path.name, shape=(count,))
    npy.check_finite(flat, path.name)
    return flat


def _name_of(digest: str) -> str:
    # The digest comes from a file: it isn't taken for a path.
    name = digest if digest.isalnum() else hashlib.sha256(digest.encode()).hexdigest()
    return f"{_BEGIN}{name}{_END}"
