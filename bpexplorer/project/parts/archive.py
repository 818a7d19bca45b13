"""Named members in a zip archive: equal members give equal bytes, and no claimed size is trusted."""

import errno
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

import numpy as np

from bpexplorer.data.readers.progress import Progress, silent
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts.blocks import AT_ONCE, Blocks, is_made_of
from bpexplorer.translation import tr

#: The first moment that a zip file can name: its bytes shall not depend on the clock.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_START_OF_ZIP = b"PK\x03\x04"
_MAX_MEMBERS = 1000
#: A directory of that many members, and the end of the archive with its comment, take no more.
_MAX_DIRECTORY_BYTES = 2**17
_ENCRYPTED = 1
#: The only two ways to keep a member for which neither a module nor a dictionary may be missing here.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What zipfile raises on a damaged archive; an unknown feature is a RuntimeError.
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
#: The fastest way of deflating: what packs well does so at once.
_LEVEL = 1
_RIGHT_FILE = tr("Check that this is the right file.")


def looks_like_zip(head: bytes) -> bool:
    """Whether these first bytes of a file are those of a zip archive."""
    return head[:4] == _START_OF_ZIP


def pack(members: Mapping[str, bytes], *, deflated: Collection[str] = ()) -> bytes:
    """The archive with these members; those of ``deflated`` are compressed."""
    return bytes(blocks({name: Blocks(data) for name, data in members.items()}, deflated=deflated))


def blocks(
    members: Mapping[str, Blocks], *, deflated: Collection[str] = (), progress: Progress = silent
) -> Blocks:
    """The archive with these members, in this order; those of ``deflated`` are compressed. No other is copied.

    ``progress`` takes how far it is with what comes before all blocks, 0…1: the checksums, which stand in the headers.
    """
    frame, done = _Frame(), 0
    size = sum(map(len, members.values()))
    with zipfile.ZipFile(cast(IO[bytes], frame), "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.create_system = 3  # the same bytes on every system
            info.external_attr = 0o644 << 16
            if name in deflated:
                info.compress_type = zipfile.ZIP_DEFLATED
                info._compresslevel = _LEVEL  # type: ignore[attr-defined]  # public from Python 3.13 on
            info.file_size = len(data)
            with archive.open(info, "w") as member, frame.passed_over(None if name in deflated else data):
                for block in data:
                    done += member.write(block)
                    progress(done / size)
    return frame.filled()


class _Frame:
    """What zipfile writes to: keeps all but the members that are passed over, which keep their places in it."""

    def __init__(self) -> None:
        self._at, self._parts, self._is_kept = 0, dict[int, bytes | Blocks](), True

    @contextmanager
    def passed_over(self, data: Blocks | None) -> Iterator[None]:
        """Take what is written meanwhile for these bytes, unless they are None."""
        if data is not None:
            self._parts[self._at] = data
        self._is_kept = data is None
        yield
        self._is_kept = True

    def write(self, data: bytes | memoryview) -> int:
        if self._is_kept and len(data):
            self._parts[self._at] = bytes(data)
        self._at += len(data)
        return len(data)

    def seek(self, at: int) -> int:
        """Go back to a header, which is written again once it is known what it is of, or to the end."""
        self._at = at
        return at

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """There is nothing behind it."""

    def filled(self) -> Blocks:
        return Blocks(*(self._parts[at] for at in sorted(self._parts)))


class Archive:
    """What is in an archive. Only its directory is read until a member is asked for.

    Names are looked up, never used as paths.

    Parameters
    ----------
    file : BinaryIO
        Open for reading, and able to seek.

    Raises
    ------
    ProjectFileError
        Codes ``damaged``, and ``too_large`` for more members than any file of this program has.
    """

    def __init__(self, file: BinaryIO) -> None:
        bounded = _Bounded(file)
        with _faults_told():
            self._zip = zipfile.ZipFile(cast(IO[bytes], bounded))
            infos = self._zip.infolist()
            self._infos = {info.filename: info for info in infos}
            if len(self._infos) != len(infos):
                raise zipfile.BadZipFile(tr("two members of one name"))
        if len(infos) > _MAX_MEMBERS:
            raise _too_many()
        bounded.most = None

    @property
    def sizes(self) -> dict[str, int]:
        """How many bytes each member has unpacked, by name, as the archive says; `read` holds it to that."""
        return {name: info.file_size for name, info in self._infos.items()}

    def check_room(self, room: Callable[[str], int | None], *, total: int) -> None:
        """Raise ProjectFileError unless every member may be there, before any is unpacked.

        Parameters
        ----------
        room : callable
            How many bytes the member of this name may have at most; None refuses the name.
        total : int
            How many bytes all of them may have at most.
        """
        for name, size in self.sizes.items():
            limit = room(name)
            if limit is None:
                raise ProjectFileError(
                    tr("it holds a part {name} that doesn't belong there", name=repr(name[:80])),
                    code="unknown_member",
                    remedy=_RIGHT_FILE,
                )
            if size > limit:
                raise _too_large(name, limit)
        if sum(self.sizes.values()) > total:
            raise _too_large(tr("all parts together"), total)

    def read(self, name: str, *, limit: int) -> bytes:
        """The member of this name, which must be there.

        Raises
        ------
        ProjectFileError
            Code ``damaged``; ``too_large`` if it has more than ``limit`` bytes; ``compression`` if it is encrypted,
            or neither stored nor deflated. Nothing is unpacked beyond the limit, whatever the archive claims.
        """
        size = self._size_within(name, limit)
        data = self.begin(name, size + 1)
        if len(data) != size:
            raise _damaged()
        return data

    def read_large(self, name: str, *, limit: int) -> memoryview:
        """The same as `read`, for what may be large: other threads run meanwhile. Nobody can write to what it gives."""
        whole, done = np.empty(self._size_within(name, limit), np.uint8), 0
        for block in self.blocks(name, limit=limit):
            whole[done : done + len(block)] = np.frombuffer(block, np.uint8)
            done += len(block)
        whole.flags.writeable = False
        return whole.data

    def blocks(self, name: str, *, limit: int) -> Iterator[bytes]:
        """What `read` gives, one block after the other; raises as it does, at last where the member should end."""
        left = self._size_within(name, limit)
        with self._opened(name) as member:
            while block := member.read(AT_ONCE):
                left -= len(block)
                if left < 0:
                    raise _damaged()
                yield block
        if left:
            raise _damaged()

    def holds(self, name: str, wanted: Blocks) -> bool:
        """Whether the member of this name, which must be there, is these very bytes; raises as `begin` does."""
        with self._opened(name) as member:
            return is_made_of(member, wanted)

    def _size_within(self, name: str, limit: int) -> int:
        size = self.sizes[name]
        if size > limit:
            raise _too_large(name, limit)
        return size

    def begin(self, name: str, size: int) -> bytes:
        """The first so many bytes of a member, or all if it has fewer; no more is unpacked. Raises as `read` does.

        The checksum is compared only where the end is reached.
        """
        with self._opened(name) as member:
            return member.read(size)

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        info = self._infos[name]
        if info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
            raise ProjectFileError(
                tr("it is encrypted, or compressed in another way than by deflating"),
                code="compression",
                place=name[:80],
                remedy=tr(
                    "Write the file again without encryption, stored or deflated (numpy.savez does so)."
                ),
            )
        with _faults_told(), self._zip.open(info) as member:
            yield member


class _Bounded:
    """A file of which no more than ``most`` bytes are read at once, while zipfile looks for the directory in it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.most: int | None = _MAX_DIRECTORY_BYTES
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if self.most is None:
            return self._file.read(size)
        data = self._file.read(self.most + 1 if size < 0 else min(size, self.most + 1))
        if len(data) > self.most:
            raise _too_many()
        return data


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise  # of the disk; EINVAL is a place before the file's beginning
        raise _damaged() from error


def _damaged() -> ProjectFileError:
    return ProjectFileError(
        tr("the file is damaged or cut off"),
        code="damaged",
        remedy=tr("Use another copy of it, or write it again."),
    )


def _too_large(place: str, limit: int) -> ProjectFileError:
    return ProjectFileError(
        tr("it would have more than {limit:,} bytes", limit=limit),
        code="too_large",
        place=place[:80],
        remedy=_RIGHT_FILE,
    )


def _too_many() -> ProjectFileError:
    return ProjectFileError(
        tr("the archive has more or longer entries in its directory than any file of this program"),
        code="too_large",
        remedy=_RIGHT_FILE,
    )
