"""Named members in a zip archive: equal members give equal bytes, and no claimed size is trusted."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from bpexplorer.project.errors import ProjectFileError

#: The first moment that a zip file can name: its bytes shall not depend on the clock.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_START_OF_ZIP = b"PK\x03\x04"
_MAX_MEMBERS = 1000
#: Compressed members may unpack to this many bytes, or to this many times the file's size.
_ALWAYS_ALLOWED, _MAX_RATIO = 2**26, 16
#: What zipfile raises on a damaged archive; with encryption or an unknown compression it is a RuntimeError.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
)


def looks_like_zip(data: bytes) -> bool:
    """Whether the bytes begin as those of a zip archive."""
    return data[:4] == _START_OF_ZIP


def pack(members: Mapping[str, bytes]) -> bytes:
    """The archive with these members, uncompressed, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.create_system = 3  # the same bytes on every system
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return stream.getvalue()


def unpack(data: bytes, room: Callable[[str], int | None], *, total: int) -> dict[str, bytes]:
    """The members of an archive, by name. Names are looked up, never used as paths.

    Parameters
    ----------
    room : callable
        How many bytes the member of this name may have at most; None refuses the name.
    total : int
        How many bytes all of them may have at most. Nothing beyond is unpacked, whatever the archive claims.

    Raises
    ------
    ProjectFileError
        Codes ``damaged``, ``unknown_member``, ``too_large``.
    """
    total = min(total, max(_ALWAYS_ALLOWED, _MAX_RATIO * len(data)))
    with _opened(data) as archive:
        infos = archive.infolist()
        _check_names([info.filename for info in infos], room)
        members: dict[str, bytes] = {}
        for info in infos:
            limit = min(room(info.filename) or 0, total)
            members[info.filename] = _member(archive, info, limit)
            total -= len(members[info.filename])
        return members


def member(data: bytes, name: str, *, limit: int) -> bytes | None:
    """One member, of ``limit`` bytes at most; None if there is none of this name. Raises as `unpack` does."""
    with _opened(data) as archive:
        infos = [info for info in archive.infolist() if info.filename == name]
        return _member(archive, infos[0], limit) if infos else None


def has(data: bytes, name: str) -> bool:
    """Whether there is a member of this name. Raises as `unpack` does."""
    with _opened(data) as archive:
        return name in archive.namelist()


@contextmanager
def _opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except _FAULTS as error:
        raise ProjectFileError(
            "the file is damaged or cut off",
            code="damaged",
            remedy="Use another copy of it, or write it again.",
        ) from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    if info.file_size > limit:  # said by the archive itself: no need to unpack it
        raise _too_large(info.filename, limit)
    with archive.open(info) as member:
        data = member.read(limit + 1)
    if len(data) > limit:
        raise _too_large(info.filename, limit)
    return data


def _check_names(names: list[str], room: Callable[[str], int | None]) -> None:
    if len(names) > _MAX_MEMBERS or len(set(names)) != len(names):
        raise zipfile.BadZipFile("too many members, or two of one name")
    for name in names:
        if room(name) is None:
            raise ProjectFileError(
                f"it holds a part {name[:80]!r} that doesn't belong there",
                code="unknown_member",
                remedy="Check that this is the right file.",
            )


def _too_large(name: str, limit: int) -> ProjectFileError:
    return ProjectFileError(
        f"it would have more than {limit:,} bytes",
        code="too_large",
        place=name,
        remedy="Check that this is the right file.",
    )
