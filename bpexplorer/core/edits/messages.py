"""What the document tells the thread that owns the numbers. ``number`` counts the messages; frames carry the newest."""

from dataclasses import dataclass

from bpexplorer.core.edits.base import Edit


@dataclass(frozen=True, slots=True)
class Apply:
    """Make an edit, or make it again after a Revert of the same ``edit_id``: then the edit may be left out.

    Training pauses first if it ``pauses``.
    """

    number: int
    edit_id: int
    edit: Edit | None
    pauses: bool = False


@dataclass(frozen=True, slots=True)
class Revert:
    """Take the edit with this id back. Training pauses first if it ``pauses``."""

    number: int
    edit_id: int
    pauses: bool = False


@dataclass(frozen=True, slots=True)
class Forget:
    """These edits can't be undone or redone any more."""

    edit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TakeMark:
    """Answer with the state of the run as it is now; the answer carries the ``mark_id``."""

    mark_id: int
