"""What the palette finds, as values. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What an entry is, in the word beside it; of entries that match alike, the earlier kind comes first."""

    ACT = "Act"
    WORKSPACE = "Workspace"
    PANEL = "Panel"
    EXAMPLE = "Example"
    SETTING = "Setting"
    WORD = "Word"
    GUIDE = "Guide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the palette.

    Parameters
    ----------
    key : str
        Names it among all entries, and among those chosen lately.
    detail : str
        What it does or means, in a sentence.
    keys : str
        The keys that do the same.
    refusal : str
        Why it can't be done now; empty if it can.
    run : callable
        Does it.
    """

    key: str
    kind: Kind
    title: str
    detail: str = ""
    keys: str = ""
    refusal: str = ""
    run: Callable[[], object]
