"""Keeps what isn't saved in the user's state folder while a window is open: see `project.recovery`."""

import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.messages import Apply, Revert
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.types import FloatArray
from bpexplorer.data.table.table import Table
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.live.controller import LiveController
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View
from bpexplorer.project.recovery.folder import About, WorkFolder
from bpexplorer.project.recovery.journal import Journal
from bpexplorer.project.recovery.notes import Notes
from bpexplorer.project.recovery.place import MOST_BEHIND, Done, Kept, Place
from bpexplorer.project.recovery.ways import Side, of_edits, to_mark
from bpexplorer.translation import tr

log = logging.getLogger(__name__)

#: Of `MOST_BEHIND`, what copying and waiting for one's turn may take.
_SLACK = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A copy of the run that was asked for, and what belongs to it."""

    token: int
    generation: int
    edit: int
    mark: int
    plan: Plan
    view: View
    about: About
    #: Which plans its edits lead back to.
    sides: Mapping[int, Side]
    #: Whether there is anything unsaved; else only what undoes edits is kept.
    is_unsaved: bool


class Autosave(QObject):
    """Writes the unsaved project after each edit, and while training every two seconds or as often as costs little.

    It does nothing before `begin`. What is saved, and what is discarded with the window, isn't kept.

    Parameters
    ----------
    about : callable
        Says where the project belongs.
    view : callable
        Says what is shown.
    """

    #: Why nothing is kept, in sentences: said once, until it works again.
    failed = Signal(str)

    def __init__(
        self,
        document: NetworkDocument,
        live: LiveController,
        asker: Asker,
        about: Callable[[], About],
        view: Callable[[], View],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._live, self._asker = document, live, asker
        self._about_now, self._view_now = about, view
        self._root: Path | None = None
        self._place = Place()
        #: That of the job that is under way.
        self._working_at = self._place
        self._asked: _Asked | None = None
        #: Whether a copy or a job is under way; only one is.
        self._is_busy = False
        #: Something has changed that is to be kept at once, or in time.
        self._is_urgent = self._has_moved = False
        #: What is kept, by (generation, edit, run, step, about); None if nothing is, or nobody knows.
        self._kept: tuple[object, ...] | None = None
        #: Whether there may be work in the folder.
        self._may_hold_work = False
        self._due = 0.0
        #: Since when there is something that isn't kept: in no copy, and in none that is kept by now.
        self._changed_since: float | None = None
        self._copied_since: float | None = None
        self._is_failure_told = False
        self._notes = Notes(document.plan, self._journal, self._mark_of)
        #: What undoes and redoes the edits, at the newest copy, and whether there may be some that no file has.
        self._ways, self._owes_ways = dict[int, Edit](), False
        #: A table that isn't in use any more since the last write.
        self._left: Table | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer)
        document.message_posted.connect(self._on_message_posted)
        document.plan_changed.connect(self._on_plan_changed)
        document.path_changed.connect(self._on_path_changed)
        document.modified_changed.connect(self._on_modified_changed)
        document.progressed.connect(self._on_progressed)
        live.ways_copied.connect(self._on_ways_copied)
        live.state_copied.connect(self._on_state_copied)

    @property
    def root(self) -> Path | None:
        """Where all windows keep their work; None before `begin`."""
        return self._root

    def begin(self, root: Path) -> None:
        """Keep what isn't saved in a folder there, from now on."""
        self._root = root
        self._soon()

    def keep_table(self, table: Table) -> None:
        """Write a table before an edit brings it in, so that the journal can tell of that. It is called by a job."""
        root, place = self._root, self._place
        if root is not None:
            place.keep_table(root, table)

    def keep_numbers(self, flat: FloatArray) -> None:
        """Write the numbers of a large import before that is made, likewise."""
        root, place = self._root, self._place
        if root is not None:
            place.keep_numbers(root, flat)

    def note_opened(self, project: Project) -> None:
        """Say what was opened: it isn't unsaved, whatever was before."""
        self._notes.opened(project, self._about_now())

    def note_restored(self) -> None:
        """Say that what was just opened isn't that of its file; its folder is adopted next."""
        self._notes.restored()

    def adopt(self, folder: WorkFolder, session: str | None) -> None:
        """Go on with the work in this folder, which is open now and unsaved; ``session`` as in `LostWork`."""
        if not self._is_busy:
            self._place.remove()  # else it goes with the end of the job
        self._place, self._kept, self._may_hold_work = Place(folder), None, True
        self._notes.adopted(folder.journal, self._document.posted, session)
        self._is_urgent = True
        self._soon()

    @guard
    def stop(self) -> None:
        """Begin nothing any more; what is kept stays."""
        self._root = None
        self._timer.stop()

    @guard
    def remove(self) -> None:
        """The window has ended, and nothing is to be brought back; once nobody writes any more."""
        self.stop()
        for place in {self._place, self._working_at}:
            place.remove()

    @property
    def seconds_behind(self) -> float:
        """For how long there has been something that would be lost now."""
        since = [at for at in (self._copied_since, self._changed_since) if at is not None]
        is_on = self._root is not None and self._document.modified
        return time.monotonic() - min(since) if since and is_on else 0.0

    # What happens

    @guard
    def _on_message_posted(self, message: object) -> None:
        # At once, and before another edit can be made.
        self._notes.message(message, self._document.plan, self._document.posted)
        self._owes_ways = self._owes_ways or isinstance(message, Apply | Revert)

    def _mark_of(self, state: TrainerState) -> int | None:
        marks = self._document.marks.all
        return next((mark.number for mark in marks if mark.state is state), None)

    @guard
    def _on_plan_changed(self, new: Plan, old: Plan) -> None:
        self._notes.plan(new, old, self._document.posted)
        if old.table is not None and (new.table is None or new.table.digest != old.table.digest):
            self._left = old.table
        self._note_change()
        self._is_urgent = True
        self._soon()

    @guard
    def _on_path_changed(self) -> None:
        if not self._document.modified:
            self._notes.saved_as(self._about_now())
        self._is_urgent = True
        self._soon()

    @guard
    def _on_modified_changed(self, modified: bool) -> None:
        self._notes.modified(modified, self._about_now(), self._document.posted)
        self._note_change()
        self._has_moved = modified
        self._soon()

    @guard
    def _on_progressed(self) -> None:
        self._note_change()
        self._has_moved = True
        if not self._timer.isActive():
            self._soon()

    def _journal(self) -> Journal | None:
        if self._root is None or self._document.is_lent:
            return None
        try:
            return self._place.journal(self._root)
        except BpExplorerError:  # the first write says so
            log.info("edits can't be noted", exc_info=True)
            return None

    def _note_change(self) -> None:
        if self._changed_since is None and self._document.modified:
            self._changed_since = time.monotonic()

    def _soon(self) -> None:
        """Look what is to be done, once the caller and all that belongs to its change are done."""
        if self._root is not None:
            self._timer.start(0)

    @guard
    def _on_timer(self) -> None:
        if self._is_busy or self._root is None:
            return
        if not self._document.modified:
            self._changed_since = None
            if self._may_hold_work or (self._owes_ways and self._place.folder is not None):
                self._ask_for_copy()
            return
        wait = 0.0 if self._is_urgent else self._due - time.monotonic()
        if wait > 0:
            self._timer.start(math.ceil(wait * 1000))
        elif self._is_urgent or self._has_moved or self._document.unsaved.is_training:
            self._ask_for_copy()

    # Copy and write

    def _ask_for_copy(self) -> None:
        document = self._document
        self._is_busy, self._is_urgent, self._has_moved = True, False, False
        self._copied_since, self._changed_since = self._changed_since, None
        self._due = time.monotonic() + MOST_BEHIND - _SLACK
        self._asked = _Asked(
            self._live.request_copy(with_ways=True),
            document.generation,
            document.posted,
            self._notes.mark,
            document.plan,
            self._view_now(),
            self._about_now(),
            self._notes.sides.now(),
            document.modified,
        )
        self._owes_ways = False

    @guard
    def _on_ways_copied(self, token: int, edits: dict[int, Edit]) -> None:
        if self._asked is not None and token == self._asked.token:
            self._ways = edits

    @guard
    def _on_state_copied(self, token: int, state: TrainerState) -> None:
        asked = self._asked
        if asked is None or token != asked.token:
            return
        self._asked, self._is_busy = None, False
        if asked.generation != self._document.generation or self._root is None:
            return
        ways = of_edits(asked.sides, self._ways)
        self._ways = {}  # it would hold on to states that are forgotten meanwhile
        ways += [to_mark(mark.number, mark.state, mark.plan) for mark in self._document.marks.kept]
        if not asked.is_unsaved:
            self._kept, self._may_hold_work = None, False
            self._start(partial(self._place.clear, ways))
            return
        key = (asked.generation, asked.edit, asked.mark, state.run, state.step, asked.about)
        if key == self._kept:
            self._copied_since = None
            self._soon()
            return
        try:
            project = Project(asked.plan, state, asked.view)
        except BpExplorerError:  # a fault that is being mended, with an edit at the end
            log.info("the run and the plan differ; nothing is kept now")
            return
        self._kept, self._may_hold_work = key, True
        left, self._left = self._left, None
        kept = Kept(project, asked.about, asked.edit, asked.mark, ways, left)
        self._start(partial(self._place.keep, self._root, kept))

    def _start(self, job: Callable[[], Done]) -> None:
        self._is_busy, self._working_at = True, self._place
        self._asker.start(job, then=self._on_done)

    def _on_done(self, done: Done | None) -> None:
        self._is_busy = False
        if self._place is not self._working_at:  # another one was adopted meanwhile
            self._working_at.remove()
            self._kept, self._is_urgent = None, True
        elif done is not None and done.error is None:
            self._copied_since = None
            self._is_failure_told = False
            if self._place.folder is not None:
                self._place.folder.journal.shorten(self._document.posted, self._notes.mark)
            self._due += done.behind - done.seconds - MOST_BEHIND
        else:
            self._kept, self._may_hold_work = None, True
            self._changed_since = self._copied_since or self._changed_since
            self._copied_since = None
            self._has_moved = True  # tried again in time
            self._due = time.monotonic() + MOST_BEHIND
            self._tell(None if done is None else done.error)
        self._soon()

    def _tell(self, error: BpExplorerError | None) -> None:
        if self._is_failure_told:
            return
        self._is_failure_told = True
        if isinstance(error, ProjectFileError):  # its remedy is one for files that the user has named
            path = error.path
            if path is None or path == self._root:
                why = tr("In {folder}: {reason}.", folder=self._root, reason=error.reason)
            else:
                why = tr(
                    "“{name}” in {folder}: {reason}.", name=path.name, folder=path.parent, reason=error.reason
                )
        else:
            why = tr("An internal error came up; the log has the details.") if error is None else str(error)
        self.failed.emit(
            tr(
                "Unsaved work can't be kept for the case of a crash. {why} All else goes on; "
                "save often until then.",
                why=why,
            )
        )
