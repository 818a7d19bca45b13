"""By what a table is sorted, and which way: what a click on a heading also does, for the keyboard."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.samples_table.array_table import ArrayTable, Sorting
from bpexplorer.panels.shared.editors import ChoiceBox
from bpexplorer.translation import tr


class SortBox(QWidget):
    """A list of the columns of a table, and a button that turns their order round."""

    #: A Sorting, which the user wants.
    sorting_requested = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sorting = Sorting("", False)
        self._table = ArrayTable("")
        self._offered: object = None
        self._by = ChoiceBox((), self)
        self._by.setObjectName(f"{name}_sort")
        name_choice(self._by, tr("Sorted by"))
        self._by.setToolTip(tr("By what the rows are sorted. A click on a heading does the same."))
        self._by.setMinimumContentsLength(8)
        self._by.picked.connect(self._on_by_picked)
        self._way = QPushButton("↓", self)
        self._way.setObjectName(f"{name}_sort_way")
        set_role(self._way, "flat")
        self._way.clicked.connect(self._on_way_clicked)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(self._by)
        line.addWidget(self._way)

    def offer(self, table: ArrayTable) -> None:
        """Let one of the columns of this table be chosen; asks for nothing."""
        self._table = table
        columns = [
            (column.key, tr("by {column}", column=column.title), column.meaning) for column in table.columns
        ]
        if columns != self._offered:
            self._offered = columns
            self._by.offer(columns)
            self._by.show_choice(self._sorting.by)

    def show_sorting(self, sorting: Sorting) -> None:
        """Show by what the table is sorted."""
        self._sorting = sorting
        self._by.show_choice(sorting.by)
        said = tr("Largest first") if sorting.largest_first else tr("Smallest first")
        self._way.setText("↓" if sorting.largest_first else "↑")
        self._way.setAccessibleName(said)
        self._way.setToolTip(wrapped(tr("{said}. Click to turn the order round.", said=said)))

    @guard
    def _on_by_picked(self, key: str) -> None:
        column = next(column for column in self._table.columns if column.key == key)
        self.sorting_requested.emit(Sorting(key, column.largest_first))

    @guard
    def _on_way_clicked(self) -> None:
        self.sorting_requested.emit(Sorting(self._sorting.by, not self._sorting.largest_first))
