"""Where a label stands that covers nothing of the network: pixels of the view, no Qt."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpexplorer.canvas.layout import INPUT_LABELS, OUTPUT_LABELS, Layout
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.spec import Neuron

#: Scene units around a circle that its rings and halos take, and around a grid its frame.
CLEAR, CLEAR_OF_GRID = 9.0, 2.0
#: Around a picture of weights, with the words below it.
CAPTION = 22.0
#: Pixels between a label and what it must not cover.
GAP = 4.0
#: The leader begins so many scene units left of a circle: at the outer ring of the demon.
STEM = 8.5
#: Steps, in pixels, in which a free place is looked for.
_STEP = 12.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands, which of its shapes fits there, and the line that leads to it from the neuron."""

    plate: Rect
    shape: int
    leader: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The part of the canvas that is seen: ``room``, and what must stay free in it, in pixels of the view.

    ``origin`` is where the scene's (0, 0) lies there, ``zoom`` the pixels of one scene unit.
    """

    layout: Layout
    zoom: float
    origin: Point
    room: Rect
    taken: tuple[Rect, ...] = ()

    def pixels(self, rect: Rect) -> Rect:
        """A rectangle of the scene."""
        zoom, (x, y) = self.zoom, self.origin
        return Rect(rect.left * zoom + x, rect.top * zoom + y, rect.right * zoom + x, rect.bottom * zoom + y)

    def neuron(self, neuron: Neuron) -> Rect:
        """A neuron's circle or cell."""
        box = self.layout.boxes[neuron.layer]
        x, y = box.centres[neuron.index].tolist()
        return self.pixels(Rect.around(x, y, box.half, box.half))

    def obstacles(self) -> list[Rect]:
        """Neurons with rings, all that stands beside, between and below them, and all controls."""
        layout = self.layout
        found = [box.rect.grown(CLEAR if box.grid is None else CLEAR_OF_GRID) for box in layout.boxes]
        found += [box.note for box in layout.boxes[1:]]
        found += layout.controls.values()
        found += [rect.grown(CAPTION) for rect in layout.matrices.values()]
        bare = (layer for layer in range(1, len(layout.boxes)) if not layout.is_bundled(layer))
        found += [layout.between(layer) for layer in bare if layer not in layout.matrices]
        found += [] if layout.sample is None else [layout.sample.bounds.grown(GAP)]
        first, last = layout.boxes[0], layout.boxes[-1]
        if first.grid is None:
            found.append(first.rect._replace(left=first.rect.left - INPUT_LABELS))
        if last.grid is None:
            found.append(last.rect._replace(right=last.rect.right + OUTPUT_LABELS))
        return [*map(self.pixels, found), *self.taken]


def below_layers(site: Site, neuron: Neuron, shapes: Sequence[Point]) -> Place | None:
    """Below the neuron's layer, and below all that it would cover there; None if that isn't in sight.

    ``shapes`` are the widths and heights that the label can have, the best first.
    """
    rect, box = site.neuron(neuron), site.layout.boxes[neuron.layer]
    # Between two columns of cells, or beside a column of circles: so the line crosses no other neuron of the layer.
    stem = math.floor(rect.left - (STEM * site.zoom if box.grid is None else 0.0)) + 0.5
    middle, room = rect.centre[1], site.room
    if not room.contains(stem, middle):
        return None
    obstacles = site.obstacles()
    for shape, (width, height) in enumerate(shapes):
        left = max(math.floor(min(stem - width / 2, room.right - width)), room.left)
        top = math.ceil(site.pixels(box.rect).bottom)
        plate = Rect(left, top, left + width, top + height)
        while covered := [each.bottom for each in obstacles if _overlap(plate, each)]:
            plate = plate.moved(0.0, math.ceil(max(covered) + GAP) - plate.top)
        if plate.right <= room.right and plate.bottom <= room.bottom:
            return Place(plate, shape, ((stem, middle), (stem, plate.top)))
    return None


def nearest_free(site: Site, neuron: Neuron, shapes: Sequence[Point]) -> Place | None:
    """Wherever it covers nothing, as near to the neuron as that is, at its height if it can be; None if nowhere."""
    rect, room = site.neuron(neuron), site.room
    (x, y), clear = rect.centre, CLEAR * site.zoom + GAP
    if not room.contains(x, y):
        return None
    obstacles = np.array([each.grown(GAP) for each in site.obstacles()])
    best: tuple[float, Place] | None = None
    for shape, (width, height) in enumerate(shapes):
        beside = [rect.right + clear, rect.left - clear - width]
        lefts = np.append(beside, np.arange(room.left, room.right - width, _STEP))
        tops = np.append(y - height / 2, np.arange(room.top, room.bottom - height, _STEP))
        left, top = (each.ravel() for each in np.meshgrid(lefts, tops))
        plates = np.column_stack([left, top, left + width, top + height])
        plates = plates[
            (plates[:, :2] >= (room.left, room.top)).all(axis=1)
            & (plates[:, 2:] <= (room.right, room.bottom)).all(axis=1)
        ]
        one, other = plates[:, np.newaxis], obstacles[np.newaxis]
        meet = (one[..., :2] < other[..., 2:]) & (other[..., :2] < one[..., 2:])
        plates = plates[~np.any(np.all(meet, axis=2), axis=1)]
        if not len(plates):
            continue
        ends = np.clip((x, y), plates[:, :2], plates[:, 2:])
        distances = np.hypot(*(ends - (x, y)).T)
        nearest = int(np.argmin(distances))
        if best is None or distances[nearest] < best[0]:
            place = Place(Rect(*plates[nearest].tolist()), shape, ((x, y), tuple(ends[nearest].tolist())))
            best = float(distances[nearest]), place
    return best[1] if best else None


def _overlap(one: Rect, other: Rect) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )
