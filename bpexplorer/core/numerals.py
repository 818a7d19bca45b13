"""Numbers as they stand in sentences: plain decimals between 1e-4 and 1e5, thousands parted by commas, and beyond
``1.2×10⁻⁵`` with a real exponent. The minus is U+2212.

What is read by other programs (files, JSON, tables of the command line) isn't written so.
"""

import math

from bpexplorer.translation import tr

MINUS = "\N{MINUS SIGN}"
#: What overflowed, and what came of it.
NOT_FINITE = tr("not finite")
#: What is left of numbers that cancel, where the last bit of each was rounded.
ROUNDING = tr("0 (rounding)")
#: Between these, numbers are plain decimals.
LEAST, GREATEST = 1e-4, 1e5
#: A sum is rounding where it is below this share of what it was added up from.
_DUST = 1e-12
#: A count of more digits says less than its power of ten.
_MOST_DIGITS = 15

_EXPONENT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def significant(value: float, *, digits: int = 3, plus: bool = False, of: float = 0.0) -> str:
    """Write a number to so many significant digits, for axes and sentences: ``0.15``, ``2``, ``1.2×10⁻⁵``, ``10⁶``.

    ``of`` is the size of what it was added up from: where next to nothing is left of that, it is `ROUNDING`.
    ``plus`` puts a sign before what is above zero, too.
    """
    value = float(value) + 0.0  # -0.0 becomes 0.0
    if is_rounding(value, of):
        return ROUNDING
    if not math.isfinite(value):
        return NOT_FINITE
    sign = "+" if plus and value > 0.0 else "-"
    mantissa, _, power = f"{value:{sign}.{digits - 1}e}".partition("e")
    exponent = int(power)
    if value == 0.0 or LEAST <= abs(float(f"{mantissa}e{power}")) < GREATEST:
        decimals = max(0, digits - 1 - exponent)
        return with_minus(_trimmed(f"{float(f'{mantissa}e{power}'):{sign},.{decimals}f}"))
    return with_minus(_product(_trimmed(mantissa), exponent))


def count(value: int, *, most_digits: int = _MOST_DIGITS) -> str:
    """Write a count with commas between thousands: ``31,400``; one of more than ``most_digits`` as ``1.23×10¹⁵``."""
    digits = str(abs(value))
    if len(digits) <= most_digits:
        return with_minus(f"{value:,}")
    # By the digits, not by way of a floating-point number: there are counts that none of those can hold.
    exponent, head = len(digits) - 1, round(int(digits[:4]) / 10)
    if head == 1000:
        exponent, head = exponent + 1, 100
    sign = "-" if value < 0 else ""
    return with_minus(_product(sign + _trimmed(f"{head / 100:.2f}"), exponent))


def limit(value: float) -> str:
    """Write an end of a range, whole where it is a whole number: ``1,000,000``."""
    is_whole = math.isfinite(value) and float(value).is_integer() and abs(value) < 10.0**_MOST_DIGITS
    return with_minus(f"{int(value):,}") if is_whole else significant(value, digits=12)


def per_cent(value: float, *, digits: int = 3) -> str:
    """Write a number of per cent to so many significant digits: ``20 %``."""
    text = significant(value, digits=digits)
    return f"{text} %" if math.isfinite(value) else text


def is_rounding(value: float, of: float) -> bool:
    """Whether a number is only what rounding left of others of the size ``of`` that cancel."""
    return value != 0.0 and abs(value) < _DUST * of < math.inf


def power(exponent: int) -> str:
    """Write a power of ten: ``10⁻⁵``."""
    return "10" + str(exponent).translate(_EXPONENT)


def with_minus(text: str) -> str:
    """A number that Python has written, with a real minus."""
    return text.replace("-", MINUS)


def _product(mantissa: str, exponent: int) -> str:
    """``2×10⁶``, and ``10⁶`` alone for once."""
    sign = mantissa.removesuffix("1")
    return sign + power(exponent) if sign in ("", "+", "-") else f"{mantissa}×{power(exponent)}"


def _trimmed(text: str) -> str:
    """Without the zeros that end the decimals."""
    return text.rstrip("0").rstrip(".") if "." in text else text
