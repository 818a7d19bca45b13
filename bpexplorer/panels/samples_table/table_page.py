"""The table of samples: sorted by what one wants to see first, and a click looks at a sample in all panels."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.table.rows import SampleTable
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleList
from bpexplorer.core.training_data import PROBE_SIZE, SAMPLES, PartName, SamplesName
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.looking import LookAt
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.samples_table import words
from bpexplorer.panels.samples_table.array_table import ArrayTable, Sorting
from bpexplorer.panels.samples_table.array_view import ArrayView
from bpexplorer.panels.samples_table.sort_box import SortBox
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.sets import EMPTY_SET
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

_NOTHING_YET = (
    tr("No samples yet"),
    tr(
        "Every sample of a set: what it is and what it is taken for, its C and δ, and its share of the gradient. "
        "Appears once the network has been evaluated."
    ),
)


class SamplesPage(Panel):
    """Draws the readings it is shown. Under the mouse rows keep their place; their numbers go on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("samples_table_page", tr("Samples"), parent)
        self._over: SamplesName = "train"
        self._neuron: Neuron | None = None
        self._prepared: PreparedData | None = None
        self._reading: SampleTable | None = None
        #: Its samples as rows, sorted as they are shown, or were wanted when they were asked for.
        self._table = ArrayTable("")
        #: The set and the row there of the sample that is looked at.
        self._looked_at: tuple[PartName, int] | None = None
        self._empty = EmptyState(*_NOTHING_YET, parent=self)
        self._controls = self._make_controls()
        self._page = QWidget(self)
        self._view = ArrayView("samples_table", tr("Samples of a set"), self._page)
        self._sentence = QLabel(self._page)
        self._sentence.setObjectName("samples_table_sentence")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        set_role(self._sentence, "secondary")
        self._lay_out()
        self._view.row_chosen.connect(self._on_row_chosen)
        self._view.row_opened.connect(self._on_row_opened)
        self._sort.serve(self._view)
        self._sort.sorting_wanted.connect(self._on_sorting_wanted)

    def _make_controls(self) -> QWidget:
        controls = QWidget(self)
        self._set = ChoiceBox(
            ((name, SAMPLES[name], words.set_tooltip(name)) for name in words.OFFERED), controls
        )
        self._set.setObjectName("samples_table_set")
        name_choice(self._set, tr("Set whose samples are listed"))
        self._set.setToolTip(tr("The set whose samples are listed."))
        self._set.setMinimumContentsLength(9)
        self._set.show_choice(self._over)
        self._set.picked.connect(self._on_set_picked)
        self._sort = SortBox("samples_table", words.FIRST_SORTING, controls)
        line = QHBoxLayout(controls)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._set)
        line.addWidget(self._sort)
        line.addStretch(1)
        return controls

    def _lay_out(self) -> None:
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(4)
        page.addWidget(self._view, 1)
        page.addWidget(self._sentence)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._controls)
        column.addLayout(self._pages, 1)

    @property
    @override
    def choice(self) -> words.SamplesChoice:
        return words.SamplesChoice(self._over, self._neuron, self._sort.sorting, self._prepared)

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self._prepared = prepared
        if not prepared.training.count(self._over):
            self._show_empty(*EMPTY_SET)

    @override
    def show_session(self, state: SessionState) -> None:
        if state.primary != self._neuron:
            self._neuron = state.primary
            self.choice_changed.emit()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        samples = picture.samples
        self._looked_at = samples.part, int(samples.rows[picture.row])
        self._mark()

    @override
    def show_reading(self, answer: words.SampleRows | None) -> None:
        if answer is None or answer.reading.over != self._over:
            return
        self._reading, self._table = answer.reading, answer.table
        if self._table.sorting == self._sort.sorting:
            self._show_rows()
        else:  # something else was wanted meanwhile
            self._on_sorting_wanted(self._sort.sorting)

    @override
    def show_result(self, result: ArrayTable | None) -> None:
        # Whatever was wanted, or has come, since is sorted by another job.
        if result is not None and result.columns is self._table.columns:
            self._table = result
            self._show_rows()

    def _show_rows(self) -> None:
        assert self._reading is not None
        self._sort.show_table(self._table)
        self._sentence.setText(words.sentences(self._reading))
        self._pages.setCurrentWidget(self._page)
        self._mark()
        self._tell_note(words.title(self._reading), words.counted(self._reading))

    @override
    def clear(self) -> None:
        self._looked_at = self._neuron = None
        self._show_empty(*_NOTHING_YET)

    @override
    def content(self) -> Content:
        return Content(tables=() if self._reading is None else (self._view.table.content(),))

    def _show_empty(self, title: str, said: str) -> None:
        self._reading, self._table = None, ArrayTable("")
        self._empty.set_words(title, said)
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    def _mark(self) -> None:
        """Select the row of the sample that is looked at."""
        if self._reading is not None and self._looked_at is not None:
            self._view.mark(self._reading.place_of(*self._looked_at))

    def _ask_for(self, place: int) -> None:
        """Ask to look at a sample among those that stand around it."""
        row = self._view.table.place_shown(place)
        if self._reading is None or row is None:
            return
        part, rows, among = words.beside(self._reading, self._view.table.order, row, PROBE_SIZE)
        self.act_requested.emit(LookAt(SampleList(part, rows, "table"), among))

    @guard
    def _on_sorting_wanted(self, sorting: Sorting) -> None:
        if self._reading is not None:
            self.job_requested.emit(partial(self._table.sorted_by, sorting))

    @guard
    def _on_set_picked(self, over: SamplesName) -> None:
        self._over = over
        if self._prepared is not None and not self._prepared.training.count(over):
            self._show_empty(*EMPTY_SET)
        self.choice_changed.emit()

    @guard
    def _on_row_chosen(self, place: int) -> None:
        self._ask_for(place)

    @guard
    def _on_row_opened(self, place: int) -> None:
        self._ask_for(place)
        self.action_requested.emit("workspace_explore")
