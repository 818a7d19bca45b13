"""‖∇C‖ at the steps at which it was measured, as a value. No Qt."""

from dataclasses import dataclass
from typing import Final

from bpexplorer.core.readings.laboratory.tug import TugReading

#: When there are more points, every second one goes.
MOST: Final = 512


@dataclass(frozen=True, slots=True)
class NormTrail:
    """Pairs of step and ‖∇C‖, the newest last, all of one run, one cost and one set of samples."""

    of: tuple[object, ...] = ()
    points: tuple[tuple[int, float], ...] = ()

    def after(self, reading: TugReading, cost: str) -> "NormTrail":
        """With what was measured last. Another run, cost or set begins anew; so do steps that are made once more."""
        of = reading.run, cost, reading.over
        kept = self.points if of == self.of else ()
        kept = tuple(point for point in kept if point[0] < reading.step)
        if len(kept) >= MOST:
            kept = kept[::2]
        return NormTrail(of, (*kept, (reading.step, reading.gradient_norm)))
