"""The metrics panel: which classes are taken for which, or how near numbers come, and how good the network is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.metrics import ClassMetrics, RegressionMetrics
from bpexplorer.core.readings.metrics import MetricsReading
from bpexplorer.core.training_data import PARTS, PartName
from bpexplorer.document.acts.looking import ListHardest
from bpexplorer.document.session import Listing, SessionState
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.leads import Lead
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.widgets import Caption, EmptyState, LabelledRow
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.metrics import words as words
from bpexplorer.panels.metrics.confusion import ConfusionMatrix
from bpexplorer.panels.metrics.values_page import ValuesPage
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.sets import EMPTY_SET
from bpexplorer.translation import tr

#: The k of the top-k accuracy at first, where there are so many classes.
DEFAULT_K = 3

_NOTHING_YET = (
    tr("No metrics yet"),
    tr(
        "How many samples of each class are recognised, and what the others are taken "
        "for. Appears once the network has been evaluated."
    ),
)
_READOUT_MEANING = tr("What is counted, and how it is drawn.")
_TO_SAMPLES = tr("Click to see the wrong ones in Hardest samples, those with the largest C first.")


class MetricsPanel(Panel):
    """Draws the readings it is shown, over the set that is chosen; a click on a cell has its samples listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("metrics_panel", tr("Metrics"), parent)
        self._reading: MetricsReading | None = None
        self._chosen: PartName = "test"
        self._listing = Listing()
        self._hovered: tuple[int, int] | None = None
        self._classes = PanelScroll(self, name="metrics_scroll", sideways=True)
        self._matrix = ConfusionMatrix(self._classes.page)
        self._readout = Caption("", self)
        self._lead = Lead(self._readout, meaning=_READOUT_MEANING)
        self._lead.followed.connect(self._on_readout_followed)
        self._make_controls()
        self._lay_out()
        self._matrix.cell_clicked.connect(self._on_matrix_cell_clicked)
        self._matrix.cell_hovered.connect(self._on_matrix_cell_hovered)

    def _make_controls(self) -> None:
        self._part = ChoiceBox(
            (
                (name, text, tr("Measure over all samples of the {text}.", text=text))
                for name, text in PARTS.items()
            ),
            self,
        )
        self._part.setObjectName("metrics_part")
        name_choice(self._part, tr("Set that is measured"))
        self._part.setToolTip(tr("The samples over which all of this is counted."))
        self._part.show_choice(self._chosen)
        self._part.setMinimumContentsLength(9)
        self._part.picked.connect(self._on_part_picked)
        self._k = NumberField(1, 1, is_whole=True, stepped=linear(1), parent=self)
        self._k.valueChanged.connect(self._on_k_changed)
        self._k_row = LabelledRow(
            tr("top"),
            self._k,
            name="metrics_k",
            control_width=48,
            tooltip=tr(
                "k of the top-k accuracy: the share of samples whose class is among the k largest outputs."
            ),
        )
        self._top = QLabel(self)
        self._top.setFont(fonts.number_font(fonts.SECONDARY))
        # As wide as it can get, so that nothing beside it moves.
        self._top.setFixedWidth(self._top.fontMetrics().horizontalAdvance(numbers.percent(1.0)))
        self._top.setObjectName("metrics_top")
        self._top.setAccessibleName(tr("Top-k accuracy"))
        self.title_controls = self._part
        self._show_top = QAction(tr("Top-k accuracy"), self)
        self._show_top.setObjectName("metrics_show_top")
        self._show_top.setCheckable(True)
        self._show_top.setToolTip(tr("Show the share of samples whose class is among the k largest outputs."))
        self._show_top.toggled.connect(self._on_show_top_toggled)
        self._list_all = QAction(tr("Every sample in a table"), self)
        self._list_all.setObjectName("metrics_list_all")
        self._list_all.setToolTip(
            tr("See what each sample is taken for, its C and δ, and its share of the gradient.")
        )
        self._list_all.triggered.connect(self._on_list_all_triggered)
        self.menu_actions = [self._show_top, self._list_all]

    def _lay_out(self) -> None:
        self._readout.setObjectName("metrics_readout")
        self._empty = EmptyState(*_NOTHING_YET, parent=self)
        self._classes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        matrix = QVBoxLayout(self._classes.page)
        matrix.setContentsMargins(0, 0, 0, 0)
        matrix.addWidget(self._matrix)
        self._values = ValuesPage(self)
        self._pages = QStackedLayout()
        for page in (self._empty, self._classes, self._values):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._pages, 1)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._readout, 1)
        foot.addWidget(self._k_row)
        foot.addWidget(self._top)
        layout.addLayout(foot)
        self._show_page(self._empty)

    @property
    @override
    def choice(self) -> PartName:
        return self._chosen

    @property
    def readout(self) -> str:
        """What is said below the matrix."""
        return self._readout.text()

    @override
    def show_reading(self, reading: MetricsReading | None) -> None:
        if reading is None:
            return
        self._reading = reading
        if isinstance(reading.metrics, ClassMetrics):
            self._show_classes(reading, reading.metrics)
        elif isinstance(reading.metrics, RegressionMetrics):
            self._values.show_metrics(reading.metrics, reading.fit, reading.part, reading.target_names)
            self._show_page(self._values)
        else:
            self._empty.set_words(*EMPTY_SET)
            self._show_page(self._empty)
        self._read()
        self._tell_note(words.summary(self._reading))

    @override
    def show_session(self, state: SessionState) -> None:
        self._listing = state.listing
        self._mark()

    @override
    def clear(self) -> None:
        self._reading = None
        self._hovered = None
        self._empty.set_words(*_NOTHING_YET)
        self._show_page(self._empty)
        self._tell_note(words.summary(self._reading))

    def _show_classes(self, reading: MetricsReading, metrics: ClassMetrics) -> None:
        self._matrix.show_reading(reading)
        self._mark()
        self._show_page(self._classes)
        shares = metrics.top_accuracies
        self._show_top.setEnabled(shares is not None)
        self._let_top_be_seen()
        if shares is not None and len(shares) != self._k.maximum():
            self._k.setMaximum(len(shares))
            self._k.show_value(min(DEFAULT_K, len(shares)))

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._let_top_be_seen()
        self._readout.setVisible(page is not self._empty)

    def _let_top_be_seen(self) -> None:
        is_wanted = self._show_top.isChecked() and self._show_top.isEnabled()
        for part in (self._k_row, self._top):
            part.setVisible(is_wanted and self._pages.currentWidget() is self._classes)

    def _read(self) -> None:
        """Speak of the cell under the mouse, or else of what is counted."""
        reading, cell = self._reading, self._hovered
        if reading is None:
            return
        if cell is not None and max(cell) < len(reading.class_names):
            self._readout.setText(f"{words.cell_sentence(reading, *cell)}.")
        else:
            self._readout.setText(words.source(reading))
        self._lead.show(_TO_SAMPLES if words.wrong(reading) else "")
        if isinstance(reading.metrics, ClassMetrics):
            self._top.setText(words.top_share(reading.metrics, k=round(self._k.value())))

    def _mark(self) -> None:
        is_of_this = self._reading is not None and self._reading.part == self._listing.part
        self._matrix.show_mark(self._listing.cell if is_of_this else None)

    @guard
    def _on_part_picked(self, part: PartName) -> None:
        self._chosen = part
        self.choice_changed.emit()

    @guard
    def _on_readout_followed(self) -> None:
        if self._reading is not None:
            self.act_requested.emit(ListHardest(Listing(self._reading.part, wrong=True)))
            self.dock_requested.emit("dock_samples")

    @guard
    def _on_matrix_cell_hovered(self, cell: tuple[int, int] | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self._read()

    @guard
    def _on_matrix_cell_clicked(self, actual: int, predicted: int) -> None:
        if self._reading is not None:
            self.act_requested.emit(ListHardest(Listing(self._reading.part, (actual, predicted))))
            self.dock_requested.emit("dock_samples")

    @guard
    def _on_show_top_toggled(self, _is_shown: bool) -> None:
        self._let_top_be_seen()

    @guard
    def _on_list_all_triggered(self) -> None:
        self.dock_requested.emit("dock_samples_table")

    @guard
    def _on_k_changed(self, _value: float) -> None:
        self._read()
