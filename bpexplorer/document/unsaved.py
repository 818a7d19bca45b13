"""What the open project has that its file doesn't."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Edits and steps of training since the project was saved, or opened if it never was.

    Attributes
    ----------
    edits : int or None
        Steps of undo and redo that lie between the file and what is now; None if nobody knows.
    steps : int
        Of training, those of the run that is open.
    since : datetime
        When it was saved or opened.
    is_training : bool
        Whether the steps are becoming more.
    is_restored : bool
        Whether all of it is missing in the file: it was opened from what a window that was ended had left.
    """

    edits: int | None
    steps: int
    since: datetime
    is_training: bool = False
    is_restored: bool = False
