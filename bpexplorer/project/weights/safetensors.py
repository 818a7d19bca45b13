"""Weights as ``.safetensors``: each array under its key, the metadata as a string in ``__metadata__``."""

import io
from typing import Any, BinaryIO

import msgspec
import numpy as np
import safetensors
import safetensors.numpy

from bpexplorer.core.types import FloatArray
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import json_text
from bpexplorer.project.parts.npy import check_shape
from bpexplorer.project.weights import content, layout
from bpexplorer.project.weights.content import WeightsFile
from bpexplorer.project.weights.layout import METADATA
from bpexplorer.translation import tr

_MAX_HEADER_BYTES = 2**24
_DTYPES: dict[str, np.dtype[Any]] = {"F64": np.dtype("<f8"), "F32": np.dtype("<f4")}
_METADATA_MEMBER = "__metadata__"
#: What the JSON at the beginning is called in an error.
_HEADER = "header"


def dump(weights: WeightsFile) -> bytes:
    """The file's bytes."""
    metadata = content.dump_metadata(weights.sealed_metadata()).decode()
    return bytes(safetensors.numpy.save(weights.arrays(), metadata={METADATA: metadata}))


def read(file: BinaryIO) -> WeightsFile:
    """Read and check everything; raises ProjectFileError."""
    entries, keys = _header(file)
    layout.check_keys(keys)
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


def _header(file: BinaryIO) -> tuple[dict[str, str], list[str]]:
    """The entries of the metadata, and the keys of the arrays."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    length = int.from_bytes(file.read(8), "little")
    if not 2 <= length <= min(_MAX_HEADER_BYTES, size - 8):
        raise _damaged()
    header = json_text.decode(file.read(length), dict[str, msgspec.Raw], _HEADER)
    text = bytes(header.pop(_METADATA_MEMBER, b"{}"))
    return json_text.decode(text, dict[str, str], f"{_HEADER}, {_METADATA_MEMBER}"), list(header)


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
