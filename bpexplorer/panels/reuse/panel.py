"""The panel “Work without reuse”: one gradient with backpropagation and without, counted and measured."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.reuse.comparison import Way, count_ways, ways_in_turn
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.panel import Kept, Panel
from bpexplorer.panels.reuse.rows import reuse_sentence, reuse_table
from bpexplorer.panels.shared.tables.cell_table import CellTable
from bpexplorer.panels.shared.titles import before_edit
from bpexplorer.translation import tr

_NOTHING_YET = (
    tr("Nothing counted yet"),
    tr(
        "How many multiplications one gradient takes, with backpropagation and "
        "without. Appears once the network has been evaluated."
    ),
)


#: Less than the window waits for what is being done when it closes.
SECONDS_EACH: Final = 0.3


@dataclass(frozen=True, slots=True)
class Counted:
    """The ways to one gradient of networks of a structure, none of them run."""

    spec: NetworkSpec
    ways: tuple[Way, ...]


def count(spec: NetworkSpec) -> Counted:
    """What the panel asks for every structure that it sees, once."""
    return Counted(spec, count_ways(spec))


@dataclass(frozen=True, slots=True)
class _Measuring:
    """What is or was measured: the structure, the moment, and what the title line says of it."""

    spec: NetworkSpec
    of: Kept
    where: str


class ReusePanel(Panel):
    """Counts the ways to one gradient of the network shown; its button has them measured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("reuse_panel", tr("Work without reuse"), parent)
        self._picture: Picture | None = None
        self._counted: Counted | None = None
        #: What is being measured, and what the times shown are of; None if nothing is, or there are none.
        self._begun: _Measuring | None = None
        self._measured: _Measuring | None = None
        self._ways: tuple[Way, ...] = ()
        self._sentence = QLabel(self)
        self._sentence.setObjectName("reuse_sentence")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        set_role(self._sentence, "secondary")
        self._table = CellTable("reuse_table", tr("Ways to one gradient"), self)
        self._button = QPushButton(tr("Measure"), self)
        self._button.setObjectName("reuse_measure")
        self._button.setAccessibleName(tr("Measure on this network"))
        self._button.setToolTip(
            tr(
                "Run each way on this network with the selected sample, for a third of a "
                "second at most. Training goes on meanwhile, and makes the times longer: pause "
                "it first."
            )
        )
        self._button.clicked.connect(self._on_button_clicked)
        #: May be moved into the title line of a dock.
        self.title_controls: QWidget = self._button
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._sentence)
        column.addWidget(self._table, 1)
        self._empty, self._page = EmptyState(*_NOTHING_YET, parent=self), page
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._page)
        self.clear()

    @property
    def ways(self) -> tuple[Way, ...]:
        """What is shown, backpropagation first."""
        return self._ways

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        self._show_note()

    @property
    @override
    def kept(self) -> Kept | None:
        return None if self._measured is None else self._measured.of

    @property
    @override
    def choice(self) -> NetworkSpec | None:
        """The structure that is counted already."""
        return None if self._counted is None else self._counted.spec

    @override
    def show_reading(self, reading: Counted | None) -> None:
        if reading is not None:
            self._counted, self._ways = reading, reading.ways
            self._measured = None
            self._show_note()
            self._show_ways()

    @override
    def show_progress(self, said: Way) -> None:
        begun, counted = self._begun, self._counted
        if begun is not None and counted is not None and begun.spec == counted.spec:
            ways = self._ways if self._measured is begun else counted.ways  # times of one moment at a time
            self._ways = tuple(said if said.name == each.name else each for each in ways)
            self._measured = begun
            self._show_note()
            self._show_ways()

    @override
    def show_result(self, result: None) -> None:
        self._begun = None
        self._let_measure()

    @override
    def clear(self) -> None:
        self._picture = self._counted = self._begun = self._measured = None
        self._ways = ()
        self._show_note()
        self._pages.setCurrentWidget(self._empty)
        self._let_measure()

    def _show_ways(self) -> None:
        self._table.show_table(reuse_table(self._ways))
        self._sentence.setText(reuse_sentence(self._ways))
        self._pages.setCurrentWidget(self._page)
        self._let_measure()

    def _show_note(self) -> None:
        measured, frame = self._measured, None if self._picture is None else self._picture.frame
        self._tell_note("" if measured is None else measured.where + before_edit(measured.of.edit, frame))

    def _let_measure(self) -> None:
        self._button.setText(tr("Measure") if self._begun is None else tr("Measuring…"))
        self._button.setEnabled(self._begun is None and self._counted is not None)

    @guard
    def _on_button_clicked(self) -> None:
        picture = self._picture
        if picture is None:
            return
        frame, row = picture.frame, picture.session.sample
        # Where the last batch is looked at, nothing on the screen says that this is one of the fixed samples.
        fixed = "" if picture.session.source is SampleSource.PROBE else tr("fixed ")
        where = tr(
            "measured: {fixed}sample {row} · step {step}",
            fixed=fixed,
            row=row,
            step=numbers.count(frame.step),
        )
        self._begun = _Measuring(frame.spec, Kept.of(frame), where)
        self._let_measure()
        one = slice(row, row + 1)
        self.job_requested.emit(
            partial(
                ways_in_turn,
                frame.trained_network,
                frame.data.x_probe[one],
                frame.data.y_probe[one],
                cost=frame.config.cost,
                seconds_each=SECONDS_EACH,
            )
        )
