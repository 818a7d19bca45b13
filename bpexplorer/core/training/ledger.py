"""What is needed to take edits back and to make them again, kept by the thread that owns the numbers."""

from collections.abc import Iterable

from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.training.trainer import Trainer


class Ledger:
    """Keeps, for each edit that was applied, the edit that undoes it; and for each that was undone, the one that
    makes it again with the numbers that the undo took away."""

    def __init__(self) -> None:
        self._undo: dict[int, Edit] = {}
        self._redo: dict[int, Edit] = {}

    def apply(self, trainer: Trainer, edit_id: int, edit: Edit | None, context: Context) -> None:
        """Make an edit, or make it again; an edit that was taken back needn't be given.

        Raises
        ------
        KeyError
            It isn't given, and no edit of this id was taken back.
        """
        made = edit if edit is not None and edit_id not in self._redo else self._redo[edit_id]
        self._undo[edit_id] = trainer.apply(made, context)
        self._redo.pop(edit_id, None)

    def revert(self, trainer: Trainer, edit_id: int, context: Context) -> None:
        """Take an edit back."""
        self._redo[edit_id] = trainer.apply(self._undo[edit_id], context)
        del self._undo[edit_id]

    @property
    def ways(self) -> dict[int, Edit]:
        """By edit, what takes it back, or makes it again where it is taken back."""
        return self._undo | self._redo

    @property
    def edit_ids(self) -> frozenset[int]:
        """The edits that can be reverted, or applied again."""
        return frozenset(self._undo) | frozenset(self._redo)

    def forget(self, edit_ids: Iterable[int]) -> None:
        """Drop what is kept for edits that can't be reached any more."""
        for edit_id in edit_ids:
            self._undo.pop(edit_id, None)
            self._redo.pop(edit_id, None)
