"""Weights as ``.npz``: each array under its key, the metadata as a string; ``numpy.load`` reads it."""

from typing import BinaryIO

from bpexplorer.data.npy_header import HEADER_ROOM
from bpexplorer.project.parts import archive, npy
from bpexplorer.project.parts.archive import Archive
from bpexplorer.project.parts.blocks import Blocks
from bpexplorer.project.weights import content, layout
from bpexplorer.project.weights.content import Dump, Metadata, WeightsFile
from bpexplorer.project.weights.layout import MAX_WEIGHTS_BYTES, METADATA
from bpexplorer.translation import tr

_MAX_METADATA_BYTES = 2**24
_SUFFIX = ".npy"


def dump(weights: WeightsFile) -> Dump:
    """The file with these weights."""
    metadata = weights.sealed_metadata()
    members = {key + _SUFFIX: npy.blocks(array) for key, array in weights.arrays().items()}
    text = Blocks(npy.dump_text(content.dump_metadata(metadata).decode()))

    def is_said_by(file: BinaryIO) -> bool:
        packed = Archive(file)
        found, keys = _checked(packed)
        return (
            found == metadata
            and keys.keys() == members.keys()
            and all(packed.holds(name, data) for name, data in members.items())
        )

    packed = archive.blocks({**members, METADATA + _SUFFIX: text})
    return Dump(packed, len(packed), is_said_by)


def read(file: BinaryIO) -> WeightsFile:
    """Read and check everything; raises ProjectFileError."""
    packed = Archive(file)
    metadata, keys = _checked(packed)
    arrays = {
        key: npy.parse(packed.read(name, limit=packed.sizes[name]), key, shape=layout.shape(key))
        for name, key in keys.items()
    }
    return content.assemble(metadata, arrays)


def _checked(packed: Archive) -> tuple[Metadata, dict[str, str]]:
    """The metadata, and the keys of the arrays by their members; raises ProjectFileError unless they fit each other."""
    layout.check_keys(name.removesuffix(_SUFFIX) for name in packed.sizes)
    packed.check_room(_room, total=MAX_WEIGHTS_BYTES + _MAX_METADATA_BYTES)
    sizes = packed.sizes
    if METADATA + _SUFFIX not in sizes:
        raise content.without_metadata(tr("there is no array of this name"))
    # The metadata first, then the shapes: if they don't fit, no array need be unpacked.
    text = npy.parse_text(packed.read(METADATA + _SUFFIX, limit=sizes.pop(METADATA + _SUFFIX)), METADATA)
    metadata = content.parse_metadata(text.encode())
    keys = {name: name.removesuffix(_SUFFIX) for name in sizes}
    heads = {name: packed.begin(name, HEADER_ROOM) for name in keys}
    shapes = {
        key: npy.shape_of(heads[name], sizes[name], key, shape=layout.shape(key))
        for name, key in keys.items()
    }
    content.check_fit(metadata, shapes)
    return metadata, keys


def is_mine(file: BinaryIO) -> bool:
    """Whether the file begins as this format does."""
    file.seek(0)
    return archive.looks_like_zip(file.read(4))


def has_layers(file: BinaryIO) -> bool:
    """Whether an archive of arrays has any that weights are kept in; other arrays are data."""
    return is_mine(file) and any(_room(name) is not None for name in Archive(file).sizes)


def _room(name: str) -> int | None:
    if not name.endswith(_SUFFIX):
        return None
    key = name.removesuffix(_SUFFIX)
    room = _MAX_METADATA_BYTES if key == METADATA else layout.key_room(key)
    return None if room is None else room + HEADER_ROOM
