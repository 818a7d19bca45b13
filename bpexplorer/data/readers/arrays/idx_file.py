"""IDX, the format of MNIST's own files, plain or compressed by gzip: pictures with the labels beside them."""

import gzip
import os
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from bpexplorer.data.readers.arrays import roles
from bpexplorer.data.readers.arrays.stored import StoredArray
from bpexplorer.data.readers.progress import Progress, between
from bpexplorer.data.readers.refusal import RIGHT_FILE, WRITE_AGAIN, quoted, refused, too_large
from bpexplorer.data.readers.signatures import is_idx
from bpexplorer.data.readers.source import Source, content_digest, opened
from bpexplorer.data.table.limits import MAX_FILE_BYTES
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.translation import tr

#: The third byte of the file → type of its numbers.
_DTYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
_MOST_AXES = 4
_GZIP = b"\x1f\x8b"
_FAULTS = (EOFError, zlib.error, gzip.BadGzipFile)


def check_head(source: Source, reading: Reading) -> None:
    """Raise DataFileError for what the header condemns, and for what is compressed and no IDX file."""
    roles.check(roles.find({"images": _array(source)}))


def read(source: Source, reading: Reading, progress: Progress) -> Table:
    """Read pictures, with the labels and the test set that lie beside them; raises DataFileError."""
    with ExitStack() as stack:
        sources = {
            role: source if path == source.path else stack.enter_context(opened(path))
            for role, path in group(source.path).items()
        }
        arrays = {role: _array(each) for role, each in sources.items()}
        found = roles.table(roles.find(arrays), between(progress, 0.0, 0.9), target=tr("label"))
        digest = content_digest(sources.values())
    origin = replace(source.origin(digest, Reading()), bytes=sum(each.size for each in sources.values()))
    others = [quoted(each.name) for each in sources.values() if each is not source]
    note = (
        tr("Read together with {files}, beside it.", files=", ".join(others))
        if others
        else tr(
            "No file with its labels lies beside it, as train-labels-idx1-ubyte would beside train-images-idx3-ubyte."
        )
    )
    return replace(found, origin=origin, notes=(note, *found.notes))


def group(path: Path) -> dict[str, Path]:
    """The files that belong together by MNIST's names, by what they are in `roles`."""
    try:
        names = set(os.listdir(path.parent))  # noqa: PTH208 - names are compared, not followed
    except OSError:
        names = {path.name}
    stem, images = path.name, path.name
    for images_word, labels_word in (
        ("images-idx3", "labels-idx1"),
        ("images.idx3", "labels.idx1"),
        ("images", "labels"),
    ):
        if images_word in stem or labels_word in stem:
            images = stem.replace(labels_word, images_word)
            labels = images.replace(images_word, labels_word)
            wanted = {"images": images, "labels": labels}
            if images.startswith("train"):
                wanted = {f"train_{role}": name for role, name in wanted.items()} | {
                    f"test_{role}": name.replace("train", prefix, 1)
                    for role, name in wanted.items()
                    for prefix in ("t10k", "test")
                    if name.replace("train", prefix, 1) in names
                }
            found = {role: path.parent / name for role, name in wanted.items() if name in names}
            if path in found.values():
                return found
    return {"images": path}


def _array(source: Source) -> StoredArray:
    """The array of one file, whose header has been read."""

    def begin(offset: int) -> Callable[[int], bytes]:
        source.file.seek(0)
        if source.head[:2] != _GZIP:
            source.file.seek(offset)
            return source.file.read
        unpacked = gzip.GzipFile(fileobj=source.file)
        unpacked.read(offset)
        return _told(unpacked.read)

    is_packed = source.head[:2] == _GZIP
    head = begin(0)(4 + 4 * _MOST_AXES)
    if not is_idx(head):
        raise refused(
            tr("this is a file compressed by gzip, and no IDX file")
            if is_packed
            else tr("this is no IDX file"),
            code="other_format",
            remedy=tr("Unpack it first.") if is_packed else RIGHT_FILE,
        )
    dtype, axes = np.dtype(_DTYPES[head[2]]), head[3]
    offset = 4 + 4 * axes
    if len(head) < offset:
        raise refused(tr("its header is cut off"), code="damaged", remedy=WRITE_AGAIN)
    shape = tuple(int.from_bytes(head[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(axes))
    claimed = dtype.itemsize
    for length in shape:
        claimed *= length
    if claimed > MAX_FILE_BYTES:
        raise too_large(claimed, MAX_FILE_BYTES)
    size = claimed if is_packed else source.size - offset
    return StoredArray(source.name, shape, dtype, False, size, lambda: begin(offset))


def _told(read: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Reads so many bytes of what is unpacked, with its faults as sentences."""

    def told(size: int) -> bytes:
        try:
            return read(size)
        except _FAULTS as error:
            raise refused(tr("the file is damaged or cut off"), code="damaged", remedy=WRITE_AGAIN) from error

    return told
