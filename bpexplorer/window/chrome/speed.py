"""The speed slider: from one step in two seconds to as fast as it goes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QSlider, QVBoxLayout, QWidget

from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.access.speech import announce
from bpexplorer.look.widgets.labels import ToolHeading
from bpexplorer.translation import tr

SLOWEST, FASTEST = 0.5, 5000.0
#: Positions of the slider; the last is full speed.
POSITIONS = 100


def steps_per_second(position: int) -> float | None:
    """The rate at a position of the slider, equal ratios apart; None at the end: as fast as it goes."""
    if position >= POSITIONS:
        return None
    return float(SLOWEST * (FASTEST / SLOWEST) ** (position / (POSITIONS - 1)))


def position_of(rate: float | None) -> int:
    """The position whose rate is nearest."""
    if rate is None:
        return POSITIONS
    return min(range(POSITIONS), key=lambda position: abs((steps_per_second(position) or 0.0) / rate - 1.0))


def rate_text(rate: float | None) -> str:
    """How a rate reads on the screen."""
    return "full" if rate is None else f"{numbers.significant(rate, digits=2)}/s"


class SpeedSlider(QWidget):
    """A slider under its caption, which says the speed."""

    speed_changed = Signal(object)  # float, or None for full speed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = ToolHeading(tr("Speed"), self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("speed")
        self.slider.setAccessibleName(tr("Speed"))
        self.slider.setRange(0, POSITIONS)
        self.slider.setPageStep(10)
        explained = tr("Batches a second: from slow motion at the left to full speed at the right.")
        self.setToolTip(explained)
        self.slider.setToolTip(explained)
        self.slider.setFixedWidth(88)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self._heading)
        layout.addWidget(self.slider)
        self.slider.valueChanged.connect(self._on_slider_moved)

    @property
    def speed(self) -> float | None:
        """Batches a second; None for full speed."""
        return steps_per_second(self.slider.value())

    def set_speed(self, rate: float | None) -> None:
        """Move the slider to the nearest rate."""
        self.slider.setValue(position_of(rate))

    @guard
    def _on_slider_moved(self, position: int) -> None:
        rate = steps_per_second(position)
        self._heading.setText(tr("Speed · {rate_text}", rate_text=rate_text(rate)))
        words = (
            tr("full speed")
            if rate is None
            else tr("{rate} batches a second", rate=numbers.significant(rate, digits=2))
        )
        self.slider.setAccessibleDescription(words)
        if self.slider.hasFocus():
            announce(self.slider, words)
        self.speed_changed.emit(rate)
