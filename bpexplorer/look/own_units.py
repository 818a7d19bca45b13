"""Values of samples in the units of their data, as text for the screen. No Qt."""

from bpexplorer.data.own_units import OwnValue
from bpexplorer.data.table.table import Kind, date_text
from bpexplorer.look import numbers
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
