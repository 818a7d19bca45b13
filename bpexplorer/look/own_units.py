"""Values of samples in the units of their data, as text for the screen. No Qt."""

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.data.own_units import OwnValue
from bpexplorer.data.table.table import Kind, date_text
from bpexplorer.look import numbers
from bpexplorer.look.typing import typed_numbers
from bpexplorer.translation import tr

#: What stands where a value is missing.
MISSING = tr("missing")


def own_text(value: OwnValue, kind: Kind, *, digits: int = 6) -> str:
    """A value of a column: a number to so many significant digits, a date, or the name of a category."""
    if value is None:
        return MISSING
    if isinstance(value, str):
        return value
    return date_text(value) if kind is Kind.DATE else numbers.significant(value, digits=digits)


def typed_value(name: str, kind: Kind, text: str) -> float:
    """The number, or the date, that was typed for a column.

    Raises DataError if it is none; the text names the column.
    """
    try:
        if kind is Kind.DATE:
            return float(np.datetime64(text.strip(), "s").astype(np.int64)) / 86_400.0
        return typed_numbers.read_number(text, typed_numbers.Kind.REAL)
    except typed_numbers.NotTakenError as error:
        raise DataError(
            tr("“{name}” can't be “{text}”: {reason}.", name=name, text=text[:40], reason=error.reason)
        ) from error
    except (ValueError, OverflowError) as error:
        raise DataError(
            tr("“{name}” can't be “{text}”: type a date as 2026-11-30.", name=name, text=text[:40])
        ) from error
