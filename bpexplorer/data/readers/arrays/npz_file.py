"""``.npz``: named arrays in a zip archive. Nothing is unpacked beyond what the headers claim and the limits allow."""

import errno
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bpexplorer.data.npy_header import HEADER_ROOM
from bpexplorer.data.readers.arrays import roles
from bpexplorer.data.readers.arrays.stored import StoredArray, npy
from bpexplorer.data.readers.progress import Progress, between
from bpexplorer.data.readers.refusal import RIGHT_FILE, WRITE_AGAIN, DataFileError, refused, too_large
from bpexplorer.data.readers.source import Source, content_digest
from bpexplorer.data.table.limits import MAX_FILE_BYTES
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.translation import tr

_SUFFIX = ".npy"
#: Arrays that name columns and classes.
_NAMES = ("feature_names", "target_names", "class_names")
_MAX_MEMBERS = 1000
_ENCRYPTED = 1
#: What stands at the end of an archive, and how far from its last byte it can be.
_END, _END_ROOM = b"PK\x05\x06", 22 + 2**16
#: Members and bytes that the directory of any archive that is read may have.
_MAX_DIRECTORY = 10_000, 2**21
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What zipfile raises on a damaged archive; an unknown feature is a RuntimeError.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
    UnicodeError,
    AttributeError,
    TypeError,
)


@contextmanager
def directory(source: Source) -> Iterator[zipfile.ZipFile]:
    """The archive, of which only the directory is read; DataFileError if it is damaged or has too much in it."""
    _check_directory(source)
    try:
        source.file.seek(0)
        with zipfile.ZipFile(source.file) as archive:
            infos = archive.infolist()
            if (size := sum(info.file_size for info in infos)) > MAX_FILE_BYTES:
                raise too_large(size, MAX_FILE_BYTES)
            yield archive
    except DataFileError:
        raise
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # that is a place before the file's beginning
            raise
        raise damaged() from error
    except _FAULTS as error:
        raise damaged() from error


def _check_directory(source: Source) -> None:
    """Raise DataFileError for a directory that is longer than any that is read, before it is."""
    source.file.seek(max(0, source.size - _END_ROOM))
    end = source.file.read(_END_ROOM)
    at = end.rfind(_END)
    if at < 0 or len(end) < at + 16:
        raise damaged()
    members, size = struct.unpack_from("<HI", end, at + 10)
    if members > _MAX_DIRECTORY[0] or size > _MAX_DIRECTORY[1]:
        raise refused(
            tr("the archive has more parts than any that is read"), code="too_large", remedy=RIGHT_FILE
        )


def damaged() -> DataFileError:
    """The error for an archive that can't be unpacked."""
    return refused(tr("the file is damaged or cut off"), code="damaged", remedy=WRITE_AGAIN)


def is_arrays(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is one of numpy's."""
    names = archive.namelist()
    return bool(names) and all(name.endswith(_SUFFIX) for name in names)


def check_head(source: Source, reading: Reading) -> None:
    """Raise DataFileError for what directory and headers condemn."""
    with directory(source) as archive:
        roles.check(roles.find(_parted(_arrays(archive))[0]))


def read(source: Source, reading: Reading, progress: Progress) -> Table:
    """Read the arrays that a table is made of; raises DataFileError."""
    with directory(source) as archive:
        data, named = _parted(_arrays(archive))
        found = roles.table(
            roles.find(data),
            between(progress, 0.0, 0.9),
            features=_names(named, "feature_names"),
            classes=_names(named, "target_names") or _names(named, "class_names"),
        )
    return replace(found, origin=source.origin(content_digest([source]), Reading()))


def _parted(arrays: dict[str, StoredArray]) -> tuple[dict[str, StoredArray], dict[str, StoredArray]]:
    """The arrays of data, and those of names."""
    named = {name: array for name, array in arrays.items() if name.lower() in _NAMES}
    return {name: array for name, array in arrays.items() if name not in named}, named


def _names(arrays: dict[str, StoredArray], name: str) -> list[str]:
    """The texts in an array of names, if it is there and is one."""
    array = next((each for key, each in arrays.items() if key.lower() == name), None)
    if array is None or not array.is_text or len(array.shape) != 1 or not array.samples:
        return []
    array.check()
    return array.texts(array.samples)


def _arrays(archive: zipfile.ZipFile) -> dict[str, StoredArray]:
    infos = archive.infolist()
    if len(infos) > _MAX_MEMBERS or len({info.filename for info in infos}) != len(infos):
        raise damaged()
    return {info.filename.removesuffix(_SUFFIX): _array(archive, info) for info in infos}


def _array(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> StoredArray:
    name = info.filename.removesuffix(_SUFFIX)
    if info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
        raise refused(
            tr("it is encrypted, or compressed in another way than by deflating"),
            code="compression",
            place=name,
            remedy=tr("Write the file again by numpy.savez or numpy.savez_compressed."),
        )

    def open_at(offset: int) -> Callable[[int], bytes]:
        member = archive.open(info)
        member.read(offset)
        return lambda size: _all_of(member.read, size)

    with archive.open(info) as member:
        return npy(name, member.read(HEADER_ROOM), info.file_size, open_at)


def _all_of(read: Callable[[int], bytes], size: int) -> bytes:
    """So many bytes, in one piece; fewer only at the end."""
    parts = []
    while size and (part := read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
