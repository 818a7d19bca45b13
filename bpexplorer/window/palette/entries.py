"""What the palette finds, as values. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bpexplorer.translation import tr


class Kind(Enum):
    """What an entry is; of entries that match alike, the earlier kind comes first."""

    ACT = "act"
    WORKSPACE = "workspace"
    PANEL = "panel"
    EXAMPLE = "example"
    LESSON = "lesson"
    SETTING = "setting"
    WORD = "word"
    GUIDE = "guide"

    @property
    def word(self) -> str:
        """What stands beside the entry."""
        return _WORDS[self]


_WORDS: Final[Mapping[Kind, str]] = {
    Kind.ACT: tr("Act"),
    Kind.WORKSPACE: tr("Workspace"),
    Kind.PANEL: tr("Panel"),
    Kind.EXAMPLE: tr("Example"),
    Kind.LESSON: tr("Lesson"),
    Kind.SETTING: tr("Setting"),
    Kind.WORD: tr("Word"),
    Kind.GUIDE: tr("Guide"),
}


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
