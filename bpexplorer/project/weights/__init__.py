"""Trained weights out and in: one module a format, chosen by name or by the file's ending.

Everything is described in docs/file-formats.md.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Protocol

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.data.readers.progress import Progress, between, silent
from bpexplorer.project.disk import atomic
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import bounded_reading
from bpexplorer.project.parts.blocks import Block, Blocks, Followed, follow
from bpexplorer.project.weights import layout
from bpexplorer.project.weights.content import UNKNOWN_SCALING, Dump, Targets, WeightsFile
from bpexplorer.project.weights.layout import MAX_FILE_BYTES
from bpexplorer.translation import tr

__all__ = [
    "FORMATS",
    "MAX_FILE_BYTES",
    "UNKNOWN_SCALING",
    "Targets",
    "WeightsFile",
    "WeightsFormat",
    "check_format",
    "export_weights",
    "format_for",
    "import_weights",
    "parse",
    "read",
]


#: How far an export is once all is written, and once it is read back; what is left is to understand it.
_WRITTEN, _READ_BACK = 0.6, 0.8


class FormatModule(Protocol):
    """The module of a format: `dump` and `read` raise ProjectFileError; `is_mine` recognises a file by its content."""

    def dump(self, weights: WeightsFile, /) -> Dump: ...
    def read(self, file: BinaryIO, /) -> WeightsFile: ...
    def is_mine(self, file: BinaryIO, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class WeightsFormat:
    """A format: how it is called, how its files end, and how a network becomes a file, and is read from an open one.

    ``prepare``, ``dump`` (all its bytes at once) and ``read`` raise ProjectFileError; ``is_mine`` recognises a file by
    its content, so that a renamed one can still be read.
    """

    name: str
    label: str
    extension: str
    module: Callable[[], FormatModule]

    def prepare(self, weights: WeightsFile) -> Dump:
        return self.module().dump(weights)

    def dump(self, weights: WeightsFile) -> bytes:
        return b"".join(self.prepare(weights).blocks)

    def read(self, file: BinaryIO) -> WeightsFile:
        return self.module().read(file)

    def is_mine(self, file: BinaryIO) -> bool:
        return self.module().is_mine(file)


# Each is imported when the first file is written or read, which is not at the start.


def _npz() -> FormatModule:
    from bpexplorer.project.weights import npz

    return npz


def _safetensors() -> FormatModule:
    from bpexplorer.project.weights import safetensors

    return safetensors


def _network2() -> FormatModule:
    from bpexplorer.project.weights import network2

    return network2


def _own_json() -> FormatModule:
    from bpexplorer.project.weights import own_json

    return own_json


#: In the order in which a file's content is tried. The longer of two endings that fit is the file's.
FORMATS: dict[str, WeightsFormat] = {
    entry.name: entry
    for entry in (
        WeightsFormat("npz", tr("NumPy archive"), ".npz", _npz),
        WeightsFormat(
            "safetensors",
            tr("Safetensors"),
            ".safetensors",
            _safetensors,
        ),
        WeightsFormat(
            "network2",
            tr("JSON for Nielsen's network2"),
            ".network2.json",
            _network2,
        ),
        WeightsFormat("json", "JSON", ".json", _own_json),
    )
}

#: How files begin that are likely to be taken for weights, and what they are.
_OTHERS: Mapping[bytes, str] = MappingProxyType(
    {
        b"\x93NUMPY": tr("one array alone (.npy)"),
        b"\x89HDF\r\n\x1a\n": tr("HDF5, as Keras writes it"),
        b"\x1f\x8b": tr("something compressed by gzip"),
        **{bytes((0x80, protocol)): tr("a pickle, which could run anything") for protocol in range(2, 6)},
    }
)


def format_for(path: Path) -> WeightsFormat:
    """The format that the file's ending stands for; ProjectFileError if there is none."""
    fitting = [entry for entry in FORMATS.values() if path.name.lower().endswith(entry.extension)]
    if not fitting:
        endings = ", ".join(entry.extension for entry in FORMATS.values())
        raise ProjectFileError(
            tr("its ending names no format for weights"),
            code="unknown_format",
            remedy=tr("Choose a name that ends in one of {endings}.", endings=endings),
            path=path,
            action="save",
        )
    return max(fitting, key=lambda entry: len(entry.extension))


def export_weights(
    weights: WeightsFile,
    path: Path,
    *,
    format_name: str | None = None,
    expected: str | None = None,
    progress: Progress = silent,
) -> WrittenFile:
    """Write the network to a file, which is read back and compared before it takes the place of an older one.

    Parameters
    ----------
    format_name : str, optional
        A key of ``FORMATS``; otherwise the file's ending decides.
    expected : str, optional
        The digest of what the file must hold now, or ABSENT; otherwise whatever is there is replaced.
    progress : callable
        Takes how much is done, 0…1.

    Raises
    ------
    ChangedOutsideError
        If it holds something else. It is unchanged.
    ProjectFileError
        If the format can't hold this network, or the file can't be written; an older file is then unchanged.
    """
    file = _dump(weights, path, format_name)

    def check(written: BinaryIO) -> None:
        progress(_READ_BACK)
        if not file.is_said_by(written):
            raise ProjectFileError(
                tr("what was written doesn't read back as the same network"),
                code="not_the_same",
                remedy=tr("Choose another format or another disk, and report this."),
            )

    return atomic.write(path, _followed(file, progress), check=check, expected=expected)


def check_format(weights: WeightsFile, path: Path, *, format_name: str | None = None) -> None:
    """Raise ProjectFileError if `export_weights` would, because the format can't hold such a network."""
    _dump(weights, path, format_name)


def import_weights(path: Path) -> WeightsFile:
    """Read a weights file of any format, recognised by its content, and check everything in it.

    Raises
    ------
    ProjectFileError
        Saying which part is wrong, why, and what to do.
    """
    return bounded_reading.read(path, read, limit=MAX_FILE_BYTES)


def parse(data: bytes) -> WeightsFile:
    """Read the bytes of a weights file of any format; raises ProjectFileError."""
    return read(io.BytesIO(data))


def read(file: BinaryIO) -> WeightsFile:
    """Read an open weights file of any format; raises ProjectFileError."""
    for entry in FORMATS.values():
        if entry.is_mine(file):
            return entry.read(file)
    file.seek(0)
    head = file.read(8)
    what = next((name for begin, name in _OTHERS.items() if head.startswith(begin)), "")
    raise ProjectFileError(
        tr("this is no weights file{what}", what=what and tr(", but {what}", what=what)),
        code="foreign",
        remedy=tr("Choose a file of one of these formats: {formats}.", formats=", ".join(FORMATS)),
    )


def _dump(weights: WeightsFile, path: Path, format_name: str | None) -> Dump:
    chosen = format_for(path) if format_name is None else _format_named(format_name)
    try:
        file = chosen.prepare(weights)
        if isinstance(file.blocks, Blocks):
            bounded_reading.check_size(len(file.blocks), MAX_FILE_BYTES)
        return file
    except ProjectFileError as error:
        raise error.about(path, "save") from error


def _followed(file: Dump, progress: Progress) -> Iterable[Block]:
    """The bytes, of which is told how far they are written, and read back where that is done by going through them."""
    writing = between(progress, 0.0, _WRITTEN)
    if isinstance(file.blocks, Blocks):
        return Followed(file.blocks, writing, between(progress, _WRITTEN, _READ_BACK))
    return follow(layout.bounded(file.blocks), file.size, writing)


def _format_named(name: str) -> WeightsFormat:
    if name not in FORMATS:
        raise BpExplorerError(
            tr(
                "There is no format {name} for weights; there are {formats}.",
                name=repr(name),
                formats=", ".join(FORMATS),
            )
        )
    return FORMATS[name]
