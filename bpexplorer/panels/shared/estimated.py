"""What is said of a reading that a bound on its work has kept from going over everything. No Qt."""

from bpexplorer.look import numbers
from bpexplorer.translation import tr


def estimated_from(read: int, of: int) -> str:
    """From how many of so many samples it is estimated; empty where it is from all."""
    if read >= of:
        return ""
    return tr("estimated from {read} of {of} samples", read=numbers.count(read), of=numbers.count(of))
