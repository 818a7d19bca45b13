"""A rectangle with its edges, for geometry without Qt."""

from typing import NamedTuple


class Rect(NamedTuple):
    """Left, top, right and bottom in scene units; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, half_width: float, half_height: float) -> "Rect":
        """The rectangle with this middle."""
        return cls(x - half_width, y - half_height, x + half_width, y + half_height)

    @classmethod
    def spanned(cls, first: tuple[float, float], second: tuple[float, float]) -> "Rect":
        """The rectangle with these opposite corners, in any order."""
        (x1, y1), (x2, y2) = first, second
        return cls(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies inside or on the edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def united(self, other: "Rect") -> "Rect":
        """The smallest rectangle around both."""
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, margin: float) -> "Rect":
        """The same with a margin on every side."""
        return Rect(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def moved(self, dx: float, dy: float) -> "Rect":
        """The same elsewhere."""
        return Rect(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)
