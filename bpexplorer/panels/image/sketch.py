"""A page to draw a picture on: classified while one draws, with δ once it is said what it should be."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.readings.pixels import is_pictured
from bpexplorer.core.readings.sketch import SketchReading
from bpexplorer.core.types import FloatArray
from bpexplorer.data.drawing import Stroke
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.sheet import paper_and_ink, usual_thickness
from bpexplorer.document.acts.drawing import Draw
from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.widgets import EmptyState, SteadySentence
from bpexplorer.panels.image import sketch_words as words
from bpexplorer.panels.image.asking import Sketch
from bpexplorer.panels.image.pad import SketchPad
from bpexplorer.panels.image.sketch_table import SketchModel, SketchRows
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.tables.table_view import PanelTable
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: Nobody has said what it should be.
_NOT_SAID: Final = "not_said"
_ROW_HEIGHT: Final = 19
#: From how many times its height a page is wide.
_WIDE: Final = 1.3
_LEAST_WIDE: Final = 460
#: From this width on the table stands beside the rest, too.
_IN_THREE: Final = 720
_NO_LIMIT: Final = 16_777_215


class SketchPage(Panel):
    """Draws, and shows what the network makes of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sketch_panel", tr("Draw a picture"), parent)
        self._prepared: PreparedData | None = None
        self._reading: SketchReading | None = None
        self._ends = (0.0, 1.0)
        self._said = ""
        self._empty = EmptyState(*words.NOT_PICTURES, parent=self)
        content = QWidget(self)
        self._pad = SketchPad(content)
        self._label = ChoiceBox((), content)
        self._thickness = NumberField(0.5, 20.0, stepped=linear(0.25), parent=content)
        self._clear = QPushButton(tr("Clear"), content)
        self._add = QPushButton(tr("Add to the data"), content)
        self._verdict = SteadySentence(words.LONGEST, content)
        self._model = SketchModel(SketchRows((), ()))
        self._table = PanelTable(
            self._model,
            name="sketch_outputs",
            accessible_name=tr("Outputs for your picture"),
            row_height=_ROW_HEIGHT,
            parent=content,
        )
        self._lay_out(content)
        self._pad.drawn.connect(self._on_drawn)
        self._label.picked.connect(self._on_label_picked)
        self._thickness.valueChanged.connect(self._on_thickness_changed)
        self._clear.clicked.connect(self._on_clear_clicked)
        self._add.clicked.connect(self._on_add_clicked)

    def _lay_out(self, content: QWidget) -> None:
        self._label.setObjectName("sketch_class")
        name_choice(self._label, tr("What it should be"))
        self._label.setToolTip(tr("The class that your picture should be: then C and δ are known."))
        self._thickness.setObjectName("sketch_thickness")
        self._thickness.setAccessibleName(tr("Thickness of the pen"))
        self._thickness.setToolTip(tr("How thick the pen is, in pixels of the picture."))
        self._clear.setObjectName("sketch_clear")
        self._clear.setToolTip(tr("Begin with an empty sheet."))
        self._add.setObjectName("sketch_add")
        for button in (self._clear, self._add):
            button.setAccessibleName(button.text())
        self._verdict.setObjectName("sketch_verdict")
        set_role(self._verdict, "secondary")
        pen = QLabel(tr("Pen"), content)
        pen.setBuddy(self._thickness)
        choices = QHBoxLayout()
        choices.setSpacing(6)
        choices.addWidget(self._label, 1)
        choices.addWidget(pen)
        choices.addWidget(self._thickness)
        acts = QHBoxLayout()
        acts.setSpacing(6)
        acts.addWidget(self._clear)
        acts.addWidget(self._add)
        acts.addStretch(1)
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addLayout(choices)
        side.addLayout(acts)
        side.addWidget(self._verdict)
        side.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._told = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._told.setSpacing(6)
        self._told.addLayout(side)
        self._told.addWidget(self._table, 1)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, content)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(6)
        self._parts.addWidget(self._pad, 3)
        self._parts.addLayout(self._told, 3)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for each in (self._empty, content):
            self._pages.addWidget(each)

    # What is drawn

    @property
    def pad(self) -> SketchPad:
        """The sheet."""
        return self._pad

    @property
    def label(self) -> int | None:
        """The class that it should be; None as long as nobody has said."""
        place = self._label.currentIndex() - 1
        return place if place >= 0 else None

    @property
    def pixels(self) -> FloatArray:
        """The picture in the data's own units, shape (n_0,)."""
        paper, ink = self._ends
        return paper + (ink - paper) * self._pad.sheet.covered().ravel()

    @property
    @override
    def choice(self) -> Sketch | None:
        prepared = self._prepared
        if prepared is None or prepared.training.image_shape is None or self._pad.sheet.is_blank:
            return None
        return Sketch(prepared.scaling.apply(self.pixels), self.label)

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        before, self._prepared = self._prepared, prepared
        data = prepared.training
        if before is not None and before.training is data:
            return
        if data.image_shape is None or not is_pictured(data, plan.spec.inputs):
            self._empty.set_words(*words.NOT_PICTURES)
            self._pages.setCurrentIndex(0)
            self._forget()
            return
        self._pages.setCurrentIndex(1)
        self._ends = paper_and_ink(prepared)
        names = None if before is None else before.training.class_names
        if self._pad.sheet.shape != data.image_shape or names is None:
            self._pad.begin(data.image_shape)
            self._thickness.show_value(usual_thickness(data.image_shape))
            self._pad.thickness = self._thickness.value()
            self._forget()
        if names != data.class_names:
            choices = [
                (str(label), tr("class {name}", name=name), "") for label, name in enumerate(data.class_names)
            ]
            self._label.offer([(_NOT_SAID, tr("should be…"), ""), *choices])
            self._label.show_choice(_NOT_SAID)
        self._label.setEnabled(data.is_classification)
        self._tell_state()
        self.choice_changed.emit()

    @override
    def show_reading(self, reading: SketchReading | None) -> None:
        if reading is None or self._pad.sheet.is_blank or self._prepared is None:
            return
        if reading.data is not self._prepared.training:
            return
        self._reading = reading
        self._model.show_table(SketchRows.of(reading))
        self._tell_note(words.note(reading))
        self._tell_state()

    @override
    def clear(self) -> None:
        self._prepared = None
        self._pad.clear()
        self._forget()

    @override
    def content(self) -> Content:
        tables = () if self._reading is None else (words.table(self._reading),)
        return Content(tables=tables, picture=self._pad)

    def _forget(self) -> None:
        self._reading, self._said = None, ""
        self._model.show_table(SketchRows((), ()))
        self._tell_note("")
        self._tell_state()

    def _tell_state(self) -> None:
        """Say what the network takes it for, or what can be done."""
        is_blank = self._pad.sheet.is_blank
        self._add.setEnabled(not is_blank and self.label is not None)
        self._add.setToolTip(
            tr(
                "Train on your picture, too. It goes to the training or test set by chance, as the others did."
            )
            if self._add.isEnabled()
            else tr("Draw a picture, and say what it should be.")
        )
        self._clear.setEnabled(not is_blank)
        if self._said:
            self._verdict.setText(self._said)
        elif is_blank or self._reading is None:
            self._verdict.setText(words.BLANK)
        else:
            self._verdict.setText(words.verdict(self._reading, self.label))

    @guard
    def _on_drawn(self) -> None:
        self._said = ""
        if self._pad.sheet.is_blank:
            self._forget()
        self._tell_state()
        self.choice_changed.emit()

    @guard
    def _on_label_picked(self, _name: str) -> None:
        self._tell_state()
        self.choice_changed.emit()

    @guard
    def _on_thickness_changed(self, value: float) -> None:
        self._pad.thickness = value

    @guard
    def _on_clear_clicked(self) -> None:
        self._pad.clear()
        self._forget()
        self.choice_changed.emit()

    @guard
    def _on_add_clicked(self) -> None:
        label, prepared = self.label, self._prepared
        if label is None or prepared is None:
            return
        before = prepared.training
        self.act_requested.emit(Draw(Stroke((tuple(self.pixels.tolist()),), ((label,),))))
        after = self._prepared.training if self._prepared is not None else before
        if after is not before:
            self._pad.clear()
            self._forget()
            self._said = words.added(before, after)
            self._tell_state()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, height = event.size().toTuple()
        # Beside each other where there is more room across than down.
        is_wide = width > max(_WIDE * height, _LEAST_WIDE)
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        in_three = is_wide and width >= _IN_THREE
        self._told.setDirection(directions.LeftToRight if in_three else directions.TopToBottom)
        # The table needs two thirds: a number of it is never cut.
        pad = max(min(height, width // 3), self._pad.minimumSizeHint().width())
        self._pad.setMaximumWidth(pad if is_wide else _NO_LIMIT)
        self._verdict.keep_room(width // 3 if in_three else width - pad if is_wide else width)
