"""Plays a lesson: what the card shows, what the pupil answers, and what the stage is asked for."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from bpexplorer.guard import guard
from bpexplorer.lessons import texts
from bpexplorer.lessons.card.panel import LessonPanel
from bpexplorer.lessons.lesson import Card, Lesson, View
from bpexplorer.lessons.player import Answer, Play
from bpexplorer.lessons.stage import Progress, Stage, Standing, Values
from bpexplorer.translation import tr

_CHANGED = tr(
    "The network isn't the one that this card speaks of any more, so there is no number to show. Set up again brings "
    "it back."
)


class Playing(QObject):
    """Holds the play of a lesson, and shows it on the panel. Lessons that were left go on where they were."""

    #: Another card, or none: the Play, or None.
    changed = Signal(object)

    def __init__(self, panel: LessonPanel, stage: Stage) -> None:
        super().__init__(panel)
        self._panel, self._page, self._stage = panel, panel.card, stage
        self.play: Play | None = None
        #: What was answered of lessons that were left, by their titles.
        self._left: dict[str, Play] = {}
        #: What is to be judged once the numbers are there.
        self._asked: Answer | None = None
        self._is_first_read = False
        page = self._page
        page.checked.connect(self._on_checked)
        page.back_requested.connect(self._on_back_requested)
        page.forward_requested.connect(self._on_forward_requested)
        page.set_up_requested.connect(self._on_set_up_requested)
        page.leave_requested.connect(stage.leave)
        page.save_requested.connect(self._on_save_requested)
        page.curtain_requested.connect(self._on_curtain_requested)

    def begin(self, lesson: Lesson) -> None:
        """Play a lesson, from the card at which it was left."""
        if self.play is not None:
            self._left[self.play.lesson.title] = self.play
        left = self._left.get(lesson.title)
        self._show(left if left is not None and left.lesson == lesson else Play(lesson))

    def end(self) -> None:
        """Show no card any more."""
        if self.play is not None:
            self._left[self.play.lesson.title] = self.play
        self.play = self._asked = None
        self._panel.show_card(False)
        self.changed.emit(None)

    def show_standing(self, standing: Standing, progress: Progress | None, chip: str) -> None:
        """Show how the network stands; once it is there, read what the card says of it."""
        if self.play is None:
            return
        self._page.show_standing(standing, progress, chip)
        if standing is Standing.THERE and self._is_first_read:
            self._is_first_read = False
            card = self.play.card
            names = texts.before_answer(card) if card.question is not None else texts.after_answer(card)
            if names:
                self._stage.read(self.play.lesson, card, names, self._take_values)

    def _show(self, play: Play, *, anew: bool = False) -> None:
        self.play, self._asked, self._is_first_read = play, None, True
        self._panel.show_card(True)
        self._page.show_play(play)
        self._stage.set_up(play.lesson, play.card, anew=anew)
        self._show_curtain(play.card.view)
        if play.answer is not None:
            self._look_after(play.card)
        self._page.take_keyboard()
        self.changed.emit(play)

    def _look_after(self, card: Card) -> None:
        """Look where the card looks once it is answered."""
        self._stage.show_answered(card)
        self._show_curtain(card.after or card.view)

    def _show_curtain(self, view: View) -> None:
        self._page.show_curtain(view.curtain is not None)

    def _take_values(self, values: Values) -> None:
        if self.play is not None and values is not None:
            self._page.show_values(values)

    def _take_answer(self, values: Values) -> None:
        answer, self._asked = self._asked, None
        if self.play is None or answer is None:
            return
        if values is None:
            self._page.show_refusal(_CHANGED)
            return
        self.play = self.play.answered(replace(answer, values=values))
        self._look_after(self.play.card)
        self._page.show_play(self.play)
        self._page.take_keyboard()

    @guard
    def _on_checked(self, answer: Answer) -> None:
        if self.play is not None:
            self._asked = answer
            card = self.play.card
            self._stage.read(self.play.lesson, card, texts.after_answer(card), self._take_answer)

    @guard
    def _on_back_requested(self) -> None:
        if self.play is not None and self.play.at > 0:
            self._show(self.play.back())

    @guard
    def _on_forward_requested(self) -> None:
        if self.play is not None and not self.play.is_last:
            self._show(self.play.forward())

    @guard
    def _on_set_up_requested(self) -> None:
        if self.play is not None:
            self._page.show_refusal("")
            self._show(self.play, anew=True)

    @guard
    def _on_save_requested(self) -> None:
        if self.play is not None:
            self._stage.keep_answers(self.play.table())

    @guard
    def _on_curtain_requested(self) -> None:
        self._stage.open_curtain()
        self._page.show_curtain(False)
