"""What is drawn on the plane: the class, with a button for one more, or the number to predict."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.drawing import MOST_CLASSES
from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.icons import set_icon
from bpexplorer.look.theme import current_theme
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.panels.plane.drawing import Ink
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.plots.marks import class_colour, draw_mark, shape
from bpexplorer.translation import tr

_SIDE = 14


class DrawTools(QWidget):
    """Chooses what the next point is."""

    #: What is drawn is another.
    changed = Signal()
    #: There is to be one class more.
    class_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: TrainingData | None = None
        self._class = 0
        self._classes = ChoiceBox((), self)
        self._classes.setObjectName("plane_class")
        name_choice(self._classes, tr("Class to draw"))
        self._classes.setToolTip(tr("Of which class the next point is. The keys 1 to 8 choose one, too."))
        self._more = QPushButton(self)
        set_icon(self._more, "add")
        self._more.setObjectName("plane_add_class")
        self._more.setAccessibleName(tr("Add class"))
        self._more.setToolTip(
            tr(
                "One class more, up to {most}. Training begins anew from the weights as they are.",
                most=MOST_CLASSES,
            )
        )
        self._label = QLabel(tr("Target"), self)
        self._target = NumberField(-1e6, 1e6, stepped=linear(0.1), parent=self)
        self._target.setObjectName("plane_target")
        self._target.setAccessibleName(tr("Target to draw"))
        self._target.setToolTip(tr("What is to be predicted at the next point, in the data's own units."))
        self._label.setBuddy(self._target)
        self._target.show_value(0.5)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._classes, 1)
        layout.addWidget(self._more)
        layout.addWidget(self._label)
        layout.addWidget(self._target, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._classes.picked.connect(self._on_class_picked)
        self._more.clicked.connect(self._on_more_clicked)
        self._target.valueChanged.connect(self._on_target_changed)

    def show_data(self, data: TrainingData) -> None:
        """Offer what these data have."""
        names = data.class_names
        before = None if self._data is None else self._data.class_names
        self._data = data
        self._classes.setVisible(bool(names))
        self._more.setVisible(bool(names))
        self._more.setEnabled(len(names) < MOST_CLASSES)
        for widget in (self._label, self._target):
            widget.setVisible(not names and data.inputs > 1)
        if before == names:
            return
        # A class that was just added is the one that is meant.
        grown = before is not None and names[: len(before)] == before and len(names) == len(before) + 1
        self._class = len(names) - 1 if grown and before else min(self._class, max(len(names) - 1, 0))
        self._classes.offer(
            (str(label), tr("class {name}", name=name), "") for label, name in enumerate(names)
        )
        self.show_colours()
        self._classes.show_choice(str(self._class))

    def show_colours(self) -> None:
        """Draw the marks of the classes in the colours of the theme."""
        for label in range(self._classes.count()):
            self._classes.setItemIcon(label, _icon(self._ink(label), self.devicePixelRatioF()))

    def choose(self, label: int) -> None:
        """Draw points of this class, if there is one."""
        if label < self._classes.count():
            self._class = label
            self._classes.show_choice(str(label))
            self.changed.emit()

    def target(self, *, other: bool) -> float:
        """What the next point is to be predicted as: its class, or a number."""
        if self._data is not None and self._data.is_classification:
            return self._label_of(other=other)
        return -self._target.value() if other else self._target.value()

    def ink(self, *, other: bool) -> Ink:
        """How the next point looks."""
        if self._data is not None and self._data.is_classification:
            return self._ink(self._label_of(other=other))
        return 0, current_theme().outline

    def _label_of(self, *, other: bool) -> int:
        return (self._class + other) % max(self._classes.count(), 1)

    def _ink(self, label: int) -> Ink:
        return label, class_colour(label, self._classes.count())

    @guard
    def _on_class_picked(self, name: str) -> None:
        self._class = int(name)
        self.changed.emit()

    @guard
    def _on_more_clicked(self) -> None:
        self.class_wanted.emit()

    @guard
    def _on_target_changed(self, _value: float) -> None:
        self.changed.emit()


def _icon(ink: Ink, ratio: float) -> QIcon:
    picture = QPixmap(QSize(_SIDE, _SIDE) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        label, fill = ink
        middle = QRect(0, 0, _SIDE, _SIDE).toRectF().center()
        draw_mark(painter, shape(label, 4.2), middle, fill)
    return QIcon(picture)
