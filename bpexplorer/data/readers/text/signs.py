"""How numbers are written: which decimal sign, and what parts thousands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

#: Blanks that part thousands: the common one, the one that doesn't break, and the narrow one.
BLANKS = (" ", "\u00a0", "\u202f")
APOSTROPHES = ("'", "\u2019")
DECIMALS = (".", ",")
_MINUS = "\u2212"


@dataclass(frozen=True)
class Signs:
    """The decimal sign, and what parts thousands: nothing, or one character."""

    decimal: str = "."
    thousands: str = ""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        decimal, thousands = re.escape(self.decimal), re.escape(self.thousands)
        whole = rf"(?:[1-9][0-9]{{0,2}}(?:{thousands}[0-9]{{3}})+|[0-9]+)" if thousands else "[0-9]+"
        return re.compile(
            rf"[+\-{_MINUS}]?(?:{whole}(?:{decimal}[0-9]*)?|{decimal}[0-9]+)(?:[eE][+\-]?[0-9]+)?"
        )

    def is_number(self, text: str) -> bool:
        """Whether this is a number as a whole; ``nan`` and ``inf`` are none."""
        return self._pattern.fullmatch(text) is not None

    def value(self, text: str) -> float:
        """The number. It may be infinite, where it is larger than any float64.

        Raises
        ------
        ValueError
            If it isn't a number as a whole.
        """
        if self._pattern.fullmatch(text) is None:
            raise ValueError(text)
        if self.thousands:
            text = text.replace(self.thousands, "")
        if self.decimal != ".":
            text = text.replace(self.decimal, ".")
        return float(text.replace(_MINUS, "-"))

    def shows_decimals(self, text: str) -> bool:
        """Whether a number, as it stands, can't be one with another decimal sign."""
        return self.decimal in text and not _grouped(self.decimal).fullmatch(text)


@lru_cache
def _grouped(sign: str) -> re.Pattern[str]:
    """What may be thousands as well as a decimal fraction: ``1,234`` and ``1,234,567``."""
    return re.compile(rf"[+\-{_MINUS}]?[1-9][0-9]{{0,2}}(?:{re.escape(sign)}[0-9]{{3}})+")


PLAIN = Signs()
_MARKED = (
    *(Signs(decimal, blank) for decimal in DECIMALS for blank in BLANKS),
    *(Signs(decimal, apostrophe) for decimal in DECIMALS for apostrophe in APOSTROPHES),
)


def candidates(*, decimal: str | None, thousands: str | None, prefers_comma: bool) -> tuple[Signs, ...]:
    """What to try, the more likely first, where one or both of the signs may be known.

    Parameters
    ----------
    prefers_comma : bool
        Whether a comma is rather a decimal sign than thousands: where semicolons part the cells.
    """
    english, plain_comma, comma = Signs(".", ","), Signs(",", ""), Signs(",", ".")
    both = (plain_comma, comma, english) if prefers_comma else (english, plain_comma, comma)
    found = tuple(
        signs
        for signs in (PLAIN, *both, *_MARKED)
        if decimal in (None, signs.decimal) and thousands in (None, signs.thousands)
    )
    return found or (Signs(decimal or ".", thousands or ""),)


def guess(texts: Iterable[str], tried: tuple[Signs, ...]) -> tuple[Signs, str]:
    """The signs with which most cells are numbers, and a cell that others would read as another number, or nothing."""
    cells = [text for text in set(texts) if _NEEDS_SIGNS.search(text)]
    first = tried[0]
    numbers = set(filter(first.is_number, cells))
    others = [text for text in cells if text not in numbers]
    if any(map(first.shows_decimals, numbers)) and not any(
        signs.is_number(text) for text in others for signs in tried[1:]
    ):
        return first, ""  # what is a number at all has the first signs, and no others
    scores = [sum(map(signs.is_number, cells)) for signs in tried]
    best = [signs for signs, score in zip(tried, scores, strict=True) if score == max(scores)]
    chosen = best[0]
    ambiguous = (text for text in cells for other in best[1:] if _differ(chosen, other, text))
    return chosen, next(ambiguous, "")


_NEEDS_SIGNS = re.compile("[0-9].*[^0-9eE+-].*[0-9]")


def _differ(one: Signs, other: Signs, text: str) -> bool:
    return one.is_number(text) and other.is_number(text) and one.value(text) != other.value(text)
