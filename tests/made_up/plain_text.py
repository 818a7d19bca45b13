"""A weight format from outside: metadata on the first line, then a line for each array, with its numbers."""

import sys
from typing import BinaryIO, cast

import msgspec
import numpy as np

from bpexplorer.project.weights import FormatModule, WeightsFile, WeightsFormat, content, layout
from bpexplorer.project.weights.content import Dump

_BEGINNING = b"plain weights\n"


def dump(weights: WeightsFile) -> Dump:
    lines = [msgspec.json.encode(weights.sealed_metadata())]
    for name, array in weights.arrays().items():
        numbers = " ".join(map(repr, array.ravel().tolist()))
        lines.append(f"{name} {'x'.join(map(str, array.shape))} {numbers}".encode())
    return Dump.whole(_BEGINNING + b"\n".join(lines) + b"\n", weights, read)


def read(file: BinaryIO) -> WeightsFile:
    metadata, *lines = layout.whole_text(file)[len(_BEGINNING) :].splitlines()
    arrays = {}
    for line in lines:
        name, shape, *numbers = line.decode().split(" ")
        arrays[name] = np.array(numbers, dtype=np.float64).reshape([int(n) for n in shape.split("x")])
    return content.assemble(content.parse_metadata(metadata), arrays)


def is_mine(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(len(_BEGINNING)) == _BEGINNING


PLAIN_TEXT = WeightsFormat(
    "plain", "Plain text", ".weights.txt", lambda: cast(FormatModule, sys.modules[__name__])
)
