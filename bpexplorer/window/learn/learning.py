"""Lessons in the window: opens them, is the stage that they are played on, and leaves them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.training.state import TrainerState
from bpexplorer.document.workspaces import Workspace
from bpexplorer.guard import guard
from bpexplorer.lessons import catalogue
from bpexplorer.live.asker import Ticket
from bpexplorer.project.kinds import TABLE
from bpexplorer.project.project import Project
from bpexplorer.project.table_csv import ValueTable, csv_text
from bpexplorer.translation import tr
from bpexplorer.window.commands.file_tasks import Read, Steps
from bpexplorer.window.learn.kept import KeptLessons
from bpexplorer.window.learn.surroundings import Surroundings
from bpexplorer.window.workspaces import Raised

if TYPE_CHECKING:  # what is seen of a lesson is made, and what reads one loaded, once there is one
    from bpexplorer.lessons.card.panel import LessonPanel
    from bpexplorer.lessons.keeping import Opened
    from bpexplorer.lessons.lesson import Card, Lesson
    from bpexplorer.lessons.player import Play
    from bpexplorer.lessons.playing import Playing
    from bpexplorer.lessons.stage import Values
    from bpexplorer.window.learn.setting_up import SettingUp
    from bpexplorer.window.main_window import MainWindow

LESSON_FILTER = tr("Lessons (*.toml)")


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """What there is once a lesson is looked for."""

    panel: "LessonPanel"
    playing: "Playing"
    setting_up: "SettingUp"


class Learning(QObject):
    """The `Stage` of the window. Its panel is made when it is first seen."""

    #: The Play that is shown, or None.
    changed = Signal(object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._files, self._workspaces = window.files, window.workspaces
        self._parts: _Parts | None = None
        self.kept = KeptLessons(window.asker, self)
        self.kept.failed.connect(self._files.failed)
        self.kept.looked.connect(self._on_looked)
        #: Of the lesson that is played, among those that are kept.
        self._key = ""
        self._surroundings = Surroundings(window)
        self._surroundings.back_requested.connect(self._on_back_requested)
        #: What is read once the run is copied, and the job that reads it.
        self._asked: tuple[int, Card, frozenset[str], Callable[[Values], object]] | None = None
        self._job: Ticket | None = None
        #: Whether what is being opened is the lesson's own.
        self._is_opening = False
        self._before = self._workspaces.current
        #: The lessons of a folder that was opened.
        self._of_folder: list[tuple[Path, Lesson]] = []
        window.live.state_copied.connect(self._on_state_copied)
        self._workspaces.changed.connect(self._on_workspace_changed)
        for opened in (self._files.project_opened, self._files.project_restored):
            opened.connect(self._on_project_opened)

    # What is asked for

    @property
    def is_played(self) -> bool:
        """Whether a lesson has the window."""
        return self.play is not None

    @property
    def play(self) -> "Play | None":
        """What is played, and how far."""
        return None if self._parts is None else self._parts.playing.play

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is being read, or waited for."""
        from bpexplorer.lessons.stage import Standing

        parts = self._parts
        return self._asked is None and (parts is None or parts.setting_up.standing is not Standing.COMING)

    @guard
    def ask_for_lesson(self) -> None:
        """Ask for a file, and play the lesson in it."""
        self._files.begin_task(self._ask_for_lesson())

    @guard
    def begin_own(self, name: str) -> None:
        """Play a lesson that comes with the program."""
        from bpexplorer.lessons import keeping
        from bpexplorer.window.learn.controls import KNOWN

        self._files.begin_task(self._read_and_play(partial(keeping.open_own, name, KNOWN, self.kept.folder)))

    def open_path(self, path: Path) -> None:
        """Play the lesson in a file, or offer those of a folder."""
        self._files.begin_task(self._open_folder(path) if path.is_dir() else self._open_file(path))

    def _ask_for_lesson(self) -> Steps[None]:
        path = yield self._files.ask.what_to_open(tr("Open a lesson"), LESSON_FILTER)
        if path is not None:
            yield from self._open_file(path)

    def _open_file(self, path: Path) -> Steps[None]:
        from bpexplorer.lessons import keeping
        from bpexplorer.window.learn.controls import KNOWN

        yield from self._read_and_play(partial(keeping.open_lesson, path, KNOWN, self.kept.folder))

    def _open_folder(self, folder: Path) -> Steps[None]:
        from bpexplorer.lessons import reader
        from bpexplorer.window.learn.controls import KNOWN

        found, faults = yield Read(partial(reader.load_all, folder, KNOWN))
        self._of_folder = found
        for words in faults:
            self._files.failed.emit(words)
        if not found:
            return
        self._offer()
        self.look_for_begun()
        self._workspaces.show(Workspace.LEARN)
        if len(found) == 1 and not faults:
            yield from self._open_file(found[0][0])

    def _read_and_play(self, read: "Callable[[], Opened]") -> Steps[None]:
        opened: Opened = yield Read(read)
        aside = self._window.aside
        if not aside.is_held and not (yield from aside.put()):
            return
        if self._workspaces.current is not Workspace.LEARN:
            self._before = self._workspaces.current
        parts = self._made()
        self._window.start_pages.close()
        self._surroundings.hide(frozenset(opened.lesson.hide))
        self._workspaces.show(Workspace.LEARN)
        self._key = opened.key
        parts.playing.begin(opened.lesson, self.kept.left(opened))

    def _made(self) -> _Parts:
        """The parts; made once."""
        if self._parts is None:
            from bpexplorer.lessons.card.panel import LessonPanel
            from bpexplorer.lessons.playing import Playing
            from bpexplorer.window.learn.setting_up import SettingUp

            window, dock = self._window, self._window.stage.lesson
            panel = LessonPanel(dock)
            dock.set_body(panel)
            setting_up = SettingUp(
                window.document,
                window.live,
                window.intake,
                self._open_own,
                lambda: window.top_bar.speed,
                self,
            )
            self._parts = _Parts(panel, Playing(panel, self), setting_up)
            setting_up.changed.connect(self._on_standing_changed)
            self._parts.playing.changed.connect(self._on_play_changed)
            panel.choosing.chosen.connect(self.choose)
            panel.choosing.open_requested.connect(self.ask_for_lesson)
            self._offer()
        return self._parts

    def offered(self) -> list[tuple[str, list[catalogue.Offered]]]:
        """The lessons that can be chosen now, in groups with a heading each."""
        return catalogue.groups(self._of_folder, self.kept.begun)

    def _offer(self) -> None:
        self._made().panel.choosing.offer(self.offered())

    @guard
    def look_for_begun(self) -> None:
        """Have it said where lessons are offered which of them were begun."""
        own = [each.name for each in catalogue.LESSONS]
        self.kept.look_for([*own, *(path for path, _ in self._of_folder)])

    @guard
    def choose(self, which: str | Path) -> None:
        """Play one of those that are offered."""
        if isinstance(which, Path):
            self.open_path(which)
        else:
            self.begin_own(which)

    # The stage

    def set_up(self, lesson: "Lesson", card: "Card", *, anew: bool = False) -> None:
        """Bring the document to the state of the card, raise its panels, and outline what it asks for."""
        self._stop_reading()
        self._raise(card, card.panel)
        is_own = self._made().setting_up.has_document
        if is_own and self._window.document.modified:  # kept, and changed since
            self._files.begin_task(self._set_up_asking(lesson, card, anew=anew))
        else:
            self._made().setting_up.set_up(lesson, card, anew=anew)
        self._surroundings.outline(card.outline)

    def _set_up_asking(self, lesson: "Lesson", card: "Card", *, anew: bool) -> Steps[None]:
        if (yield from self._files.asked()):
            self._made().setting_up.set_up(lesson, card, anew=anew)

    def read(
        self, lesson: "Lesson", card: "Card", names: frozenset[str], then: "Callable[[Values], object]"
    ) -> None:
        """Copy the run, and read the numbers if it is in the card's state."""
        self._stop_reading()
        self._asked = self._window.live.request_copy(), card, names, then

    def _stop_reading(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._asked = self._job = None

    @guard
    def _on_state_copied(self, token: int, state: TrainerState) -> None:
        if self._asked is None or token != self._asked[0]:
            return
        from bpexplorer.lessons.numbers_of import read_numbers

        _, card, names, then = self._asked
        if not self._made().setting_up.is_there(state):
            self._asked = None
            then(None)
        else:
            self._job = self._window.asker.start(
                partial(read_numbers, state, card, names), then=self._take_numbers
            )

    def _take_numbers(self, values: "Values") -> None:
        asked, self._asked, self._job = self._asked, None, None
        if asked is not None:
            asked[3](values)

    def show_answered(self, card: "Card") -> None:
        """Raise what the card has once it is answered, and look there."""
        if card.panel_after:
            self._raise(card, card.panel_after)
        if card.after is not None:
            self._made().setting_up.look(card.after)

    def _raise(self, card: "Card", panel: str) -> None:
        self._workspaces.raise_for_lesson(Raised(panel, card.below, is_wide=card.wide))
        self._window.panels.make(name for name in (panel, card.below) if name)

    def open_curtain(self) -> None:
        """Show what lies ahead again."""
        self._window.document.session.update(curtain=None)

    def keep_answers(self, table: ValueTable) -> None:
        """Ask for a file, and write the answers."""
        made = {TABLE: lambda: csv_text([table]).encode("utf-8-sig")}
        self._files.exchange.save_content(tr("your answers"), made)

    @guard
    def leave(self) -> None:
        """End the lesson. Your own project comes back, unless the lesson's network was kept and nothing is lost so."""
        self._files.begin_task(self._leave())

    def _leave(self) -> Steps[None]:
        aside = self._window.aside
        is_kept = self._window.document.path is not None
        if is_kept and not (yield from self._files.asked()):
            return
        if is_kept and not aside.holds_unsaved:
            aside.let_go()
        else:
            aside.bring_back()
        self._end()
        self._workspaces.show(self._before)

    # What happens

    def _open_own(self, project: Project) -> None:
        self._is_opening = True
        try:
            self._window.open_lent(project)
        finally:
            self._is_opening = False

    def brought_back(self) -> None:
        """The user's own project is open again, as another one is to be opened: the lesson ends."""
        self._end()

    def _end(self) -> None:
        self._stop_reading()
        self._surroundings.restore()
        if self._parts is not None and self._parts.playing.play is not None:
            self._parts.setting_up.forget()
            self._parts.playing.end()

    @guard
    def _on_project_opened(self, _project: object, _path: object) -> None:
        if self.is_played and not self._is_opening:
            self._window.aside.let_go()
            self._end()

    @guard
    def _on_standing_changed(self) -> None:
        from bpexplorer.window.learn.chip import chip_words

        parts, play = self._parts, self.play
        if parts is not None and play is not None:
            standing, progress = parts.setting_up.standing, parts.setting_up.progress
            words = chip_words(play.lesson.state(play.card.state), play.card.view, standing, progress)
            parts.playing.show_standing(standing, progress, words)

    @guard
    def _on_play_changed(self, play: "Play | None") -> None:
        if play is not None:
            self.kept.note(self._key, play)
        self._surroundings.show_play(play if self._workspaces.current is not Workspace.LEARN else None)
        self.changed.emit(play)

    @guard
    def _on_looked(self, _begun: object) -> None:
        if self._parts is not None:
            self._offer()

    @guard
    def _on_workspace_changed(self, workspace: Workspace) -> None:
        if workspace is Workspace.LEARN:
            self._made()
            self.look_for_begun()
        play, is_here = self.play, workspace is Workspace.LEARN
        self._surroundings.show_play(None if is_here else play)
        self._surroundings.outline(play.card.outline if is_here and play is not None else "")

    @guard
    def _on_back_requested(self) -> None:
        self._workspaces.show(Workspace.LEARN)
