"""Weights as JSON, readable by people and in every language: the metadata, and the arrays as nested lists."""

import msgspec
import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.project import json_text
from bpexplorer.project.weights import content
from bpexplorer.project.weights.content import OFFSET, SCALE, Metadata, WeightsFile


class _Input(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    offset: list[float]
    scale: list[float]


class _Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    weight: list[list[float]]
    bias: list[float]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    metadata: Metadata
    input: _Input
    layers: list[_Layer]


class _Metadata(msgspec.Struct, frozen=True):
    metadata: msgspec.Raw


def dump(weights: WeightsFile) -> bytes:
    """The file's bytes. Each number is the shortest that reads back as the same float64."""
    network, scaling = weights.network, weights.scaling
    layers = [_Layer(w.tolist(), b.tolist()) for w, b in zip(network.weights, network.biases, strict=True)]
    inputs = _Input(scaling.offset.tolist(), scaling.scale.tolist())
    return msgspec.json.encode(_File(weights.metadata(), inputs, layers)) + b"\n"


def parse(data: bytes) -> WeightsFile:
    """Read and check everything; raises ProjectFileError."""
    # The metadata first: they know whether the rest is of a newer format.
    metadata = content.parse_metadata(bytes(json_text.decode(data, _Metadata).metadata))
    file = json_text.decode(data, _File)
    arrays: dict[str, FloatArray] = {OFFSET: np.array(file.input.offset), SCALE: np.array(file.input.scale)}
    for number, layer in enumerate(file.layers, start=1):
        arrays[f"layer{number}/weight"] = json_text.matrix(layer.weight, f"layer{number}/weight")
        arrays[f"layer{number}/bias"] = np.array(layer.bias, dtype=np.float64)
    return content.assemble(metadata, arrays)


def is_mine(data: bytes) -> bool:
    """Whether this may be JSON, as far as its beginning tells; `parse` says what is wrong with it."""
    return data[:64].lstrip()[:1] == b"{"
