"""Plays a lesson: what the card shows, what the pupil answers, and what the stage is asked for.

An answer that is to be checked is never dropped without a word: it waits until the card's network is there and read,
however long that takes, and is judged then, or refused with the reason. Only another card, or the pupil, withdraws it.
"""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from bpexplorer.guard import guard
from bpexplorer.lessons import texts
from bpexplorer.lessons.card.panel import LessonPanel
from bpexplorer.lessons.card.parts import Offer
from bpexplorer.lessons.lesson import Card, Lesson, View
from bpexplorer.lessons.player import Answer, Play
from bpexplorer.lessons.stage import Progress, Stage, Standing, Values
from bpexplorer.translation import tr

_CHANGED = tr(
    "The network isn't the one that this card speaks of any more, so there is no number to show. Set up again brings "
    "it back."
)
_FAILED = tr(
    "The program couldn't read its numbers; its log says why. Set up again brings the network back, and you can check "
    "your answer once more."
)


class Playing(QObject):
    """Holds the play of a lesson, and shows it on the panel. A lesson that was left goes on, or begins again."""

    #: Another card or answer, or no lesson: the Play, or None.
    changed = Signal(object)

    def __init__(self, panel: LessonPanel, stage: Stage) -> None:
        super().__init__(panel)
        self._panel, self._page, self._stage = panel, panel.card, stage
        self.play: Play | None = None
        #: How the lesson stood when it was left before; None: it wasn't, or nothing of it was kept.
        self._left: Play | None = None
        self._standing = Standing.COMING
        #: What is to be judged once the numbers are there.
        self._asked: Answer | None = None
        #: What the stage is reading now; None: nothing.
        self._reading: frozenset[str] | None = None
        #: Whether what the card says before its answer is still to be read.
        self._is_unread = False
        page = self._page
        page.checked.connect(self._on_checked)
        page.back_requested.connect(self._on_back_requested)
        page.forward_requested.connect(self._on_forward_requested)
        page.set_up_requested.connect(self._on_set_up_requested)
        page.leave_requested.connect(stage.leave)
        page.save_requested.connect(self._on_save_requested)
        page.curtain_requested.connect(self._on_curtain_requested)
        page.begin_again_requested.connect(self._on_begin_again_requested)
        page.go_on_requested.connect(self._on_go_on_requested)

    def begin(self, lesson: Lesson, left: Play | None = None) -> None:
        """Play a lesson, from where it was left, if it was."""
        self._left = left if left is not None and left.has_begun else None
        self._show(self._left or Play(lesson), offer="" if self._left is None else "begin_again")

    def end(self) -> None:
        """Show no card any more."""
        self.play = self._left = None
        self._await_card()
        self._panel.show_card(False)
        self.changed.emit(None)

    def show_standing(self, standing: Standing, progress: Progress | None, chip: str) -> None:
        """Show how the network stands; whenever it comes to be there, read what is still to be read of it."""
        if self.play is None:
            return
        has_come = standing is Standing.THERE is not self._standing
        self._standing = standing
        self._page.show_standing(standing, progress, chip)
        if has_come and (self._is_unread or self._asked is not None):
            self._reading = None  # it was asked of another network, and gives nothing
            self._read()

    def _show(self, play: Play, *, anew: bool = False, offer: Offer = "") -> None:
        self.play = play
        self._await_card()
        self._panel.show_card(True)
        self._page.show_play(play)
        if not anew:
            self._page.show_offer(offer, len(play.answers))
        self._stage.set_up(play.lesson, play.card, anew=anew)
        self._show_curtain(play.card.view)
        if play.answer is not None:
            self._look_after(play.card)
        self._page.take_keyboard()
        self.changed.emit(play)

    def _await_card(self) -> None:
        """Let go of all that belongs to the card before."""
        self._standing, self._is_unread = Standing.COMING, True
        self._asked = self._reading = None
        self._page.show_checking(False)

    def _look_after(self, card: Card) -> None:
        """Look where the card looks once it is answered."""
        self._stage.show_answered(card)
        self._show_curtain(card.after or card.view)

    def _show_curtain(self, view: View) -> None:
        self._page.show_curtain(view.curtain is not None)

    def _read(self) -> None:
        """Have the numbers read that are needed now, unless they are being read."""
        assert self.play is not None
        card = self.play.card
        is_judged = self._asked is not None or card.question is None
        names = texts.after_answer(card) if is_judged else texts.before_answer(card)
        if self._asked is None and not names:
            self._is_unread = False
            return
        if names != self._reading:
            self._reading = names
            self._stage.read(self.play.lesson, card, names, self._take_values)

    def _take_values(self, values: Values) -> None:
        if self.play is None:
            return
        self._reading = None
        if values is not None:
            self._is_unread = False
            self._page.show_values(values)
            self._judge(values)
        elif self._standing is not Standing.COMING:  # else it is read when the network is there
            self._refuse(_CHANGED if self._standing is Standing.CHANGED else _FAILED)

    def _judge(self, values: Mapping[str, float]) -> None:
        answer, play = self._asked, self.play
        if answer is None or play is None:
            return
        self._asked = None
        self._page.show_checking(False)
        self.play = play.answered(replace(answer, values=values))
        self._look_after(self.play.card)
        self._page.show_play(self.play)
        if self._page.has_keyboard:  # whoever went on to something else meanwhile goes on there
            self._page.take_keyboard()
        self.changed.emit(self.play)

    def _refuse(self, why: str) -> None:
        if self._asked is not None:
            self._asked = None
            self._page.show_checking(False)
            self._page.show_refusal(why)

    @guard
    def _on_checked(self, answer: Answer | None) -> None:
        if self.play is None:
            return
        self._asked = answer
        self._page.show_checking(answer is not None)
        if answer is not None and self._standing is not Standing.COMING:
            self._read()

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
    def _on_begin_again_requested(self) -> None:
        if self.play is not None:
            self._left = self.play
            self._show(Play(self.play.lesson), offer="go_on")

    @guard
    def _on_go_on_requested(self) -> None:
        if self._left is not None:
            self._show(self._left, offer="begin_again")

    @guard
    def _on_save_requested(self) -> None:
        if self.play is not None:
            self._stage.keep_answers(self.play.table())

    @guard
    def _on_curtain_requested(self) -> None:
        self._stage.open_curtain()
        self._page.show_curtain(False)
