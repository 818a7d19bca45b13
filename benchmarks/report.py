"""What a measurement found, and how it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One number.

    ``limit`` is what the design asks for, in the same unit; None where the number is there for comparison.
    """

    what: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """Whether the number keeps its limit."""
        if self.limit is None:
            return ""
        met = self.value >= self.limit if self.at_least else self.value <= self.limit
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.limit:g}  {'met' if met else 'NOT MET'}"


def print_rows(title: str, rows: Sequence[Row], *, seconds: float) -> None:
    """Print what a measurement found."""
    print(f"\n{title}  ({seconds:.0f} s)")
    for row in rows:
        print(f"  {row.what:<58} {row.value:>9.2f} {row.unit:<12} {row.verdict}".rstrip(), flush=True)
