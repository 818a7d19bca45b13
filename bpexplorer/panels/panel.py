"""What every panel has, so that the window can make, fill, clear and read all of them alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QWidget

from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.pending import Choices, Outlook
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Pointed, SessionState
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.look.widgets.veil import Veil
from bpexplorer.project.plan import Plan
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

P = TypeVar("P", bound="Panel")


@dataclass(frozen=True, slots=True)
class Kept:
    """Of which moment a result is that was asked for by a button, and stays until it is asked for again."""

    step: int
    #: `Frame.edit_number` at that moment.
    edit: int

    @classmethod
    def of(cls, frame: Frame) -> "Kept":
        """A result of this frame."""
        return cls(frame.step, frame.edit_number)


class Panel(QWidget):
    """The content of a dock. It draws what it is told, and asks for what its user wants.

    Parameters
    ----------
    name, accessible_name : str
        The object name, and what a screen reader says.
    """

    #: Edit or Act: what its user wants of the network, or of what is looked at.
    edit_requested = Signal(object)
    act_requested = Signal(object)
    #: What the panel shows, for the title line of its dock.
    note_changed = Signal(str)
    #: What says it in fewer words, where there isn't room for the note; empty if nothing does.
    shorter_note_changed = Signal(str)
    #: ``choice`` is another: what was measured is to be measured anew.
    choice_changed = Signal()
    #: The name of a dock that is to be in front now.
    dock_requested = Signal(str)
    #: The name of an action of the window.
    action_requested = Signal(str)
    #: A Job whose progress and result go to ``show_progress`` and ``show_result``.
    job_requested = Signal(object)
    #: A ChildCommand: a process beside the program's own, which is heard like a job. Its result is bytes or an error.
    child_requested = Signal(object)
    #: The job or child that is under way is to end; nothing of it is heard any more.
    work_cancelled = Signal()
    #: ``needs_run`` is another.
    needs_changed = Signal()

    #: Whether frames are to bring the whole run (``Frame.run_state``), as a job takes it up.
    needs_run = False
    #: The heading of the guide that explains what is in sight, where that isn't the one of its entry.
    guide: str = ""
    #: What belongs on the title line beside the note; None for nothing.
    title_controls: QWidget | None = None
    #: What the menu of its dock begins with.
    menu_actions: Sequence[QAction] = ()

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        # It paints its own ground, so that nothing below it is painted anew with each of its numbers.
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._told_note = self._told_shorter = ""
        self._veil: Veil | None = None

    @property
    def note(self) -> str:
        """What the panel shows, in the words of its title line."""
        return tr("measuring…") if self.is_overtaken else self._told_note

    @property
    def shorter_note(self) -> str:
        """The note in fewer words; empty if there are none."""
        return "" if self.is_overtaken else self._told_shorter

    def page(self, kind: "type[P]") -> "P":
        """The panel of this class: itself, or of a panel with pages one of them. TypeError if it is neither."""
        if not isinstance(self, kind):
            raise TypeError(f"{type(self).__name__} has no page that is a {kind.__name__}")
        return self

    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        """Draw what differs from the picture that was drawn before; None: all of it."""

    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        """Show what is decided, which comes at once; its numbers come with the next picture."""

    def show_pending(self, choices: Choices, outlook: Outlook) -> None:
        """Show what waits for a restart, and what applying it would come to."""

    def show_session(self, state: SessionState) -> None:
        """Let the controls show at once what the user has chosen; its numbers come with the next picture."""

    def show_pointed(self, pointed: Pointed | None) -> None:
        """Show what a hand in another view points at, as long as it does; None: nothing."""

    def clear(self) -> None:
        """Begin afresh: another project is open now."""

    def make_more(self) -> QWidget | None:
        """Make something that isn't seen yet, while there is time; None if all is there."""
        return None

    def content(self) -> "Content":
        """What the panel shows, to be copied and saved: by itself all tables in it, and its card as the picture."""
        from bpexplorer.panels.shared.content import (
            tables_in,  # what panels are made of isn't loaded with the table
        )

        return Content(tables=tables_in(self))

    # Panels with a measurement

    @property
    def choice(self) -> Any:
        """Over what the panel's question is asked, as the user has chosen it: a value, for the question."""
        return None

    def show_reading(self, reading: Any) -> None:
        """Show the answer to the panel's question; None: it failed."""

    @property
    def is_overtaken(self) -> bool:
        """Whether the panel says that what it shows isn't the answer to what is asked now."""
        return self._veil is not None and not self._veil.isHidden()

    def show_overtaken(self, overtaken: bool) -> None:
        """Pale what was measured before an edit, or over other samples than those that are chosen now."""
        if overtaken == self.is_overtaken:
            return
        if self._veil is None:
            self._veil = Veil(self)
        self._veil.set_shown(overtaken)
        self._emit_note()

    # Panels with a job or a child

    @property
    def kept(self) -> Kept | None:
        """Of which moment what the note names is; None: of the picture's, so nothing that a button asked for."""
        return None

    def show_progress(self, said: Any) -> None:
        """Show what the panel's job or child tells on its way."""

    def show_result(self, result: Any) -> None:
        """Show what the panel's job or child came to; None: it failed. (Of a child an error says why.)"""

    def _set_needs_run(self, needs_run: bool) -> None:
        if needs_run != self.needs_run:
            self.needs_run = needs_run
            self.needs_changed.emit()

    def _tell_note(self, note: str, shorter: str = "") -> None:
        if (note, shorter) != (self._told_note, self._told_shorter):
            self._told_note, self._told_shorter = note, shorter
            self._emit_note()

    def _emit_note(self) -> None:
        self.shorter_note_changed.emit(self.shorter_note)
        self.note_changed.emit(self.note)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Content:
    """What can be taken out of a panel: tables with every digit, and what is drawn; None: its whole card."""

    tables: tuple[ValueTable, ...]
    picture: QWidget | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A measurement of the network shown that is too slow to be part of the picture.

    ``ask(picture, choice)`` gives a pure function to be called beside training, or None where there is nothing to ask.
    It is asked while its panel can be seen, again after ``every`` seconds at the earliest, and of pictures whose frame
    has the whole run (``Frame.run_state``) if ``needs_run``.
    """

    ask: Callable[[Picture, Any], Callable[[], Any] | None]
    every: float = 0.25
    needs_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSpec:
    """A panel's entry: all that has to be said of it outside its own modules.

    ``name`` is the object name of its dock, ``make`` takes the parent and imports what it makes, as a panel is made
    when it is first seen. ``workspaces`` says which show it at first, and where; in the others the View menu brings it.
    One that is only for some data ``suits`` these, and stands there for them alone: what else would be in its place
    gives way, to its left or above it. Where ``narrow`` names a workspace, that is its place in a narrow window.
    It never gets less than its ``least_width`` and ``least_height``. If it ``needs_step``, frames have the last or next
    step while it can be seen (``Frame.shown_step``). The fields of the picture that it ``reads``
    are asked only while it can be seen, as no other view shows them.
    ``guide`` is the heading of the user's guide that explains it, ``purpose`` says in a sentence what it shows.
    """

    name: str
    title: str
    make: Callable[[QWidget], Panel]
    guide: str
    purpose: str
    workspaces: Mapping[Workspace, Region] = field(default_factory=dict)
    narrow: Mapping[Workspace, Region] = field(default_factory=dict)
    suits: Callable[[TrainingData], bool] | None = None
    least_width: int = 0
    least_height: int = 0
    question: Question | None = None
    needs_step: bool = False
    reads: tuple[str, ...] = ()
