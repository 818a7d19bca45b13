"""The project file ``.bpx``: written whole or not at all, read with every claim checked.

A zip archive of ``manifest.json``, ``project.json`` and arrays as ``.npy`` members; docs/file-formats.md describes
it. Opening changes nothing: it gives a Project or raises.
"""

import hashlib
import io
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, BinaryIO, NamedTuple

import msgspec
from numpy.typing import NDArray

import bpexplorer
from bpexplorer.data.readers.progress import Progress, between, silent
from bpexplorer.data.table.table import Table
from bpexplorer.project.disk import atomic, outside
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import archive, bounded_reading, json_text, members, npy, table_members
from bpexplorer.project.parts.archive import Archive
from bpexplorer.project.parts.blocks import Blocks, Followed
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
#: How far saving is once all is hashed, once that is written, and once it is read back; then it is understood.
_PACKED, _WRITTEN, _READ_BACK = 0.3, 0.6, 0.8
#: Before it is known which network they belong to.
_ROOM = _TEXTS | {f"{name}.npy": _MAX_ARRAY_BYTES for name in members.NAMES} | table_members.room()


class _Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Held(NamedTuple):
    """A member that is in memory already.

    Attributes
    ----------
    blocks : Blocks
        Its bytes.
    array : ndarray or None
        The array in it; None for a part of a table.
    """

    blocks: Blocks
    array: NDArray[Any] | None


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

    file = _Dump.of(project, progress=between(progress, 0.0, _PACKED))

    def check(written: BinaryIO) -> None:
        progress(_READ_BACK)
        if not file.read_back(written, progress=between(progress, _READ_BACK, 1.0)).same_as(project):
            raise ProjectFileError(
                tr("what was written doesn't read back as the same project"),
                code="not_the_same",
                remedy=tr("Choose another disk, and report this."),
            )

    writing = between(progress, _PACKED, _WRITTEN), between(progress, _WRITTEN, _READ_BACK)
    return atomic.write(path, Followed(file.blocks, *writing), check=check, expected=expected)


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


def dump(project: Project, *, has_table: bool = True) -> bytes:
    """The file's bytes; equal projects give equal bytes. Without ``has_table``, a table isn't in them."""
    return bytes(_Dump.of(project, has_table=has_table).blocks)


@dataclass(frozen=True, slots=True, eq=False)
class _Dump:
    """A file that is to be written.

    Attributes
    ----------
    blocks : Blocks
        Its bytes. The arrays of the project aren't copied for them.
    held : mapping
        Its members, by their SHA-256, as `read` takes them.
    """

    project: Project
    blocks: Blocks
    held: Mapping[str, Held]

    @classmethod
    def of(cls, project: Project, *, has_table: bool = True, progress: Progress = silent) -> "_Dump":
        from bpexplorer.project.parts import record  # nothing is written or read at the start

        arrays = project.arrays()
        table = table_members.dump(project.plan.table) if has_table and project.plan.table is not None else {}
        parts = {_RECORD: Blocks(record.dump(project))}
        parts |= {f"{name}.npy": npy.blocks(array) for name, array in arrays.items()} | table
        with ThreadPoolExecutor() as threads:  # hashing needs no interpreter
            entries = dict(zip(parts, threads.map(_entry, parts.values()), strict=True))
        manifest = _Manifest(FORMAT, FORMAT_VERSION, bpexplorer.__version__, entries)
        text = Blocks(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        packed = archive.blocks({_MANIFEST: text, **parts}, deflated=table_members.NAMES, progress=progress)
        held = {
            entry.sha256: Held(parts[name], arrays.get(name.removesuffix(".npy")))
            for name, entry in entries.items()
        }
        return cls(project, packed, held)

    def read_back(self, file: BinaryIO, *, progress: Progress) -> Project:
        """The project in a file that was written so; raises ProjectFileError, and OSError of the disk."""
        return read(file, table=self._own_table, held=self.held, progress=progress)

    def _own_table(self, digest: str) -> Table:
        table = self.project.plan.table
        if table is None or table.digest != digest:
            raise _not_as_saved(_RECORD)
        return table


def _entry(part: Blocks) -> _Member:
    found = hashlib.sha256()
    for block in part:
        found.update(block)
    return _Member(len(part), found.hexdigest())


def parse(data: bytes) -> Project:
    """The project in a file's bytes; raises ProjectFileError."""
    return read(io.BytesIO(data))


def read(
    file: BinaryIO,
    *,
    table: Callable[[str], Table] | None = None,
    held: Mapping[str, Held] = MappingProxyType({}),
    progress: Progress = silent,
) -> Project:
    """The project in an open file; raises ProjectFileError. Nothing is unpacked before it is known to be needed.

    Parameters
    ----------
    table : callable, optional
        As in `load`.
    held : mapping, optional
        What is in memory already, by its SHA-256: a member that is said to be this is compared, and isn't in memory a
        second time. A table is given by ``table`` then.
    progress : callable
        Takes how much of the members is read, 0…1.
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
    arrays = partial(_arrays, packed, entries, held=held, progress=progress)
    return record.parse(text, arrays, version=version, table=table)


def is_mine(file: BinaryIO) -> bool:
    """Whether there is a project in an open file, of whatever version; ProjectFileError if a damaged archive."""
    file.seek(0)
    return archive.looks_like_zip(file.read(4)) and _MANIFEST in Archive(file).sizes


def _arrays(
    packed: Archive,
    entries: dict[str, _Member],
    plan: StoredPlan,
    *,
    held: Mapping[str, Held],
    progress: Progress,
) -> members.Members:
    """The arrays, and the table, by name, which may be as large as those of this plan can be."""
    room = _TEXTS | {f"{name}.npy": size for name, size in members.room(plan.spec, plan.config).items()}
    if isinstance(plan, PlanOfTable):
        room |= table_members.room()
    packed.check_room(room.get, total=_MAX_TOTAL_BYTES)
    arrays: dict[str, npy.Content] = {}
    done, size = 0, sum(packed.sizes.values())
    for name in packed.sizes.keys() - _TEXTS.keys():
        known = held.get(entries[name].sha256)
        if known is None:
            arrays[name.removesuffix(".npy")] = _array(packed, name, entries)
        elif not packed.holds(name, known.blocks):
            raise _not_as_saved(name)
        elif known.array is not None:
            arrays[name.removesuffix(".npy")] = known.array
        done += packed.sizes[name]
        progress(done / size)
    return arrays


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
