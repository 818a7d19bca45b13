"""Numbers as they are shown, read back. What a test expects to see it writes with `bpexplorer.look.numbers`."""

import math
import re

from bpexplorer.look.numbers import NOT_FINITE, NOTHING, ROUNDING

_POWER = re.compile("(?:×|^|(?<=[+-]))10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$")
_DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def number(text: str) -> float:
    """The number that a text shows, be it a count, a factor or a number of per cent; ValueError if it shows none.

    What isn't finite, or isn't there, is NaN.
    """
    text = text.strip()
    if text in (NOT_FINITE, NOTHING):
        return math.nan
    if text == ROUNDING:
        return 0.0
    text = text.removeprefix("×").replace(",", "").replace("\N{MINUS SIGN}", "-")
    power = _POWER.search(text := text.removesuffix(" %"))
    if power is None:
        return float(text)
    mantissa = text[: power.start()]
    return float(f"{mantissa}{'1' if mantissa in ('', '+', '-') else ''}e{power[1].translate(_DIGITS)}")
