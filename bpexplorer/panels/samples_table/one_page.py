"""One sample: its values in their own units and as the network gets them, and what if one were another."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.errors import DataError
from bpexplorer.core.readings.table.one import WhatIf
from bpexplorer.data.own_units import is_of
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.samples_table import one_words as words
from bpexplorer.panels.samples_table.one_sample import OneSample
from bpexplorer.panels.samples_table.one_view import OneView, SamplePicture
from bpexplorer.panels.shared.tables.cell_table import CellTable
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: A panel so much wider than high has the outputs beside the values.
_WIDE = 1.5
_NOTHING_YET = (
    tr("No sample yet"),
    tr(
        "The values of the sample that is looked at, in their own units and as the network gets them. Appears once the "
        "network has been evaluated."
    ),
)


class OneSamplePage(Panel):
    """Shows the sample that is looked at. What is typed stays until another sample is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("one_sample_page", tr("One sample"), parent)
        self._prepared: PreparedData | None = None
        self._drawn: Picture | None = None
        self._sample: OneSample | None = None
        self._reading: WhatIf | None = None
        self._view: OneView | None = None
        self._empty = EmptyState(*_NOTHING_YET, parent=self)
        self._shown = QWidget(self)
        self._picture = SamplePicture(self._shown)
        self._sentence = self._label("one_sample_sentence")
        self._refusal = self._label("one_sample_refusal")
        set_ink(self._refusal, "error")
        self._refusal.hide()
        self._back = QPushButton(tr("Back to the sample"), self._shown)
        self._back.setObjectName("one_sample_back")
        self._back.setToolTip(tr("Drop what was typed, and show the sample as it is."))
        self._back.clicked.connect(self._on_back_clicked)
        self._outputs = CellTable(
            "one_sample_outputs", tr("What the network makes of the sample"), self._shown
        )
        self._lay_out()

    def _label(self, name: str) -> QLabel:
        label = QLabel(self._shown)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._sentence, 1)
        self._values = QVBoxLayout()
        self._values.setSpacing(4)
        self._values.addWidget(self._refusal)
        self._values.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(head)
        right.addWidget(self._outputs, 1)
        right.addStretch()
        self._line_up = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._shown)
        self._line_up.setContentsMargins(0, 0, 0, 0)
        self._line_up.setSpacing(8)
        self._line_up.addLayout(right, 4)
        self._line_up.addLayout(self._values, 5)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._shown)

    @property
    @override
    def choice(self) -> words.Changed | None:
        sample = self._sample
        if sample is None or not sample.is_changed:
            return None
        return words.Changed(sample.part, sample.row, sample.x, sample.y)

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        if prepared is not self._prepared:
            self._prepared = prepared
            self._sample = self._reading = None
            self._draw()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._drawn = picture
        self._draw()

    def _draw(self) -> None:
        """Show the sample that the picture looks at, once the data are known that it is of."""
        prepared, picture = self._prepared, self._drawn
        if prepared is None or picture is None or not is_of(prepared, picture.frame.data):
            return
        samples = picture.samples
        part, row = samples.part, int(samples.rows[picture.row])
        shown = self._sample
        if shown is not None and (shown.part, shown.row) == (part, row):
            return
        had = self.choice is not None
        self._show_sample(OneSample.of(prepared, part, row))
        self._refusal.hide()
        if had or shown is not None:
            self.choice_changed.emit()

    @override
    def show_reading(self, reading: WhatIf | None) -> None:
        sample = self._sample
        if reading is None or sample is None or not is_of(sample.prepared, reading.data):
            return
        self._reading = reading
        self._sentence.setText(words.sentences(sample, reading))
        table = words.outputs_table(reading)
        self._outputs.show_table(table)
        rows = len(table.rows) * self._outputs.verticalHeader().defaultSectionSize()
        self._outputs.setMaximumHeight(rows + 3 * self._outputs.horizontalHeader().height())
        self._tell_note(words.title(sample, reading))

    @override
    def clear(self) -> None:
        self._drawn = self._sample = self._reading = None
        self._refusal.hide()
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    def _show_sample(self, sample: OneSample) -> None:
        self._sample = sample
        if self._view is None:
            self._view = OneView(sample, self._shown)
            self._view.typed.connect(self._on_view_typed)
            self._values.insertWidget(0, self._view, 1)
        self._view.show_sample(sample)
        shape = sample.prepared.training.image_shape
        self._picture.show_pixels(None if shape is None else sample.x.reshape(shape))
        self._back.setVisible(sample.is_changed)
        self._pages.setCurrentWidget(self._shown)

    def _type(self, sample: OneSample) -> None:
        self._refusal.hide()
        self._show_sample(sample)
        self.choice_changed.emit()

    @guard
    def _on_view_typed(self, row: int, text: str) -> None:
        if self._sample is None:
            return
        try:
            self._type(self._sample.with_text(row, text))
        except DataError as error:
            self._refusal.setText(str(error))
            self._refusal.show()

    @guard
    def _on_back_clicked(self) -> None:
        sample = self._sample
        if sample is not None:
            self._type(OneSample.of(sample.prepared, sample.part, sample.row))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE * self.height()
        directions = QBoxLayout.Direction
        self._line_up.setDirection(directions.RightToLeft if is_wide else directions.TopToBottom)
