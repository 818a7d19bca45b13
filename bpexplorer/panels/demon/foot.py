"""The sentence below the demon's controls: what its numbers say, or that training goes on with a Δz, and a way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bpexplorer.core.edits.demon import LetGo
from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training_data import TrainingData
from bpexplorer.guard import guard
from bpexplorer.look.leads import Lead
from bpexplorer.look.stylesheet import set_ink, set_role
from bpexplorer.look.widgets import Caption, SteadySentence
from bpexplorer.panels.demon import words as demon_words
from bpexplorer.panels.demon.menu import STOP_SAYS
from bpexplorer.translation import tr


class DemonFoot(QWidget):
    """Keeps the room of the longest sentence and of its button, so that nothing moves when they come."""

    edit_requested = Signal(object)  # Edit
    #: The sentence was followed: to where δ of the neuron comes from.
    followed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._reading: DemonReading | None = None
        #: What part of the gap the last halving of Δz has left, as long as nothing else has changed.
        self._left: float | None = None
        self._data: TrainingData | None = None
        self._words = SteadySentence(demon_words.LONGEST, parent=self)
        self._words.setObjectName("demon_words")
        self._words.setAccessibleName(tr("What the demon says"))
        set_role(self._words, "secondary")
        self._lead = Lead(self._words)
        self._lead.followed.connect(self.followed)
        self._stop = QPushButton(tr("Stop"), self)
        self._stop.setObjectName("demon_stop")
        self._stop.setAccessibleName(tr("Stop training with Δz"))
        self._stop.setToolTip(STOP_SAYS)
        set_role(self._stop, "demon")
        policy = self._stop.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._stop.setSizePolicy(policy)
        self._stop.clicked.connect(self._on_stop_clicked)
        self._prediction = Caption("", self)
        self._prediction.setObjectName("demon_prediction")
        self._prediction.setAccessibleName(tr("What Δz makes of this sample's prediction"))
        self._prediction.setToolTip(
            tr(
                "What the network takes this sample for, before and with Δz. δ is about C, not about the prediction."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._row = layout = QHBoxLayout()
        column.addLayout(layout)
        column.addWidget(self._prediction)
        layout.setSpacing(8)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignTop)
        self._show()

    @property
    def is_held(self) -> bool:
        """Whether training goes on with a Δz."""
        return self._frame is not None and self._frame.held is not None

    @property
    def words(self) -> str:
        """What is said now."""
        return self._words.text()

    def set_room(self, width: int) -> None:
        """Keep the room of the longest sentence in this width."""
        for part in (self._words, self._stop):
            part.ensurePolished()  # nobody asks again once they have their style
        self._words.keep_room(width - self._stop.sizeHint().width() - self._row.spacing())

    def show_reading(self, reading: DemonReading | None, data: TrainingData | None = None) -> None:
        """Say what the numbers of a reading have to do with each other, and if the sample looks like another class."""
        old = self._reading
        if reading is None or old is None:
            self._left = None
        elif not reading.is_like(old):
            self._left = reading.left_of_gap(old)
        self._reading, self._data = reading, data
        self._show()

    def show_frame(self, frame: Frame | None) -> None:
        """Say first with what Δz training goes on, if it does."""
        self._frame = frame
        self._show()

    def _show(self) -> None:
        held = None if self._frame is None else self._frame.held
        self._stop.setVisible(held is not None)
        leads = held is None and self._reading is not None
        self._lead.show(tr("Click to see where the δ comes from that predicts this.") if leads else "")
        if not leads:
            self._words.setToolTip("" if held is None else demon_words.held_tooltip(held))
        if held is not None and self._frame is not None:
            self._words.setText(demon_words.held(held, self._frame.network))
        else:
            self._words.setText(
                "" if self._reading is None else demon_words.verdict(self._reading, self._left)
            )
        self._show_prediction()

    def _show_prediction(self) -> None:
        reading, data = self._reading, self._data
        if reading is None or data is None:
            self._prediction.setText("")
            return
        self._prediction.setText(demon_words.prediction(reading, data))
        classes = reading.predictions(data)
        set_ink(
            self._prediction, "demon" if classes is not None and classes[0] != classes[1] else "secondary"
        )

    @guard
    def _on_stop_clicked(self) -> None:
        self.edit_requested.emit(LetGo())
