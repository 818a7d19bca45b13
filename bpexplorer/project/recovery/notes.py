"""What a window notes in its journal, and what belongs to its work: how it began, its marks, what undoes its edits."""

from collections.abc import Callable
from dataclasses import replace

from bpexplorer.core.edits.messages import Apply, Revert, TakeMark
from bpexplorer.core.edits.run import RestoreState
from bpexplorer.core.training.state import TrainerState
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project
from bpexplorer.project.recovery.folder import About
from bpexplorer.project.recovery.journal import Journal
from bpexplorer.project.recovery.ways import Sides


class Notes:
    """Hears in order of all that is done to a project, and notes it at once: that takes microseconds.

    Parameters
    ----------
    plan : Plan
        Of the project that is open now.
    journal : callable
        Gives the journal, or None where nothing is noted.
    mark_of : callable
        Says which mark has this state, or None if none has.
    """

    def __init__(
        self,
        plan: Plan,
        journal: Callable[[], Journal | None],
        mark_of: Callable[[TrainerState], int | None],
    ) -> None:
        self._plan, self._journal_now, self._mark_of = plan, journal, mark_of
        #: To which plans it leads to take edits back, or to make them again.
        self.sides = Sides()
        #: The newest mark that was asked for.
        self.mark = 0
        #: Whether the journal knows from where the edits go on that it notes.
        self._has_begun = False
        #: The run's number if it was opened at the start that its plan draws.
        self._start_run: int | None = None
        #: The file that nothing was unsaved of when that was so last.
        self._saved = About()

    def opened(self, project: Project, about: About) -> None:
        """Another project is open. It isn't unsaved, whatever was before."""
        self._plan, self._start_run = project.plan, project.state.run if project.is_at_start else None
        self._saved, self._has_begun = about, False
        self.sides.clear()

    def restored(self) -> None:
        """What was just opened isn't that of its file."""
        self._has_begun = True

    def adopted(self, journal: Journal, number: int, session: str | None) -> None:
        """This journal is the window's from now on; ``session`` is what it calls the window before."""
        self._has_begun = True
        if session is not None:
            journal.note_adopted(number, session)

    def message(self, message: object, after: Plan, posted: int) -> None:
        """A message was posted that leads to this plan; the newest edit message is ``posted``."""
        if isinstance(message, Apply | Revert):
            if (journal := self._journal(message.number - 1)) is not None:
                made, mark = self.sides.number_of(message.edit_id), self._mark_gone_back_to(message)
                journal.note(message, self._plan, after, made=made, mark=mark)
        elif isinstance(message, TakeMark):
            if (journal := self._journal(posted)) is not None:
                journal.note_marked(posted, message.mark_id)
            self.mark = message.mark_id
        self.sides.note(message, self._plan)

    def plan(self, new: Plan, old: Plan, posted: int) -> None:
        """The plan is another, which a message may have led to."""
        if _is_moved(new, old) and (journal := self._journal(posted)) is not None:
            journal.note_moved(posted, new)
        self._plan = new

    def modified(self, is_modified: bool, about: About, posted: int) -> None:
        """There is something unsaved now, or there is nothing any more."""
        journal = self._journal(posted) if is_modified or self._has_begun else None
        if not is_modified:
            if journal is not None:
                journal.note_clean()
            self._saved, self._has_begun = about, False

    def saved_as(self, about: About) -> None:
        """Nothing is unsaved, and this is the file."""
        self._saved = about

    def _mark_gone_back_to(self, message: Apply | Revert) -> int | None:
        edit = message.edit if isinstance(message, Apply) else None
        return self._mark_of(edit.state) if isinstance(edit, RestoreState) else None

    def _journal(self, number: int) -> Journal | None:
        """The journal, which says from where edits go on after the message of this number."""
        journal = self._journal_now()
        if journal is not None and not self._has_begun:
            self._has_begun, saved = True, self._saved
            if saved.path is not None and saved.digest is not None:
                journal.note_opened_file(number, saved.path, saved.digest, mark=self.mark)
            elif self._start_run is not None:
                journal.note_opened_start(number, self._plan, self._start_run, mark=self.mark)
        return journal


def _is_moved(new: Plan, old: Plan) -> bool:
    """Whether nothing differs but where layers stand."""
    return new.spec == old.spec and replace(old, offsets=new.offsets) == new != old
