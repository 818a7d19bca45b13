"""A table in a project file: ``table.json`` says what its columns are, and the numbers lie in blocks of one type.

A block has a row for each of its columns, in their order: what is alike lies together and packs well. What is missing
is NaN or −1 there.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec
import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.data.npy_header import HEADER_ROOM
from bpexplorer.data.table.limits import MAX_COLUMNS, MAX_NUMBERS, MAX_TEXT
from bpexplorer.data.table.table import Column, Kind, Origin, Table, digest_of
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import json_text, npy
from bpexplorer.project.parts.blocks import Blocks
from bpexplorer.project.parts.members import Members
from bpexplorer.translation import tr

HEAD = "table.json"
#: The blocks, by the type of their numbers.
_BLOCKS: Final[Mapping[str, np.dtype[Any]]] = {
    "table_float64": np.dtype("<f8"),
    "table_float32": np.dtype("<f4"),
    "table_codes": np.dtype("<i4"),
}
NAMES: Final = (HEAD, *(f"{name}.npy" for name in _BLOCKS))

_Text = Annotated[str, msgspec.Meta(max_length=MAX_TEXT)]


class _Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_TEXT)]
    kind: Kind
    block: str
    categories: tuple[_Text, ...]


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rows: Annotated[int, msgspec.Meta(ge=0, le=MAX_NUMBERS)]
    columns: Annotated[tuple[_Column, ...], msgspec.Meta(min_length=1, max_length=MAX_COLUMNS)]
    image_shape: tuple[int, int] | None
    origin: Origin | None
    notes: tuple[_Text, ...]


def room() -> dict[str, int]:
    """How many bytes each part can have at most."""
    blocks = {f"{name}.npy": HEADER_ROOM + dtype.itemsize * MAX_NUMBERS for name, dtype in _BLOCKS.items()}
    # In JSON, a character takes up to six bytes.
    return {HEAD: 6 * MAX_TEXT} | blocks


def dump(table: Table) -> dict[str, Blocks]:
    """The parts by name; equal tables give equal bytes."""
    columns = tuple(
        _Column(column.name, column.kind, _block_of(column), column.categories) for column in table.columns
    )
    head = _Head(table.rows, columns, table.image_shape, table.origin, table.notes)
    parts = {HEAD: Blocks(msgspec.json.encode(head))}
    for name, dtype in _BLOCKS.items():
        of_block = [column.values for column in table.columns if _block_of(column) == name]
        if of_block:
            parts[f"{name}.npy"] = npy.blocks_of_rows(of_block, dtype=dtype)
    return parts


def parse(members: Members, digest: str) -> Table:
    """The table with this digest.

    Raises
    ------
    ProjectFileError
        If a part is missing or wrong, or all of it isn't what the digest is of.
    """
    if HEAD not in members:
        raise _invalid(HEAD, tr("this part is missing"))
    head = json_text.decode(bytes(members[HEAD]), _Head, HEAD)
    blocks = {
        name: npy.parse_as(members[name], f"{name}.npy", dtype=dtype, shape=(_count(head, name), head.rows))
        for name, dtype in _BLOCKS.items()
        if name in members
    }
    places = dict.fromkeys(_BLOCKS, 0)
    columns = []
    for number, each in enumerate(head.columns):
        if each.block not in blocks:
            raise _invalid(f"{HEAD}, columns[{number}].block", tr("there is no such part"))
        values = blocks[each.block][places[each.block]]
        places[each.block] += 1
        missing = np.isnan(values) if values.dtype.kind == "f" else values < 0
        try:
            columns.append(Column(each.name, each.kind, values, missing, each.categories))
        except DataError as error:
            raise _invalid(f"{HEAD}, columns[{number}]", str(error).rstrip(".")) from error
    if digest_of(columns, head.image_shape) != digest:
        raise ProjectFileError(
            tr("the table isn't the one that the project was trained on: its digest is another"),
            code="damaged",
            place=HEAD,
            remedy=tr("Use another copy of the file."),
        )
    try:
        return Table(tuple(columns), head.origin, head.notes, head.image_shape, digest)
    except DataError as error:
        raise _invalid(HEAD, str(error).rstrip(".")) from error


def _block_of(column: Column) -> str:
    of_codes = "table_codes"
    return of_codes if column.kind.is_coded else f"table_{column.values.dtype.name}"


def _count(head: _Head, block: str) -> int:
    return sum(column.block == block for column in head.columns)


def _invalid(place: str, reason: str) -> ProjectFileError:
    return ProjectFileError(reason, code="invalid", place=place, remedy=tr("Use another copy of the file."))
