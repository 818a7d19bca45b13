"""The stops along which the arrows of a number field go: 1-2-5, ever nearer to 1, or multiples. No Qt."""

import math
from collections.abc import Callable

_LADDER = (1, 2, 5)
#: Below this the ladder ends at 0.
_SMALLEST = 1e-6


def one_two_five(value: float, steps: int, *, smallest: float = _SMALLEST) -> float:
    """Go so many stops along …, 0.1, 0.2, 0.5, 1, 2, 5, …; from between two stops the first goes to the next one.

    Below ``smallest`` there is only 0.
    """
    if value < smallest * 0.999:
        return one_two_five(smallest, steps - 1, smallest=smallest) if steps > 0 else 0.0
    exponent = math.floor(math.log10(value) + 1e-9)
    mantissa = value / 10.0**exponent
    below = max(place for place, stop in enumerate(_LADDER) if stop <= mantissa * (1 + 1e-9))
    is_between = mantissa > _LADDER[below] * (1 + 1e-9)
    stop = 3 * exponent + below + steps + (1 if is_between and steps < 0 else 0)
    result = float(f"{_LADDER[stop % 3]}e{stop // 3}")
    return result if result >= smallest * 0.999 else 0.0


def towards_one(value: float, steps: int) -> float:
    """Go along 0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, …: what is missing to 1 goes 1-2-5."""
    return round(1.0 - min(1.0, one_two_five(round(1.0 - value, 12), -steps)), 12)


def linear(step: float) -> Callable[[float, int], float]:
    """Go along the multiples of ``step``."""

    def stepped(value: float, steps: int) -> float:
        return round((round(value / step) + steps) * step, 9)

    return stepped
