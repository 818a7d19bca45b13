"""δ of the selected neuron as a waterfall: its largest terms, what they leave, and what the slope lets pass."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.origin import OriginReading
from bpexplorer.core.readings.waterfall import waterfall
from bpexplorer.core.spec import Neuron
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look.widgets.pill import PillChoice
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.origin import words
from bpexplorer.panels.origin.stages import Stages
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr


class WaterfallPanel(Panel):
    """Reads the sum of the picture as a waterfall, for the sample or on average, and says why δ is small, if it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("waterfall_panel", tr("Waterfall of δ"), parent)
        self._reading: OriginReading | None = None
        self._is_mean = False
        scroll = PanelScroll(self, name="waterfall_scroll")
        page = scroll.page
        self._message = label("waterfall_message", page)
        self._shown = QWidget(page)
        self._pill = PillChoice("waterfall_pill", self._shown)
        self._pill.chosen.connect(self._on_pill_chosen)
        self._stages = Stages(self._shown)
        self._sentence = label("waterfall_sentence", self._shown)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self._pill)
        inside = QVBoxLayout(self._shown)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addLayout(top)
        inside.addWidget(self._stages)
        inside.addWidget(self._sentence)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._message)
        column.addWidget(self._shown)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.clear()

    @override
    def clear(self) -> None:
        self._is_mean = False
        self._show_nothing(None)

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        if picture.origin is None:
            self._show_nothing(picture.session.primary)
        elif picture.origin is not self._reading:
            self._show(picture.origin)

    def _show_nothing(self, neuron: Neuron | None) -> None:
        self._reading = None
        self._shown.hide()
        self._message.setText(words.why_empty(neuron))
        self._message.show()
        self._tell_note("")

    def _show(self, reading: OriginReading) -> None:
        before, self._reading = self._reading, reading
        if before is None or _subject(before) != _subject(reading):
            self._stages.refit()
        worked = reading.mean if self._is_mean else reading.one
        self._pill.show_choices(words.choices(reading), int(self._is_mean))
        self._stages.show_sum(reading, worked)
        self._sentence.setText(
            words.sentence(reading, mean=True) if self._is_mean else words.why_small_words(reading)
        )
        self._message.hide()
        self._shown.show()
        self._tell_note(words.title_words(reading), words.shorter_title_words(reading))

    @override
    def content(self) -> Content:
        reading = self._reading
        if reading is None:
            return Content(tables=())
        worked = reading.mean if self._is_mean else reading.one
        rows = tuple((stage.kind.value, stage.neuron, stage.start, stage.end) for stage in waterfall(worked))
        table = ValueTable(tr("Waterfall of δ"), (tr("stage"), tr("neuron"), tr("from"), tr("to")), rows)
        return Content(tables=(table,), picture=self._stages)

    @guard
    def _on_pill_chosen(self, place: int) -> None:
        self._is_mean = bool(place)
        self._stages.refit()
        if self._reading is not None:
            self._show(self._reading)


def _subject(reading: OriginReading) -> tuple[object, ...]:
    """What is shown, whatever the step."""
    return reading.neuron, reading.sample, reading.source, reading.cost, reading.kind
