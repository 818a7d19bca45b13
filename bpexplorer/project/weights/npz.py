"""Weights as ``.npz``: each array under its key, the metadata as a string; ``numpy.load`` reads it."""

from bpexplorer.project import archive, npy
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.weights import content
from bpexplorer.project.weights.content import WeightsFile

_MAX_METADATA_BYTES = 2**24
_SUFFIX = ".npy"


def dump(weights: WeightsFile) -> bytes:
    """The file's bytes."""
    members = {key + _SUFFIX: npy.dump(array) for key, array in weights.arrays().items()}
    metadata = content.dump_metadata(weights.metadata()).decode()
    return archive.pack({**members, content.METADATA + _SUFFIX: npy.dump_text(metadata)})


def parse(data: bytes) -> WeightsFile:
    """Read and check everything; raises ProjectFileError."""
    members = archive.unpack(data, _room, total=content.MAX_WEIGHTS_BYTES)
    parts = {name.removesuffix(_SUFFIX): member for name, member in members.items()}
    if content.METADATA not in parts:
        raise ProjectFileError(
            "there is no metadata, so the activations are unknown",
            code="misfit",
            place=content.METADATA,
            remedy="See docs/file-formats.md for what a weights file holds.",
        )
    metadata = content.parse_metadata(npy.parse_text(parts.pop(content.METADATA), content.METADATA).encode())
    arrays = {key: npy.parse(part, key, shape=(None,) * content.axes(key)) for key, part in parts.items()}
    return content.assemble(metadata, arrays)


def is_mine(data: bytes) -> bool:
    """Whether the bytes begin as this format does."""
    return archive.looks_like_zip(data)


def _room(name: str) -> int | None:
    if not name.endswith(_SUFFIX):
        return None
    key = name.removesuffix(_SUFFIX)
    room = _MAX_METADATA_BYTES if key == content.METADATA else content.key_room(key)
    return None if room is None else room + npy.HEADER_ROOM
