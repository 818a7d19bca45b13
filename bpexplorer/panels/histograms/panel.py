"""Histograms of all layers, below each other, or beside each other where the panel is wide."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.laboratory.histograms import Counted, HistogramsReading
from bpexplorer.core.training_data import SAMPLES, SamplesName
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.widgets import Caption, EmptyState
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.histograms import words
from bpexplorer.panels.histograms.view import Histogram
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.sets import EMPTY_SET
from bpexplorer.translation import tr

#: Logical pixels: a histogram beside others has at least so much.
_WIDTH: Final = 200
_NOTHING_YET: Final = (
    tr("No histograms yet"),
    tr(
        "How many values of each layer lie where: weights, z, a, δ, gradients or updates. "
        "Appears once the network has been evaluated."
    ),
)


class HistogramsPanel(Panel):
    """Draws the readings it is shown, of what is chosen over the set that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("histograms_panel", tr("Histograms"), parent)
        self._counted = Counted.WEIGHTS
        self._over: SamplesName = "train"
        self._picture: Picture | None = None
        self._blocks: list[tuple[QWidget, Caption, Histogram]] = []
        self._controls = self._make_choices()
        self._empty = EmptyState(*_NOTHING_YET, parent=self)
        self._scroll = PanelScroll(self, name="histograms_scroll")
        self._list = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._scroll.page)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        self._pages = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._controls)
        column.addLayout(self._pages, 1)
        for page in (self._empty, self._scroll):
            self._pages.addWidget(page)

    def _make_choices(self) -> QWidget:
        controls = QWidget(self)
        self._quantity = ChoiceBox(
            ((counted.value, *said) for counted, said in words.COUNTED.items()), controls
        )
        self._quantity.setObjectName("histograms_quantity")
        name_choice(self._quantity, tr("What is counted"))
        self._quantity.setToolTip(tr("What is counted."))
        self._quantity.show_choice(self._counted.value)
        self._quantity.picked.connect(self._on_quantity_picked)
        self._samples = ChoiceBox(
            (
                (name, text, tr("Over the samples of the {text}.", text=text))
                for name, text in SAMPLES.items()
            ),
            controls,
        )
        self._samples.setObjectName("histograms_samples")
        name_choice(self._samples, tr("Samples whose values are counted"))
        self._samples.setToolTip(tr("The samples over which z, a, δ and gradients are read."))
        self._samples.show_choice(self._over)
        self._samples.setEnabled(False)
        self._samples.picked.connect(self._on_samples_picked)
        line = QHBoxLayout(controls)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for box in (self._quantity, self._samples):
            box.setMinimumContentsLength(8)
            line.addWidget(box)
        line.addStretch(1)
        return controls

    @property
    @override
    def choice(self) -> tuple[Counted, SamplesName]:
        return self._counted, self._over

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        self._show_if_empty()

    def _show_if_empty(self) -> None:
        if self._picture is not None and not self._picture.frame.data.count(self._over):
            self._empty.set_words(*EMPTY_SET)
            self._pages.setCurrentWidget(self._empty)
            self._tell_note("")

    @override
    def show_reading(self, reading: HistogramsReading | None) -> None:
        if reading is None:
            return
        while len(self._blocks) < len(reading.layers):
            self._add_block()
        for place, (block, caption, histogram) in enumerate(self._blocks):
            block.setVisible(place < len(reading.layers))
            if place < len(reading.layers):
                caption.setText(words.heading(reading.layers[place]))
                histogram.show_layer(reading.layers[place])
        self._arrange()
        self._pages.setCurrentWidget(self._scroll)
        self._tell_note(words.title(reading))

    def _add_block(self) -> None:
        block = QWidget(self._scroll.page)
        caption, histogram = Caption("", block), Histogram(block)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(caption)
        column.addWidget(histogram, 1)
        self._blocks.append((block, caption, histogram))
        self._list.addWidget(block, 1)

    def _arrange(self) -> None:
        count = sum(not block.isHidden() for block, *_ in self._blocks)
        is_wide = self.width() >= _WIDTH * max(count, 1) and self.width() > 1.6 * self.height()
        directions = QBoxLayout.Direction
        self._list.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    @override
    def clear(self) -> None:
        self._picture = None
        self._empty.set_words(*_NOTHING_YET)
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    @guard
    def _on_quantity_picked(self, name: str) -> None:
        self._counted = Counted(name)
        self._samples.setEnabled(self._counted not in (Counted.WEIGHTS, Counted.UPDATES))
        self.choice_changed.emit()

    @guard
    def _on_samples_picked(self, over: SamplesName) -> None:
        self._over = over
        self._show_if_empty()
        self.choice_changed.emit()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
