"""The project file ``.bpx``: written whole or not at all, read with every claim checked.

A zip archive of ``manifest.json``, ``project.json`` and arrays as ``.npy`` members; docs/file-formats.md describes
it. Opening changes nothing: it gives a Project or raises.
"""

import hashlib
from pathlib import Path
from typing import Annotated

import msgspec

import bpexplorer
from bpexplorer.project import archive, atomic, json_text, npy, outside, reading, record
from bpexplorer.project.atomic import Written
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.project import Project
from bpexplorer.project.versions import FORMAT_VERSION

FORMAT = "bpexplorer project"
EXTENSION = ".bpx"

_MANIFEST, _RECORD = "manifest.json", "project.json"
_MAX_TEXT_BYTES = 2**22
_MAX_ARRAY_BYTES = _MAX_TOTAL_BYTES = 2**30
_ARRAYS = ("planes", "refuge", "history_batches", "history_epochs", "history_latest", "mask")
_ROOM = {_MANIFEST: _MAX_TEXT_BYTES, _RECORD: _MAX_TEXT_BYTES} | {
    f"{name}.npy": _MAX_ARRAY_BYTES for name in _ARRAYS
}


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


def save(project: Project, path: Path, *, expected: str | None = None) -> Written:
    """Write the project file; it is read back and compared before it takes the place of an older one.

    Parameters
    ----------
    project : Project
    path : Path
    expected : str, optional
        The digest of what the file must hold now, or ABSENT; otherwise whatever is there is replaced.

    Raises
    ------
    ChangedOutsideError
        If it holds something else. It is unchanged.
    ProjectFileError
        If it can't be written; the older file is then unchanged.
    """

    def check(data: bytes) -> None:
        if not parse(data).same_as(project):
            raise ProjectFileError(
                "what was written doesn't read back as the same project",
                code="not_the_same",
                remedy="Choose another disk, and report this.",
            )

    return atomic.write(path, dump(project), check=check, expected=expected)


def load(path: Path) -> Project:
    """Open a project file.

    Raises
    ------
    ProjectFileError
        Saying which part of the file is wrong, why, and what to do.
    """
    return reading.read(path, parse)


def load_with_digest(path: Path) -> tuple[Project, str]:
    """Open a project file, and say which bytes it was made of, for the next `save`; raises ProjectFileError."""
    return reading.read(path, lambda data: (parse(data), outside.digest(data)))


def dump(project: Project) -> bytes:
    """The file's bytes; equal projects give equal bytes."""
    members = {_RECORD: record.dump(project)}
    members |= {f"{name}.npy": npy.dump(array) for name, array in project.arrays().items()}
    entries = {name: _Member(len(data), hashlib.sha256(data).hexdigest()) for name, data in members.items()}
    manifest = _Manifest(FORMAT, FORMAT_VERSION, bpexplorer.__version__, entries)
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    return archive.pack({_MANIFEST: text, **members})


def parse(data: bytes) -> Project:
    """The project in a file's bytes; raises ProjectFileError."""
    if not archive.looks_like_zip(data):
        raise _foreign("it is empty" if not data else "this is no project of bpexplorer")
    manifest = archive.member(data, _MANIFEST, limit=_MAX_TEXT_BYTES)
    if manifest is None:
        raise _foreign("this is an archive, but no project of bpexplorer")
    head = json_text.decode(manifest, _Head, _MANIFEST)
    _check_head(head)
    entries = json_text.decode(manifest, _Manifest, _MANIFEST).members
    members = archive.unpack(data, _ROOM.get, total=_MAX_TOTAL_BYTES)
    del members[_MANIFEST]
    _check_members(members, entries)
    arrays = {name.removesuffix(".npy"): member for name, member in members.items() if name != _RECORD}
    return record.parse(members[_RECORD], arrays, version=head.format_version)


def is_mine(data: bytes) -> bool:
    """Whether these are the bytes of a project, of whatever version; ProjectFileError if a damaged archive."""
    return archive.looks_like_zip(data) and archive.has(data, _MANIFEST)


def _check_head(head: _Head) -> None:
    if head.format != FORMAT or head.format_version < 1:
        raise _foreign("this is no project of bpexplorer")
    if head.format_version > FORMAT_VERSION:
        raise ProjectFileError(
            f"bpexplorer {head.program_version[:40]} wrote it in format version {head.format_version}; "
            f"this is bpexplorer {bpexplorer.__version__}, which reads up to version {FORMAT_VERSION}",
            code="newer_version",
            remedy="Update bpexplorer, or ask for weights in another format.",
        )


def _check_members(members: dict[str, bytes], entries: dict[str, _Member]) -> None:
    for name in sorted(entries.keys() ^ members.keys() | ({_RECORD} - entries.keys())):
        raise ProjectFileError(
            f"{_MANIFEST} and the parts of the file disagree about it",
            code="damaged",
            place=name[:80],
            remedy="Use another copy of the file.",
        )
    for name, data in members.items():
        if (len(data), hashlib.sha256(data).hexdigest()) != (entries[name].size, entries[name].sha256):
            raise ProjectFileError(
                "it isn't what was saved: its checksum is another",
                code="damaged",
                place=name,
                remedy="Use another copy of the file.",
            )


def _foreign(reason: str) -> ProjectFileError:
    return ProjectFileError(
        reason,
        code="foreign",
        remedy=f"Choose a file that was saved by bpexplorer ({EXTENSION}). "
        "Weights alone are imported, or on the command line given with --weights.",
    )
