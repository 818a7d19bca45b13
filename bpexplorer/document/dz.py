"""The demon's Δz: how far it reaches, from where it begins, which way, and in which steps. No Qt."""

import math

#: |Δz| of a demon that was just placed, and of one that comes back from zero.
FIRST_DZ = 0.25
#: As far as Δz reaches, by mouse, wheel, key or typing: that drives any activation from one end to the other.
DZ_LIMIT = 10.0
#: Δz of one screen pixel of a drag on the canvas; a tenth of it with Shift.
DZ_PER_PIXEL = 0.01
#: So many steps are a page of a slider.
PAGE_STEPS = 5

_COARSE, _MIDDLE = 0.05, 0.01
_MIDDLE_UP_TO = 0.1


def clamped(dz: float) -> float:
    """Hold Δz inside the range."""
    return min(max(dz, -DZ_LIMIT), DZ_LIMIT)


def aimed(dz: float) -> float:
    """What a mouse aims at: inside the range, in whole thousandths, so that what is shown is what is set."""
    return round(clamped(dz), 3) + 0.0


def against(delta: float, size: float = FIRST_DZ) -> float:
    """The Δz of this size that lowers the cost, as δ predicts; one that raises z where δ is 0."""
    size = abs(size) or FIRST_DZ
    return -size if delta > 0.0 else size


def stepped(dz: float, steps: int, *, fine: bool = False) -> float:
    """Move Δz by so many steps along round numbers: 0.05 beyond 0.1, 0.01 below; a tenth of that if ``fine``."""
    for _ in range(abs(steps)):
        dz = _one_step(dz, math.copysign(1.0, steps), 0.1 if fine else 1.0)
    return clamped(dz)


def _one_step(dz: float, direction: float, factor: float) -> float:
    outward = dz * direction >= 0.0
    # On the border, going out takes the coarse step and coming back the fine one: the same stops both ways.
    is_middle = abs(dz) < _MIDDLE_UP_TO - 1e-9 or (not outward and abs(dz) < _MIDDLE_UP_TO + 1e-9)
    step = factor * (_MIDDLE if is_middle else _COARSE)
    stop = math.floor(dz * direction / step + 1e-6) + 1
    return round(direction * stop * step, 6) + 0.0
