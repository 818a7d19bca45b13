"""The demon on the very number that is shown, below it: Δz, what δ predicts, what happens, and the curve."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.document.acts.demon import SetDz
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.labels import SteadyLabel
from bpexplorer.panels.demon import words as demon_words
from bpexplorer.panels.demon.controls import DzSlider, between_ends
from bpexplorer.panels.demon.curve import DemonCurve
from bpexplorer.panels.demon.dz_scale import dz_at, slider_position, written
from bpexplorer.panels.demon.numbers import DemonNumbers
from bpexplorer.translation import tr

#: Logical pixels: what it needs, and how wide its curve is.
HEIGHT, _CURVE = 96, 130


class TestInPlace(QWidget):
    """Shows a reading of the demon, and asks for another Δz."""

    __test__ = False  # no test of pytest's

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("test_in_place")
        scale = fonts.dpi_scale()
        self.setFixedHeight(round(HEIGHT * scale))
        self._dz = 0.0
        self._slider = DzSlider(self, name="test_slider")
        self._written = SteadyLabel(self)
        self._written.setObjectName("test_dz")
        self._written.setAccessibleName("Δz")
        self._written.setFont(fonts.number_font(fonts.SECONDARY, bold=True))
        self._numbers = DemonNumbers(self, name="test")
        self._curve = DemonCurve(self, name="test_curve")
        self._curve.setFixedWidth(round(_CURVE * scale))
        caption = QLabel("Δz", self)
        caption.setToolTip(tr("Δz, added to the neuron's weighted input z."))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(caption)
        line.addWidget(self._written)
        line.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addLayout(line)
        # In a line of its own, or its track would begin where the number ends.
        left.addLayout(between_ends(self._slider))
        left.addWidget(self._numbers)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self._curve)
        for part in (self._slider, self._curve):
            part.act_requested.connect(self.act_requested)
        self._slider.valueChanged.connect(self._on_slider_moved)

    def show_reading(self, reading: DemonReading) -> None:
        """Show what the demon does, and in the tooltip what predicted and actual have to do with each other."""
        self._dz = reading.dz
        if dz_at(self._slider.value()) != reading.dz:
            self._slider.blockSignals(True)
            self._slider.setValue(slider_position(reading.dz))
            self._slider.blockSignals(False)
        self._written.show_text(written(reading.dz))
        self._numbers.show_reading(reading)
        self._curve.show_reading(reading)
        said = demon_words.verdict(reading)
        self.setToolTip(wrapped(said))
        self.setAccessibleName(tr("The demon on this δ. {said}", said=said))

    @guard
    def _on_slider_moved(self, position: int) -> None:
        if dz_at(position) != self._dz:
            self.act_requested.emit(SetDz(dz_at(position)))
