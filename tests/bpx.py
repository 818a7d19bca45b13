"""Project files that were changed by hand: wherever they are wrong, it is not their checksums that say so."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np

from bpexplorer.project.parts import archive


def rebuilt(
    data: bytes,
    members: Callable[[dict[str, bytes]], Any] = lambda members: None,
    manifest: Callable[[dict[str, Any]], Any] = lambda manifest: None,
) -> bytes:
    """The file with changed members and a manifest that fits them, before it is changed itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        contents = {name: packed.read(name) for name in packed.namelist()}
    head = json.loads(contents.pop("manifest.json"))
    members(contents)
    head["members"] = {
        name: {"size": len(member), "sha256": hashlib.sha256(member).hexdigest()}
        for name, member in contents.items()
    }
    manifest(head)
    return archive.pack({"manifest.json": json.dumps(head).encode(), **contents})


def with_record(data: bytes, change: Callable[[Any], Any]) -> bytes:
    """The file with another ``project.json``: ``change`` changes the record."""

    def edit(members: dict[str, bytes]) -> None:
        record = json.loads(members["project.json"])
        change(record)
        members["project.json"] = json.dumps(record).encode()

    return rebuilt(data, edit)


def with_array(data: bytes, name: str, change: Callable[[Any], Any]) -> bytes:
    """The file with another array in a member: ``change`` changes it, or returns another one."""

    def edit(members: dict[str, bytes]) -> None:
        array = np.load(io.BytesIO(members[name]))
        stream = io.BytesIO()
        changed = change(array)
        np.save(stream, array if changed is None else changed)
        members[name] = stream.getvalue()

    return rebuilt(data, edit)


def put(index: Any, value: float) -> Callable[[Any], None]:
    """A change of one number of an array."""

    def change(array: Any) -> None:
        array[index] = value

    return change
