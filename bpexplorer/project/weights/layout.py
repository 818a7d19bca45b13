"""The arrays of a weights file: under which keys, of which shapes, how large, and how they must fit each other."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, BinaryIO

import msgspec

from bpexplorer.core.spec import MAX_LAYER_SIZE, MAX_LAYERS
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import bounded_reading
from bpexplorer.project.parts.blocks import Block
from bpexplorer.translation import tr

#: The JSON string of metadata has this name in every format that has names.
METADATA = "metadata"
OFFSET, SCALE = "input/offset", "input/scale"
#: More is not a network that this program could show.
MAX_WEIGHTS_BYTES = 2**29
#: A file has its arrays, and metadata.
MAX_FILE_BYTES = MAX_WEIGHTS_BYTES + 2**25
_LAYER_KEY = re.compile(r"layer([1-9][0-9]?)/(weight|bias)")
#: Parts by which a project is known.
_PROJECT = {"manifest.json", "project.json"}
_HOLDS = tr(
    "a weights file holds layer1/weight of shape (out, in), layer1/bias of shape "
    "(out,), layer2/weight, …, {offset} and {scale} of shape (inputs,), and "
    "{metadata}",
    offset=OFFSET,
    scale=SCALE,
    metadata=METADATA,
)

_ONE_SHAPE = tr("Correct the array, or export the file again.")

# In JSON, with what is said where lists are nested in another way.
Inputs = Annotated[
    list[float], msgspec.Meta(description="one list with a number for each input, as in [0.5, -1]")
]
Matrix = Annotated[
    list[list[float]],
    msgspec.Meta(
        description="one list for each neuron, with a number for each neuron of the layer before, "
        "as in [[0.5, -1], [2, 0], [0, 1]]"
    ),
]


def key_room(key: str) -> int | None:
    """How many bytes the array of this key may take (float64); None if there is no such key."""
    if key in (OFFSET, SCALE):
        return MAX_LAYER_SIZE * 8
    match = _LAYER_KEY.fullmatch(key)
    if match is None or int(match[1]) > MAX_LAYERS:
        return None
    return MAX_LAYER_SIZE * 8 * (MAX_LAYER_SIZE if match[2] == "weight" else 1)


def shape(key: str) -> tuple[str, ...]:
    """What the array of this key counts along its axes."""
    return ("out", "in") if key.endswith("/weight") else ("out",) if key.endswith("/bias") else ("inputs",)


def check_keys(keys: Iterable[str]) -> None:
    """Raise ProjectFileError if there are arrays of other keys than those of a weights file."""
    keys = list(keys)
    if set(keys) >= _PROJECT:
        raise ProjectFileError(
            tr("this is a project, not weights alone"),
            code="foreign",
            remedy=tr("Open it, and export its weights to have them apart."),
        )
    foreign = [key for key in keys if key != METADATA and key_room(key) is None]
    if foreign:
        named = ", ".join(repr(key[:80]) for key in foreign[:4])
        raise ProjectFileError(
            tr(
                "it holds {named}; {holds}",
                named=named + ", …" if len(foreign) > 4 else named,
                holds=_HOLDS,
            ),
            code="unknown_member",
            remedy=tr("Write the arrays under these names; docs/file-formats.md has an example."),
        )


def bounded(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks; ProjectFileError as soon as they are too many to be read again."""
    size = 0
    for block in blocks:
        size += len(block)
        bounded_reading.check_size(size, MAX_FILE_BYTES)
        yield block


def whole(file: BinaryIO) -> bytes:
    """All bytes of a file; ProjectFileError if they are too many to be weights."""
    bounded_reading.check_size(file.seek(0, io.SEEK_END), MAX_FILE_BYTES)
    file.seek(0)
    return file.read()


def whole_text(file: BinaryIO) -> bytes:
    """All bytes of a JSON file; ProjectFileError if there are more numbers in it than a network of ours can have."""
    data = whole(file)
    # Each becomes an object of many more bytes, so it matters before any is read.
    if (count := data.count(b",")) > MAX_WEIGHTS_BYTES // 8:
        raise ProjectFileError(
            tr(
                "it holds {count:,} numbers, and {max_weights_bytes:,} are read at most",
                count=count,
                max_weights_bytes=MAX_WEIGHTS_BYTES // 8,
            ),
            code="too_large",
            remedy=tr("Check that this is the right file, or that the network is the right one."),
        )
    return data


def layer_keys(depth: int) -> list[tuple[str, str]]:
    """The keys of weights and biases of each layer."""
    return [(f"layer{layer}/weight", f"layer{layer}/bias") for layer in range(1, depth + 1)]


def check_shapes(shapes: Mapping[str, tuple[int, ...]], depth: int) -> None:
    """Raise ProjectFileError unless the arrays fit each other, naming the one that the others contradict."""
    source, (before,) = OFFSET, shapes[OFFSET]
    for layer, (weight, bias) in enumerate(layer_keys(depth), start=1):
        found, (after,) = shapes[weight], shapes[bias]
        if found != (after, before) and found[::-1] == (after, before):
            raise misfit(
                weight,
                tr(
                    "its shape {found} looks transposed: by {source} and {bias} it must be "
                    "({after}, {before}), one row for each neuron",
                    found=found,
                    source=source,
                    bias=bias,
                    after=after,
                    before=before,
                ),
                tr("Write the transposed matrices; Keras keeps them as (in, out)."),
            )
        following = shapes[f"layer{layer + 1}/weight"][1] if layer < depth else None
        if found[0] != after and following != after:
            raise misfit(
                bias,
                tr(
                    "it has {after} numbers, and {weight} of shape {found} needs {wanted}",
                    after=after,
                    weight=weight,
                    found=found,
                    wanted=found[0],
                ),
                _ONE_SHAPE,
            )
        if found[0] != after or (found[1] != before and layer > 1):
            raise misfit(
                weight,
                tr(
                    "its shape is {found}; by {source} and {bias} it must be ({after}, {before})",
                    found=found,
                    source=source,
                    bias=bias,
                    after=after,
                    before=before,
                ),
                _ONE_SHAPE,
            )
        if found[1] != before:
            raise misfit(
                OFFSET,
                tr(
                    "it has {before} numbers, and {weight} of shape {found} takes {inputs} inputs",
                    before=before,
                    weight=weight,
                    found=found,
                    inputs=found[1],
                ),
                _ONE_SHAPE,
            )
        source, before = bias, after


def misfit(place: str, reason: str, remedy: str) -> ProjectFileError:
    """A part of the file that doesn't fit the others."""
    return ProjectFileError(reason, code="misfit", place=place, remedy=remedy)
