"""Bars beside numbers, as values: where on a scale a number lies, and the bar that leads there. No Qt."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from bpexplorer.document.bounds import nice_bound
from bpexplorer.look import numbers
from bpexplorer.translation import tr

#: What a bar is drawn in: plain ones, the two of a pair, and those whose colour tells a sign.
BarInk = Literal["plain", "weights", "slopes", "negative", "positive"]

#: As many decades as a logarithmic scale has at least; few would make much of small differences.
FEWEST_DECADES: Final = 2
MOST_DECADES: Final = 12
#: Beyond these no scale goes, for the sake of its ends.
_LARGEST, _LARGEST_EXPONENT = 1e300, 300


@dataclass(frozen=True, slots=True)
class Bar:
    """From one place to another in the room for the bar, 0…1."""

    begin: float
    end: float
    ink: BarInk = "plain"


@dataclass(frozen=True, slots=True)
class BarScale:
    """What the room for a bar stands for: from ``low`` at its left end to ``high`` at its right.

    Bars begin at ``origin``: the low end for magnitudes, 1 for ratios, 0 for signed quantities. What lies beyond an
    end is drawn to that end.
    """

    low: float
    high: float
    origin: float
    is_log: bool

    def place(self, value: float) -> float:
        """Where a number lies, 0…1."""
        if self.is_log:
            if value <= 0:
                return 0.0
            low = math.log(self.low)
            place = (math.log(value) - low) / (math.log(self.high) - low)
        else:  # about 0; in this order nothing overflows
            place = (value / self.high + 1.0) / 2.0
        return min(max(place, 0.0), 1.0)

    def bar(self, value: float | None, ink: BarInk = "plain") -> tuple[Bar, ...]:
        """The bar of a number; none where there is no number."""
        if value is None or math.isnan(value):
            return ()
        begin, end = sorted((self.place(self.origin), self.place(value)))
        return (Bar(begin, end, ink),)

    def signed_bar(self, value: float) -> tuple[Bar, ...]:
        """The bar of a signed number, whose ink tells the sign."""
        return self.bar(value, "negative" if value < 0 else "positive")

    @property
    def lines(self) -> tuple[float, ...]:
        """Where thin lines stand: at each factor of 10, or at zero."""
        if not self.is_log:
            return (self.place(self.origin),)
        first, last = round(math.log10(self.low)), round(math.log10(self.high))
        return tuple((decade - first) / (last - first) for decade in range(first, last + 1))

    def __str__(self) -> str:
        """The scale in words, for a tooltip."""
        low, high = numbers.significant(self.low), numbers.significant(self.high, plus=not self.is_log)
        if self.is_log:
            begin = (
                ""
                if self.origin == self.low
                else tr(", to both sides of {origin}", origin=numbers.significant(self.origin))
            )
            return tr(
                "Bars: logarithmic from {low} to {high}{begin}; a line for each factor of 10.",
                low=low,
                high=high,
                begin=begin,
            )
        return tr("Bars: linear from {low} to {high}, to both sides of 0.", low=low, high=high)


def magnitudes(values: Iterable[float]) -> BarScale:
    """A logarithmic scale with room for numbers that aren't negative; 0 has no bar."""
    exponents = [math.log10(value) for value in values if value > 0 and math.isfinite(value)]
    high = math.ceil(max(exponents, default=0.0))
    high = min(max(high, MOST_DECADES - _LARGEST_EXPONENT), _LARGEST_EXPONENT)
    # The smallest one shall have a bar, too: half a decade at the least.
    low = math.floor(min(exponents, default=0.0) - 0.5)
    low = max(min(low, high - FEWEST_DECADES), high - MOST_DECADES)
    return BarScale(10.0**low, 10.0**high, 10.0**low, is_log=True)


def ratios(values: Iterable[float | None]) -> BarScale:
    """A logarithmic scale about 1, as wide to both sides, a factor of 10 at the least."""
    exponents = [abs(math.log10(value)) for value in values if value and math.isfinite(value)]
    reach = min(max(math.ceil(max(exponents, default=1.0)), 1), MOST_DECADES)
    return BarScale(10.0**-reach, 10.0**reach, 1.0, is_log=True)


def signed(values: Iterable[float]) -> BarScale:
    """A linear scale about 0, to the next 1-2-5 number."""
    bound = nice_bound(
        min(max((abs(value) for value in values if math.isfinite(value)), default=1.0), _LARGEST)
    )
    return BarScale(-bound, bound, 0.0, is_log=False)
