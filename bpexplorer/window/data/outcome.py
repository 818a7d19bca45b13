"""What comes of a table as it is chosen: what is predicted and why, how often, which rows and columns are left out."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from bpexplorer.data.recipe import Role, Taken
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.stylesheet import Ink, set_ink, set_role
from bpexplorer.look.widgets.labels import SectionHeading
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.translation import tr
from bpexplorer.window.data import words
from bpexplorer.window.data.class_bars import ClassBars
from bpexplorer.window.data.columns_table import ColumnsTable

#: So many rows are offered instead of all.
_OFFERED = (50_000, 20_000, 10_000, 5_000, 2_000)


def _words(parent: QWidget, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


class _Told(QWidget):
    """A heading and sentences below it; not there without any."""

    def __init__(self, title: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = _words(self, name)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(2)
        self.rows.addWidget(SectionHeading(title, self))
        self.rows.addWidget(self.text)

    def tell(self, sentences: Iterable[str], *, ink: Ink = "text") -> None:
        """Say these."""
        text = "\n".join(filter(None, sentences))
        self.text.setText(text)
        set_ink(self.text, ink)
        self.setVisible(bool(text))


class Outcome(PanelScroll):
    """Says it in sentences, and shows the classes as bars. Of many rows it asks how many are to be taken."""

    #: So many rows are wanted, drawn by the seed; 0 for all.
    samples_requested = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, name="data_outcome")
        page = self.page
        self._target = _Told(tr("To predict"), "data_target", page)
        self._classes = ClassBars(page)
        self._warnings = _words(page, "data_warnings")
        set_ink(self._warnings, "warning")
        self._rows = _Told(tr("Rows"), "data_rows", page)
        self._most = ChoiceBox((), self._rows)
        self._most.setObjectName("data_most_rows")
        name_choice(self._most, tr("Rows to take"))
        self._most.setToolTip(tr("How many rows are taken: all, or so many of them, drawn by the data seed."))
        self._most.picked.connect(self._on_most_picked)
        self._costs = _words(self._rows, "data_costs")
        self._rows.rows.addWidget(self._most)
        self._rows.rows.addWidget(self._costs)
        self._inputs = _Told(tr("Inputs"), "data_inputs", page)
        self._left_out = _Told(tr("Left out"), "data_left_out", page)
        self._notes = _Told(tr("How it was read"), "data_notes", page)
        set_role(self._notes.text, "secondary")
        self._target.rows.addWidget(self._classes)
        self._target.rows.addWidget(self._warnings)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for part in (self._target, self._rows, self._inputs, self._left_out, self._notes):
            column.addWidget(part)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_outcome(self, shown: ColumnsTable, taken: Taken | None, samples: int) -> None:
        """Say what comes of these choices, with so many rows (0: all); None where nothing does."""
        table, recipe = shown.table, shown.recipe
        reasons = [shown.remark(row) for row, each in enumerate(recipe.columns) if each.role is Role.TARGET]
        self._target.tell([words.predicted_words(recipe, taken), *reasons])
        is_of_classes = taken is not None and not taken.is_regression
        self._classes.show_classes(
            taken.class_names if taken is not None and is_of_classes else (),
            taken.class_counts if taken is not None and is_of_classes else (),
        )
        warnings = () if taken is None else taken.warnings
        self._warnings.setText("\n".join(warnings))
        self._warnings.setVisible(bool(warnings))
        filled = tuple(words.filled_words(table, recipe))
        self._rows.tell(() if taken is None else (*words.rows_words(table, taken), *filled))
        self._show_most(taken, samples)
        self._inputs.tell(() if taken is None else words.inputs_words(recipe, taken))
        self._left_out.tell(words.left_out_words(shown))
        self._notes.tell(table.notes, ink="secondary")

    def _show_most(self, taken: Taken | None, samples: int) -> None:
        """Ask how many rows are taken, where all of them are many."""
        is_asked = taken is not None and len(taken.rows) > words.MANY_ROWS
        costs = "" if taken is None else words.costs_words(taken, samples)
        for widget, is_there in ((self._most, is_asked), (self._costs, bool(costs))):
            widget.setVisible(is_there)
        self._costs.setText(costs)
        if taken is None or not is_asked:
            return
        with QSignalBlocker(self._most):
            self._most.clear()
            self._most.addItem(tr("All {rows} rows", rows=numbers.count(len(taken.rows))), "0")
            for most in _OFFERED:
                if most < len(taken.rows):
                    self._most.addItem(tr("{rows} rows", rows=numbers.count(most)), str(most))
            self._most.setCurrentIndex(max(0, self._most.findData(str(samples))))

    @guard
    def _on_most_picked(self, most: str) -> None:
        self.samples_requested.emit(int(most))
