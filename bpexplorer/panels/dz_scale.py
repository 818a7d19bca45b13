"""How the demon's Δz is stepped, placed on a slider and written. No Qt."""

import math

#: |Δz| that the slider, the wheel and the keys reach.
DZ_LIMIT = 2.0
#: The slider goes from −SLIDER_STEPS to +SLIDER_STEPS.
SLIDER_STEPS = 1000
#: The one |Δz| that the demon starts with, and comes back with from zero.
DZ_START = 0.25

_COARSE, _MIDDLE = 0.05, 0.01
_MIDDLE_UP_TO = 0.1


def slider_position(dz: float) -> int:
    """Place Δz on the slider. Distances from the middle are as √|Δz|, so half of the way is a quarter of the range."""
    share = math.sqrt(min(abs(dz) / DZ_LIMIT, 1.0))
    return round(math.copysign(share * SLIDER_STEPS, dz))


def dz_at(position: int) -> float:
    """Give the Δz of a slider position, to four significant digits."""
    share = position / SLIDER_STEPS
    return float(f"{math.copysign(DZ_LIMIT * share * share, share):.4g}")


def stepped(dz: float, steps: int, *, fine: bool = False) -> float:
    """Move Δz by so many steps along round numbers: 0.05 beyond 0.1, 0.01 below; a tenth of that if ``fine``."""
    for _ in range(abs(steps)):
        dz = _one_step(dz, math.copysign(1.0, steps), 0.1 if fine else 1.0)
    return clamped(dz)


def clamped(dz: float) -> float:
    """Hold Δz inside the range."""
    return min(max(dz, -DZ_LIMIT), DZ_LIMIT)


def _one_step(dz: float, direction: float, factor: float) -> float:
    outward = dz * direction >= 0.0
    # On the border, going out takes the coarse step and coming back the fine one: the same stops both ways.
    is_middle = abs(dz) < _MIDDLE_UP_TO - 1e-9 or (not outward and abs(dz) < _MIDDLE_UP_TO + 1e-9)
    step = factor * (_MIDDLE if is_middle else _COARSE)
    stop = math.floor(dz * direction / step + 1e-6) + 1
    return round(direction * stop * step, 6) + 0.0


def written(dz: float) -> str:
    """Write Δz with its sign and no more digits than it has: ``+0.25``, ``-0.03125``, ``0``."""
    return f"{dz:+.5g}" if dz else "0"
