"""The numbers on a command line, refused in plain words."""

import math
from argparse import ArgumentTypeError

from bpexplorer.core.numerals import ROUNDING, is_rounding
from bpexplorer.data.choice import MAX_VALIDATION_SHARE
from bpexplorer.translation import tr


def whole(text: str) -> int:
    """A whole number."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(tr("“{text}” is no whole number", text=text)) from None


def count(text: str) -> int:
    """A whole number from 0 up."""
    number = whole(text)
    if number < 0:
        raise ArgumentTypeError(tr("{number} is no count; give a whole number from 0 up", number=number))
    return number


def share(text: str) -> float:
    """A share of samples that can be held back."""
    number = _number(text)
    if not 0 <= number <= MAX_VALIDATION_SHARE:
        raise ArgumentTypeError(
            tr(
                "{text} is out of range; give a share from 0 to {max_validation_share:g}",
                text=text,
                max_validation_share=MAX_VALIDATION_SHARE,
            )
        )
    return number


def seconds(text: str) -> float:
    """A finite time from 0 up."""
    number = _number(text)
    if not 0 <= number < math.inf:
        raise ArgumentTypeError(tr("{text} is no time; give a number of seconds from 0 up", text=text))
    return number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(tr("“{text}” is no number", text=text)) from None


def shown(value: float, form: str, *, of: float = 0.0) -> str:
    """A measured number for people: a dash where it is undefined, words where it is infinite.

    ``of`` is the size of what it was added up from: where next to nothing is left of that, it is `ROUNDING`.
    """
    if math.isnan(value):
        return "–"
    if is_rounding(value, of):
        return ROUNDING
    return tr("not finite") if math.isinf(value) else f"{value:{form}}"


def in_full(count: int) -> str:
    """A count for people: whole below a million million, then by its first digits: ``1.23e+15``.

    It is made of the digits, not by way of a floating-point number: there may be more paths through a network than
    any of those can say.
    """
    if count < 10**12:
        return f"{count:,}"
    digits = str(count)
    head, exponent = round(int(digits[:4]) / 10), len(digits) - 1
    if head == 1000:
        head, exponent = 100, exponent + 1
    return f"{head / 100:g}e+{exponent}"
