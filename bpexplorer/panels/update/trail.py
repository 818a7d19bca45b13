"""The ratios actual / predicted of the steps that were measured, as a value. No Qt.

A ratio takes a pass of the batch through the network after its step, which training doesn't make. So it is measured
only of steps that are shown: of each while training is slow, of some of them while it is fast.
"""

from dataclasses import dataclass
from typing import Final

from bpexplorer.core.readings.update import UpdateReading

#: The steps that are looked back on, unless too few of them were measured: then ten times as many, and so on.
LAST: Final = 200
FEWEST: Final = 20
#: More points can't be told apart.
MOST: Final = 400


@dataclass(frozen=True, slots=True)
class RatioTrail:
    """Pairs of step and ratio, the newest last, all of one run."""

    run: int = 0
    points: tuple[tuple[int, float], ...] = ()

    def after(self, reading: UpdateReading) -> "RatioTrail":
        """With what was measured last. Another run, and steps that are made once more, begin anew."""
        return self.noting(reading.run, reading.batch.step, reading.ratio if reading.is_last else None)

    def noting(self, run: int, step: int, ratio: float | None) -> "RatioTrail":
        """With the ratio of a step; None: it hasn't been made, or has none."""
        kept = self.points if run == self.run else ()
        # Before a step that comes next, nothing from there on has been made.
        kept = tuple(point for point in kept if point[0] < step)
        if ratio is not None:
            kept = (*kept, (step, ratio))[-MOST:]
        return self if kept == self.points and run == self.run else RatioTrail(run, kept)

    @property
    def span(self) -> int:
        """How many of the last steps are looked back on."""
        if not self.points:
            return LAST
        newest, span = self.points[-1][0], LAST
        wanted = min(FEWEST, len(self.points))
        while len(self._within(span)) < wanted:
            span *= 10
        return min(span, newest)

    @property
    def has_line(self) -> bool:
        """Whether there are steps to compare: one alone says no more than its number does."""
        return len(self.points) > 1

    @property
    def shown(self) -> tuple[tuple[int, float], ...]:
        """The points within the span."""
        return self._within(self.span)

    def _within(self, span: int) -> tuple[tuple[int, float], ...]:
        first = self.points[-1][0] - span if self.points else 0
        return tuple(point for point in self.points if point[0] > first)
