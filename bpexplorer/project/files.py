"""The project file ``.bpx``: written whole or not at all, read with every claim checked.

A zip archive of ``manifest.json``, ``project.json`` and arrays as ``.npy`` members; docs/file-formats.md describes
it. Opening changes nothing: it gives a Project or raises.
"""

import hashlib
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec

import bpexplorer
from bpexplorer.data.readers.progress import Progress, between, silent
from bpexplorer.data.table.table import Table
from bpexplorer.project.disk import atomic, outside
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import archive, bounded_reading, json_text, members, npy, table_members
from bpexplorer.project.parts.archive import Archive
from bpexplorer.project.parts.stored_plan import PlanOfTable, StoredPlan
from bpexplorer.project.parts.versions import FORMAT_VERSION
from bpexplorer.project.project import Project
from bpexplorer.translation import tr

FORMAT = "bpexplorer project"
EXTENSION = ".bpx"

_MANIFEST, _RECORD = "manifest.json", "project.json"
_MAX_TEXT_BYTES = 2**22
_MAX_ARRAY_BYTES = _MAX_TOTAL_BYTES = 2**30
#: A file has its members and a directory of them.
MAX_FILE_BYTES = _MAX_TOTAL_BYTES + 2**20
_TEXTS = {_MANIFEST: _MAX_TEXT_BYTES, _RECORD: _MAX_TEXT_BYTES}
#: How far saving is once all is packed, and once that is written; what is left is to read it again.
_PACKED, _WRITTEN = 0.6, 0.7
#: Before it is known which network they belong to.
_ROOM = _TEXTS | {f"{name}.npy": _MAX_ARRAY_BYTES for name in members.NAMES} | table_members.room()


class _Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class _Head(msgspec.Struct, frozen=True):
    """The part of the manifest that every version has."""

    format: str
    format_version: int
    program_version: str


class _Manifest(_Head, frozen=True, forbid_unknown_fields=True):
    members: dict[str, _Member]


def save(
    project: Project, path: Path, *, expected: str | None = None, progress: Progress = silent
) -> WrittenFile:
    """Write the project file; it is read back and compared before it takes the place of an older one.

    Parameters
    ----------
    project : Project
    path : Path
    expected : str, optional
        The digest of what the file must hold now, or ABSENT; otherwise whatever is there is replaced.
    progress : callable
        Takes how much is done, 0…1.

    Raises
    ------
    ChangedOutsideError
        If it holds something else. It is unchanged.
    ProjectFileError
        If it can't be written; the older file is then unchanged.
    """

    def check(data: bytes) -> None:
        progress(_WRITTEN)
        if not parse(data).same_as(project):
            raise ProjectFileError(
                tr("what was written doesn't read back as the same project"),
                code="not_the_same",
                remedy=tr("Choose another disk, and report this."),
            )

    data = dump(project, progress=between(progress, 0.0, _PACKED))
    return atomic.write(path, data, check=check, expected=expected)


def load(path: Path, *, table: Callable[[str], Table] | None = None) -> Project:
    """Open a project file.

    Parameters
    ----------
    table : callable, optional
        Gives the table of a digest where that isn't in the file.

    Raises
    ------
    ProjectFileError
        Saying which part of the file is wrong, why, and what to do.
    """
    return bounded_reading.read(path, partial(read, table=table), limit=MAX_FILE_BYTES)


def load_with_digest(path: Path) -> tuple[Project, str]:
    """Open a project file, and say which bytes it was made of, for the next `save`; raises ProjectFileError."""
    return bounded_reading.read(
        path, lambda file: (read(file), outside.digest_of_open(file)), limit=MAX_FILE_BYTES
    )


def dump(project: Project, *, has_table: bool = True, progress: Progress = silent) -> bytes:
    """The file's bytes; equal projects give equal bytes. Without ``has_table``, a table isn't in them."""
    from bpexplorer.project.parts import record  # nothing is written or read at the start

    # The arrays of a large network aren't copied before they come to their place in the file.
    parts: dict[str, tuple[bytes | memoryview, ...]] = {_RECORD: (record.dump(project),)}
    parts |= {f"{name}.npy": npy.pieces(array) for name, array in project.arrays().items()}
    if has_table and project.plan.table is not None:
        parts |= table_members.dump(project.plan.table)
    entries = {name: _entry(pieces) for name, pieces in parts.items()}
    manifest = _Manifest(FORMAT, FORMAT_VERSION, bpexplorer.__version__, entries)
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    return archive.pack({_MANIFEST: text, **parts}, deflated=table_members.NAMES, progress=progress)


def _entry(pieces: tuple[bytes | memoryview, ...]) -> _Member:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return _Member(sum(map(len, pieces)), found.hexdigest())


def parse(data: bytes) -> Project:
    """The project in a file's bytes; raises ProjectFileError."""
    return read(io.BytesIO(data))


def read(file: BinaryIO, *, table: Callable[[str], Table] | None = None) -> Project:
    """The project in an open file; raises ProjectFileError. Nothing is unpacked before it is known to be needed.

    ``table`` as in `load`.
    """
    file.seek(0)
    head = file.read(4)
    if not archive.looks_like_zip(head):
        raise _foreign(_NO_PROJECT if head else tr("it is empty"))
    packed = Archive(file)
    if _MANIFEST not in packed.sizes:
        raise _foreign(tr("{no_project}, but another archive", no_project=_NO_PROJECT))
    manifest = packed.read(_MANIFEST, limit=_MAX_TEXT_BYTES)
    version = _checked_version(manifest)
    entries = json_text.decode(manifest, _Manifest, _MANIFEST).members
    packed.check_room(_ROOM.get, total=_MAX_TOTAL_BYTES)
    _check_sizes({name: size for name, size in packed.sizes.items() if name != _MANIFEST}, entries)
    from bpexplorer.project.parts import record  # as in `dump`

    text = _text(packed, _RECORD, entries)
    return record.parse(text, partial(_arrays, packed, entries), version=version, table=table)


def is_mine(file: BinaryIO) -> bool:
    """Whether there is a project in an open file, of whatever version; ProjectFileError if a damaged archive."""
    file.seek(0)
    return archive.looks_like_zip(file.read(4)) and _MANIFEST in Archive(file).sizes


def _arrays(packed: Archive, entries: dict[str, _Member], plan: StoredPlan) -> members.Members:
    """The arrays, and the table, by name, which may be as large as those of this plan can be."""
    room = _TEXTS | {f"{name}.npy": size for name, size in members.room(plan.spec, plan.config).items()}
    if isinstance(plan, PlanOfTable):
        room |= table_members.room()
    packed.check_room(room.get, total=_MAX_TOTAL_BYTES)
    return {
        name.removesuffix(".npy"): _array(packed, name, entries)
        for name in packed.sizes
        if name not in (_MANIFEST, _RECORD)
    }


def _checked_version(manifest: bytes) -> int:
    head = json_text.peek(manifest, _Head, _MANIFEST)
    if head.format != FORMAT or head.format_version < 1:
        raise _foreign(_NO_PROJECT)
    if head.format_version > FORMAT_VERSION:
        raise ProjectFileError(
            f"bpexplorer {head.program_version[:40]} wrote it in format version {head.format_version}; "
            f"this is bpexplorer {bpexplorer.__version__}, which reads up to version {FORMAT_VERSION}",
            code="newer_version",
            remedy=tr("Update bpexplorer, or ask for weights in another format."),
        )
    return head.format_version


def _check_sizes(sizes: dict[str, int], entries: dict[str, _Member]) -> None:
    """Raise ProjectFileError unless the members are those of the manifest."""
    for name in sorted(entries.keys() ^ sizes.keys() | ({_RECORD} - entries.keys())):
        raise ProjectFileError(
            tr("{manifest} and the parts of the file disagree about it", manifest=_MANIFEST),
            code="damaged",
            place=name[:80],
            remedy=tr("Use another copy of the file."),
        )
    for name, size in sizes.items():
        if size != entries[name].size:
            raise _not_as_saved(name)


def _text(packed: Archive, name: str, entries: dict[str, _Member]) -> bytes:
    data = packed.read(name, limit=entries[name].size)
    _check_digest(name, data, entries)
    return data


def _array(packed: Archive, name: str, entries: dict[str, _Member]) -> memoryview:
    data = packed.read_large(name, limit=entries[name].size)
    _check_digest(name, data, entries)
    return data


def _check_digest(name: str, data: bytes | memoryview, entries: dict[str, _Member]) -> None:
    if hashlib.sha256(data).hexdigest() != entries[name].sha256:
        raise _not_as_saved(name)


def _not_as_saved(name: str) -> ProjectFileError:
    return ProjectFileError(
        tr("it isn't what was saved: its size or checksum is another"),
        code="damaged",
        place=name,
        remedy=tr("Use another copy of the file."),
    )


_NO_PROJECT = tr("it is not a Backprop Explorer project")


def _foreign(reason: str) -> ProjectFileError:
    return ProjectFileError(
        reason,
        code="foreign",
        remedy=tr(
            "Choose a file that Backprop Explorer has saved ({extension}). If it holds "
            "weights, use Import weights, or --weights on the command line.",
            extension=EXTENSION,
        ),
    )
