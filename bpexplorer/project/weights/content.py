"""What a weights file holds, whatever its format: a trained network and what it takes to use it elsewhere."""

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, BinaryIO

import msgspec
import numpy as np

import bpexplorer
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.network import Network
from bpexplorer.core.spec import MAX_LAYER_SIZE, MAX_LAYERS
from bpexplorer.core.types import FloatArray
from bpexplorer.data.encoding import encoding_for
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.scaling import Scaling
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import json_text
from bpexplorer.project.parts.blocks import Block, Numbers, is_same
from bpexplorer.project.parts.npy import check_finite
from bpexplorer.project.weights.columns import UsedColumn, inputs_count, used_columns
from bpexplorer.project.weights.layout import METADATA, OFFSET, SCALE, check_shapes, layer_keys, misfit
from bpexplorer.translation import tr

FORMAT = "bpexplorer weights"
FORMAT_VERSION = 3
#: What says nothing of a table or of scaled targets is still written so.
_WITHOUT_COLUMNS = 2
#: What a file of another program has as the name of its scaling, where offset 0 and scale 1 only mean that it has none.
UNKNOWN_SCALING = "unknown"

_Name = Annotated[str, msgspec.Meta(max_length=100_000)]
_Numbers = Annotated[tuple[float, ...], msgspec.Meta(max_length=MAX_LAYER_SIZE)]


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an output is trained towards: ``high`` for its own class, ``low`` for the others."""

    low: float
    high: float


class Metadata(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The JSON string of metadata. What is left out isn't known; a field of another name is refused, as it may be a
    misspelt one."""

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    program_version: _Name = bpexplorer.__version__
    activations: Annotated[tuple[_Name, ...], msgspec.Meta(min_length=1, max_length=MAX_LAYERS)]
    cost: _Name
    class_names: Annotated[tuple[_Name, ...], msgspec.Meta(max_length=MAX_LAYER_SIZE)] = ()
    threshold: float | None = None
    targets: Targets | None = None
    scaling: _Name = "none"
    #: Of a table; left out for other data.
    columns: tuple[UsedColumn, ...] | msgspec.UnsetType = msgspec.UNSET
    #: What outputs go through in the end: prediction = output · scale + offset. Left out if they come as they are.
    target_offset: _Numbers | msgspec.UnsetType = msgspec.UNSET
    target_scale: _Numbers | msgspec.UnsetType = msgspec.UNSET
    #: The digest of the file that these metadata were written into.
    sha256: str | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WeightsFile:
    """A network to take away.

    Parameters
    ----------
    network : Network
        float64, all finite.
    scaling : Scaling
        What the inputs go through before layer 1: scaled = (x − offset) / scale.
    cost : str
        The cost that it was trained with, a key of ``COSTS``.
    class_names : tuple of str
        One name a class: the outputs in their order, or two with one output and a threshold; empty if the
        file doesn't name them.
    threshold : float or None
        With one output for two classes: above it, class 1.
    targets : Targets or None
        The encoding of the classes; None if there are none, or if the file doesn't say.
    scaling_name : str
        How offset and scale were chosen; for information. ``UNKNOWN_SCALING`` if the file doesn't scale its inputs
        itself: then 0 and 1 say nothing about them.
    columns : tuple of UsedColumn
        The columns of the table that it was trained on; empty for other data.
    target_scaling : Scaling or None
        What predicted numbers went through before training; None if they came as they are.

    Raises
    ------
    ProjectFileError
        If these don't fit each other, or a number isn't finite. The place is named by its key.
    """

    network: Network
    scaling: Scaling
    cost: str
    class_names: tuple[str, ...] = ()
    threshold: float | None = None
    targets: Targets | None = None
    scaling_name: str = "none"
    program_version: str = bpexplorer.__version__
    columns: tuple[UsedColumn, ...] = ()
    target_scaling: Scaling | None = None

    def __post_init__(self) -> None:
        for name, array in self.arrays().items():
            check_finite(array, name)
        if self.cost not in COSTS:
            raise misfit(
                "cost",
                tr("there is no cost {cost}", cost=repr(self.cost)),
                tr("There are {costs}.", costs=", ".join(COSTS)),
            )
        inputs, outputs = self.network.sizes[0], self.network.sizes[-1]
        if len(self.scaling.offset) != inputs:
            raise misfit(
                OFFSET,
                tr("{count} numbers for {inputs} inputs", count=len(self.scaling.offset), inputs=inputs),
                tr("Give one for each input."),
            )
        classes = 2 if self.threshold is not None and outputs == 1 else outputs
        if self.class_names and len(self.class_names) != classes:
            raise misfit(
                "class_names",
                tr("{count} names for {classes} classes", count=len(self.class_names), classes=classes),
                tr("Give one name a class."),
            )
        if self.threshold is not None and (outputs != 1 or not math.isfinite(self.threshold)):
            raise misfit(
                "threshold",
                tr("a threshold needs one output, not {outputs}", outputs=outputs),
                tr("Leave it out, or make it null."),
            )
        if self.columns and (made := inputs_count(self.columns)) != inputs:
            raise misfit(
                "columns",
                tr("they make {made} inputs, and the network takes {inputs}", made=made, inputs=inputs),
                tr("Describe the columns that the network was trained on."),
            )
        if self.target_scaling is not None and len(self.target_scaling.offset) != outputs:
            raise misfit(
                "target_offset",
                tr(
                    "{count} numbers for {outputs} outputs",
                    count=len(self.target_scaling.offset),
                    outputs=outputs,
                ),
                tr("Give one for each output."),
            )

    @property
    def is_of_classes(self) -> bool:
        """Whether its outputs tell classes apart rather than predict numbers, as far as the file says."""
        return bool(self.class_names) or self.threshold is not None or self.targets is not None

    @classmethod
    def of_network(cls, network: Network, *, cost: str, prepared: PreparedData) -> "WeightsFile":
        """A network trained with this cost on this data."""
        data = prepared.training
        output = network.activations[-1]
        encoding = encoding_for(len(data.class_names), output) if data.is_classification else None
        return cls(
            network=network,
            scaling=prepared.scaling,
            cost=cost,
            class_names=data.class_names,
            threshold=data.threshold,
            targets=None if encoding is None else Targets(encoding.low, encoding.high),
            scaling_name=prepared.choice.scaling,
            columns=used_columns(prepared),
            target_scaling=None if _is_plain(prepared.target_scaling) else prepared.target_scaling,
        )

    def arrays(self) -> dict[str, FloatArray]:
        """Every array under its key, in the order of the layers; contiguous float64."""
        named: dict[str, FloatArray] = {}
        for layer, (weights, biases) in enumerate(
            zip(self.network.weights, self.network.biases, strict=True), start=1
        ):
            named[f"layer{layer}/weight"] = weights
            named[f"layer{layer}/bias"] = biases
        named[OFFSET], named[SCALE] = self.scaling.offset, self.scaling.scale
        return {key: np.ascontiguousarray(array, dtype=np.float64) for key, array in named.items()}

    def metadata(self) -> Metadata:
        """Everything else."""
        target = self.target_scaling
        return Metadata(
            format_version=FORMAT_VERSION if self.columns or target is not None else _WITHOUT_COLUMNS,
            program_version=self.program_version,
            activations=self.network.activations,
            cost=self.cost,
            class_names=self.class_names,
            threshold=self.threshold,
            targets=self.targets,
            scaling=self.scaling_name,
            columns=self.columns or msgspec.UNSET,
            target_offset=msgspec.UNSET if target is None else tuple(target.offset.tolist()),
            target_scale=msgspec.UNSET if target is None else tuple(target.scale.tolist()),
        )

    def sealed_metadata(self) -> Metadata:
        """The metadata with the digest of all that the file holds."""
        return msgspec.structs.replace(self.metadata(), sha256=self.digest())

    def digest(self) -> str:
        """The SHA-256 of arrays and metadata, in hexadecimal digits: equal if, and only if, `same_as` is true."""
        found = hashlib.sha256()
        for key, array in self.arrays().items():
            found.update(f"{key} {list(array.shape)}\n".encode())
            for block in Numbers(array, "<f8"):
                found.update(block)
        said = self.metadata()
        # One by one: a field of a later version must not change the digest of an older file.
        values: tuple[object, ...] = (
            *(said.activations, said.cost, said.class_names, said.threshold, said.targets, said.scaling),
        )
        if said.format_version > _WITHOUT_COLUMNS:
            values += (self.columns, said.target_offset or None, said.target_scale or None)
        found.update(msgspec.json.encode((said.program_version, *values)))
        return found.hexdigest()

    def same_as(self, other: "WeightsFile") -> bool:
        """Whether everything is equal, the numbers to the bit."""
        mine, theirs = self.arrays(), other.arrays()
        return (
            self.metadata() == other.metadata()
            and mine.keys() == theirs.keys()
            and all(is_same(array, theirs[key]) for key, array in mine.items())
        )


@dataclass(frozen=True, slots=True, eq=False)
class Dump:
    """A weights file that is to be written.

    Attributes
    ----------
    blocks : iterable
        Its bytes, block by block, to be gone through once.
    size : int
        How many they are, or about how many.
    is_said_by : callable
        Whether an open file says the same. It is read as such files are, and the numbers are compared block by block,
        so they aren't in memory a second time. Raises ProjectFileError, and OSError of the disk.
    """

    blocks: Iterable[Block]
    size: int
    is_said_by: Callable[[BinaryIO], bool]

    @classmethod
    def whole(cls, data: bytes, weights: WeightsFile, read: Callable[[BinaryIO], WeightsFile]) -> "Dump":
        """A file that is put together in memory, and all of it read again, as will do for small networks."""
        return cls([data], len(data), lambda file: read(file).same_as(weights))


def _is_plain(scaling: Scaling | None) -> bool:
    """Whether a scaling leaves everything as it is."""
    return scaling is None or (not scaling.offset.any() and bool((scaling.scale == 1).all()))


def without_metadata(where: str) -> ProjectFileError:
    """The error for a file of arrays without metadata."""
    return ProjectFileError(
        tr("{where}, so the activations are unknown", where=where),
        code="misfit",
        place=METADATA,
        remedy=tr(
            "Write a JSON object with format, format_version, activations and cost as a "
            "string there; docs/file-formats.md has an example."
        ),
    )


def dump_metadata(metadata: Metadata) -> bytes:
    """The metadata as JSON."""
    return msgspec.json.encode(metadata)


def parse_metadata(text: bytes, place: str = METADATA) -> Metadata:
    """The metadata from JSON, refusing a foreign or newer one first."""
    _check_head(json_text.peek(text, _Head, place), place)
    return json_text.decode(text, Metadata, place)


class _Head(msgspec.Struct, frozen=True):
    format: str = ""
    format_version: int = 0
    program_version: str = tr("an unknown version")


def _check_head(head: _Head, place: str) -> None:
    """Raise ProjectFileError if the metadata are another program's, or of a newer format."""
    if head.format != FORMAT or head.format_version < 1:
        raise ProjectFileError(
            tr("the metadata don't say “{format}”", format=FORMAT),
            code="foreign",
            place=place,
            remedy=tr("Choose a file that was exported by this program, or see docs/file-formats.md."),
        )
    if head.format_version > FORMAT_VERSION:
        raise ProjectFileError(
            f"bpexplorer {head.program_version[:40]} wrote it in format version {head.format_version}; "
            f"this is bpexplorer {bpexplorer.__version__}, which reads up to version {FORMAT_VERSION}",
            code="newer_version",
            place=place,
            remedy=tr("Update bpexplorer."),
        )


def check_fit(metadata: Metadata, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raise ProjectFileError unless there are arrays for each of the activations, of shapes that fit each other."""
    depth = len(metadata.activations)
    wanted = [key for pair in layer_keys(depth) for key in pair] + [OFFSET, SCALE]
    for key in wanted:
        if key not in shapes:
            raise misfit(
                key,
                tr("this array is missing"),
                tr("There are {depth} activations; give each layer's arrays.", depth=depth),
            )
    for key in shapes:
        if key not in wanted:
            raise misfit(
                key,
                tr("the metadata have {depth} activations, none of them for it", depth=depth),
                tr("Add the activation."),
            )
    for layer, name in enumerate(metadata.activations, start=1):
        if name not in ACTIVATIONS:
            reason = tr("layer {layer} has an unknown activation {name}", layer=layer, name=repr(name))
            raise misfit(
                "activations", reason, tr("There are {activations}.", activations=", ".join(ACTIVATIONS))
            )
    check_shapes(shapes, depth)


def assemble(metadata: Metadata, arrays: Mapping[str, FloatArray]) -> WeightsFile:
    """Put the parts of a file together, or say with a ProjectFileError which part doesn't fit."""
    check_fit(metadata, {key: array.shape for key, array in arrays.items()})
    for key, array in arrays.items():
        check_finite(array, key)
    keys = layer_keys(len(metadata.activations))
    try:
        weights, biases = zip(*((arrays[w], arrays[b]) for w, b in keys), strict=True)
        network = Network(weights, biases, metadata.activations)
        scaling = Scaling(arrays[OFFSET], arrays[SCALE])
        target_scaling = None
        if metadata.target_offset or metadata.target_scale:
            target_scaling = Scaling(
                np.array(metadata.target_offset or ()), np.array(metadata.target_scale or ())
            )
    except BpExplorerError as error:
        raise misfit_of(error) from error
    weights_file = WeightsFile(
        network=network,
        scaling=scaling,
        cost=metadata.cost,
        class_names=metadata.class_names,
        threshold=metadata.threshold,
        targets=metadata.targets,
        scaling_name=metadata.scaling,
        program_version=metadata.program_version,
        columns=metadata.columns or (),
        target_scaling=target_scaling,
    )
    if metadata.sha256 not in (msgspec.UNSET, weights_file.digest()):
        raise ProjectFileError(
            tr("something in the file isn't what was written: the SHA-256 in its metadata is another"),
            code="damaged",
            place="sha256",
            remedy=tr("Use another copy of it; if you changed it on purpose, take sha256 out."),
        )
    return weights_file


def misfit_of(error: BpExplorerError) -> ProjectFileError:
    """A network or scaling that can't be, as an error of the file that describes it."""
    return ProjectFileError(
        tr("the parts don't fit together. {error}", error=str(error).rstrip(".")),
        code="misfit",
        remedy=tr("Correct the file, or export it again."),
    )
