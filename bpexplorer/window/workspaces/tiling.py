"""How regions become rows and columns of panels that fill a window of any size. No Qt.

Regions are cut apart by lines right through, as docks lie: first into columns, each of which into rows, and so on. What
is missing leaves its room to its neighbours. The result is a function of regions, size and least sizes alone, so a
window that comes back to a size comes back to its layout.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bpexplorer.document.workspaces import STAGE, Region

Size = tuple[int, int]
Direction = Literal["across", "down"]

#: Between two panels.
GAP = 8
#: Edges that are no farther apart than this count as one: places are rounded to pixels, and scaled back.
_SAME = 3.0


@dataclass(frozen=True, slots=True)
class Tile:
    """Panels in one place; if several, behind tabs."""

    names: tuple[str, ...]
    region: Region

    @property
    def first(self) -> str:
        """The panel that stands for all of it."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Split:
    """Parts beside each other, or below each other."""

    direction: Direction
    parts: tuple["Node", ...]
    region: Region

    @property
    def first(self) -> str:
        """A panel in its corner at the top left."""
        return self.parts[0].first


Node = Tile | Split


def tile(regions: Mapping[str, Region]) -> Node:
    """Cut regions apart. Panels in one region share it by tabs; what overlaps otherwise is put below each other.

    Raises
    ------
    ValueError
        There are none.
    """
    places: list[tuple[Region, list[str]]] = []
    for name, region in regions.items():
        same = next((names for place, names in places if _is_same(place, region)), None)
        if same is None:
            places.append((region, [name]))
        else:
            same.append(name)
    return _cut([Tile(tuple(names), region) for region, names in places])


def pruned(node: Node, names: Container[str]) -> Node | None:
    """What is left of a part with only these panels, None where nothing is; they keep their order and proportions."""
    if isinstance(node, Tile):
        kept = tuple(name for name in node.names if name in names)
        return Tile(kept, node.region) if kept else None
    parts = tuple(part for each in node.parts if (part := pruned(each, names)) is not None)
    if len(parts) < 2:
        return parts[0] if parts else None
    return Split(node.direction, parts, node.region)


def boxes(node: Node, box: Region, least: Mapping[str, Size]) -> dict[str, Region]:
    """Give every panel its box within this one, in whole pixels: in proportion, but none less than it needs.

    Where there is not room enough for that, boxes overlap its end: whoever shows them scrolls.
    """
    return dict(_place(node, box, least))


def least_size(node: Node, least: Mapping[str, Size]) -> Size:
    """What a part needs, with the gaps in it."""
    if isinstance(node, Tile):
        sizes = [least.get(name, (0, 0)) for name in node.names]
        return max(width for width, _ in sizes), max(height for _, height in sizes)
    widths, heights = zip(*(least_size(part, least) for part in node.parts), strict=True)
    gaps = GAP * (len(node.parts) - 1)
    if node.direction == "across":
        return sum(widths) + gaps, max(heights)
    return max(widths), sum(heights) + gaps


def stacked(heights: Mapping[str, int]) -> dict[str, Region]:
    """Regions below each other, in this order."""
    found, y = {}, 0
    for name, height in heights.items():
        found[name] = Region(0, y, STAGE.width, height)
        y += height + GAP
    return found


def _is_same(one: Region, other: Region) -> bool:
    return all(
        abs(a - b) <= _SAME
        for a, b in (
            (one.x, other.x),
            (one.y, other.y),
            (one.right, other.right),
            (one.bottom, other.bottom),
        )
    )


def _cut(tiles: Sequence[Tile]) -> Node:
    if not tiles:
        raise ValueError("there is nothing to lay out")
    if len(tiles) == 1:
        return tiles[0]
    columns = _groups(tiles, lambda tile: (tile.region.x, tile.region.right))
    if len(columns) > 1:
        return Split("across", tuple(_cut(column) for column in columns), _around(tiles))
    rows = _groups(tiles, lambda tile: (tile.region.y, tile.region.bottom))
    if len(rows) == 1:  # they overlap: nobody drew them so, but a file may say it
        rows = [[tile] for tile in sorted(tiles, key=lambda tile: (tile.region.y, tile.region.x))]
    return Split("down", tuple(_cut(row) for row in rows), _around(tiles))


def _groups(tiles: Sequence[Tile], ends: Callable[[Tile], tuple[float, float]]) -> list[list[Tile]]:
    """Those that a line right through can't part, in order."""
    groups: list[list[Tile]] = []
    reach = 0.0
    for each in sorted(tiles, key=ends):
        start, end = ends(each)
        if groups and start < reach - _SAME:
            groups[-1].append(each)
            reach = max(reach, end)
        else:
            groups.append([each])
            reach = end
    return groups


def _around(tiles: Sequence[Tile]) -> Region:
    left, top = min(each.region.x for each in tiles), min(each.region.y for each in tiles)
    right, bottom = max(each.region.right for each in tiles), max(each.region.bottom for each in tiles)
    return Region(left, top, right - left, bottom - top)


def _place(node: Node, box: Region, least: Mapping[str, Size]) -> Iterator[tuple[str, Region]]:
    if isinstance(node, Tile):
        for name in node.names:
            yield name, box
        return
    is_across = node.direction == "across"
    needs = [least_size(part, least)[0 if is_across else 1] for part in node.parts]
    wanted = [part.region.width if is_across else part.region.height for part in node.parts]
    room = (box.width if is_across else box.height) - GAP * (len(node.parts) - 1)
    at = box.x if is_across else box.y
    for part, length in zip(node.parts, shared(room, wanted, needs), strict=True):
        part_box = (
            Region(at, box.y, length, box.height) if is_across else Region(box.x, at, box.width, length)
        )
        yield from _place(part, part_box, least)
        at += length + GAP


def shared(room: float, wanted: Sequence[float], least: Sequence[float]) -> list[int]:
    """Share a length in proportion to what is wanted, in whole pixels, but so that each has what it needs at least."""
    fixed: set[int] = set()
    while True:
        free = [index for index in range(len(wanted)) if index not in fixed]
        left = room - sum(least[index] for index in fixed)
        total = sum(wanted[index] for index in free)
        shares = {index: left * wanted[index] / total for index in free} if total else {}
        short = {index for index in free if shares.get(index, 0.0) < least[index]}
        if not short:
            break
        fixed |= short
    ends = [0.0]
    for index in range(len(wanted)):
        ends.append(ends[-1] + shares.get(index, least[index]))
    return [round(end) - round(start) for start, end in pairwise(ends)]
