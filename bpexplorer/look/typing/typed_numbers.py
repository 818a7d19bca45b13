"""What a typed text means as a number: one grammar for every number field, whatever the locale. No Qt.

===================  ==========================  ====================================
text                 where a number is whole     where a number is real
===================  ==========================  ====================================
``1,000``            1000                        may be 1 or 1000: refused
``1.000``            may be 1000 or 1: refused   1
``1,000.5``          refused                     1000.5
``1.000,5``          refused                     1000.5
``0,25``             refused                     0.25
``1/3``              refused                     0.333…
``15 %``, ``15%``    refused                     0.15, or 15 where it is in per cent
``1e-3``, ``10⁻³``   refused                     0.001
===================  ==========================  ====================================

Thousands may also be parted by spaces or apostrophes. Digits are 0 to 9. Nothing is guessed: a text that has two
readings is refused with both.
"""

import math
import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from bpexplorer.translation import tr

#: No number takes more letters than this; Python turns texts of a few thousand digits into no integer.
_LONGEST = 400
#: Beyond these powers of ten no number of 64 bits lies; writing them out would take memory without end.
_EXPONENTS = range(-1000, 1001)

_SIGNS = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
    }
)
# Patterns are compiled by `re` when they are first used, which is not at the start.
#: A power of ten as `bpexplorer.look.numbers` writes it: ``2×10⁻⁵``, or ``10⁻⁵`` alone.
_POWER = "(×10|(?<![0-9.,])10)(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,9})"
_EXPONENT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_TERM = r"([+-]?)([0-9.,' ]*[0-9.,])(?:[eE]([+-]?[0-9]{1,9}))?"
#: 1,000 and 12,345,678, in groups parted by one and the same sign.
_GROUPS = r"[1-9][0-9]{0,2}(?P<separator>[.,' ])[0-9]{3}(?:(?P=separator)[0-9]{3})*"
_WHOLE = rf"[0-9]+|{_GROUPS}"
_DECIMAL = rf"(?P<whole>{_GROUPS}|[0-9]*)(?P<point>[.,])(?P<part>[0-9]*)"


class Kind(Enum):
    """What kind of number a field holds."""

    WHOLE = "whole"
    REAL = "real"
    #: A real number of per cent: 15 is 15 %.
    PER_CENT = "per cent"


class NotTakenError(ValueError):
    """A text that isn't taken.

    ``reason`` says why, in a clause; it is None where the text is a number, and only not a whole one.
    """

    def __init__(self, reason: str | None) -> None:
        super().__init__(reason or tr("it isn't a whole number"))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Written:
    """What a field has written itself: typed again, it means exactly the number that it was written for."""

    text: str
    value: float


def read_number(text: str, kind: Kind, written: Written | None = None) -> float:
    """Read what was typed into a field of this kind that shows ``written``; NotTakenError if it isn't taken."""
    text = text.strip()
    if written is not None and text == written.text.strip():
        return written.value
    if not text:
        raise NotTakenError(tr("type a number"))
    if len(text) > _LONGEST:
        raise NotTakenError(tr("that isn't a number"))
    text = re.sub(_POWER, _as_typed, text.translate(_SIGNS))
    is_share = text.endswith("%")
    terms = text.removesuffix("%").split("/")
    if kind is Kind.WHOLE and (is_share or len(terms) > 1):
        raise NotTakenError(tr("type a whole number in digits"))
    if len(terms) > 2:
        raise NotTakenError(tr("that isn't a number"))
    upper, *lower = (_readings(term.strip(), kind) for term in terms)
    values = [_quotient(a, b) for a in upper for b in lower[0]] if lower else upper
    unit = 100 if is_share and kind is not Kind.PER_CENT else 1
    numbers = sorted({_as_float(value / unit) for value in values})
    if len(numbers) > 1:
        either = " or ".join(_plain(number) for number in numbers)
        raise NotTakenError(tr("that may be {either}; type the one you mean", either=either))
    return numbers[0]


def _as_typed(power: re.Match[str]) -> str:
    """A power of ten with the signs of a keyboard: ``e-5`` after a number, else ``1e-5``."""
    return ("e" if power[1].startswith("×") else "1e") + power[2].translate(_EXPONENT)


def _readings(term: str, kind: Kind) -> list[Fraction]:
    """What a number without a fraction line may mean: one reading, or two."""
    found = re.fullmatch(_TERM, term)
    if found is None:
        raise NotTakenError(tr("that isn't a number"))
    sign, mantissa, exponent = found.groups(default="")
    power = int(exponent or 0)
    whole, decimal = re.fullmatch(_WHOLE, mantissa), _decimal(mantissa)
    if whole is None and decimal is None:
        raise NotTakenError(tr("that isn't a number"))
    if kind is Kind.WHOLE and (whole is None or power < 0):
        raise NotTakenError(None)
    readings = []
    # A point between thousands is the decimal sign of a real number, as programs write it; a comma in a whole number
    # is none.
    if whole is not None and (decimal is None or kind is Kind.WHOLE or whole["separator"] == ","):
        readings.append(Fraction(re.sub("[^0-9]", "", mantissa)))
    if decimal is not None and (whole is None or kind is not Kind.WHOLE or whole["separator"] == "."):
        readings.append(decimal)
    return [_with_power(-value if sign == "-" else value, power) for value in readings]


def _decimal(mantissa: str) -> Fraction | None:
    """The mantissa read with its last point or comma as the decimal sign, if it can be."""
    found = re.fullmatch(_DECIMAL, mantissa)
    if found is None or found["point"] == found["separator"]:
        return None
    digits = re.sub("[^0-9]", "", found["whole"])
    part = found["part"]
    return Fraction(int(digits + part), 10 ** len(part)) if digits + part else None


def _with_power(value: Fraction, power: int) -> Fraction:
    if value and power not in _EXPONENTS:
        raise _too_large_or_small(is_large=power > 0)
    return value * Fraction(10) ** power if value else value


def _too_large_or_small(*, is_large: bool) -> NotTakenError:
    return NotTakenError(tr("that is too large a number") if is_large else tr("that is too small a number"))


def _quotient(upper: Fraction, lower: Fraction) -> Fraction:
    if not lower:
        raise NotTakenError(tr("nothing can be divided by 0"))
    return upper / lower


def _as_float(value: Fraction) -> float:
    """The nearest number of 64 bits."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if math.isinf(number) or (value and not number):
        raise _too_large_or_small(is_large=bool(number))
    return number


def _plain(value: float) -> str:
    """Digits that can be typed as they stand, in any field."""
    text = f"{value:.15g}"
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if e else text
