"""The matrices of weights in JSON, a row on each line: written and compared row by row, never in memory as a text."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO, Final

import msgspec
import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.project.parts import json_text
from bpexplorer.project.parts.blocks import is_same
from bpexplorer.project.weights.content import Dump

#: Stands for a matrix in a text that is encoded without it. No JSON has this byte: strings have another sign for it.
HOLE: Final[Any] = msgspec.Raw(b"\0")
#: What stands in the hole while the rest is read.
_PLUG = b"[]"
#: About how many bytes a number takes: 17 digits, a sign, a point and a comma.
_BYTES_OF_A_NUMBER = 20


def dump(kind: type, frame: bytes, matrices: Sequence[FloatArray]) -> Dump:
    """The file of a ``kind``, a text in which each `HOLE` is to be filled with a matrix, (rows, columns)."""
    size = len(frame) + _BYTES_OF_A_NUMBER * sum(matrix.size for matrix in matrices)

    def is_said_by(file: BinaryIO) -> bool:
        plugged = frame.replace(bytes(HOLE), _PLUG)
        is_read_alike = msgspec.json.encode(json_text.decode(plugged, kind)) == plugged
        return is_read_alike and _are_in(file, frame, matrices)

    return Dump(_blocks(frame, matrices), size, is_said_by)


def _blocks(frame: bytes, matrices: Sequence[FloatArray]) -> Iterator[bytes]:
    for before, matrix in _parts(frame, matrices):
        yield before
        for number, row in enumerate(matrix, start=1):
            yield msgspec.json.encode(row.tolist()) + _behind(number, matrix)


def _are_in(file: BinaryIO, frame: bytes, matrices: Sequence[FloatArray]) -> bool:
    """Whether an open file is the frame with the matrices, whose rows are read; raises OSError."""
    file.seek(0)
    for before, matrix in _parts(frame, matrices):
        rows = enumerate(matrix, start=1)
        if file.read(len(before)) != before or not all(
            _is_row(file.readline(), row, _behind(number, matrix)) for number, row in rows
        ):
            return False
    return not file.read(1)


def _parts(frame: bytes, matrices: Sequence[FloatArray]) -> Iterator[tuple[bytes, FloatArray]]:
    """What stands before each matrix, with the matrix; what stands behind the last one comes before one of no rows."""
    first, *others = frame.split(bytes(HOLE))
    befores = [first, *(b"]" + other for other in others)]
    befores = [*(before + b"[\n" for before in befores[:-1]), befores[-1] + b"\n"]
    return zip(befores, chain(matrices, [np.empty((0, 0))]), strict=True)


def _behind(number: int, matrix: FloatArray) -> bytes:
    return b"\n" if number == len(matrix) else b",\n"


def _is_row(line: bytes, row: FloatArray, behind: bytes) -> bool:
    if not line.endswith(behind):
        return False
    try:
        found = msgspec.json.decode(line.removesuffix(behind), type=list[float])
    except msgspec.DecodeError:
        return False
    return is_same(np.fromiter(found, np.float64, len(found)), row)
