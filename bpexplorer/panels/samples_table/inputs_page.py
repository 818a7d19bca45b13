"""The inputs: which column each comes from, how it is scaled, and which of them drive learning."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.table.inputs import InputsReading
from bpexplorer.core.spec import Neuron
from bpexplorer.data.own_units import is_of
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.samples_table import inputs_words as words
from bpexplorer.panels.samples_table.array_table import ArrayTable, Sorting
from bpexplorer.panels.samples_table.array_view import ArrayView
from bpexplorer.panels.samples_table.sort_box import SortBox
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr


class InputsPage(Panel):
    """Draws the readings it is shown; a click on a row selects its input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("inputs_page", tr("Inputs"), parent)
        self._prepared: PreparedData | None = None
        self._reading: InputsReading | None = None
        #: Its inputs, not sorted.
        self._table = ArrayTable("")
        self._selected: int | None = None
        self._empty = EmptyState(
            tr("No inputs yet"),
            tr(
                "Each input: its scaling, and its share of the gradient. Appears once the network has been evaluated."
            ),
            parent=self,
        )
        self._page = QWidget(self)
        self._sort = SortBox("inputs_table", words.FIRST_SORTING, self._page)
        self._view = ArrayView("inputs_table", tr("Inputs of the network"), self._page)
        self._sentence = QLabel(self._page)
        self._sentence.setObjectName("inputs_sentence")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        set_role(self._sentence, "secondary")
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._sort, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._view, 1)
        column.addWidget(self._sentence)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._page)
        self._view.row_chosen.connect(self._on_row_chosen)
        self._view.row_opened.connect(self._on_row_chosen)
        self._sort.serve(self._view)
        self._sort.sorting_wanted.connect(self._on_sorting_wanted)

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self._prepared = prepared

    @override
    def show_session(self, state: SessionState) -> None:
        primary = state.primary
        self._selected = primary.index if primary is not None and primary.layer == 0 else None
        self._mark()

    @override
    def show_reading(self, reading: InputsReading | None) -> None:
        prepared = self._prepared
        if reading is None or prepared is None or not is_of(prepared, reading.data):
            return
        self._reading = reading
        self._table = words.input_columns(reading, prepared)
        self._on_sorting_wanted(self._sort.sorting)
        self._sentence.setText(words.sentences(prepared))
        self._pages.setCurrentWidget(self._page)
        self._mark()
        self._tell_note(words.title(reading))

    @override
    def clear(self) -> None:
        self._reading = self._selected = None
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    @override
    def content(self) -> Content:
        return Content(tables=() if self._reading is None else (self._view.table.content(),))

    def _mark(self) -> None:
        if self._reading is not None:
            self._view.mark(self._selected)

    @guard
    def _on_sorting_wanted(self, sorting: Sorting) -> None:
        # There are some thousands of them at most.
        self._sort.show_table(self._table.sorted_by(sorting))

    @guard
    def _on_row_chosen(self, place: int) -> None:
        self.act_requested.emit(Select((Neuron(0, place),)))
