"""The card that is played: what it says and asks, and after the answer what the program reads from itself."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bpexplorer.guard import guard
from bpexplorer.lessons import texts
from bpexplorer.lessons.card.choices import QuestionBox
from bpexplorer.lessons.card.parts import Chip, Offer, OfferNote, Reveal
from bpexplorer.lessons.card.prose import Prose
from bpexplorer.lessons.lesson import Card
from bpexplorer.lessons.player import Play, said
from bpexplorer.lessons.stage import Progress, Standing
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.speech import announce
from bpexplorer.look.stylesheet import PADDING, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.formula import FormulaLabel
from bpexplorer.look.widgets.labels import Caption
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.translation import tr

TITLE = 18.0
_INSIDE = 20
_GAP = 10
_CHECK, _CHECKING = tr("Check"), tr("Checking…")


class CardPage(QWidget):
    """Shows one card of a play. It asks for everything else by signals."""

    #: An Answer, which isn't judged yet; None: the one that is being checked is taken back.
    checked = Signal(object)
    back_requested = Signal()
    forward_requested = Signal()
    leave_requested = Signal()
    set_up_requested = Signal()
    save_requested = Signal()
    curtain_requested = Signal()
    begin_again_requested = Signal()
    go_on_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._play: Play | None = None
        self._is_checking = False
        self._values: Mapping[str, float] = {}
        self._question: QuestionBox | None = None
        self._formula: FormulaLabel | None = None
        #: Brings what is revealed into sight, once it has its place.
        self._revealing = QTimer(self)
        self._revealing.setSingleShot(True)
        self._revealing.timeout.connect(self._on_revealing)
        #: Whether it is kept there while the panels that come up with it take their room.
        self._is_kept_in_sight = False
        self._make_head()
        self._make_body()
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range_changed)
        bar.actionTriggered.connect(self._on_scrolled)
        self._make_foot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._head, self._scroll, self._foot):
            layout.addWidget(part)

    # Its parts

    def _make_head(self) -> None:
        self._head = QWidget(self)
        self._lesson = Caption("", self._head)
        self._lesson.setObjectName("lesson_title")
        self._dots = QLabel(self._head)
        self._dots.setObjectName("lesson_place")
        set_role(self._dots, "secondary")
        line = QHBoxLayout(self._head)
        line.setContentsMargins(_INSIDE, PADDING, _INSIDE, 4)
        line.addWidget(self._lesson, 1)
        line.addWidget(self._dots)

    def _make_body(self) -> None:
        self._scroll = PanelScroll(self, name="lesson_scroll")
        page = self._scroll.page
        self._offer = OfferNote(page)
        self._offer.followed.connect(self._on_offer_followed)
        self._title = Prose("lesson_card_title", page, size=TITLE, bold=True, line=115)
        self._text = Prose("lesson_text", page)
        self._chip = Chip(page)
        self._chip.again.clicked.connect(self.set_up_requested)
        self._bar = QProgressBar(page)
        self._bar.setObjectName("lesson_progress")
        self._bar.setAccessibleName(tr("Training for this card"))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._asked = Prose("lesson_question", page, bold=True, line=130)
        self._check = _button(
            _CHECK, "lesson_check", tr("Check this answer against what the program reads."), page
        )
        self._check.clicked.connect(self._on_check_clicked)
        self._why_not = Prose("lesson_why_not", page, size=fonts.SECONDARY, ink="warning", line=130)
        self._reveal = Reveal(page)
        self._curtain = _button(
            tr("Open the curtain"), "lesson_curtain", tr("Show what lies ahead of this layer again."), page
        )
        self._curtain.clicked.connect(self.curtain_requested)
        self._save = _button(
            tr("Save answers…"),
            "lesson_save",
            tr("Write your answers, and what the program read, as CSV."),
            page,
        )
        self._save.clicked.connect(self.save_requested)
        self._body = QVBoxLayout(page)
        self._body.setContentsMargins(_INSIDE, 4, _INSIDE, PADDING)
        self._body.setSpacing(_GAP)
        for widget in (self._offer, self._title, self._text, self._chip, self._bar, self._asked):
            self._body.addWidget(widget)
        for button in (self._check, self._curtain):
            self._body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._body.addWidget(self._why_not)
        self._body.addWidget(self._reveal)
        self._body.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        self._body.addStretch(1)

    def _make_foot(self) -> None:
        self._foot = QWidget(self)
        self._back = _button("◀", "lesson_back", tr("The card before."), self._foot)
        self._back.setAccessibleName(tr("The card before"))
        self._forward = _button(tr("Next ▶"), "lesson_forward", tr("The next card."), self._foot)
        self._leave = _button(
            tr("Leave"), "lesson_leave", tr("Leave the lesson. Your own project comes back."), self._foot
        )
        self._back.clicked.connect(self.back_requested)
        self._forward.clicked.connect(self.forward_requested)
        self._leave.clicked.connect(self.leave_requested)
        line = QHBoxLayout(self._foot)
        line.setContentsMargins(_INSIDE, PADDING, _INSIDE, _INSIDE - 4)
        line.addWidget(self._back)
        line.addWidget(self._forward)
        line.addStretch(1)
        line.addWidget(self._leave)

    # What it shows

    def show_play(self, play: Play) -> None:
        """Show the card that the play is at; what is typed stays as long as it is the same card."""
        is_other = (
            self._play is None or self._play.card is not play.card or self._play.lesson is not play.lesson
        )
        self._play = play
        if is_other:
            self._values = {} if play.answer is None else play.answer.values
            self._begin_card(play.card)
        self._lesson.setText(play.lesson.title)
        dots = "●" * (play.at + 1) + "○" * (play.count - play.at - 1) if play.count <= 12 else ""
        self._dots.setText(f"{dots}  {numbers.count(play.at + 1)}/{numbers.count(play.count)}".strip())
        self._dots.setAccessibleName(tr("Card {at} of {count}", at=play.at + 1, count=play.count))
        self._back.setEnabled(play.at > 0)
        self._forward.setEnabled(not play.is_last)
        self._show_texts()
        self._show_answer()

    def show_standing(self, standing: Standing, progress: Progress | None, chip: str) -> None:
        """Show how the network stands to the card: what the chip says, and how far training is."""
        self._chip.show_words(chip, is_changed=standing is Standing.CHANGED)
        self._keep_room_for_bar(progress is not None)
        self._bar.setVisible(progress is not None and standing is Standing.COMING)
        if progress is not None:
            self._bar.setRange(0, max(1, progress.of))
            self._bar.setValue(progress.epoch)

    def _keep_room_for_bar(self, is_kept: bool) -> None:
        """Where a card needs training, nothing below moves when that ends: not from under the mouse that answers."""
        policy = self._bar.sizePolicy()
        if policy.retainSizeWhenHidden() != is_kept:
            policy.setRetainSizeWhenHidden(is_kept)
            self._bar.setSizePolicy(policy)

    def show_checking(self, is_checking: bool) -> None:
        """Show that an answer is being checked: it waits for the network, or for its numbers."""
        self._is_checking = is_checking
        self._check.setText(_CHECKING if is_checking else _CHECK)

    def show_values(self, values: Mapping[str, float]) -> None:
        """Show the numbers that are known by now."""
        self._values = {**self._values, **values}
        self._show_texts()

    def show_refusal(self, why: str) -> None:
        """Say why there is no number to show; nothing takes it back."""
        self._why_not.show_text(why)
        if why:
            announce(self, why)

    def show_offer(self, offer: Offer, answers: int) -> None:
        """Say that the lesson goes on or begins again, and offer the other; ``answers``: so many are kept."""
        self._offer.show_offer(offer, answers)

    def show_curtain(self, is_closed: bool) -> None:
        """Offer to open the curtain while it is closed."""
        self._curtain.setVisible(is_closed)

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is on this card."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def take_keyboard(self) -> None:
        """Put the keyboard on what comes next."""
        first = (
            self._forward
            if self._question is None or (self._play and self._play.answer)
            else self._first_stop()
        )
        (first if first.isEnabled() else self._leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_stop(self) -> QWidget:
        assert self._question is not None
        if self._question.rows:
            return self._question.rows[0]
        return self._question.findChildren(QWidget)[0]

    def _begin_card(self, card: Card) -> None:
        if self._question is not None:
            self._question.hide()
            self._question.deleteLater()
            self._question = None
        if self._formula is not None:
            self._formula.hide()
            self._formula.deleteLater()
            self._formula = None
        page = self._scroll.page
        if card.formula is not None:
            self._formula = FormulaLabel(card.formula.latex, card.formula.plain, parent=page)
            self._formula.setObjectName("lesson_formula")
            self._body.insertWidget(self._body.indexOf(self._text) + 1, self._formula)
        if card.question is not None:
            self._question = QuestionBox(card.question, page)
            self._question.changed.connect(self._on_answer_changed)
            self._question.entered.connect(self._on_check_clicked)
            self._body.insertWidget(self._body.indexOf(self._asked) + 1, self._question)
            self._question.show()
        self.show_refusal("")
        self._is_kept_in_sight = False
        self._scroll.verticalScrollBar().setValue(0)

    def _show_texts(self) -> None:
        assert self._play is not None
        card, question = self._play.card, self._play.card.question
        self._title.show_parts(self._parts(card.title))
        self._text.show_parts(self._parts(card.text))
        self._asked.show_parts([] if question is None else self._parts(question.text))
        if self._question is not None and question is not None:
            self._question.show_words(
                [texts.filled(choice.text, card, self._values) for choice in question.choices]
            )

    def _parts(self, text: str) -> list[tuple[str, bool]]:
        assert self._play is not None
        return texts.parts(text, self._play.card, self._values)

    def _show_answer(self) -> None:
        assert self._play is not None
        card, answer = self._play.card, self._play.answer
        if answer is not None and self._question is not None:
            self._values = {**self._values, **answer.values}
            self._show_texts()
            self._question.show_answer(answer, said(card, answer))
            kind = "" if card.question is None else card.question.kind
            words = (
                tr("You said: {said}. ", said=said(card, answer).rstrip("."))
                if kind != "sentence"
                else tr("Saved. ")
            )
            self._reveal.show_reveal(
                [(words, False), *self._parts(card.reveal)], self._parts(card.because), answer.is_right
            )
            self.show_refusal("")
            self._is_kept_in_sight = True
            self._revealing.start(0)
        elif card.question is None and card.reveal:
            self._reveal.show_reveal(self._parts(card.reveal), self._parts(card.because), None)
        else:
            self._reveal.hide()
        self._save.setVisible(self._play.is_last and bool(self._play.answers))
        self._show_readiness()

    def _show_readiness(self) -> None:
        """What can be pressed, and what is meant to be pressed first."""
        if self._play is None:
            return
        is_asked = self._question is not None
        is_open = is_asked and self._play.answer is None
        is_answered = self._question is not None and self._question.answer is not None
        self._check.setVisible(is_asked)
        self._check.setEnabled(is_answered)
        set_role(self._check, "primary" if is_open else "tight")
        set_role(self._forward, "tight" if is_open else "primary")

    @guard
    def _on_revealing(self) -> None:
        self._scroll.ensureWidgetVisible(self._reveal, 0, PADDING)

    @guard
    def _on_range_changed(self, _least: int, _most: int) -> None:
        if self._is_kept_in_sight:
            self._on_revealing()

    @guard
    def _on_scrolled(self, _action: int) -> None:
        self._is_kept_in_sight = False  # whoever scrolls has seen it

    @guard
    def _on_offer_followed(self, offer: Offer) -> None:
        (self.begin_again_requested if offer == "begin_again" else self.go_on_requested).emit()

    @guard
    def _on_answer_changed(self) -> None:
        if self._question is not None:
            self._question.unjudge()
            if self._is_checking:  # what is judged is what stands there
                self.checked.emit(self._question.answer)
        self._show_readiness()

    @guard
    def _on_check_clicked(self) -> None:
        answer = None if self._question is None else self._question.answer
        if answer is not None:
            self.show_refusal("")
            self.checked.emit(answer)


def _button(text: str, name: str, tip: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setToolTip(wrapped(tip))
    button.setAutoDefault(False)
    return button
