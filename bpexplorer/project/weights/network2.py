"""Weights as the JSON that ``network2.py`` of Nielsen's book saves and loads.

Its networks have sigmoids in every layer and one of two costs, so nothing else can be written. What its
loader doesn't ask for stands under the key ``bpexplorer``, where it does no harm: nothing is lost on the way
back. Its networks don't scale their inputs; give them inputs that are scaled already.
"""

from itertools import pairwise
from typing import Annotated, BinaryIO

import msgspec
import numpy as np
from msgspec.structs import replace

from bpexplorer.core.spec import MAX_LAYER_SIZE, MAX_LAYERS
from bpexplorer.core.types import FloatArray
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import json_text
from bpexplorer.project.parts.npy import check_shape
from bpexplorer.project.weights import content, json_rows, layout
from bpexplorer.project.weights.content import UNKNOWN_SCALING, Dump, Metadata, Targets, WeightsFile
from bpexplorer.project.weights.layout import OFFSET, SCALE, Inputs, Matrix
from bpexplorer.translation import tr

#: Our name → the name of its class there.
COST_CLASSES = {"quadratic": "QuadraticCost", "cross_entropy": "CrossEntropyCost"}
_COSTS = {class_name: name for name, class_name in COST_CLASSES.items()}


class _Extra(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    metadata: Metadata
    offset: Inputs
    scale: Inputs


class _ExtraHead(msgspec.Struct, frozen=True):
    metadata: msgspec.Raw = msgspec.Raw(b"{}")


class _Head(msgspec.Struct, frozen=True):
    bpexplorer: _ExtraHead | None = None


_NOTHING = msgspec.Raw()


class _Keys(msgspec.Struct, frozen=True):
    """What tells that network2 wrote it, and what tells otherwise."""

    sizes: msgspec.Raw = _NOTHING
    weights: msgspec.Raw = _NOTHING
    biases: msgspec.Raw = _NOTHING
    layers: msgspec.Raw = _NOTHING


_Column = Annotated[
    list[list[float]],
    msgspec.Meta(description="a list in which each bias is a list of its own: [[0.1], [0], [-2]]"),
]


class _File(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    #: Of arrays and metadata. It stands outside of our own key so that it tells when that is damaged.
    sha256: str | msgspec.UnsetType = msgspec.UNSET
    sizes: Annotated[
        list[Annotated[int, msgspec.Meta(ge=1, le=MAX_LAYER_SIZE)]],
        msgspec.Meta(min_length=2, max_length=MAX_LAYERS + 1),
    ]
    weights: Annotated[list[Matrix], msgspec.Meta(description="a list of matrices, one a layer")]
    biases: Annotated[
        list[_Column],
        msgspec.Meta(
            description="a list for each layer, in which each bias is a list of its own: [[[0.1], [0]], [[-2]]]"
        ),
    ]
    cost: str
    bpexplorer: _Extra | None = None


def dump(weights: WeightsFile) -> Dump:
    """The file with these weights; raises ProjectFileError for a network that network2 doesn't know."""
    network = weights.network
    for layer, name in enumerate(network.activations, start=1):
        if name != "sigmoid":
            raise ProjectFileError(
                tr(
                    "layer {layer} has the activation {name}, and network2 knows sigmoid only",
                    layer=layer,
                    name=name,
                ),
                code="not_in_format",
                remedy=tr("Choose another format, or make every activation sigmoid."),
            )
    if weights.cost not in COST_CLASSES:
        raise ProjectFileError(
            tr("network2 doesn't know the cost {cost}", cost=weights.cost),
            code="not_in_format",
            remedy=tr(
                "Choose another format, or train with {cost_classes}.", cost_classes=" or ".join(COST_CLASSES)
            ),
        )
    extra = _Extra(weights.metadata(), weights.scaling.offset.tolist(), weights.scaling.scale.tolist())
    file = _File(
        sizes=list(network.sizes),
        weights=[json_rows.HOLE] * network.depth,
        biases=[b[:, np.newaxis].tolist() for b in network.biases],
        cost=COST_CLASSES[weights.cost],
        bpexplorer=extra,
        sha256=weights.digest(),
    )
    return json_rows.dump(_File, msgspec.json.encode(file), network.weights)


def read(file: BinaryIO) -> WeightsFile:
    """Read and check everything; raises ProjectFileError."""
    return _parsed(layout.whole_text(file))


def _parsed(data: bytes) -> WeightsFile:
    # The metadata first: they know whether the rest is of a newer format.
    if (head := json_text.peek(data, _Head).bpexplorer) is not None:
        content.parse_metadata(bytes(head.metadata), "bpexplorer.metadata")
    file = json_text.decode(data, _File)
    depth = len(file.sizes) - 1
    if (len(file.weights), len(file.biases)) != (depth, depth):
        raise ProjectFileError(
            tr(
                "{count} sizes need {depth} matrices of weights and of biases; there are "
                "{weights_len} and {biases_len}",
                count=len(file.sizes),
                depth=depth,
                weights_len=len(file.weights),
                biases_len=len(file.biases),
            ),
            code="misfit",
            place="sizes",
            remedy=tr("Correct the file, or save it again."),
        )
    weights = [json_text.matrix(rows, f"weights[{at}]") for at, rows in enumerate(file.weights)]
    biases = [json_text.matrix(rows, f"biases[{at}]") for at, rows in enumerate(file.biases)]
    _check_sizes(file.sizes, [w.shape for w in weights], [b.shape for b in biases])
    arrays: dict[str, FloatArray] = {}
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
        arrays[f"layer{layer}/weight"], arrays[f"layer{layer}/bias"] = w, b[:, 0]
    metadata, offset, scale = _beyond_network2(file)
    return content.assemble(metadata, {**arrays, OFFSET: offset, SCALE: scale})


def is_mine(file: BinaryIO) -> bool:
    """Whether this is JSON with keys that network2 writes, and not one that only we do."""
    file.seek(0)
    if not json_text.looks_like_json(file.read(64)):
        return False
    try:
        found = json_text.peek(layout.whole_text(file), _Keys)
    except ProjectFileError:  # to be told by whoever reads it
        return False
    return not found.layers and any((found.sizes, found.weights, found.biases))


def _beyond_network2(file: _File) -> tuple[Metadata, FloatArray, FloatArray]:
    """What network2 doesn't write: as we wrote it, or as it follows from network2 itself."""
    if file.cost not in _COSTS:
        raise ProjectFileError(
            tr("it names the cost {cost}", cost=repr(file.cost[:80])),
            code="invalid",
            place="cost",
            remedy=tr("It can be {costs}.", costs=" or ".join(_COSTS)),
        )
    if (ours := file.bpexplorer) is not None:
        if ours.metadata.cost != _COSTS[file.cost]:
            raise ProjectFileError(
                tr(
                    "it is {cost}, and bpexplorer.metadata.cost is {metadata_cost}",
                    cost=file.cost,
                    metadata_cost=ours.metadata.cost[:80],
                ),
                code="misfit",
                place="cost",
                remedy=tr("Correct one of them, or export the file again."),
            )
        return replace(ours.metadata, sha256=file.sha256), np.array(ours.offset), np.array(ours.scale)
    inputs, outputs = file.sizes[0], file.sizes[-1]
    metadata = Metadata(
        program_version="network2",
        activations=("sigmoid",) * (len(file.sizes) - 1),
        cost=_COSTS[file.cost],
        threshold=0.5 if outputs == 1 else None,
        targets=Targets(0.0, 1.0),
        scaling=UNKNOWN_SCALING,
        sha256=file.sha256,
    )
    return metadata, np.zeros(inputs), np.ones(inputs)


def _check_sizes(sizes: list[int], weights: list[tuple[int, ...]], biases: list[tuple[int, ...]]) -> None:
    """Raise ProjectFileError unless these are the shapes that the sizes say."""
    found = [weights[0][1], *(rows for rows, _ in weights)]
    chain = [(after, before) for before, after in pairwise(found)]
    if found != sizes and weights == chain and biases == [(after, 1) for after in found[1:]]:
        raise ProjectFileError(
            tr(
                "they are {sizes}, and weights and biases are those of layers of {found} neurons",
                sizes=sizes,
                found=found,
            ),
            code="misfit",
            place="sizes",
            remedy=tr("Correct sizes, or save the file again."),
        )
    for at, (before, after) in enumerate(pairwise(sizes)):
        check_shape(weights[at], f"weights[{at}]", (after, before))
        check_shape(biases[at], f"biases[{at}]", (after, 1))
