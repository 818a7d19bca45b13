"""The parts of a card: which network it is about, how the lesson goes on, and what is revealed."""

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.lessons.card.prose import Prose
from bpexplorer.look import numbers
from bpexplorer.look.stylesheet import set_ink, set_role
from bpexplorer.look.theme import current_theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.translation import tr, tr_n

_GAP = 10
#: Of the bar beside what is revealed.
_BAR = 3
#: What can be chosen of a lesson that was left before: the other of going on and beginning again; or nothing.
Offer = Literal["", "begin_again", "go_on"]
_BEGIN_AGAIN = (tr("Begin again"), tr("Go to the first card, with nothing answered."))
_GO_ON = (tr("Go on where you were"), tr("Bring your earlier answers back."))


class Chip(QFrame):
    """Which network the card is about; a button that brings it back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "inset")
        self._words = QLabel(self)
        self._words.setObjectName("lesson_state")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        set_role(self._words, "secondary")
        self.again = QPushButton(tr("Set up again"), self)
        self.again.setObjectName("lesson_again")
        self.again.setAccessibleName(tr("Set up again"))
        self.again.setToolTip(
            wrapped(tr("Bring the network back to what this card speaks of, and look there."))
        )
        set_role(self.again, "link")
        line = QHBoxLayout(self)
        line.setContentsMargins(_GAP, 4, 2, 4)
        line.addWidget(self._words, 1)
        line.addWidget(self.again)

    def show_words(self, words: str, *, is_changed: bool) -> None:
        self._words.setText(words)
        set_ink(self._words, "warning" if is_changed else "secondary")


class OfferNote(QFrame):
    """Says that a lesson goes on where it was left, or begins again, and offers the other."""

    #: The Offer that is shown.
    followed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: Offer = ""
        set_role(self, "inset")
        self._words = QLabel(self)
        self._words.setObjectName("lesson_offer")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._button = QPushButton(self)
        self._button.setObjectName("lesson_offered")
        self._button.clicked.connect(self._on_clicked)
        set_role(self._button, "link")
        self._show_button(*_BEGIN_AGAIN)
        column = QVBoxLayout(self)
        column.setContentsMargins(_GAP, 6, 2, 2)
        column.setSpacing(0)
        column.addWidget(self._words)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_offer(self, offer: Offer, answers: int) -> None:
        self._shown = offer
        self.setVisible(bool(offer))
        if offer == "begin_again":
            self._words.setText(
                tr_n(
                    "You go on where you were. {count} answer is kept.",
                    "You go on where you were. {count} answers are kept.",
                    answers,
                    count=numbers.count(answers),
                )
            )
            self._show_button(*_BEGIN_AGAIN)
        elif offer:
            self._words.setText(
                tr("You begin again. Your first new answer takes the place of those that are kept.")
            )
            self._show_button(*_GO_ON)

    def _show_button(self, words: str, tip: str) -> None:
        self._button.setText(words)
        self._button.setAccessibleName(words)
        self._button.setToolTip(wrapped(tip))

    @guard
    def _on_clicked(self) -> None:
        self.followed.emit(self._shown)


class Reveal(QWidget):
    """What the pupil said, what the program reads, and why; a bar beside it says whether that was right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_right: bool | None = None
        self._read = Prose("lesson_reveal", self)
        self._because = Prose("lesson_because", self, ink="secondary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_GAP + _BAR, 6, 0, 6)
        layout.setSpacing(4)
        layout.addWidget(self._read)
        layout.addWidget(self._because)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_reveal(
        self, read: list[tuple[str, bool]], because: list[tuple[str, bool]], is_right: bool | None
    ) -> None:
        self._is_right = is_right
        self._read.show_parts(read)
        self._because.show_parts(because)
        self.show()
        self.update()

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        colour = {True: theme.good, False: theme.warning, None: theme.accent}[self._is_right]
        QPainter(self).fillRect(QRectF(0, 0, _BAR, self.height()), colour)
