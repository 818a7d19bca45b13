"""``.npy``: one array, or several that lie beside each other under names that say what they are."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from bpexplorer.data.readers.arrays import roles
from bpexplorer.data.readers.arrays.stored import StoredArray, npy
from bpexplorer.data.readers.progress import Progress, between
from bpexplorer.data.readers.refusal import quoted
from bpexplorer.data.readers.source import Source, content_digest, opened
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.translation import tr

#: Names of files that belong together: whoever opens one of them wants all.
_GROUPS = (
    ("x_train", "y_train", "x_test", "y_test"),
    ("X_train", "y_train", "X_test", "y_test"),
    ("x", "y"),
    ("X", "y"),
    ("data", "target"),
    ("features", "labels"),
    ("images", "labels"),
)


def check_head(source: Source, reading: Reading) -> None:
    """Raise DataFileError for what the header condemns."""
    name = source.path.stem
    roles.check(roles.find({name: _array(name, source)}))


def read(source: Source, reading: Reading, progress: Progress) -> Table:
    """Read the array, and those beside it that belong to it; raises DataFileError."""
    with ExitStack() as stack:
        sources = {
            name: source if path == source.path else stack.enter_context(opened(path))
            for name, path in group(source.path).items()
        }
        arrays = {name: _array(name, each) for name, each in sources.items()}
        found = roles.table(roles.find(arrays), between(progress, 0.0, 0.9))
        digest = content_digest(sources.values())
    origin = replace(source.origin(digest, Reading()), bytes=sum(each.size for each in sources.values()))
    others = [quoted(each.name) for each in sources.values() if each is not source]
    notes = [tr("Read together with {files}, beside it.", files=", ".join(others))] if others else []
    return replace(found, origin=origin, notes=(*notes, *found.notes))


def group(path: Path) -> dict[str, Path]:
    """This file, and the others of the group that it belongs to, where all of its first two are there."""
    try:
        names = set(os.listdir(path.parent))  # noqa: PTH208 - names are compared, not followed
    except OSError:
        return {path.stem: path}
    for stems in _GROUPS:
        files = {name: f"{name}{path.suffix}" for name in stems}
        if path.stem in stems and all(files[name] in names for name in stems[:2]):
            return {path.stem: path} | {
                name: path.parent / file
                for name, file in files.items()
                if file in names and name != path.stem
            }
    return {path.stem: path}


def _array(name: str, source: Source) -> StoredArray:
    def open_at(offset: int) -> Callable[[int], bytes]:
        source.file.seek(offset)
        return source.file.read

    return npy(name, source.head, source.size, open_at)
