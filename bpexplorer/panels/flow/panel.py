"""The gradient flow panel: how δ fades or grows on its way back, what holds neurons up, and what the next step does."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.diagnostics.flow import FlowKind
from bpexplorer.core.readings.flow import FlowReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import SAMPLES, SamplesName
from bpexplorer.document.acts.looking import Follow
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.leads import Lead
from bpexplorer.look.stylesheet import Ink, set_ink, set_role
from bpexplorer.look.widgets import EmptyState
from bpexplorer.look.widgets.labels import SteadySentence
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.flow import words
from bpexplorer.panels.flow.cells import FlowTable
from bpexplorer.panels.flow.rows import flow_tables
from bpexplorer.panels.flow.table import FlowTableView
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.translation import tr

_NOTHING_YET = (
    tr("No gradient flow yet"),
    tr(
        "How δ fades or grows on its way back through the layers, and what the next "
        "step does. Appears once the network has been evaluated."
    ),
)
_NO_SAMPLES = tr("This set is empty.")
#: A verdict that asks for something to be done has the colour of that; one that doesn't is calm.
_INKS: Final[Mapping[FlowKind, Ink]] = {
    "not finite": "error",
    "none": "warning",
    "ends": "warning",
    "fades": "warning",
    "grows": "warning",
}
#: Tables stand beside each other where each has so much room.
TABLE_WIDTH = 250
_GAP = 16


class FlowPanel(Panel):
    """Draws the readings that it is shown, the verdict above all tables; a click on a count asks for its neurons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("flow_panel", tr("Gradient flow"), parent)
        self._over: SamplesName = "train"
        self._picture: Picture | None = None
        self._tables: tuple[FlowTableView, ...] = ()
        #: May be moved into the title line of a dock.
        self.title_controls: QWidget = self._make_choice()
        self._empty = EmptyState(*_NOTHING_YET, parent=self)
        #: Where the verdict leads: the layer that it speaks of; None: it speaks of none.
        self._layer: int | None = None
        self._body = QWidget(self)
        self._sentence = SteadySentence(words.LONGEST, self._body)
        self._sentence.setObjectName("flow_sentence")
        set_role(self._sentence, "secondary")
        self._lead = Lead(self._sentence)
        self._lead.followed.connect(self._on_sentence_followed)
        self._scroll = PanelScroll(self._body, name="flow_scroll")
        self._grid = QGridLayout(self._scroll.page)
        self._columns = 0
        self._pages = QStackedLayout(self)
        self._lay_out()
        self.clear()

    @property
    @override
    def choice(self) -> SamplesName:
        return self._over

    @override
    def show_reading(self, reading: FlowReading | None) -> None:
        if reading is None:
            return
        tables = flow_tables(reading)
        if not self._tables:
            self._make_tables(tables)
        for view, table in zip(self._tables, tables, strict=True):
            view.show_table(table)
        self._layer = reading.verdict.layer
        self._sentence.setText(words.flow_sentence(reading))
        self._lead.show(words.whereto(reading.verdict))
        is_wrong = reading.refused is not None or reading.divergence is not None
        set_ink(self._sentence, "error" if is_wrong else _INKS.get(reading.verdict.kind, "secondary"))
        self._pages.setCurrentWidget(self._body)
        self._tell_note(words.title(reading), words.shorter_title(reading))

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        self._show_if_empty()

    def _show_if_empty(self) -> None:
        """Say so if there are no such samples: then no reading comes."""
        if self._picture is not None and not self._picture.frame.data.count(self._over):
            self._empty.set_words(
                _NO_SAMPLES,
                tr(
                    "Choose other samples than the {over} above, or give it a share of the data: "
                    "Set-up, section Data.",
                    over=SAMPLES[self._over],
                ),
            )
            self._pages.setCurrentWidget(self._empty)
            self._tell_note("")

    @override
    def clear(self) -> None:
        self._picture = None
        self._empty.set_words(*_NOTHING_YET)
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    def _make_choice(self) -> ChoiceBox:
        self._choice = ChoiceBox(
            (
                (name, words.short_name(name), tr("Over the samples of the {text}.", text=text))
                for name, text in SAMPLES.items()
            ),
            self,
        )
        self._choice.setObjectName("flow_samples")
        name_choice(self._choice, tr("Samples that the flow is read over"))
        self._choice.setToolTip(
            tr(
                "The samples over which δ, the neurons, the noise and ΔC are read. The next "
                "step is that of the next batch of the training set, whatever is chosen here."
            )
        )
        # Beside it the title line has room for the step, in words.
        self._choice.setMinimumContentsLength(6)
        self._choice.setIconSize(QSize(0, 0))
        self._choice.show_choice("train")
        self._choice.picked.connect(self._on_samples_picked)
        return self._choice

    def _lay_out(self) -> None:
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(8)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        # The verdict stays in sight, however many layers there are.
        column.addWidget(self._sentence)
        column.addWidget(self._scroll, 1)
        for page in (self._empty, self._body):
            self._pages.addWidget(page)

    def _make_tables(self, tables: tuple[FlowTable, ...]) -> None:
        self._tables = tuple(FlowTableView(table, self._scroll.page) for table in tables)
        for view in self._tables:
            view.act_requested.connect(self.act_requested)
        self._arrange()

    def _arrange(self) -> None:
        """Stand the tables below each other, or beside each other where there is room."""
        if not self._tables:
            return
        room = self.width() + _GAP
        columns = max(1, min(room // (round(TABLE_WIDTH * fonts.dpi_scale()) + _GAP), 3))
        if columns == self._columns:
            return
        self._columns = columns
        cells = self._tables
        for cell in cells:
            self._grid.removeWidget(cell)
        for place, cell in enumerate(cells):
            self._grid.addWidget(cell, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        rows = len(cells)
        for row in range(rows + 1):
            self._grid.setRowStretch(row, 1 if row == rows else 0)

    @guard
    def _on_sentence_followed(self) -> None:
        if self._layer is not None:
            self.act_requested.emit(Follow(self._neuron_of(self._layer)))
        self.dock_requested.emit("dock_delta")

    def _neuron_of(self, layer: int) -> Neuron:
        """The neuron of a layer to be selected, so that the layer is the one that is looked at."""
        primary = None if self._picture is None else self._picture.session.primary
        return primary if primary is not None and primary.layer == layer else Neuron(layer, 0)

    @guard
    def _on_samples_picked(self, over: SamplesName) -> None:
        self._over = over
        self._show_if_empty()
        self.choice_changed.emit()

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        # Its tables scroll: it takes no room from the panels around it.
        return QSize(100, 100)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._sentence.keep_room(event.size().width())
        super().resizeEvent(event)
        self._arrange()
