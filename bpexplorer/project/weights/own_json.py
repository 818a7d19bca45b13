"""Weights as JSON, readable by people and in every language: the metadata, and the arrays as nested lists."""

from typing import Annotated, BinaryIO

import msgspec
import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.project.parts import json_text
from bpexplorer.project.weights import content, json_rows, layout
from bpexplorer.project.weights.content import Dump, Metadata, WeightsFile
from bpexplorer.project.weights.layout import OFFSET, SCALE, Inputs, Matrix

_Biases = Annotated[
    list[float], msgspec.Meta(description="one list with a number for each neuron, as in [0, 0.1, 0]")
]


class _Input(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    offset: Inputs
    scale: Inputs


class _Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    weight: Matrix
    bias: _Biases


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    metadata: Metadata
    input: _Input
    layers: Annotated[
        list[_Layer],
        msgspec.Meta(description='a list of objects, one a layer, as in [{"weight": [[1, 2]], "bias": [0]}]'),
    ]


class _Metadata(msgspec.Struct, frozen=True):
    metadata: msgspec.Raw


def dump(weights: WeightsFile) -> Dump:
    """The file with these weights. Each number is the shortest that reads back as the same float64."""
    network, scaling = weights.network, weights.scaling
    inputs = _Input(scaling.offset.tolist(), scaling.scale.tolist())
    layers = [_Layer(json_rows.HOLE, biases.tolist()) for biases in network.biases]
    frame = msgspec.json.encode(_File(weights.sealed_metadata(), inputs, layers))
    return json_rows.dump(_File, frame, network.weights)


def read(file: BinaryIO) -> WeightsFile:
    """Read and check everything; raises ProjectFileError."""
    data = layout.whole_text(file)
    # The metadata first: they know whether the rest is of a newer format.
    metadata = content.parse_metadata(bytes(json_text.peek(data, _Metadata).metadata))
    told = json_text.decode(data, _File)
    arrays: dict[str, FloatArray] = {OFFSET: np.array(told.input.offset), SCALE: np.array(told.input.scale)}
    for number, layer in enumerate(told.layers, start=1):
        arrays[f"layer{number}/weight"] = json_text.matrix(layer.weight, f"layer{number}/weight")
        arrays[f"layer{number}/bias"] = np.array(layer.bias, dtype=np.float64)
    return content.assemble(metadata, arrays)


def is_mine(file: BinaryIO) -> bool:
    """Whether this may be JSON, as far as its beginning tells; `read` says what is wrong with it."""
    file.seek(0)
    return json_text.looks_like_json(file.read(64))
