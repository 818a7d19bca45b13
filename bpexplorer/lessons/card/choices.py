"""What a card asks: choices as rows, a field for a number, or lines for a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.lessons.card.wrapped import WrappedButton
from bpexplorer.lessons.lesson import Question
from bpexplorer.lessons.player import Answer
from bpexplorer.look import fonts
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.stylesheet import RADIUS
from bpexplorer.look.theme import current_theme
from bpexplorer.look.typing.typed_numbers import Kind, NotTakenError, read_number
from bpexplorer.translation import tr

_HEIGHT, _MARK, _INSIDE = 36, 12, 10
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)
_LINES = 4
#: Of a sentence; more isn't taken.
_MOST_CHARACTERS = 1_000


class ChoiceRow(Spoken, WrappedButton):
    """One answer: a mark (round, or a box where several can be right) and its words."""

    accessible_role = QAccessible.Role.RadioButton
    usual_width, least_width = 200, 80

    #: Return was pressed on it.
    entered = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.setCheckable(True)
        self.setFont(fonts.text_font())
        #: Once it is answered: whether this is a right one.
        self._is_right: bool | None = None

    def show_words(self, words: str) -> None:
        """Show other words."""
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()

    def show_judged(self, is_right: bool | None) -> None:
        """Show whether it is a right answer; None: not yet."""
        self._is_right = is_right
        said = {True: tr("the right answer"), False: tr("not the right answer"), None: ""}
        self.setAccessibleDescription(said[is_right])
        self.update()

    @override
    def spoken(self) -> str:
        return tr("chosen") if self.isChecked() else ""

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _room(self, width: int) -> QRect:
        left = 2 * _INSIDE + _MARK
        return QRect(left, 0, max(1, width - left - _INSIDE), 1 << 14)

    @override
    @guard(returns=_HEIGHT)
    def heightForWidth(self, width: int) -> int:
        words = QFontMetrics(self.font()).boundingRect(self._room(width), _WRAP, self.text()).height()
        return max(round(_HEIGHT * max(1.0, fonts.dpi_scale())), words + 16)

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_good = self._is_right is True
        edge = theme.good if is_good else theme.accent if self.isChecked() or self.hasFocus() else theme.line
        painter.setPen(QPen(edge, 2.0 if self.hasFocus() else 1.0))
        painter.setBrush(theme.field if self.underMouse() and self.isEnabled() else theme.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        mark = QRectF(_INSIDE, (self.height() - _MARK) / 2, _MARK, _MARK)
        painter.setPen(QPen(edge if self.isChecked() else theme.outline, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        is_box = self.accessible_role is QAccessible.Role.CheckBox
        shape = painter.drawRect if is_box else painter.drawEllipse
        shape(mark)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(edge)
            shape(mark.adjusted(3, 3, -3, -3))
        painter.setFont(self.font())
        painter.setPen(theme.text)
        words = self._room(self.width())
        words.setHeight(self.height())
        painter.drawText(words, _WRAP, self.text())


class TickRow(ChoiceRow):
    """One of several answers, of which any number may be right."""

    accessible_role = QAccessible.Role.CheckBox


class QuestionBox(QWidget):
    """Asks one question, and says what is answered so far."""

    #: There is an answer now, or none any more.
    changed = Signal()
    #: Return was pressed in a field, or on a choice where there is an answer.
    entered = Signal()

    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self._question = question
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.rows: list[ChoiceRow] = []
        self._field: QLineEdit | QTextEdit | None = None
        if question.kind in ("choice", "ticks"):
            self._make_rows(question.kind == "choice", len(question.choices))
        elif question.kind == "number":
            self._field = self._make_field()
        else:
            self._field = self._make_lines()
        for widget in (*self.rows, self._field):
            if widget is not None:
                layout.addWidget(widget)

    def _make_rows(self, is_exclusive: bool, count: int) -> None:
        # In a group, Tab leads to one of them alone, as arrow keys lead to the others: that is for one choice.
        group = QButtonGroup(self) if is_exclusive else None
        for at in range(count):
            row = (ChoiceRow if is_exclusive else TickRow)(f"lesson_choice_{at}", self)
            if group is not None:
                group.addButton(row, at)
            row.toggled.connect(self._on_changed)
            row.entered.connect(self._on_row_entered)
            self.rows.append(row)

    def _make_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("lesson_number")
        field.setAccessibleName(tr("Your number"))
        field.setPlaceholderText(tr("Type a number"))
        field.setFont(fonts.number_font())
        field.textChanged.connect(self._on_changed)
        field.returnPressed.connect(self.entered)
        return field

    def _make_lines(self) -> QTextEdit:
        lines = QTextEdit(self)
        lines.setObjectName("lesson_sentence")
        lines.setAccessibleName(tr("Your sentence"))
        lines.setPlaceholderText(tr("Say it in one sentence"))
        lines.setAcceptRichText(False)
        lines.setTabChangesFocus(True)
        lines.setFixedHeight(lines.fontMetrics().lineSpacing() * _LINES + 16)
        lines.textChanged.connect(self._on_changed)
        return lines

    def show_words(self, words: Sequence[str]) -> None:
        """Show the choices in these words."""
        for row, text in zip(self.rows, words, strict=True):
            row.show_words(text)

    def show_answer(self, answer: Answer, said: str) -> None:
        """Show what was answered, and which choices are right."""
        for at, row in enumerate(self.rows):
            row.setChecked(at in answer.chosen)
        for row, choice in zip(self.rows, self._question.choices, strict=True):
            row.show_judged(choice.right)  # once all are chosen: choosing takes it back
        if isinstance(self._field, QLineEdit):
            self._field.setText(said)
        elif self._field is not None:
            self._field.setPlainText(said)

    def unjudge(self) -> None:
        """Show no longer which choices are right."""
        for row in self.rows:
            row.show_judged(None)

    @property
    def answer(self) -> Answer | None:
        """What is answered, if anything is; of a number only one that can be read."""
        if self.rows:
            chosen = tuple(at for at, row in enumerate(self.rows) if row.isChecked())
            return Answer(chosen=chosen) if chosen else None
        if isinstance(self._field, QLineEdit):
            try:
                return Answer(number=read_number(self._field.text(), Kind.REAL))
            except NotTakenError:
                return None
        assert self._field is not None
        sentence = " ".join(self._field.toPlainText().split())[:_MOST_CHARACTERS]
        return Answer(sentence=sentence) if sentence else None

    @guard
    def _on_changed(self) -> None:
        self.changed.emit()

    @guard
    def _on_row_entered(self) -> None:
        row = self.sender()
        if self.answer is not None:
            self.entered.emit()
        elif isinstance(row, ChoiceRow):
            row.click()
