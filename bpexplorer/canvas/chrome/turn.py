"""My turn: fields for the numbers that a person works out in a phase, each ticked once it is right."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from bpexplorer.core.readings.phases.my_turn import Blank
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.access.speech import announce
from bpexplorer.look.stylesheet import CONTROL_HEIGHT, set_ink, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.typing.typed_numbers import Kind, NotTakenError, read_number
from bpexplorer.look.widgets import Caption
from bpexplorer.translation import tr

#: So many numbers are asked for at once at most.
MOST: Final = 2
#: Room for so many digits.
_CHARACTERS: Final = 8
_RIGHT, _WRONG = "✓", "✗"
_OTHER_SIGN: Final = tr("right size, other sign")
_SAID: Final = {_RIGHT: tr("right"), _WRONG: tr("not yet right")}


class AnswerField(QLineEdit):
    """Takes a number; Enter, Tab or a click elsewhere hands it over."""

    #: The number.
    answered = Signal(float)
    #: Why the text isn't taken, in a clause.
    refused = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(fonts.number_font(fonts.SECONDARY))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(40)
        width = QFontMetrics(self.font()).horizontalAdvance("0") * _CHARACTERS
        self.setFixedWidth(width + 16)
        self.editingFinished.connect(self._on_editing_finished)

    @guard
    def _on_editing_finished(self) -> None:
        text = self.text().strip()
        if not text or not self.isModified():
            return
        self.setModified(False)
        try:
            number = read_number(text, Kind.REAL)
        except NotTakenError as error:
            self.refused.emit(str(error.reason))
            return
        self.answered.emit(number)

    @override
    @guard
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # What is left unfinished in a field that goes is nobody's answer.
        self.setModified(False)


class TurnRow(QWidget):
    """Asks for some numbers and ticks those that are right; gives them away if it is asked to."""

    #: All of them are right, or are to be shown.
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("turn")
        self.setAccessibleName(tr("My turn"))
        self._blanks: tuple[Blank, ...] = ()
        self._is_right: list[bool] = []
        self._about = ""
        self._fields = [_Asked(f"turn_{place}", self) for place in range(MOST)]
        self._words = Caption("", self)
        self._words.setObjectName("turn_words")
        self._words.setMinimumHeight(round(CONTROL_HEIGHT * fonts.dpi_scale()))
        self._show = QPushButton(tr("Show"), self)
        self._show.setObjectName("turn_show")
        self._show.setAccessibleName(tr("Show the numbers"))
        self._show.setToolTip(wrapped(tr("Show what is hidden in this phase, without working it out.")))
        set_role(self._show, "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for asked in self._fields:
            for widget in (asked.label, asked.field, asked.verdict):
                layout.addWidget(widget)
            asked.field.answered.connect(self._on_answered)
            asked.field.refused.connect(self._on_refused)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._show)
        self._show.clicked.connect(self._on_show_clicked)
        self.ask((), (), "")

    def ask(self, blanks: Sequence[Blank], names: Sequence[str], about: str, *, done: bool = False) -> None:
        """Ask for these numbers, called so, or for none; ``about``: whose they are, or why there are none.

        What is typed stays while they are the same, also once they are ``done``. Others that are done aren't asked for.
        """
        self._about = about
        if blanks and tuple(blanks) == self._blanks:
            self._show.setVisible(not done)
            if done:
                self._say(about)
            return
        blanks = () if done else blanks
        self._blanks = tuple(blanks)
        self._is_right = [False] * len(self._blanks)
        self._say(about)
        self._show.setVisible(bool(blanks))
        for place, asked in enumerate(self._fields):
            asked.show(names[place] if place < len(self._blanks) else None)

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """What is asked for."""
        return self._blanks

    def _say(self, text: str) -> None:
        self._words.setText(text)
        self._words.setToolTip(wrapped(tr("An answer is right if it agrees to two digits.")))

    @guard
    def _on_answered(self, number: float) -> None:
        place = self._place_of_sender()
        if place is None:
            return
        blank = self._blanks[place]
        is_right = self._is_right[place] = blank.is_right(number)
        self._say(_OTHER_SIGN if blank.has_other_sign(number) else self._about)
        self._fields[place].tell(is_right, _OTHER_SIGN if blank.has_other_sign(number) else "")
        if all(self._is_right):
            self.finished.emit()

    @guard
    def _on_refused(self, reason: str) -> None:
        place = self._place_of_sender()
        if place is not None:
            self._is_right[place] = False
            self._fields[place].verdict.setText("")
            self._say(tr("Not taken: {reason}.", reason=reason))
            announce(self, self._words.text())

    def _place_of_sender(self) -> int | None:
        sender = self.sender()
        found = [place for place, asked in enumerate(self._fields) if asked.field is sender]
        return found[0] if found and found[0] < len(self._blanks) else None

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @guard
    def _on_show_clicked(self) -> None:
        self.finished.emit()


class _Asked:
    """A number that is asked for: its name, the field, and whether what is typed is right."""

    def __init__(self, name: str, parent: QWidget) -> None:
        self.label = QLabel(parent)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.field = AnswerField(parent)
        self.field.setObjectName(name)
        self.field.setToolTip(wrapped(tr("Type what you have worked out, then Enter.")))
        self.label.setBuddy(self.field)
        self.verdict = QLabel(parent)
        self.verdict.setObjectName(f"{name}_verdict")
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        # So that nothing moves when it comes.
        metrics = self.verdict.fontMetrics()
        self.verdict.setMinimumWidth(max(metrics.horizontalAdvance(text) for text in (_RIGHT, _WRONG)) + 2)

    def show(self, name: str | None) -> None:
        """Ask for a number of this name; None: for none."""
        self.label.setText("" if name is None else f"{name} =")
        self.field.setAccessibleName(name or tr("Answer"))
        self.field.setText("")
        self.verdict.setText("")
        for widget in (self.label, self.field, self.verdict):
            widget.setVisible(name is not None)

    def tell(self, is_right: bool, remark: str = "") -> None:
        """Say whether what is typed is right, or a ``remark`` on what is wrong with it."""
        verdict = _RIGHT if is_right else _WRONG
        said = remark or _SAID[verdict]
        self.verdict.setText(verdict)
        self.verdict.setToolTip(wrapped(said))
        self.verdict.setAccessibleName(said)
        set_ink(self.verdict, "good" if is_right else "warning")
        announce(self.field, f"{self.field.accessibleName()}: {said}")
