"""By what a table is sorted, and which way: what a click on a heading also does, for the keyboard."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.samples_table.array_table import ArrayTable, Sorting
from bpexplorer.panels.samples_table.array_view import ArrayView
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.translation import tr


class SortBox(QWidget):
    """A list of the columns of a table, and a button that turns their order round; it keeps how a view is sorted."""

    #: A Sorting: the rows are to be shown in this order now. Whoever has them sorts them.
    sorting_wanted = Signal(object)

    def __init__(self, name: str, first: Sorting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sorting = first
        self._view: ArrayView | None = None
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

    @property
    def sorting(self) -> Sorting:
        """How the view is to be sorted."""
        return self._sorting

    def serve(self, view: ArrayView) -> None:
        """Keep how this view is sorted from now on, by its headings as well."""
        self._view = view
        view.sorting_requested.connect(self._sort)
        view.mouse_left.connect(self._on_mouse_left)

    def show_table(self, table: ArrayTable) -> None:
        """Show this table, which is sorted, in the view."""
        self._table = table
        columns = [
            (column.key, tr("by {column}", column=column.title), column.meaning) for column in table.columns
        ]
        if columns != self._offered:
            self._offered = columns
            self._by.offer(columns)
        if self._view is not None:
            self._view.show_table(table)
        self._show_sorting()

    def _show_sorting(self) -> None:
        sorting = self._sorting
        self._by.show_choice(sorting.by)
        said = tr("Largest first") if sorting.largest_first else tr("Smallest first")
        self._way.setText("↓" if sorting.largest_first else "↑")
        self._way.setAccessibleName(said)
        self._way.setToolTip(wrapped(tr("{said}. Click to turn the order round.", said=said)))

    @guard
    def _on_by_picked(self, key: str) -> None:
        column = next(column for column in self._table.columns if column.key == key)
        self._sort(Sorting(key, column.largest_first))

    @guard
    def _on_way_clicked(self) -> None:
        self._sort(Sorting(self._sorting.by, not self._sorting.largest_first))

    @guard
    def _sort(self, sorting: Sorting) -> None:
        self._sorting = sorting
        self._show_sorting()
        self.sorting_wanted.emit(sorting)

    @guard
    def _on_mouse_left(self) -> None:
        # Rows have kept their places meanwhile.
        self.sorting_wanted.emit(self._sorting)
