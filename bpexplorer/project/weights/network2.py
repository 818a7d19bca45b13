"""Weights as the JSON that ``network2.py`` of Nielsen's book saves and loads.

Its networks have sigmoids in every layer and one of two costs, so nothing else can be written. What its
loader doesn't ask for stands under the key ``bpexplorer``, where it does no harm: nothing is lost on the way
back. Its networks don't scale their inputs; give them inputs that are scaled already.
"""

from typing import Annotated

import msgspec
import numpy as np

from bpexplorer.core.spec import MAX_LAYER_SIZE, MAX_LAYERS
from bpexplorer.core.types import FloatArray
from bpexplorer.project import json_text
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.npy import check_shape
from bpexplorer.project.weights import content
from bpexplorer.project.weights.content import OFFSET, SCALE, UNKNOWN_SCALING, Metadata, Targets, WeightsFile

#: Our name → the name of its class there.
COST_CLASSES = {"quadratic": "QuadraticCost", "cross_entropy": "CrossEntropyCost"}
_COSTS = {class_name: name for name, class_name in COST_CLASSES.items()}


class _Extra(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    metadata: Metadata
    offset: list[float]
    scale: list[float]


class _ExtraHead(msgspec.Struct, frozen=True):
    metadata: msgspec.Raw = msgspec.Raw(b"{}")


class _Head(msgspec.Struct, frozen=True):
    bpexplorer: _ExtraHead | None = None


class _File(msgspec.Struct, frozen=True, omit_defaults=True):
    sizes: Annotated[
        list[Annotated[int, msgspec.Meta(ge=1, le=MAX_LAYER_SIZE)]],
        msgspec.Meta(min_length=2, max_length=MAX_LAYERS + 1),
    ]
    weights: list[list[list[float]]]
    biases: list[list[list[float]]]
    cost: str
    bpexplorer: _Extra | None = None


def dump(weights: WeightsFile) -> bytes:
    """The file's bytes; raises ProjectFileError for a network that network2 doesn't know."""
    network = weights.network
    for layer, name in enumerate(network.activations, start=1):
        if name != "sigmoid":
            raise ProjectFileError(
                f"layer {layer} has the activation {name}, and network2 knows sigmoid only",
                code="not_in_format",
                remedy="Choose another format, or make every activation sigmoid.",
            )
    if weights.cost not in COST_CLASSES:
        raise ProjectFileError(
            f"network2 doesn't know the cost {weights.cost}",
            code="not_in_format",
            remedy=f"Choose another format, or train with {' or '.join(COST_CLASSES)}.",
        )
    extra = _Extra(weights.metadata(), weights.scaling.offset.tolist(), weights.scaling.scale.tolist())
    file = _File(
        sizes=list(network.sizes),
        weights=[w.tolist() for w in network.weights],
        biases=[b[:, np.newaxis].tolist() for b in network.biases],
        cost=COST_CLASSES[weights.cost],
        bpexplorer=extra,
    )
    return msgspec.json.encode(file) + b"\n"


def parse(data: bytes) -> WeightsFile:
    """Read and check everything; raises ProjectFileError."""
    # The metadata first: they know whether the rest is of a newer format.
    if (head := json_text.decode(data, _Head).bpexplorer) is not None:
        content.parse_metadata(bytes(head.metadata))
    file = json_text.decode(data, _File)
    depth = len(file.sizes) - 1
    if (len(file.weights), len(file.biases)) != (depth, depth):
        raise ProjectFileError(
            f"{len(file.sizes)} sizes need {depth} matrices of weights and of biases; "
            f"there are {len(file.weights)} and {len(file.biases)}",
            code="misfit",
            place="sizes",
            remedy="Correct the file, or save it again.",
        )
    arrays: dict[str, FloatArray] = {}
    for layer in range(1, depth + 1):
        n_in, n_out = file.sizes[layer - 1 : layer + 1]
        arrays[f"layer{layer}/weight"] = _matrix(
            file.weights[layer - 1], f"weights[{layer - 1}]", (n_out, n_in)
        )
        arrays[f"layer{layer}/bias"] = _matrix(file.biases[layer - 1], f"biases[{layer - 1}]", (n_out, 1))[
            :, 0
        ]
    metadata, offset, scale = _beyond_network2(file)
    return content.assemble(metadata, {**arrays, OFFSET: offset, SCALE: scale})


def is_mine(data: bytes) -> bool:
    """Whether this is JSON with the first key that network2 writes."""
    return data[:64].lstrip()[:1] == b"{" and "sizes" in json_text.keys(data)


def _beyond_network2(file: _File) -> tuple[Metadata, FloatArray, FloatArray]:
    """What network2 doesn't write: as we wrote it, or as it follows from network2 itself."""
    if file.cost not in _COSTS:
        raise ProjectFileError(
            f"it names the cost {file.cost[:80]!r}",
            code="invalid",
            place="cost",
            remedy=f"It can be {' or '.join(_COSTS)}.",
        )
    if file.bpexplorer is not None:
        return file.bpexplorer.metadata, np.array(file.bpexplorer.offset), np.array(file.bpexplorer.scale)
    inputs, outputs = file.sizes[0], file.sizes[-1]
    metadata = Metadata(
        program_version="network2",
        activations=("sigmoid",) * (len(file.sizes) - 1),
        cost=_COSTS[file.cost],
        threshold=0.5 if outputs == 1 else None,
        targets=Targets(0.0, 1.0),
        scaling=UNKNOWN_SCALING,
    )
    return metadata, np.zeros(inputs), np.ones(inputs)


def _matrix(rows: list[list[float]], place: str, shape: tuple[int, int]) -> FloatArray:
    array = json_text.matrix(rows, place)
    check_shape(array.shape, place, shape)
    return array
