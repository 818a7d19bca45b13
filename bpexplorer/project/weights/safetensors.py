"""Weights as ``.safetensors``: each array under its key, the metadata as a string in ``__metadata__``."""

from typing import Any

import msgspec
import numpy as np
import safetensors
import safetensors.numpy

from bpexplorer.core.types import FloatArray
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.npy import check_shape
from bpexplorer.project.weights import content
from bpexplorer.project.weights.content import WeightsFile

_MAX_HEADER_BYTES = 2**24
_DTYPES: dict[str, np.dtype[Any]] = {"F64": np.dtype("<f8"), "F32": np.dtype("<f4")}
_METADATA_MEMBER = "__metadata__"


class _Header(msgspec.Struct, frozen=True):
    metadata: dict[str, str] = msgspec.field(name=_METADATA_MEMBER, default_factory=dict)


def dump(weights: WeightsFile) -> bytes:
    """The file's bytes."""
    metadata = content.dump_metadata(weights.metadata()).decode()
    return bytes(safetensors.numpy.save(weights.arrays(), metadata={content.METADATA: metadata}))


def parse(data: bytes) -> WeightsFile:
    """Read and check everything; raises ProjectFileError."""
    header = _header(data)
    if content.METADATA not in header.metadata:
        raise ProjectFileError(
            f"{_METADATA_MEMBER} has no entry {content.METADATA!r}, so the activations are unknown",
            code="misfit",
            place=content.METADATA,
            remedy="See docs/file-formats.md for what a weights file holds.",
        )
    metadata = content.parse_metadata(header.metadata[content.METADATA].encode())
    try:
        tensors: list[tuple[str, dict[str, Any]]] = safetensors.deserialize(data)  # type: ignore[no-untyped-call]
    except safetensors.SafetensorError as error:
        raise _damaged() from error
    return content.assemble(metadata, dict(_array(key, **tensor) for key, tensor in tensors))


def is_mine(data: bytes) -> bool:
    """Whether the bytes begin as this format does: the length of a header, and a brace."""
    return data[8:9] == b"{" and int.from_bytes(data[:8], "little") < 2**40


def _header(data: bytes) -> _Header:
    length = int.from_bytes(data[:8], "little")
    if not 2 <= length <= min(_MAX_HEADER_BYTES, len(data) - 8):
        raise _damaged()
    try:
        return msgspec.json.decode(data[8 : 8 + length], type=_Header)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _damaged() from error


def _array(key: str, *, dtype: str, shape: list[int], data: bytes) -> tuple[str, FloatArray]:
    if content.key_room(key) is None:
        raise ProjectFileError(
            f"it holds an array {key[:80]!r} that doesn't belong there",
            code="unknown_member",
            remedy="See docs/file-formats.md for what a weights file holds.",
        )
    if dtype not in _DTYPES:
        raise ProjectFileError(
            f"its numbers are of type {dtype}, not F64 or F32",
            code="wrong_dtype",
            place=key,
            remedy="Write the array as float64.",
        )
    check_shape(shape, key, (None,) * content.axes(key))
    return key, np.frombuffer(data, dtype=_DTYPES[dtype]).astype(np.float64).reshape(shape)


def _damaged() -> ProjectFileError:
    return ProjectFileError(
        "the file is damaged or cut off",
        code="damaged",
        remedy="Use another copy of it, or export it again.",
    )
