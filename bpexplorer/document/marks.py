"""States of the run that can be gone back to: what it was before training went on, before it began anew, and before the
structure was edited.

A mark is taken by the training thread, between two steps, and kept here as the value that it is. Going back is a step
of undo: it exchanges the run, the plan and the marks, so undo brings the later state back, and redo the earlier one.
All that is kept for it takes a bounded memory. Marks aren't saved.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from bpexplorer.core import numerals
from bpexplorer.core.edits.messages import Apply, Revert, TakeMark
from bpexplorer.core.edits.run import RestoreState
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.state import TrainerState, most_bytes
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.commands import Editable, Places
from bpexplorer.document.undo import Command, UndoStack
from bpexplorer.guard import guard
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: What all marks may take, together with what undoes going back to them.
MEGABYTE = 2**20
MOST_BYTES = 256 * MEGABYTE
#: So many marks from before edits of the structure are kept, the newest.
MOST_OF_EDITS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """The run and its plan before something, ``what``, that is called as in the menus. A newer one has a larger
    ``number``."""

    number: int
    what: str
    plan: Plan
    prepared: PreparedData
    state: TrainerState
    #: It is from before an edit of the structure. As long as no step is made, undo leads there.
    is_of_edit: bool = False

    @property
    def text(self) -> str:
        """What going back to it is called."""
        return tr("Back to before {what} (step {step})", what=self.what, step=numerals.count(self.state.step))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A mark that the training thread hasn't answered yet."""

    what: str
    plan: Plan
    prepared: PreparedData
    is_of_edit: bool


class Markable(Editable, Protocol):
    """What marks need of the document."""

    @property
    def posted(self) -> int: ...
    @property
    def place(self) -> tuple[int, int]: ...
    @property
    def undo_stack(self) -> UndoStack: ...


class Marks(QObject):
    """The marks of the open project, the oldest first; the oldest go where there would be too many.

    Parameters
    ----------
    post, push, drop : callable
        Tell the training thread; do a step of undo; forget one that was done.
    limit : int
        How many bytes all of it may take. Of a run of which two states don't fit, none is kept.
    """

    #: What can be gone back to may be another now.
    changed = Signal()
    #: Why training that begins now can't be undone: said once for each project.
    unmarked = Signal(str)

    def __init__(
        self,
        document: Markable,
        parent: QObject,
        *,
        post: Callable[[TakeMark], None],
        push: Callable[[Command], None],
        drop: Callable[[Command], None],
        limit: int = MOST_BYTES,
    ) -> None:
        super().__init__(parent)
        self._document, self._post, self._push, self._drop = document, post, push, drop
        self.limit = limit
        self._marks: tuple[Mark, ...] = ()
        self._asked: dict[int, _Asked] = {}
        self._ids = count(1)
        #: What the newest mark was asked for before, and the edit that the run had then.
        self._last: tuple[str, int] | None = None
        self._is_unmarked_told = False

    # What can be gone back to

    @property
    def all(self) -> tuple[Mark, ...]:
        """All marks that there are now, the oldest first."""
        return self._marks

    @property
    def kept(self) -> list[Mark]:
        """Every mark that can be gone back to now, or after an undo or redo, the oldest first."""
        lists: Iterable[tuple[Mark, ...]] = (*(step.marks for step in self._steps()), self._marks)
        kept = {mark.number: mark for marks in lists for mark in marks}
        return sorted(kept.values(), key=lambda mark: mark.number)

    @property
    def target(self) -> Mark | None:
        """The newest mark that the run isn't at."""
        return next((mark for mark in reversed(self._marks) if not self._is_here(mark)), None)

    @property
    def refusal(self) -> str | None:
        """Why it can't be gone back to now, in a sentence; None if it can."""
        too_large = self._too_large()  # what is now is kept, too
        if too_large is not None or self.target is not None:
            return too_large
        if self._marks:
            return tr("The run is there already.")
        return tr("There is no training to undo.")

    def _is_here(self, mark: Mark) -> bool:
        now, then = self._document.plan, mark.plan
        is_same_plan = (now.spec, now.config, now.data) == (then.spec, then.config, then.data)
        return (is_same_plan or mark.is_of_edit) and self._document.place == (mark.state.run, mark.state.step)

    def _too_large(self) -> str | None:
        """Why no state of the run as it is now is kept, or None if one is."""
        size = _size(self._document.plan)
        if 2 * size <= self.limit:
            return None
        return tr(
            "Training can't be undone here: a state of this run takes {size} MB, and two of them have to fit "
            "into {most} MB.",
            size=numerals.significant(size / MEGABYTE),
            most=numerals.significant(self.limit / MEGABYTE),
        )

    # Taking marks

    def take(
        self, what: str, *, is_series: bool = False, is_quiet: bool = False, is_of_edit: bool = False
    ) -> None:
        """Mark the run as it is now, before ``what`` is done. One mark is enough for a series without an edit.

        Where none is kept, that is said, unless it is to be quiet. Before an edit of the structure that is so, and an
        untrained network isn't marked: there is nothing that its undo would leave changed.
        """
        if is_of_edit and self._document.place[1] == 0:
            return
        now = (what, self._document.posted)
        if is_series and now == self._last:
            return
        reason = self._too_large()
        if reason is not None:
            if not (is_quiet or is_of_edit or self._is_unmarked_told):
                self._is_unmarked_told = True
                self.unmarked.emit(reason)
            return
        self._last = now
        mark_id = next(self._ids)
        self._asked[mark_id] = _Asked(what, self._document.plan, self._document.prepared, is_of_edit)
        self._post(TakeMark(mark_id))

    @guard
    def keep(self, mark_id: int, state: TrainerState) -> None:
        """Keep the state that the training thread answers with."""
        asked = self._asked.pop(mark_id, None)
        if asked is None:  # another project was open then
            return
        mark = Mark(mark_id, asked.what, asked.plan, asked.prepared, state, asked.is_of_edit)
        self._marks = (*self._marks, mark)
        for old in [each for each in self._marks if each.is_of_edit][:-MOST_OF_EDITS]:
            self._forget(old)
        self._bound()
        self.changed.emit()

    def clear(self) -> None:
        """Forget all marks: another project is open."""
        self._marks, self._last, self._is_unmarked_told = (), None, False
        self._asked.clear()
        self.changed.emit()

    # Going back

    def bring_forward(self) -> Mark | None:
        """Let that be the newest mark which has the very plan that undo has brought back; None if there is none."""
        plan = self._document.plan
        found = [mark for mark in self._marks if mark.plan is plan and not self._is_here(mark)]
        if not found or self.refusal is not None:
            return None
        self._marks = (*_without(found[-1], self._marks), found[-1])
        self.changed.emit()
        return found[-1]

    def go_back(self, to: Mark | None = None) -> Mark:
        """Go back to a mark, or to the newest one that the run isn't at, as a step of undo.

        Raises
        ------
        BpExplorerError
            There is none, or no longer. Nothing has changed then.
        """
        reason, mark = self.refusal, to or self.target
        if to is not None and to not in self._marks:
            reason = tr("The run can't go back there any more: newer states have taken the room.")
        if reason is not None or mark is None:
            raise BpExplorerError(reason or "")
        self._push(GoBackToMark(self._document, self, mark))
        self._bound()
        self.changed.emit()
        return mark

    def exchange(self, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        """Let these be the marks; returns those that were."""
        before, self._marks = self._marks, marks
        self.changed.emit()
        return before

    def before(self, mark: Mark) -> tuple[Mark, ...]:
        """The marks that are older than this one."""
        return self._marks[: self._marks.index(mark)]

    # Memory

    @property
    def bytes(self) -> int:
        """What is kept takes at most so much."""
        return sum(_size(mark.plan) for mark in self.kept) + sum(step.bytes for step in self._steps())

    def _steps(self) -> "list[GoBackToMark]":
        """The steps of undo that exchange the run for a mark."""
        return [step for step in self._document.undo_stack if isinstance(step, GoBackToMark)]

    def _bound(self) -> None:
        """Forget the oldest marks, then the oldest steps back, until all fits; never the newest of either."""
        while self.bytes > self.limit and len(kept := self.kept) > 1:
            self._forget(kept[0])
        while self.bytes > self.limit and len(steps := self._steps()) > 1:
            self._drop(steps[0])

    def _forget(self, mark: Mark) -> None:
        self._marks = _without(mark, self._marks)
        for step in self._steps():
            step.forget(mark)


class GoBackToMark:
    """Exchanges the run for a marked one, with its plan, and for the marks that there were then.

    What training makes of either is kept in turn by the thread that owns the numbers, as for every other step.
    """

    def __init__(self, document: Editable, marks: Marks, mark: Mark) -> None:
        #: Undo and redo name what they undo and redo: alone, where it goes back to would read as where they lead.
        self.text = tr(
            "Going back to before {what} (step {step})",
            what=mark.what,
            step=numerals.count(mark.state.step),
        )
        self._document, self._holder = document, marks
        self._before, self._prepared_before = document.plan, document.prepared
        self._after, self._prepared_after = mark.plan, mark.prepared
        self._places = Places(document, there=(mark.state.run, mark.state.step))
        #: Until it is done the first time; from then on the training thread has what it needs.
        self._state: TrainerState | None = mark.state
        #: The marks of the side that the run isn't on.
        self.marks = marks.before(mark)
        #: As for other edits: 0 until it is done.
        self.edit_id = 0

    @property
    def edit_ids(self) -> frozenset[int]:
        return frozenset({self.edit_id}) if self.edit_id else frozenset()

    @property
    def bytes(self) -> int:
        """What the training thread keeps for it takes at most so much."""
        return max(_size(self._before), _size(self._after))

    def forget(self, mark: Mark) -> None:
        """Don't bring this mark back."""
        self.marks = _without(mark, self.marks)

    def redo(self) -> None:
        number = self._document.next_number()
        self.edit_id = self.edit_id or number
        edit = None if self._state is None else RestoreState(self._state)
        self._state = None
        message = Apply(number, self.edit_id, edit, pauses=True)
        self._places.cross()
        self._document.take(self._after, self._prepared_after, message, lambda neuron: neuron)
        self.marks = self._holder.exchange(self.marks)

    def undo(self) -> None:
        message = Revert(self._document.next_number(), self.edit_id, pauses=True)
        self._places.cross()
        self._document.take(self._before, self._prepared_before, message, lambda neuron: neuron)
        self.marks = self._holder.exchange(self.marks)

    def merge(self, newer: Command) -> bool:
        return False


def _size(plan: Plan) -> int:
    return most_bytes(plan.spec, plan.config)


def _without(mark: Mark, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(each for each in marks if each is not mark)
