"""What is drawn on the plane: the class, with a button for one more, or the numbers to predict."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.drawing import MOST_CLASSES
from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.icons import set_icon
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import current_theme
from bpexplorer.look.tooltips import wrapped
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
    #: All points are to be taken away.
    clear_wanted = Signal()

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
        self._clear = QPushButton(tr("Clear"), self)
        self._clear.setObjectName("plane_clear")
        self._clear.setAccessibleName(tr("Clear the points"))
        self._clear.setToolTip(
            wrapped(
                tr(
                    "Take all points away but one of each class, or one alone where numbers are predicted: a network "
                    "needs something to learn from. The weights stay. You can undo it."
                )
            )
        )
        set_role(self._clear, "link")
        #: What is to be predicted of the next point, an entry a target; which of them the field shows; and which one
        #: the height of a click says.
        self._values: list[float] = []
        self._index = 0
        self._height_of: int | None = None
        self._label = QLabel(tr("Target"), self)
        self._targets = ChoiceBox((), self)
        self._targets.setObjectName("plane_target_name")
        name_choice(self._targets, tr("Target that is set"))
        self._targets.setToolTip(
            tr("Several numbers are to be predicted: choose one, and say what it is at the next point.")
        )
        self._target = NumberField(-1e6, 1e6, stepped=linear(0.1), parent=self)
        self._target.setObjectName("plane_target")
        self._target.setAccessibleName(tr("Target to draw"))
        self._target.setToolTip(tr("What is to be predicted at the next point, in the data's own units."))
        self._label.setBuddy(self._target)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._classes, 1)
        layout.addWidget(self._more)
        layout.addWidget(self._label)
        layout.addWidget(self._targets, 1)
        layout.addWidget(self._target, 1)
        layout.addStretch(0)
        layout.addWidget(self._clear)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._classes.picked.connect(self._on_class_picked)
        self._more.clicked.connect(self._on_more_clicked)
        self._clear.clicked.connect(self._on_clear_clicked)
        self._targets.picked.connect(self._on_target_picked)
        self._target.valueChanged.connect(self._on_target_changed)

    def show_data(self, data: TrainingData) -> None:
        """Offer what these data have."""
        names = data.class_names
        before = None if self._data is None else self._data.class_names
        is_other = self._data is None or self._data.target_names != data.target_names
        self._data = data
        self._classes.setVisible(bool(names))
        self._more.setVisible(bool(names))
        self._more.setEnabled(len(names) < MOST_CLASSES)
        if not names and (is_other or len(self._values) != data.outputs):
            middle = data.in_target_units(data.y_train).mean(axis=0)
            self._values = [0.5] if data.outputs == 1 else [round(float(each), 3) for each in middle]
        self._offer_targets()
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

    def show_height(self, output: int) -> None:
        """Over a single input, the height of a click is this target of the point."""
        height_of = output if self._data is not None and self._data.inputs == 1 else None
        if height_of != self._height_of:
            self._height_of = height_of
            self._offer_targets()

    def _offer_targets(self) -> None:
        """Let those be set that a click doesn't say."""
        data = self._data
        if data is None or data.is_classification:
            left: list[int] = []
        else:
            left = [number for number in range(data.outputs) if number != self._height_of or data.inputs > 1]
        self._label.setVisible(bool(left))
        self._target.setVisible(bool(left))
        self._targets.setVisible(data is not None and data.outputs > 1 and bool(left))
        if data is None or not left:
            return
        names = data.target_names or tuple(map(str, range(data.outputs)))
        self._targets.offer((str(number), names[number], names[number]) for number in left)
        self._index = self._index if self._index in left else left[0]
        self._targets.show_choice(str(self._index))
        self._target.show_value(self._values[self._index])

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

    def targets(self, *, other: bool) -> tuple[float, ...]:
        """What the next point is to be predicted as: its class, or the numbers, of which the other way has the one
        that is shown with the other sign."""
        if self._data is not None and self._data.is_classification:
            return (self._label_of(other=other),)
        return tuple(
            -value if other and number == self._index else value for number, value in enumerate(self._values)
        )

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
    def _on_clear_clicked(self) -> None:
        self.clear_wanted.emit()

    @guard
    def _on_target_picked(self, name: str) -> None:
        self._index = int(name)
        self._target.show_value(self._values[self._index])

    @guard
    def _on_target_changed(self, value: float) -> None:
        self._values[self._index] = value
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
