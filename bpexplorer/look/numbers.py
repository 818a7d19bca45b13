"""Numbers as text for the screen, in strings whose width doesn't change with the value. No Qt.

The minus is ASCII ``-``: in a monospaced font it is exactly as wide as ``+`` and as a digit, it is what
copies into a script, and fonts without U+2212 would fetch that glyph from another font of another width.
"""

import math

#: U+202F, between groups of thousands: no line breaks there. Never in a number that has to keep its width: a thin
#: space is thinner than a digit.
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"

#: A ratio of nothing has no value; what overflowed has one that can't be written.
_NOT_FINITE = {"nan": "–", "inf": "not finite", "-inf": "not finite"}


def signed(value: float, *, decimals: int = 4, width: int | None = None) -> str:
    """Write a signed quantity: always with its sign, always equally wide.

    A number that needs more room gives up decimals first (``+123.457``) and is written as ``+1.235e7`` when
    that isn't enough; one with less than two digits to show is written as ``+1.23e-7``. So nothing reads as
    zero unless it is zero.

    Parameters
    ----------
    value : float
    decimals : int
        Digits after the point.
    width : int, optional
        Least number of characters, padded on the left; by default what ``-99.9999`` needs with these
        decimals.
    """
    return _fixed(float(value), decimals=decimals, width=width, sign="+")


def unsigned(value: float, *, decimals: int = 4, width: int | None = None) -> str:
    """Write a quantity that can't be negative (a cost, an rms) like `signed`, without the plus."""
    return _fixed(float(value), decimals=decimals, width=width, sign="-")


def significant(value: float, *, digits: int = 3) -> str:
    """Write a number to so many significant digits, for axes and sentences: ``0.15``, ``2``, ``1.2e-5``."""
    value = float(value)
    if not math.isfinite(value):
        return _NOT_FINITE[str(value)]
    return _tidy_exponent(f"{value + 0.0:.{digits}g}")


def count(value: int) -> str:
    """Write a count with thin spaces between thousands: ``31 400``."""
    return f"{value:,}".replace(",", THIN_SPACE)


def percent(fraction: float, *, decimals: int = 1) -> str:
    """Write a fraction as a percentage of fixed width (up to 100): `` 96.7 %``.

    A fraction below 1 is never rounded up to 100 %, nor one above 0 down to 0 %.
    """
    width = decimals + 4 if decimals else 3
    if not math.isfinite(fraction):
        return f"{_NOT_FINITE[str(float(fraction))]:>{width + 2}}"
    step = 10.0**-decimals
    shown = round(100.0 * fraction, decimals)
    if shown >= 100.0 and fraction < 1.0:
        shown = 100.0 - step
    if shown <= 0.0 and fraction > 0.0:
        shown = step
    return f"{shown + 0.0:>{width}.{decimals}f} %"


def ratio(value: float) -> str:
    """Write a factor to two digits: ``×0.025``, ``×40``, ``×330``; from 100 000 on as ``×1.2e5``."""
    if not math.isfinite(value):
        return _NOT_FINITE[str(float(value))]
    rounded = float(f"{value:.2g}")
    return f"×{count(round(rounded))}" if 100.0 <= rounded < 1e5 else f"×{significant(value, digits=2)}"


def _fixed(value: float, *, decimals: int, width: int | None, sign: str) -> str:
    if width is None:
        width = len(f"{99:{sign}.{decimals}f}")
    if not math.isfinite(value):
        return f"{_NOT_FINITE[str(value)]:>{width}}"
    value += 0.0  # -0.0 becomes 0.0
    if value != 0.0 and (
        abs(value) < 10.0 ** (1 - decimals) if decimals >= 3 else float(f"{value:.{decimals}f}") == 0.0
    ):
        return f"{_scientific(value, width=width, sign=sign):>{width}}"
    for fewer in range(decimals, -1, -1):
        text = f"{value:{sign}.{fewer}f}"
        if len(text) <= width:
            return f"{text:>{width}}"
    return f"{_scientific(value, width=width, sign=sign):>{width}}"


def _scientific(value: float, *, width: int, sign: str) -> str:
    """Write as many digits in scientific form as the width allows, one at the least."""
    for decimals in range(6, -1, -1):
        text = _tidy_exponent(f"{value:{sign}.{decimals}e}")
        if len(text) <= width:
            return text
    return text


def _tidy_exponent(text: str) -> str:
    """``1e+05`` becomes ``1e5``, ``1e-07`` becomes ``1e-7``."""
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if e else text
