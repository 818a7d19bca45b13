"""The panel of the hardest samples: as many tiles as there is room for, of a set or of one cell of its matrix."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.samples import HardestReading
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.traced_samples import SampleList
from bpexplorer.core.training_data import PARTS, PartName
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.looking import ListHardest, LookAt, Select
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Listing, SessionState
from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.samples import words as words
from bpexplorer.panels.samples.tiles import SampleTiles
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

_NOTHING_YET = (
    tr("No samples yet"),
    tr(
        "The samples that the network gets most wrong, those with the largest C. They "
        "appear once the network has been evaluated."
    ),
)


class SamplesPanel(Panel):
    """Draws the readings it is shown; a click on a tile asks to look at its sample in all panels, a double
    click to see in Explore what its output does.

    While the mouse is on the tiles they keep still, and the title says of which step they are.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("samples_panel", tr("Hardest samples"), parent)
        self._listing = Listing()
        #: The newest reading; the tiles may show an older one.
        self._newest: HardestReading | None = None
        self._prepared: PreparedData | None = None
        self._spec: NetworkSpec | None = None
        self._tiles = SampleTiles(self)
        self._empty = EmptyState(*_NOTHING_YET, parent=self)
        self._make_controls()
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for page in (self._empty, self._tiles):
            self._pages.addWidget(page)
        self._tiles.sample_chosen.connect(self._on_sample_chosen)
        self._tiles.sample_opened.connect(self._on_sample_opened)
        self._tiles.mouse_inside.connect(self._on_mouse_inside)

    def _make_controls(self) -> None:
        self.title_controls = QWidget(self)
        self._cell = QPushButton("", self.title_controls)
        self._cell.setObjectName("samples_cell")
        self._cell.setAccessibleName(tr("List all"))
        self._cell.setToolTip(tr("Only these samples are listed. Click to list all of the set."))
        set_role(self._cell, "link")
        self._cell.hide()
        self._cell.clicked.connect(self._on_cell_clicked)
        self._part = ChoiceBox(
            (
                (name, text, tr("The hardest samples of the {text}.", text=text))
                for name, text in PARTS.items()
            ),
            self.title_controls,
        )
        self._part.setObjectName("samples_part")
        name_choice(self._part, tr("Set whose hardest samples are listed"))
        self._part.setToolTip(
            tr("The samples among which the hardest, those with the largest C, are looked for.")
        )
        self._part.show_choice(self._listing.part)
        self._part.picked.connect(self._on_part_picked)
        self._list_all = QAction(tr("Every sample in a table"), self)
        self._list_all.setObjectName("samples_list_all")
        self._list_all.setToolTip(
            tr("See every sample in a table, to be sorted by C, δ or its share of the gradient.")
        )
        self._list_all.triggered.connect(self._on_list_all_triggered)
        self.menu_actions = [self._list_all]
        line = QHBoxLayout(self.title_controls)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._cell)
        line.addWidget(self._part)

    @property
    @override
    def choice(self) -> Listing:
        return self._listing

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        if self._prepared is not prepared:
            self._prepared = prepared
            self._show_listing()

    @override
    def show_session(self, state: SessionState) -> None:
        if state.listing != self._listing:
            self._listing = state.listing
            self._show_listing()
            self.choice_changed.emit()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._spec, samples = picture.frame.spec, picture.samples
        is_here = samples.part == self._listing.part
        self._tiles.show_mark(int(samples.rows[picture.row]) if is_here else None)

    @override
    def show_reading(self, reading: HardestReading | None) -> None:
        if reading is None:
            return
        self._newest = reading
        shown = self._tiles.reading
        if shown is None or _subject(shown) != _subject(reading) or not self._tiles.has_mouse:
            self._show(reading)

    @override
    def clear(self) -> None:
        self._newest = None
        self._tiles.show_reading(None, self._listing)
        self._tiles.show_mark(None)
        self._empty.set_words(*_NOTHING_YET)
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    @override
    def content(self) -> Content:
        reading = self._tiles.reading
        table = () if reading is None else (words.table(reading),)
        return Content(tables=table, picture=self._tiles)

    def _show(self, reading: HardestReading) -> None:
        self._tiles.show_reading(reading, self._listing, self._prepared)
        if len(reading.rows):
            self._pages.setCurrentWidget(self._tiles)
        else:
            self._empty.set_words(*words.why_empty(reading))
            self._pages.setCurrentWidget(self._empty)
        self._tell_note(words.title(reading))

    def _show_listing(self) -> None:
        """Say among which samples is looked."""
        self._part.show_choice(self._listing.part)
        text = "" if self._prepared is None else words.listing_words(self._listing, self._prepared.training)
        self._cell.setVisible(bool(text))
        if text:
            self._cell.setText(f"{text} ✕")
            self._cell.setAccessibleName(tr("Only {text}: list all", text=text))

    def _ask_for(self, index: int) -> None:
        reading = self._tiles.reading
        if reading is not None and index < len(self._tiles.rows_shown):
            listed = SampleList(reading.part, self._tiles.rows_shown, step=reading.step)
            self.act_requested.emit(LookAt(listed, index))

    def _select_output(self, index: int) -> None:
        """Ask to select the output that tells most of the sample: there its δ begins."""
        reading, spec = self._tiles.reading, self._spec
        if reading is None or spec is None or index >= len(reading.rows):
            return
        output = Neuron(spec.depth, reading.telling_output(index))
        if spec.has(output):
            self.act_requested.emit(Select((output,)))

    @guard
    def _on_sample_chosen(self, index: int) -> None:
        self._ask_for(index)

    @guard
    def _on_sample_opened(self, index: int) -> None:
        self._ask_for(index)
        self._select_output(index)
        self.action_requested.emit("workspace_explore")

    @guard
    def _on_mouse_inside(self, is_inside: bool) -> None:
        if not is_inside and self._newest is not None and self._newest is not self._tiles.reading:
            self._show(self._newest)

    @guard
    def _on_part_picked(self, part: PartName) -> None:
        self.act_requested.emit(ListHardest(Listing(part)))

    @guard
    def _on_list_all_triggered(self) -> None:
        self.dock_requested.emit("dock_samples_table")

    @guard
    def _on_cell_clicked(self) -> None:
        self.act_requested.emit(ListHardest(Listing(self._listing.part)))


def _subject(reading: HardestReading) -> tuple[object, ...]:
    """What a reading is of, whatever the step."""
    return id(reading.data), reading.part, reading.cell, reading.wrong, reading.edit
