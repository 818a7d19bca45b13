"""A folder that has a folder of pictures for each class, by Pillow (extra ``images``)."""

import hashlib
import io
import os
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.columns import coded, number_columns
from bpexplorer.data.readers.progress import Progress
from bpexplorer.data.readers.refusal import DataFileError, check_size, name_of, refused, too_large
from bpexplorer.data.readers.source import date_of, opened
from bpexplorer.data.table.limits import MAX_CLASSES, MAX_INPUTS
from bpexplorer.data.table.table import Kind, Origin, Reading, Table
from bpexplorer.translation import tr

#: Endings of the pictures that are read, and Pillow's names for them: no other format is tried.
ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm")
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
#: Pictures of other sizes become so many pixels high and wide.
_SIDE = 28
#: Pixels and bytes of one picture on the disk.
_MAX_PIXELS, _MAX_BYTES = 50_000_000, 200_000_000
_AS_WANTED = tr("Choose a folder that has a folder for each class, with the pictures of that class in it.")


@dataclass(frozen=True, slots=True)
class Found:
    """The pictures of a folder, by class, and what else lies there."""

    pictures: dict[str, tuple[Path, ...]]
    others: int

    @property
    def number(self) -> int:
        """How many pictures there are."""
        return sum(map(len, self.pictures.values()))


def find(folder: Path) -> Found:
    """Look for pictures in the folders of a folder; DataFileError if there are none. Links aren't followed."""
    pictures: dict[str, tuple[Path, ...]] = {}
    others = 0
    with os.scandir(folder) as entries:
        inner = sorted(entries, key=lambda entry: _order(entry.name))
    for entry in inner:
        if entry.name.startswith("."):
            continue
        if not entry.is_dir(follow_symlinks=False):
            others += 1
            continue
        with os.scandir(entry.path) as files:
            names = sorted(
                (
                    each.name
                    for each in files
                    if not each.name.startswith(".") and each.is_file(follow_symlinks=False)
                ),
                key=_order,
            )
        found = tuple(Path(entry.path) / name for name in names if name.lower().endswith(ENDINGS))
        others += len(names) - len(found)
        if found:
            pictures[name_of(Path(entry.name))] = found
        if len(pictures) > MAX_CLASSES:
            raise refused(
                tr("it has more than {limit} folders with pictures", limit=count(MAX_CLASSES)),
                code="too_large",
                remedy=_AS_WANTED,
            )
    if not pictures:
        raise _no_pictures()
    return Found(pictures, others)


def _has_picture(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                with os.scandir(entry.path) as files:
                    if any(each.name.lower().endswith(ENDINGS) for each in files):
                        return True
    return False


def _no_pictures() -> DataFileError:
    return refused(
        tr("this is a folder, and there are no folders with pictures in it"),
        code="is_folder",
        remedy=_AS_WANTED,
    )


def _order(name: str) -> tuple[int, str]:
    """Numbers by their size, and before words."""
    return (int(name) if name.isascii() and name.isdigit() and len(name) < 10 else 2**31, name)


def check(folder: Path) -> None:
    """Raise DataFileError unless there is a picture in a folder of it, and what reads pictures."""
    if not _has_picture(folder):
        raise _no_pictures()
    if find_spec("PIL") is None:
        raise refused(
            tr("pictures are read with Pillow, which isn't installed"),
            code="not_installed",
            remedy=tr("Install it with pip install 'bpexplorer[images]'."),
        )


def read(folder: Path, reading: Reading, progress: Progress) -> Table:
    """Read all pictures as shades of grey, 0 black to 255 white; raises DataFileError."""
    check(folder)
    found = find(folder)
    sizes, coloured = _sizes(found, progress)
    notes = []
    size = next(iter(sizes)) if len(sizes) == 1 else (0, 0)
    if len(sizes) > 1 or size[0] * size[1] > MAX_INPUTS:
        notes.append(
            tr(
                "Each picture is scaled to {side}×{side} pixels: they have {sizes} sizes, most often "
                "{width}×{height}, and a network has at most {limit} inputs.",
                side=_SIDE,
                sizes=count(len(sizes)),
                width=sizes.most_common(1)[0][0][0],
                height=sizes.most_common(1)[0][0][1],
                limit=count(MAX_INPUTS),
            )
        )
        size = (_SIDE, _SIDE)
    if coloured:
        notes.append(
            tr("Pictures in colour that are read as shades of grey: {pictures}.", pictures=count(coloured))
        )
    if found.others:
        notes.append(
            tr(
                "Files that aren't pictures in a folder of a class, and are passed over: {files}.",
                files=count(found.others),
            )
        )
    width, height = size
    check_size(found.number, width * height + 1)
    block = np.empty((found.number, width * height), np.float32)
    content, taken, newest = hashlib.sha256(), 0, ""
    codes = np.empty(found.number, np.int32)
    row = 0
    for code, (label, paths) in enumerate(found.pictures.items()):
        for path in paths:
            data, date = _bytes(path)
            content.update(_told_apart(label, path, data))
            taken, newest = taken + len(data), max(newest, date)
            block[row] = _pixels(path, data, size)
            codes[row] = code
            row += 1
            progress(0.3 + 0.7 * row / found.number)
    names = [tr("row {row}, column {column}", row=y, column=x) for y in range(height) for x in range(width)]
    columns = list(number_columns(names, {n: n for n in range(len(names))}, block).values())
    labels = tuple(found.pictures)
    columns.append(coded(tr("class"), Kind.CATEGORY, codes, labels, labels))
    origin = Origin(name_of(folder), taken, content.hexdigest(), newest, reading)
    return Table(tuple(columns), origin, tuple(notes), (height, width))


def digest(folder: Path) -> str:
    """What `Origin.sha256` is of the pictures of a folder as they are now; raises DataFileError, OSError."""
    content = hashlib.sha256()
    for label, paths in find(folder).pictures.items():
        for path in paths:
            content.update(_told_apart(label, path, _bytes(path)[0]))
    return content.hexdigest()


def _told_apart(label: str, path: Path, data: bytes) -> bytes:
    """A picture with its name and class, as the digest has it."""
    return f"{label}/{path.name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data


def _sizes(found: Found, progress: Progress) -> tuple[Counter[tuple[int, int]], int]:
    """How many pictures have each size, and how many are in colour; only their headers are read."""
    from PIL import Image

    sizes: Counter[tuple[int, int]] = Counter()
    coloured = done = 0
    for paths in found.pictures.values():
        for path in paths:
            with opened(path) as source, _faults_told(path), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                source.file.seek(0)
                with Image.open(source.file, formats=_FORMATS) as picture:
                    sizes[picture.size] += 1
                    coloured += picture.mode not in ("1", "L", "LA", "I", "I;16", "F")
                    if picture.size[0] * picture.size[1] > _MAX_PIXELS:
                        raise refused(
                            tr("it has more than {limit} pixels", limit=count(_MAX_PIXELS)),
                            code="too_large",
                            place=f"{path.parent.name}/{path.name}",
                            remedy=tr("Make it smaller."),
                        )
            done += 1
            progress(0.3 * done / found.number)
    return sizes, coloured


def _bytes(path: Path) -> tuple[bytes, str]:
    with opened(path) as source:
        if source.size > _MAX_BYTES:
            raise too_large(source.size, _MAX_BYTES)
        source.file.seek(0)
        return source.file.read(), date_of(source.status)


def _pixels(path: Path, data: bytes, size: tuple[int, int]) -> NDArray[Any]:
    from PIL import Image

    with _faults_told(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            if picture.mode in ("I", "I;16", "F"):  # more than 256 shades
                shades = np.asarray(picture, np.float64)
                grey = Image.fromarray((shades / max(1.0, shades.max()) * 255).astype(np.uint8))
            else:
                grey = picture.convert("L")
            if grey.size != size:
                grey = grey.resize(size, Image.Resampling.BOX)
            return np.asarray(grey, np.float32).reshape(-1)


@contextmanager
def _faults_told(path: Path) -> Iterator[None]:
    """Make a sentence that names the picture of whatever a damaged one makes of its reader."""
    try:
        yield
    except (DataFileError, MemoryError):
        raise
    except Exception as error:
        raise refused(
            tr("this picture can't be read"),
            code="damaged",
            place=f"{name_of(path.parent)}/{name_of(path)}",
            remedy=tr("Remove it, or use another copy of it."),
        ) from error
