"""Numbers as text for the screen, in strings whose width doesn't change with the value. No Qt.

Plain decimals between 1e-4 and 1e5, thousands parted by commas, and beyond ``1.2×10⁻⁵`` with a real exponent. The
minus is U+2212, as wide as the plus; `bpexplorer.look.fonts.number_font` sees to it that all these letters have one
width. What is written for other programs (files, JSON, the command line) doesn't come from here.
"""

import math

from bpexplorer.core.numerals import (
    GREATEST,
    LEAST,
    MINUS,
    NOT_FINITE,
    ROUNDING,
    count,
    is_rounding,
    limit,
    per_cent,
    power,
    significant,
    with_minus,
)

__all__ = [
    "GREATEST",
    "LEAST",
    "MINUS",
    "NOTHING",
    "NOT_FINITE",
    "ROUNDING",
    "WIDEST",
    "count",
    "count_within",
    "fixed",
    "is_rounding",
    "limit",
    "per_cent",
    "percent",
    "ratio",
    "signed",
    "significant",
    "unsigned",
    "with_minus",
]

#: A share of nothing has no value.
NOTHING = "–"
#: The longest that `signed` and `unsigned` write, unless they are told what a number was added up from.
WIDEST = len("+1.2×10⁻¹²")


def signed(value: float, *, decimals: int = 4, width: int | None = None, of: float = 0.0) -> str:
    """Write a signed quantity: always with its sign, and equally wide while it is neither large nor small.

    A number that needs more room gives up decimals first (``+123.457``), one with less than two digits to show gets
    more of them (``+0.00012``), and beyond it is written as ``+1.23×10⁻⁵``. So nothing reads as zero unless it is zero.
    No text is longer than `WIDEST` or ``width``.

    Parameters
    ----------
    value : float
    decimals : int
        Digits after the point.
    width : int, optional
        Least number of characters, padded on the left; by default what ``−99.9999`` needs with these decimals.
    of : float
        The size of what the number was added up from: where next to nothing is left of it, that is `ROUNDING`.
    """
    return _fixed(float(value), decimals=decimals, width=width, sign="+", of=of)


def unsigned(value: float, *, decimals: int = 4, width: int | None = None, of: float = 0.0) -> str:
    """Write a quantity that can't be negative (a cost, an rms) like `signed`, without the plus."""
    return _fixed(float(value), decimals=decimals, width=width, sign="-", of=of)


def count_within(number: int, characters: int) -> str:
    """Write a count in no more characters than so many: whole, or by the digits that fit: ``1.2×10⁶``."""
    text = count(number)
    return text if len(text) <= characters else _scientific(float(number), width=characters, sign="-")


def fixed(value: float, decimals: int) -> str:
    """Write plain decimals as many as told, for the ticks of one axis: ``−1,500.0``."""
    return with_minus(f"{value + 0.0:,.{decimals}f}")


def percent(fraction: float, *, decimals: int = 1) -> str:
    """Write a fraction as a percentage of fixed width (up to 100): `` 96.7 %``.

    A fraction below 1 is never rounded up to 100 %, nor one above 0 down to 0 %: these are ``>99 %`` and ``<1 %``.
    """
    width = decimals + 4 if decimals else 3
    if math.isnan(fraction):
        return f"{NOTHING:>{width + 2}}"
    if not abs(fraction) < GREATEST / 100.0:
        return per_cent(100.0 * fraction)
    step = 10.0**-decimals
    shown = round(100.0 * fraction, decimals)
    beyond = ""
    if shown >= 100.0 and fraction < 1.0:
        beyond, shown = ">", 100.0 - step
    if shown <= 0.0 and fraction > 0.0:
        beyond, shown = "<", step
    return f"{beyond + with_minus(f'{shown + 0.0:,.{decimals}f}'):>{width}} %"


def ratio(value: float, *, of: float = 0.0) -> str:
    """Write a factor to two digits: ``×0.025``, ``×40``, ``×330``; from 100,000 on as ``×1.2×10⁵``.

    ``of`` is the size of what it would be if nothing had cancelled, as in `signed`.
    """
    if math.isnan(value):
        return NOTHING
    return f"×{significant(value, digits=2, of=of)}" if math.isfinite(value) else NOT_FINITE


def _fixed(value: float, *, decimals: int, width: int | None, sign: str, of: float) -> str:
    if width is None:
        width = len(f"{99:{sign}.{decimals}f}")
    value += 0.0  # -0.0 becomes 0.0
    if is_rounding(value, of):
        text = ROUNDING
    elif not math.isfinite(value):
        text = NOT_FINITE
    elif value == 0.0 or LEAST <= abs(value) < GREATEST:
        text = _plain(value, decimals=decimals, width=width, sign=sign)
    else:
        text = _scientific(value, width=max(width, WIDEST), sign=sign)
    return f"{text:>{width}}"


def _plain(value: float, *, decimals: int, width: int, sign: str) -> str:
    """Write plain decimals: fewer than asked for where they don't fit, more where the digits come later."""
    first = (
        -math.floor(math.log10(abs(value))) if 0.0 < abs(value) < 1.0 else 0
    )  # the place of its first digit
    most = max(decimals, first + 1 if decimals >= 3 else first)
    for fewer in range(most, first - 1, -1):
        text = with_minus(f"{value:{sign},.{fewer}f}")
        if len(text) <= width:
            break
    return text


def _scientific(value: float, *, width: int, sign: str) -> str:
    """Write as many digits in scientific form as the width allows, one at the least."""
    for decimals in range(6, -1, -1):
        mantissa, _, exponent = f"{value:{sign}.{decimals}e}".partition("e")
        text = with_minus(f"{mantissa}×{power(int(exponent))}")
        if len(text) <= width:
            break
    return text
