"""My turn: fields for the numbers that a person works out, each ticked once it is right."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.phases.my_turn import Blank
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.access.speech import announce
from bpexplorer.look.stylesheet import set_ink, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.typing.typed_numbers import Kind, NotTakenError, read_number
from bpexplorer.look.widgets import Caption
from bpexplorer.panels.shared.form import words
from bpexplorer.translation import tr

#: So many numbers are asked for at once at most.
MOST: Final = 2
#: Room for so many digits.
_CHARACTERS: Final = 11
_RIGHT: Final = tr("✓ right")
_WRONG: Final = tr("✗ not yet")


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
        self.editingFinished.connect(self._on_editing_finished)

    def clear_answer(self) -> None:
        """Be empty again, and ask for nothing."""
        self.setText("")

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
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance("0") * _CHARACTERS
        return QSize(width + 12, super().sizeHint().height())

    @override
    @guard
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # What is left unfinished in a field that goes is nobody's answer.
        self.setModified(False)


class TurnBox(QWidget):
    """Asks for some numbers and ticks those that are right; gives them away if it is asked to."""

    #: All of them are right, or are to be shown.
    finished = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._blanks: tuple[Blank, ...] = ()
        self._is_right: list[bool] = []
        self._rows = [_Row(f"{name}_{place}", self) for place in range(MOST)]
        self._show = QPushButton(tr("Show"), self)
        self._show.setObjectName(f"{name}_show")
        self._show.setAccessibleName(tr("Show the numbers"))
        self._show.setToolTip(wrapped(tr("Show what is hidden in this phase, without working it out.")))
        set_role(self._show, "link")
        self._hint = Caption(tr("My turn: two digits are enough."), self)
        self._message = words(f"{name}_message", self)
        foot, grid, layout = QHBoxLayout(), QGridLayout(), QVBoxLayout(self)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._show)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        for place, row in enumerate(self._rows):
            grid.addWidget(row.label, place, 0)
            grid.addWidget(row.field, place, 1)
            grid.addWidget(row.verdict, place, 2)
            row.field.answered.connect(self._on_answered)
            row.field.refused.connect(self._on_refused)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(grid)
        layout.addWidget(self._message)
        layout.addLayout(foot)
        self._show.clicked.connect(self._on_show_clicked)
        self._message.hide()

    def ask(self, blanks: Sequence[Blank], names: Sequence[str]) -> None:
        """Ask for these numbers, called so; what is typed stays while they are the same."""
        if tuple(blanks) == self._blanks:
            return
        self._blanks = tuple(blanks)
        self._is_right = [False] * len(self._blanks)
        self._message.hide()
        for place, row in enumerate(self._rows):
            is_asked = place < len(self._blanks)
            row.show(names[place] if is_asked else "", is_asked)

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """What is asked for."""
        return self._blanks

    @guard
    def _on_answered(self, number: float) -> None:
        place = self._sender_place()
        if place is None:
            return
        self._message.hide()
        is_right = self._is_right[place] = self._blanks[place].is_right(number)
        self._rows[place].tell(is_right)
        if all(self._is_right):
            self.finished.emit()

    @guard
    def _on_refused(self, reason: str) -> None:
        place = self._sender_place()
        if place is not None:
            self._is_right[place] = False
            self._rows[place].verdict.setText("")
            self._message.setText(tr("Not taken: {reason}.", reason=reason))
            self._message.show()
            announce(self, self._message.text())

    def _sender_place(self) -> int | None:
        sender = self.sender()
        found = [place for place, row in enumerate(self._rows) if row.field is sender]
        return found[0] if found and found[0] < len(self._blanks) else None

    @guard
    def _on_show_clicked(self) -> None:
        self.finished.emit()


class _Row:
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
        self.verdict.setMinimumWidth(
            max(self.verdict.fontMetrics().horizontalAdvance(text) for text in (_RIGHT, _WRONG))
        )

    def show(self, name: str, is_asked: bool) -> None:
        self.label.setText(f"{name} =")
        self.field.setAccessibleName(name)
        self.field.clear_answer()
        self.verdict.setText("")
        for widget in (self.label, self.field, self.verdict):
            widget.setVisible(is_asked)

    def tell(self, is_right: bool) -> None:
        self.verdict.setText(_RIGHT if is_right else _WRONG)
        set_ink(self.verdict, "good" if is_right else "warning")
        announce(self.field, f"{self.field.accessibleName()}: {self.verdict.text()}")
