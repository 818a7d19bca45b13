"""Where the ticks of an axis stand and what they say: few, round, zero among them. No Qt."""

import math

from bpexplorer.look import numbers

Tick = tuple[float, str]

#: In a decade of a logarithmic axis, the more room the more of them.
_IN_A_DECADE = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0))
#: So many times a finer step is tried where only one tick would fit.
_FINER = 3


def linear_ticks(low: float, high: float, *, at_most: int, whole: bool = False) -> list[Tick]:
    """Ticks at multiples of a 1-2-5 number between low and high, as many as fit.

    ``whole`` keeps to whole numbers, for axes that count.
    """
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return []
    wanted = span / max(at_most - 0.999, 1.0)
    step = _round_up(wanted) if wanted else 0.0
    if whole:
        step = max(step, 1.0)
    if not step:  # next to nothing: there is no number between
        return []
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    for _ in range(_FINER):
        if first < last or (whole and step <= 1.0):
            break
        # One tick alone says nothing about the scale: take the next smaller 1-2-5 number.
        step = _round_up(step / 2.6)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(index * step, tick_text(index * step, step)) for index in range(first, last + 1)]


def log_ticks(low: float, high: float, *, at_most: int) -> list[Tick]:
    """Ticks between 10^low and 10^high; their places are the exponents."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return []
    if span <= 0.35:  # about a factor of two: powers of ten say nothing here
        linear = linear_ticks(10.0**low, 10.0**high, at_most=at_most)
        return [(math.log10(value), text) for value, text in linear if value > 0]
    chosen: list[float] = []
    for digits in _IN_A_DECADE:
        decades = range(math.floor(low), math.ceil(high) + 1)
        places = [decade + math.log10(digit) for decade in decades for digit in digits]
        places = [place for place in places if low - 1e-9 <= place <= high + 1e-9]
        if chosen and len(places) > at_most:
            break
        chosen = places
    every = -(-len(chosen) // max(at_most, 1)) or 1
    return [(place, numbers.significant(10.0**place, digits=2)) for place in chosen[::every]]


def _round_up(value: float) -> float:
    """The least 1, 2 or 5 × 10^k that isn't below the value."""
    power = math.floor(math.log10(value))
    for factor in (1.0, 2.0, 5.0, 10.0):
        if (candidate := factor * 10.0**power) >= value * (1 - 1e-9):
            break
    return candidate


def tick_text(value: float, step: float) -> str:
    """A tick with as many decimals as its neighbours need."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if round(step, decimals) != round(step, decimals + 1):
        decimals += 1
    if decimals > 4 or abs(value) >= 1e5:
        return numbers.significant(value, digits=4)
    return numbers.fixed(value, decimals)
