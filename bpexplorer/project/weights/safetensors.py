"""Weights as ``.safetensors``: each array under its key, the metadata as a string in ``__metadata__``."""

import io
from typing import Any, BinaryIO

import msgspec
import numpy as np
import safetensors

from bpexplorer.core.types import FloatArray
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import json_text
from bpexplorer.project.parts.blocks import Blocks, Numbers, goes_on_with
from bpexplorer.project.parts.npy import check_shape
from bpexplorer.project.weights import content, layout
from bpexplorer.project.weights.content import Dump, WeightsFile
from bpexplorer.project.weights.layout import METADATA
from bpexplorer.translation import tr

_MAX_HEADER_BYTES = 2**24
_DTYPES: dict[str, np.dtype[Any]] = {"F64": np.dtype("<f8"), "F32": np.dtype("<f4")}
_METADATA_MEMBER = "__metadata__"
#: The numbers begin at a multiple of so many bytes.
_ALIGNED = 8
#: What the JSON at the beginning is called in an error.
_HEADER = "header"


class _Tensor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    dtype: str
    shape: tuple[int, ...]
    #: Where its numbers begin and end, counted from the end of the header.
    data_offsets: tuple[int, int]


def dump(weights: WeightsFile) -> Dump:
    """The file with these weights: the bytes that the library makes, which would copy all arrays twice for them."""
    metadata, arrays = weights.sealed_metadata(), weights.arrays()
    entries: dict[str, object] = {_METADATA_MEMBER: {METADATA: content.dump_metadata(metadata).decode()}}
    numbers, end = [], 0
    for key in sorted(arrays):
        numbers.append(Numbers(arrays[key], "<f8"))
        begin, end = end, end + len(numbers[-1])
        entries[key] = _Tensor("F64", arrays[key].shape, (begin, end))
    text = msgspec.json.encode(entries)
    text += b" " * (-len(text) % _ALIGNED)
    blocks = Blocks(len(text).to_bytes(8, "little"), text, *numbers)

    def is_said_by(file: BinaryIO) -> bool:
        said, tensors = _header(file)
        begin, size = file.tell(), file.seek(0, io.SEEK_END)
        if content.parse_metadata(said.get(METADATA, "{}").encode()) != metadata or size != len(blocks):
            return False
        return tensors.keys() == arrays.keys() and all(
            _holds(file, begin, json_text.decode(bytes(tensor), _Tensor, key), arrays[key])
            for key, tensor in tensors.items()
        )

    return Dump(blocks, len(blocks), is_said_by)


def _holds(file: BinaryIO, begin: int, tensor: _Tensor, array: FloatArray) -> bool:
    file.seek(begin + tensor.data_offsets[0])
    is_alike = (tensor.dtype, tensor.shape) == ("F64", array.shape)
    return is_alike and goes_on_with(file, Numbers(array, "<f8"))


def read(file: BinaryIO) -> WeightsFile:
    """Read and check everything; raises ProjectFileError."""
    entries, said_of = _header(file)
    layout.check_keys(said_of)
    if METADATA not in entries:
        raise content.without_metadata(
            tr("{metadata_member} has no entry of this name", metadata_member=_METADATA_MEMBER)
        )
    metadata = content.parse_metadata(entries[METADATA].encode())
    data = layout.whole(file)
    try:
        tensors: list[tuple[str, dict[str, Any]]] = safetensors.deserialize(data)  # type: ignore[no-untyped-call]
    except safetensors.SafetensorError as error:
        raise _damaged() from error
    return content.assemble(metadata, dict(_array(key, **tensor) for key, tensor in tensors))


def is_mine(file: BinaryIO) -> bool:
    """Whether the file begins as this format does: the length of a header, and a brace."""
    file.seek(0)
    head = file.read(9)
    return head[8:] == b"{" and int.from_bytes(head[:8], "little") < 2**40


def _header(file: BinaryIO) -> tuple[dict[str, str], dict[str, msgspec.Raw]]:
    """The entries of the metadata, and what is said of each array by its key; the file stands where they begin."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    length = int.from_bytes(file.read(8), "little")
    if not 2 <= length <= min(_MAX_HEADER_BYTES, size - 8):
        raise _damaged()
    header = json_text.decode(file.read(length), dict[str, msgspec.Raw], _HEADER)
    text = bytes(header.pop(_METADATA_MEMBER, b"{}"))
    return json_text.decode(text, dict[str, str], f"{_HEADER}, {_METADATA_MEMBER}"), header


def _array(key: str, *, dtype: str, shape: list[int], data: bytes) -> tuple[str, FloatArray]:
    if dtype not in _DTYPES:
        raise ProjectFileError(
            tr("its numbers are of type {dtype}, not F64 or F32", dtype=dtype),
            code="wrong_dtype",
            place=key,
            remedy=tr("Write the array as float64."),
        )
    check_shape(shape, key, layout.shape(key))
    return key, np.frombuffer(data, dtype=_DTYPES[dtype]).astype(np.float64).reshape(shape)


def _damaged() -> ProjectFileError:
    return ProjectFileError(
        tr("the file is damaged or cut off"),
        code="damaged",
        remedy=tr("Use another copy of it, or export it again."),
    )
