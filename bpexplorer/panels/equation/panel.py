"""The equation line: how the δ of the selected neuron is made, with its symbols and its live numbers."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.spec import Neuron
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.samples import reading_words
from bpexplorer.look.stylesheet import Ink, set_role
from bpexplorer.look.widgets import FormulaLabel, NumberLabel, SectionHeading
from bpexplorer.panels.equation.line import EquationLine, Formula, equation_line, written
from bpexplorer.panels.equation.uses import DeltaUses
from bpexplorer.panels.panel import Panel

#: As many terms as fit are shown, up to so many.
_MOST_TERMS = 8
#: Characters that the factors of a term need: "(+0.1234)(-1.23e-4)".
_FACTORS_WIDTH = 19
_NOTHING = Formula("BP", r"\delta = \frac{\partial C}{\partial z}", "δ = ∂C/∂z")


class EquationPanel(Panel):
    """BP1 (output neuron) or BP2 (hidden neuron) of the selected neuron for the selected sample.

    Below it, what this δ is used for: BP3 and BP4.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("equation_panel", "Equation", parent)
        self._name = SectionHeading("", self)
        self._name.setObjectName("equation_name")
        self._formula = FormulaLabel(_NOTHING.latex, _NOTHING.plain, parent=self)
        self._formula.setObjectName("equation_formula")
        self._message = QLabel(self)
        self._message.setObjectName("equation_message")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        set_role(self._message, "secondary")
        self._digits = EquationNumbers(self)
        self._uses = DeltaUses(self)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._name)
        top.addWidget(self._formula)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._digits)
        layout.addWidget(self._uses)
        layout.addWidget(self._message)
        layout.addStretch(1)
        self.clear()

    @override
    def clear(self) -> None:
        for widget in (self._digits, self._formula, self._name, self._uses):
            widget.hide()
        self._message.setText(_why_empty(None))
        self._message.show()
        self._tell_note("")

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        routes = picture.routes
        if before is None or (before.routes, before.session) != (routes, picture.session):
            line = None if routes is None else equation_line(routes)
            for widget in (self._digits, self._formula, self._name, self._uses):
                widget.setVisible(line is not None)
            self._message.setVisible(line is None)
            self._message.setText(_why_empty(picture.session.primary))
            self._tell_note("" if routes is None else reading_words(routes))
            if line is not None:
                self._name.setText(line.formula.name)
                self._formula.set_formula(line.formula.latex, line.formula.plain)
                self._digits.show_line(line)
        if routes is not None and (before is None or before.routes is not routes):
            self._uses.show_neuron(picture, routes.neuron)


def _why_empty(neuron: Neuron | None) -> str:
    if neuron is None:
        return "Select a neuron to see how its δ is made, with the numbers of the selected sample."
    if neuron.layer == 0:
        return (
            f"Input {neuron.index} has no δ here: an input is given, it has no weighted input z to change. "
            "Select a neuron of a later layer."
        )
    return ""


def _rest_caption(line: EquationLine, left: int, *, is_all: bool) -> str:
    """What the terms are called whose factors have no room; of a sum of one it is the product."""
    if not is_all:
        return f"… {numbers.count(left)} more"
    if left == 1:
        return f"k = {line.terms[0].k}:  {line.factors_name}"
    return f"Σ of {numbers.count(left)}"


class EquationNumbers(QWidget):
    """The numbers of the equation in a row: δ = gate × (term + term + … n more), and = a − y where that holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: EquationLine | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._delta = self._number("δⱼ", "equation_delta", 8, ink="accent")
        self._equals = self._sign("=")
        self._gate = self._number("gate", "equation_gate", 8)
        self._open = self._sign("× (")
        self._terms = [
            self._number("", f"equation_term_{place}", _FACTORS_WIDTH) for place in range(_MOST_TERMS)
        ]
        self._pluses: list[QLabel] = []
        self._add_sum()
        self._close = self._sign(")")
        self._difference_equals = self._sign("=")
        self._output = self._number("aⱼ", "equation_output", 8)
        self._minus = self._sign("−")
        self._target = self._number("yⱼ", "equation_target", 5)
        for widget in (self._close, self._difference_equals, self._output, self._minus, self._target):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        # As many terms are shown as fit; the row itself must not ask for more.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_line(self, line: EquationLine) -> None:
        """Show the numbers of an equation."""
        self._line = line
        self._delta.set_text(written(line.delta))
        has_gate = line.gate is not None
        self._gate.setVisible(has_gate)
        self._gate.set_caption(f"gate {line.gate_name}")
        self._gate.set_text("" if line.gate is None else written(line.gate))
        self._open.setText("× (" if has_gate else "(")
        has_difference = line.difference is not None
        for widget in (self._difference_equals, self._output, self._minus, self._target):
            widget.setVisible(has_difference)
        if line.difference is not None:
            self._output.set_text(written(line.difference[0]))
            self._target.set_text(numbers.significant(line.difference[1]))
        self._show_terms(line)

    def _show_terms(self, line: EquationLine) -> None:
        shown, left, rest = line.shown(self._room_for_terms())
        for place, label in enumerate(self._terms):
            is_used = place < len(shown)
            label.setVisible(is_used)
            if is_used:
                label.set_caption(f"k = {shown[place].k}:  {line.factors_name}")
                label.set_text(shown[place].factors)
                label.setToolTip(f"Term k = {shown[place].k}: {written(shown[place].value)}")
        for place, plus in enumerate(self._pluses):
            plus.setVisible(place + 1 < len(shown) + bool(left))
        self._rest.setVisible(left > 0)
        self._rest.set_caption(_rest_caption(line, left, is_all=not shown))
        self._rest.set_text(written(rest))

    def _room_for_terms(self) -> int:
        """How many terms fit beside everything else that is shown; where none does, their sum is shown alone."""
        if self._line is None:
            return 1
        spacing = self._row.spacing()
        others: list[QWidget] = [self._delta, self._equals, self._open, self._rest, self._close]
        if self._line.gate is not None:
            others.append(self._gate)
        if self._line.difference is not None:
            others += [self._difference_equals, self._output, self._minus, self._target]
        taken = sum(widget.sizeHint().width() + spacing for widget in others)
        term = self._terms[0].sizeHint().width() + self._pluses[0].sizeHint().width() + 2 * spacing
        return max(0, min(_MOST_TERMS, (self.width() - taken) // term))

    def _add_sum(self) -> None:
        for widget in (self._delta, self._equals, self._gate, self._open):
            self._row.addWidget(widget)
        for label in self._terms:
            self._row.addWidget(label)
            plus = self._sign("+")
            self._pluses.append(plus)
            self._row.addWidget(plus)
        self._rest = self._number("", "equation_rest", 8)
        self._row.addWidget(self._rest)

    def _number(self, caption: str, name: str, characters: int, *, ink: Ink = "text") -> NumberLabel:
        return NumberLabel(caption, name=name, characters=characters, ink=ink, size=fonts.TEXT, parent=self)

    def _sign(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setFont(fonts.number_font(fonts.NUMBER))
        label.setAlignment(Qt.AlignmentFlag.AlignBottom)
        set_role(label, "secondary")
        return label

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._line is not None:
            self._show_terms(self._line)
