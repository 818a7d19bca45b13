"""What the document tells the thread that owns the numbers. ``number`` counts the messages; frames carry the newest."""

from dataclasses import dataclass

from bpexplorer.core.edits.base import Edit


@dataclass(frozen=True, slots=True)
class Apply:
    """Make an edit, or make it again after a Revert of the same ``edit_id``."""

    number: int
    edit_id: int
    edit: Edit


@dataclass(frozen=True, slots=True)
class Revert:
    """Take the edit with this id back."""

    number: int
    edit_id: int


@dataclass(frozen=True, slots=True)
class Forget:
    """These edits can't be undone or redone any more."""

    edit_ids: tuple[int, ...]
