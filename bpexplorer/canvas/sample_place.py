"""Where what belongs to a sample that is a picture stands: below the input, other samples and x · w. No Qt."""

from dataclasses import dataclass
from typing import NamedTuple

from bpexplorer.canvas.measures import GRID_SIDE
from bpexplorer.canvas.rect import Rect

#: So many small samples stand beside each other.
THUMBNAILS = 8
#: In scene units at the size of a picture that isn't enlarged: samples, and the pictures of x, w and x⊙w.
_SIDE, _GAP, _BELOW, _ABOVE_NAMES = 26.0, 4.0, 10.0, 4.0
_PICTURE, _BETWEEN, _LINE = 70.0, 18.0, 14.0


class Thumbnail(NamedTuple):
    """A small picture of a sample, by its row among those that are looked at."""

    row: int


@dataclass(frozen=True, slots=True)
class SamplePlace:
    """The rectangles, and the lines above and below the three pictures."""

    thumbnails: tuple[Rect, ...]
    pictures: tuple[Rect, Rect, Rect]
    names: Rect
    sum_line: Rect

    @classmethod
    def below(cls, image: Rect) -> "SamplePlace":
        """All of it below an image, as much larger as that is enlarged."""
        scale = max(1.0, max(image.width, image.height) / GRID_SIDE)
        (middle, _), top = image.centre, image.bottom + _BELOW * scale

        def row(count: int, side: float, gap: float, top: float) -> tuple[Rect, ...]:
            left = middle - (count * side + (count - 1) * gap) / 2
            return tuple(
                Rect(left + place * (side + gap), top, left + place * (side + gap) + side, top + side)
                for place in range(count)
            )

        small = row(THUMBNAILS, _SIDE * scale, _GAP * scale, top)
        names = small[0].bottom + _ABOVE_NAMES * scale
        x, w, terms = row(3, _PICTURE * scale, _BETWEEN * scale, names + _LINE * scale)
        wide = (small[-1].right - small[0].left) / 2
        return cls(
            small,
            (x, w, terms),
            Rect(middle - wide, names, middle + wide, x.top),
            Rect(middle - wide, x.bottom + 2.0, middle + wide, x.bottom + 2.0 + _LINE * scale),
        )

    @property
    def bounds(self) -> Rect:
        """Around all of it."""
        return self.thumbnails[0].united(self.thumbnails[-1]).united(self.sum_line)

    def thumbnail_at(self, x: float, y: float) -> int | None:
        """Which small sample lies at a point, counted from 0."""
        return next((place for place, rect in enumerate(self.thumbnails) if rect.contains(x, y)), None)
