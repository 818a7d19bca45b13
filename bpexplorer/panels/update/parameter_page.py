"""How one weight or bias came by its change: its samples' parts in the gradient, and what was made of their mean."""

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.update import UpdateReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import BATCH_SHOWN
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.icons import icon
from bpexplorer.look.parameters import index_form, parameter_name
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.look.theme import current_theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import FormulaLabel
from bpexplorer.look.widgets.labels import Caption, SteadyLabel
from bpexplorer.panels.shared.cells.cell_grid import Place
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.panels.update import words
from bpexplorer.panels.update.rows import GRADIENT_LATEX, UpdateRow, update_rows
from bpexplorer.panels.update.shares import LOWEST, ShareBars
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

_FORMULA_SIZE = 12.0
#: From this width on the bars have room beside the numbers.
_WIDE = 400
#: As high as three lines of numbers.
_HIGH_BARS = 50


class Reach(Enum):
    """How far the page goes."""

    #: The samples' parts, and that their mean is the gradient, which is still to be worked out.
    SHARES = "shares"
    #: The gradient.
    GRADIENT = "gradient"
    #: What is made of it, too.
    WHOLE = "whole"


class FrozenMark(QWidget):
    """The snowflake that stands for what training leaves alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        side = round(fonts.NUMBER * fonts.dpi_scale())
        self.setFixedSize(QSize(side, side))
        self.setToolTip(tr("Frozen: training leaves it as it is."))
        self.setAccessibleName(tr("frozen"))

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            icon("frozen", theme, color=theme.accent).paint(painter, self.rect())


class _Line:
    """A row of the grid: what a number is, and the number."""

    def __init__(self, place: int, parent: QWidget, grid: QGridLayout) -> None:
        self.name = Caption("", parent)
        self.name.setObjectName(f"update_line_{place}_name")
        self.number = SteadyLabel(parent)
        self.number.setObjectName(f"update_line_{place}")
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(self.name, place, 0)
        grid.addWidget(self.number, place, 1, Qt.AlignmentFlag.AlignRight)

    def show_row(self, row: UpdateRow, *, is_formula: bool) -> None:
        self.name.setText(row.name)
        self.name.setVisible(not is_formula)
        font = fonts.number_font(fonts.TEXT, bold=row.is_result)
        if font != self.number.font():
            self.number.setFont(font)
        set_ink(self.number, "secondary" if row.is_aside else "text")
        self.number.show_text(row.text)
        self.number.setAccessibleName(row.name)
        for each in (self.name, self.number):
            each.setToolTip(wrapped(row.meaning))
        self.number.show()

    def hide(self) -> None:
        self.name.hide()
        self.number.hide()


class ParameterPage(QWidget):
    """Shows a reading's second half; says what there is to select where nothing is."""

    #: The place of a sample in the batch: it is to be looked at.
    sample_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: UpdateReading | None = None
        self._reach = Reach.WHOLE
        self._hovered: int | None = None
        self._message = label("update_message", self)
        self._body = QWidget(self)
        self._name = Caption("", self._body)
        self._name.setObjectName("update_name")
        set_ink(self._name, "text")
        self._frozen = FrozenMark(self._body)
        self.bars = ShareBars(self._body)
        self._votes = Caption("", self._body)
        self._votes.setObjectName("update_votes")
        self._votes.setToolTip(wrapped(words.VOTES_MEANING))
        self._formula = FormulaLabel(GRADIENT_LATEX["weight"], "", size=_FORMULA_SIZE, parent=self._body)
        self._formula.setObjectName("update_formula")
        self._grid = QGridLayout()
        self._lines: list[_Line] = []
        self._lay_out()
        self.bars.chosen.connect(self.sample_chosen)
        self.bars.cell_hovered.connect(self._on_cell_hovered)

    def _lay_out(self) -> None:
        top, directions = QHBoxLayout(), QBoxLayout.Direction
        top.setSpacing(4)
        top.addWidget(self._frozen)
        top.addWidget(self._name, 1)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self._formula, 0, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        self._head, self._below = (QBoxLayout(directions.TopToBottom) for _ in range(2))
        self._head.addLayout(top)
        self._head.addWidget(self._votes)
        lines = QVBoxLayout()
        lines.addLayout(self._grid)
        lines.addStretch(1)
        self._below.addWidget(self.bars, 1)
        self._below.addLayout(lines)
        inside.addLayout(self._head)
        inside.addLayout(self._below, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._message)
        column.addWidget(self._body, 1)
        column.addStretch(0)

    def show_nothing(self, neuron: Neuron | None) -> None:
        """Say what to select: there is nothing, or an input."""
        self._body.hide()
        self._message.setText(words.why_empty(neuron))
        self._message.show()

    def show_reading(self, reading: UpdateReading, chosen: int, *, reach: Reach = Reach.WHOLE) -> None:
        """Show how the reading's parameter came by its change; ``chosen`` is the sample that is looked at, or −1."""
        update = reading.parameter
        assert update is not None, "nothing to show"
        self._reading, self._reach = reading, reach
        self._name.setText(parameter_name(update.place))
        self._name.setToolTip(index_form(update.place))
        self._frozen.setVisible(update.is_frozen)
        self.bars.show_update(update, reading.rows, chosen, has_mean=reach is not Reach.SHARES)
        kind = words.kind(update.place)
        rows = update_rows(reading, update)
        self._formula.set_formula(GRADIENT_LATEX[kind], rows[0].name)
        self._formula.setToolTip(wrapped(rows[0].meaning))
        match reach:
            case Reach.SHARES:
                rows = (replace(rows[0], text="?"),)
            case Reach.GRADIENT:
                rows = rows[:1]
        self._show_rows(rows)
        self._show_votes()
        self._message.hide()
        self._body.show()

    def _show_rows(self, rows: tuple[UpdateRow, ...]) -> None:
        while len(self._lines) < len(rows):
            self._lines.append(_Line(len(self._lines), self._body, self._grid))
        for place, line in enumerate(self._lines):
            if place < len(rows):
                line.show_row(rows[place], is_formula=place == 0)
            else:
                line.hide()

    def _show_votes(self) -> None:
        reading = self._reading
        if reading is None or reading.parameter is None:
            return
        update, count = reading.parameter, len(reading.rows)
        if self._hovered is not None and self._hovered < count:
            number = self.bars.number(self._hovered)
            self._votes.setText(words.share_words(update, self._hovered, number))
            return
        shown = (
            tr(" · first {batch_shown} of {count} shown", batch_shown=BATCH_SHOWN, count=numbers.count(count))
            if count > BATCH_SHOWN
            else ""
        )
        self._votes.setText(words.votes(update) + shown)

    @guard
    def _on_cell_hovered(self, cell: Place | None) -> None:
        self._hovered = None if cell is None else cell[1]
        self._show_votes()

    def _arrange(self, width: int) -> None:
        """In a wide panel, have the bars beside the numbers, and what the samples want beside the name."""
        directions = QBoxLayout.Direction
        is_wide = width >= round(_WIDE * fonts.dpi_scale())
        for layout, spacing in ((self._head, 1), (self._below, 2)):
            layout.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
            layout.setSpacing(12 if is_wide else spacing)
        self.bars.setMinimumHeight(round((_HIGH_BARS if is_wide else LOWEST) * fonts.dpi_scale()))
        self._below.setAlignment(self.bars, Qt.AlignmentFlag.AlignTop if is_wide else Qt.AlignmentFlag(0))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def tables(self) -> tuple[ValueTable, ...]:
        """What is shown, with every digit; nothing that is still to be worked out."""
        reading, bars = self._reading, self.bars.content()
        if reading is None or reading.parameter is None or bars is None:
            return ()
        update = reading.parameter
        rows = (
            ("gradient", update.gradient),
            ("penalty", update.penalty),
            ("clipping", None if update.clip is None else update.clip.factor),
            *((term.symbol, term.value) for term in update.terms),
            ("change", update.change),
            ("before", update.old),
            ("after", update.new),
        )
        reached = {Reach.SHARES: rows[:0], Reach.GRADIENT: rows[:1]}.get(self._reach, rows)
        kept = tuple(row for row in reached if row[1] is not None)
        return ValueTable(
            tr("Update of {parameter_name}", parameter_name=parameter_name(update.place)), ("", "value"), kept
        ), bars
