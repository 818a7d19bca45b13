"""A page of the panel: an equation, the terms, and what they come to, line by line."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.stylesheet import Ink, set_ink, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import Divider, FormulaLabel
from bpexplorer.look.widgets.labels import SteadyLabel
from bpexplorer.look.widgets.pill import Pill, Whose
from bpexplorer.panels.origin.foot import FootRow
from bpexplorer.panels.origin.player import SumPlayer
from bpexplorer.panels.origin.rows import OriginTable, cell
from bpexplorer.panels.origin.table import OriginTableView
from bpexplorer.translation import tr

_FORMULA_SIZE: Final = 13.5
_FORMULA_ROOM: Final = 40


class Line(NamedTuple):
    """A line of the foot: what a number is, the number, and a few words about it."""

    name: str
    number: str
    words: str = ""


class LineSpec(NamedTuple):
    """What a line is for: its object name, its tooltip, and whether it is a result."""

    name: str
    meaning: str
    ink: Ink = "text"
    bold: bool = False


class SumPage(QWidget):
    """Shows terms and what they come to; what stands beside the lines is the caller's.

    Parameters
    ----------
    name : str
        The beginning of the object names.
    lines : sequence of LineSpec
        The lines below the terms.
    """

    def __init__(self, name: str, lines: Sequence[LineSpec], parent: QWidget) -> None:
        super().__init__(parent)
        self.is_whole = False
        self._formula = FormulaLabel("z", "z", size=_FORMULA_SIZE, parent=self)
        self._formula.setObjectName(f"{name}_formula")
        self._pill = Pill(parent=self)
        self._pill.setObjectName(f"{name}_pill")
        self.table = OriginTableView(self, name=f"{name}_table")
        self.more = QPushButton(self)
        self.more.setObjectName(f"{name}_more")
        set_role(self.more, "link")
        self._rest = SteadyLabel(self)
        self._rest.setObjectName(f"{name}_rest")
        self._rest.setFont(fonts.number_font(fonts.SECONDARY))
        set_ink(self._rest, "secondary")
        self._rows = {
            spec.name: FootRow(
                self, f"{name}_{spec.name}", spec.meaning, ink=spec.ink, bold=spec.bold, wraps=True
            )
            for spec in lines
        }
        self._lines: dict[str, Line] = {}
        #: Plays the sum whose result is the line “sum”; a page without that line has nothing to play.
        self.player = SumPlayer(f"{name}_play", self.table, self._show_running_total, self)
        self.player.offer(None)
        #: What stands beside the lines.
        self.beside = QHBoxLayout()
        self._lay_out()
        self.more.clicked.connect(self._on_more_clicked)

    def _lay_out(self) -> None:
        top, rest, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        room = QWidget(self)
        room.setFixedHeight(round(_FORMULA_ROOM * fonts.dpi_scale()))
        inside = QHBoxLayout(room)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._formula, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(room)
        top.addStretch(1)
        top.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        rest.addWidget(self.more)
        rest.addWidget(self._rest)
        rest.addStretch(1)
        rest.addWidget(self.player.button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, row in enumerate(self._rows.values()):
            grid.addWidget(row.name, place, 0)
            grid.addWidget(row.number, place, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(row.words, place, 2)
            row.name.setWordWrap(False)
            row.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.setColumnStretch(2, 1)
        foot.addLayout(grid, 1)
        foot.addLayout(self.beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(self.table)
        layout.addLayout(rest)
        layout.addWidget(Divider(self))
        layout.addLayout(foot)

    def show_equation(self, latex: str, plain: str, meaning: str, whose: Whose) -> None:
        """Show the equation, and whose its numbers are."""
        self._formula.set_formula(latex, plain)
        self._formula.setToolTip(wrapped(f"{plain}\n\n{meaning}"))
        self._pill.show_whose(whose)

    def show_terms(self, table: OriginTable) -> None:
        """Show the terms, and what those come to that aren't shown."""
        self.table.show_table(table)
        left = table.left
        self.more.setVisible(self.is_whole or left > 0)
        self._rest.setVisible(left > 0)
        text = tr("{left} more, together", left=numbers.count(left)) if left else tr("Only the largest")
        self.more.setText(text)
        self.more.setAccessibleName(text)
        self.more.setToolTip(tr("Show all terms.") if left else tr("Show the largest terms only."))
        self._rest.show_text(cell(table.sum_of_left, of=table.size) if left else "")
        self.player.offer(table if "sum" in self._rows else None)

    def show_line(self, name: str, line: Line | None) -> None:
        """Show a line of the foot; None hides it."""
        row = self._rows[name]
        row.set_visible(line is not None)
        if line is not None:
            self._lines[name] = line
            row.show_text(*line)

    def _show_running_total(self, text: str | None) -> None:
        """Show what has been added up so far; None: all of it."""
        whole = self._lines["sum"]
        self._rows["sum"].show_text(*(whole if text is None else Line(tr("Σ so far"), text)))

    @guard
    def _on_more_clicked(self) -> None:
        self.is_whole = not self.is_whole
