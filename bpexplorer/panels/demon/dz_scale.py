"""How the demon's Δz is placed on a slider and written. No Qt."""

import math

from bpexplorer.core.readings.demon import CURVE_REACH
from bpexplorer.look import numbers

#: The slider goes from −SLIDER_STEPS to +SLIDER_STEPS.
SLIDER_STEPS = 1000
#: Δz at its ends, those of the curve; a larger Δz, that was typed or stepped to, stands at an end.
SLIDER_REACH = CURVE_REACH


def slider_position(dz: float) -> int:
    """Place Δz on the slider. Distances from the middle are as √|Δz|, so half of the way is a quarter of the range."""
    share = math.sqrt(min(abs(dz) / SLIDER_REACH, 1.0))
    return round(math.copysign(share * SLIDER_STEPS, dz))


def dz_at(position: int) -> float:
    """Give the Δz of a slider position, to four significant digits."""
    share = position / SLIDER_STEPS
    return float(f"{math.copysign(SLIDER_REACH * share * share, share):.4g}")


def written(dz: float) -> str:
    """Write Δz with its sign and no more digits than it has: ``+0.25``, ``−0.03125``, ``0``."""
    return numbers.significant(dz, digits=5, plus=True)
