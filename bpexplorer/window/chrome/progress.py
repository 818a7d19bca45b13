"""How far a run is whose end is known, how long it will still take, and a button that ends it here."""

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from bpexplorer.core.training.frame import Frame
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.icons import set_icon
from bpexplorer.look.stylesheet import set_role
from bpexplorer.translation import tr

#: What ends sooner isn't told: it would be over before it is read.
SHORTEST = 1.0
#: Epochs and seconds, as many as they usually get, and in how many characters more epochs are written.
_LONGEST, _LONG = 9_999, 86_000.0
_CHARACTERS = len(numbers.count(_LONGEST))
_BUTTON = 18


class RunProgress(QWidget):
    """Keeps its room while there is nothing to say, so that nothing beside it moves."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_progress")
        self.setAccessibleName(tr("How far the run is"))
        self._place, self._left = QLabel(self), QLabel(self)
        for name, label in (("run_place", self._place), ("run_left", self._left)):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFont(fonts.secondary_font())
        set_role(self._left, "secondary")
        self._cancel = QToolButton(self)
        self._cancel.setObjectName("run_cancel")
        self._cancel.setAccessibleName(tr("End this run here"))
        self._cancel.setToolTip(tr("End this run here. What it has learned so far stays."))
        self._cancel.setFixedSize(_BUTTON, _BUTTON)
        self._cancel.setIconSize(QSize(10, 10))
        set_icon(self._cancel, "close")
        set_role(self._cancel, "flat")
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._lay_out()
        self.show_frame(None)

    def _lay_out(self) -> None:
        for part in (self._place, self._left, self._cancel):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        lines, below = QVBoxLayout(self), QHBoxLayout()
        for layout in (lines, below):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        below.addWidget(self._left, 1)
        below.addWidget(self._cancel)
        lines.addWidget(self._place)
        lines.addLayout(below)
        advance = self._place.fontMetrics().horizontalAdvance
        above = advance(place_words(_LONGEST, _LONGEST))
        self.setFixedWidth(max(above, *(advance(left_words(each)) + _BUTTON for each in (1.0, _LONG))))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_frame(self, frame: Frame | None) -> None:
        """Show how far the run of a frame is; nothing where no end is known."""
        left = None if frame is None else frame.seconds_left
        # A run that is told of is told of to its end.
        is_told = (
            frame is not None and left is not None and (left >= SHORTEST or self._cancel.isVisibleTo(self))
        )
        for part in (self._place, self._left, self._cancel):
            part.setVisible(is_told)
        if frame is not None and frame.ending is not None and left is not None and is_told:
            self._place.setText(place_words(frame.epoch, frame.ending.epoch))
            self._left.setText(left_words(left))

    @guard
    def _on_cancel_clicked(self) -> None:
        self.cancel_requested.emit()


def place_words(epoch: int, last: int | None) -> str:
    """How many epochs are done, and of how many; nothing if it isn't known after how many the run ends."""
    if last is None:
        return ""
    done, of = (numbers.count_within(each, _CHARACTERS) for each in (epoch, last))
    return tr("epoch {done} of {last}", done=done, last=of)


def left_words(seconds: float) -> str:
    """How long it will take, in words that don't change with every look: whole minutes, then hours and minutes."""
    minutes = math.ceil(seconds / 60.0)
    if seconds < 60.0:
        return tr("under 1 min left")
    if minutes < 60:
        return tr("{minutes} min left", minutes=minutes)
    if minutes < 48 * 60:
        return tr("{hours} h {minutes} min left", hours=minutes // 60, minutes=minutes % 60)
    return tr("{days} days left", days=numbers.count(minutes // (24 * 60)))
