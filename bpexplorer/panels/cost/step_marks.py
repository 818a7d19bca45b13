"""Where along a run steps were marked: their gradient was clipped, or a demon held. Prepared without Qt.

A `History` keeps counts up to each of its points; what lies between two points is their difference, which is exact
also where the points in between were dropped.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.look import numbers
from bpexplorer.panels.cost.curves import Axis, Run, epoch_of_step
from bpexplorer.translation import tr

MarkKind = Literal["clipped", "held"]

_EXPLANATIONS: dict[MarkKind, str] = {
    "clipped": tr(
        "The gradient of {marked} of {steps} steps was clipped: shortened to the "
        "length that it may have. The stronger a tick along the bottom, the more of "
        "its steps."
    ),
    "held": tr(
        "{marked} of {steps} steps were made while a demon held its Δz. In these bands "
        "all curves are of the network with Δz."
    ),
}
_UNKNOWN = tr(" Of {unknown} earlier steps it isn't known: they come from a file of an older version.")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the axis in which a demon held, and how many of its steps were made under it."""

    begin: float
    end: float
    held: int


@dataclass(frozen=True, slots=True)
class MarkCount:
    """How many of so many steps were marked."""

    marked: int
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class StepMarks:
    """Counts up to places on the axis, shape (points,) each, from step 0 on. A count that isn't known is NaN."""

    x: FloatArray
    steps: FloatArray
    clipped: FloatArray
    held: FloatArray

    @classmethod
    def of_run(cls, run: Run, axis: Axis) -> "StepMarks":
        """The counts that the history of a run has kept."""
        steps, clipped, held = (
            np.concatenate([[0.0], run.history.batch_column(name)])
            for name in ("step", "clipped_steps", "held_steps")
        )
        return cls(epoch_of_step(run, steps) if axis is Axis.EPOCH else steps, steps, clipped, held)

    def counts(self, kind: MarkKind) -> FloatArray:
        """The counts of one kind."""
        return self.clipped if kind == "clipped" else self.held

    def total(self, kind: MarkKind) -> MarkCount:
        """How many steps there were until the last point of which it is known, and how many were marked."""
        counts, steps = np.diff(self.counts(kind)), np.diff(self.steps)
        known = np.isfinite(counts)
        return MarkCount(int(counts[known].sum()), int(steps[known].sum()))

    def unknown(self, kind: MarkKind) -> int:
        """Of how many steps at the beginning nobody knows which were marked."""
        known = np.isfinite(np.diff(self.counts(kind)))
        return int(np.diff(self.steps)[~known].sum())

    def explanation(self, kind: MarkKind) -> str:
        """What marks of this kind say, in sentences."""
        total, unknown = self.total(kind), self.unknown(kind)
        text = _EXPLANATIONS[kind].format(
            marked=numbers.count(total.marked), steps=numbers.count(total.steps)
        )
        return text + (_UNKNOWN.format(unknown=numbers.count(unknown)) if unknown else "")

    def between(self, kind: MarkKind, first: float, last: float) -> MarkCount | None:
        """The steps after ``first`` until ``last``, as far as points tell them; None if no point lies there.

        It goes from the last point until ``first`` to the last one until ``last``.
        """
        begin, end = np.searchsorted(self.steps, [first, last], side="right") - 1
        counts = self.counts(kind)
        if end <= begin or np.isnan(counts[begin]) or np.isnan(counts[end]):
            return None
        return MarkCount(int(counts[end] - counts[begin]), int(self.steps[end] - self.steps[begin]))

    def clipped_shares(self, edges: FloatArray) -> FloatArray:
        """Which share of the steps between each two of these places was clipped; 0 where there are none or it isn't
        known."""
        counts, steps = (
            np.diff(np.interp(edges, self.x, values, left=0.0)) for values in (self.clipped, self.steps)
        )
        shares = np.divide(counts, steps, out=np.zeros_like(counts), where=steps > 0)
        return np.where(shares > 1e-9, np.minimum(shares, 1.0), 0.0)

    def held_stretches(self) -> list[Stretch]:
        """Where a demon held, in the order of the axis."""
        is_held = np.diff(self.held) > 0  # also false next to a NaN
        turns = np.diff(is_held.astype(np.int8), prepend=0, append=0)
        begins, ends = np.flatnonzero(turns > 0), np.flatnonzero(turns < 0)
        return [
            Stretch(float(self.x[begin]), float(self.x[end]), int(self.held[end] - self.held[begin]))
            for begin, end in zip(begins, ends, strict=True)
        ]
