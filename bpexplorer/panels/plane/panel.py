"""The panel “Plane”: one large map, of the outputs or of a neuron, with the samples on it and what they are told of."""

import numpy as np
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.readings.maps import can_be_mapped, map_domain
from bpexplorer.core.readings.plane import PlanePoints, PlaneReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.drawing import AddClass, ClearDrawing, Draw, SwitchDrawing
from bpexplorer.document.acts.looking import LookAround, ShowOutputs
from bpexplorer.document.bounds import map_range
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Pointed, SessionState
from bpexplorer.guard import guard
from bpexplorer.look.colours import SequentialScale
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.look.widgets import Caption, ColourBar, EmptyState, SteadySentence
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.plane import words as words
from bpexplorer.panels.plane.drawing import DrawablePlane, Pen
from bpexplorer.panels.plane.drawing_words import instruction, said_of
from bpexplorer.panels.plane.face import face_of
from bpexplorer.panels.plane.key import Entry, MarksKey
from bpexplorer.panels.plane.strokes import stroke_of
from bpexplorer.panels.plane.tools import DrawTools
from bpexplorer.panels.plane.view import PlaneView, Point
from bpexplorer.panels.shared.plots.marks import class_colour
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr


class PlanePanel(Panel):
    """Draws the readings it is shown: the neuron under the mouse, or the one that is pinned, or else the outputs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("plane_panel", tr("Plane"), parent)
        self._reading: PlaneReading | None = None
        self._data: TrainingData | None = None
        self._prepared: PreparedData | None = None
        #: Whether a stroke was asked for, and what became of the last one.
        self._is_drawing, self._said = False, ""
        #: What was there when drawing began, on the data that are there.
        self._drawn_on: TrainingData | None = None
        self._session = SessionState()
        self._pointed: Neuron | None = None
        #: The last edit of the network that is on screen, and of the one that was read.
        self._edit = self._edit_read = -1
        self._point: Point | None = None
        self._place: tuple[float, float] | None = None
        #: The part and the row of the sample that was clicked here last; it is told of as long as it is looked at.
        self._taken: tuple[str, int] | None = None
        self._empty = EmptyState(*words.empty(None), parent=self)
        self._body = QWidget(self)
        self._heading = QLabel(self._body)
        self._heading.setObjectName("plane_heading")
        self._state = Caption("", self._body)
        self._state.setObjectName("plane_state")
        self._outputs = QPushButton(tr("Show the output"), self._body)
        self._switch = QPushButton(tr("Draw"), self._body)
        self._tools = DrawTools(self._body)
        self._view = DrawablePlane(self._body)
        self._key = MarksKey(self._body)
        self._bar = ColourBar(SequentialScale(0.0, 1.0), parent=self._body)
        self._bar.setObjectName("plane_colour_bar")
        self._readout = SteadySentence(words.LONGEST, self._body)
        self._readout.setObjectName("plane_readout")
        self._lay_out()
        self._outputs.clicked.connect(self._on_outputs_clicked)
        self._switch.clicked.connect(self._on_switch_clicked)
        self._tools.changed.connect(self._on_tools_changed)
        self._tools.class_wanted.connect(self._on_class_wanted)
        self._tools.clear_wanted.connect(self._on_clear_wanted)
        self._view.class_chosen.connect(self._on_class_chosen)
        self._view.stroke_drawn.connect(self._on_stroke_drawn)
        self._view.point_hovered.connect(self._on_point_hovered)
        self._view.place_hovered.connect(self._on_place_hovered)
        self._view.point_taken.connect(self._on_point_taken)
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def _lay_out(self) -> None:
        set_role(self._readout, "secondary")
        self._outputs.setObjectName("plane_outputs")
        self._outputs.setAccessibleName(tr("Show the output"))
        self._outputs.setToolTip(tr("Let the pinned neuron go: show what the whole network says."))
        set_role(self._outputs, "link")
        self._outputs.ensurePolished()
        # The line is as high without it.
        self._state.setMinimumHeight(self._outputs.sizeHint().height())
        self._outputs.hide()
        self._switch.setObjectName("plane_draw")
        self._switch.setAccessibleName(tr("Draw points"))
        self._switch.setCheckable(True)
        self._switch.setToolTip(tr("Add and remove samples with the mouse, also while training goes on."))
        set_role(self._switch, "tool")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._heading, 1)
        head.addWidget(self._switch)
        words_row = QWidget(self._body)
        top = QHBoxLayout(words_row)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(6)
        top.addWidget(self._state, 1)
        top.addWidget(self._outputs)
        # In one place, as high as the higher one: the map stays where it is.
        self._rows = QStackedWidget(self._body)
        self._rows.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for row in (words_row, self._tools):
            self._rows.addWidget(row)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._rows)
        layout.addWidget(self._view, 1000)
        layout.addWidget(self._key)
        layout.addWidget(self._bar)
        layout.addWidget(self._readout)
        layout.addStretch(1)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for page in (self._empty, self._body):
            self._pages.addWidget(page)

    # What is shown

    @property
    def shown(self) -> Neuron | None:
        """The neuron whose map is large; None: the outputs."""
        return self._pointed or self._session.mapped

    @property
    @override
    def choice(self) -> Neuron | None:
        return self.shown

    @property
    def view(self) -> PlaneView:
        """The large map."""
        return self._view

    @property
    def readout(self) -> str:
        """What is said below it."""
        return self._readout.text()

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self._prepared, before = prepared, self._data
        data = prepared.training
        if data is before:
            return
        self._data = data
        if before is None or not _is_drawn_on(before, data):
            self._said, self._drawn_on = "", data
            self._forget()
        else:
            # What is drawn is seen at once, on the map that there is.
            self._said = said_of(self._drawn_on or before, before, data) if self._is_drawing else ""
            self._point = self._taken = None
            self._view.show_chosen(None, 0)
        self._is_drawing = False
        self._tools.show_data(data)
        self._view.show_data(data)
        self._show_drawing()
        self._read()

    @override
    def show_session(self, state: SessionState) -> None:
        old, self._session = self._session, state
        if state.draws != old.draws:
            self._said, self._drawn_on = "", self._data
            self._show_drawing()
            self._read()
        if state.mapped != old.mapped:
            self._show_other(self._pointed or old.mapped)
        elif state.map_bounds != old.map_bounds:
            self._show()

    def _show_drawing(self) -> None:
        """Let the mouse draw, or select, and show what it would draw."""
        data = self._data
        draws = self._session.draws and data is not None
        self._switch.setChecked(self._session.draws)
        self._rows.setCurrentIndex(int(draws))
        self._view.set_drawing(draws)
        self._view.set_inks(self._tools.ink(other=False), self._tools.ink(other=True))

    @override
    def show_pointed(self, pointed: Pointed | None) -> None:
        before = self.shown
        is_neuron = pointed is not None and len(pointed.neurons) == 1
        self._pointed = pointed.neurons[0] if pointed is not None and is_neuron else None
        self._show_other(before)

    def _show_other(self, before: Neuron | None) -> None:
        self._show()
        if self.shown != before and self.isVisible():
            self.choice_changed.emit()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._edit = picture.frame.edit_number
        samples = picture.samples
        row = int(samples.rows[picture.row]) if len(samples.rows) else None
        self._view.show_chosen(None if row is None else samples.part, row or 0)
        self._read()

    @override
    def show_reading(self, reading: PlaneReading | None) -> None:
        if reading is None or reading.data is not self._data:
            return
        self._reading, self._edit_read = reading, self._edit
        self._tell_note(words.note(reading))
        self._show()

    @override
    def show_overtaken(self, overtaken: bool) -> None:
        # Another neuron is shown from the same maps: only an edit overtakes them.
        super().show_overtaken(overtaken and self._edit != self._edit_read)

    @override
    def clear(self) -> None:
        self._pointed = None
        self._forget()

    @override
    def content(self) -> Content:
        reading = self._reading
        tables = () if reading is None else words.tables(reading, self._there(reading))
        return Content(tables=tables)

    def _forget(self) -> None:
        """Nothing is known yet of the data that there are now."""
        self._reading = self._point = self._place = self._taken = None
        self._view.show_data(self._data)
        self._view.show_face(None)
        self._view.show_chosen(None, 0)
        self._empty.set_words(*words.empty(self._data))
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    def _there(self, reading: PlaneReading) -> Neuron | None:
        """The neuron to show, if the network that was read has it."""
        neuron, sizes = self.shown, reading.maps.sizes
        if neuron is None or neuron.layer >= len(sizes):
            return None
        size = sizes[neuron.layer]
        return neuron if size is not None and neuron.index < size else None

    def _scale(self, reading: PlaneReading, layer: int) -> SequentialScale:
        bounds = self._session.map_bounds
        return SequentialScale(*map_range(reading.activations, reading.data, bounds, layer))

    def _show(self) -> None:
        reading = self._reading
        if reading is None or not can_be_mapped(reading.data.inputs):
            return
        shown, depth = self._there(reading), len(reading.activations)
        scale = self._scale(reading, depth if shown is None else shown.layer)
        self._view.show_face(face_of(reading, shown, scale, current_theme()), self._scale(reading, depth))
        is_pinned = shown is not None and shown == self._session.mapped
        self._heading.setText(words.heading(reading, shown))
        self._state.setText(words.state(reading, shown, is_pinned=is_pinned))
        self._outputs.setVisible(is_pinned)
        self._tools.show_height(words.output_of(reading, shown))
        self._key.show_entries(self._entries(reading))
        self._show_bar(reading, shown, scale)
        self._read()
        self._pages.setCurrentWidget(self._body)

    def _show_bar(self, reading: PlaneReading, shown: Neuron | None, scale: SequentialScale) -> None:
        """The scale of the map. Regions have the colours of the key, which only pale."""
        is_regions = words.is_regions(reading, shown)
        self._bar.set_scale(scale)
        kept, has_colours = self._bar.sizePolicy(), reading.data.inputs == 2
        kept.setRetainSizeWhenHidden(has_colours)
        self._bar.setSizePolicy(kept)
        self._bar.setVisible(has_colours and not is_regions)
        neuron = words.meant(reading, shown)
        self._bar.set_words(low="", high="", note=tr("a of {neuron} · fixed scale", neuron=neuron))

    def _entries(self, reading: PlaneReading) -> list[Entry]:
        data, scale = reading.data, self._scale(reading, len(reading.activations))
        entries: list[Entry] = []
        names = data.class_names
        for label, name in enumerate(names):
            entries.append((label, class_colour(label, len(names)), tr("class {name}", name=name)))
        if not names:
            fill = current_theme().outline if data.inputs == 1 else _middle_colour(scale)
            entries.append((0, fill, tr("training target")))
        hollow = [words.part_word(each.part) for each in reading.parts if each.part != "train"]
        if hollow:
            entries.append((0, None, tr("hollow: {sets}", sets=", ".join(hollow))))
        if left_out := words.left_out(reading):
            entries.append((None, None, left_out))
        return entries

    def _read(self) -> None:
        """Speak of the sample or place under the mouse, else of the sample that was clicked, or of what can be done."""
        reading = self._reading
        if reading is None:
            return
        shown = self._there(reading)
        points = None if self._point is None else self._view.points_of(self._point)
        if points is not None and self._point is not None:
            self._readout.setText(words.point_words(reading, points, self._point[1], shown))
        elif self._session.draws and self._data is not None:
            self._readout.setText(self._said or instruction(self._data))
        elif self._place is not None:
            self._readout.setText(words.place_words(reading, self._place, shown))
        elif (taken := self._taken_of(reading)) is not None:
            self._readout.setText(words.point_words(reading, *taken, shown))
        else:
            is_pinned = shown is not None and shown == self._session.mapped
            self._readout.setText(words.hint(reading, is_pinned=is_pinned))

    def _taken_of(self, reading: PlaneReading) -> tuple[PlanePoints, int] | None:
        """The sample that was clicked here, as it was read, while it is the one that is looked at."""
        if self._taken is None or self._taken != self._view.chosen:
            return None
        part, row = self._taken
        points = next((each for each in reading.parts if each.part == part), None)
        index = None if points is None else points.place_of(row)
        return None if points is None or index is None else (points, index)

    @guard
    def _on_point_hovered(self, point: Point | None) -> None:
        self._point = point
        self._read()

    @guard
    def _on_place_hovered(self, place: tuple[float, float] | None) -> None:
        if place != self._place:
            self._place = place
            self._read()

    @guard
    def _on_point_taken(self, point: Point) -> None:
        points = self._view.points_of(point)
        if points is not None:
            self._taken = points.part, int(points.rows[point[1]])
            self.act_requested.emit(LookAround(*self._taken))

    @guard
    def _on_stroke_drawn(self, pen: Pen) -> None:
        reading, prepared = self._reading, self._prepared
        if reading is None or prepared is None:
            return
        if reading.data.inputs == 1 and not (self._view.face and self._view.face.is_outputs):
            self._said = tr("Points are drawn on the output: press Esc to let the neuron go.")
            self._read()
            return
        scale = self._scale(reading, len(reading.activations))
        targets, output = (
            self._tools.targets(other=pen.is_other),
            words.output_of(reading, self._there(reading)),
        )
        stroke = stroke_of(prepared, reading, scale, pen.places, pen.gone, targets, output)
        self._is_drawing = True
        try:
            self.act_requested.emit(Draw(stroke))
        finally:
            self._is_drawing = False

    @guard
    def _on_switch_clicked(self, checked: bool) -> None:
        self.act_requested.emit(SwitchDrawing(checked))

    @guard
    def _on_class_wanted(self) -> None:
        self.act_requested.emit(AddClass())

    @guard
    def _on_clear_wanted(self) -> None:
        self._is_drawing = True
        try:
            self.act_requested.emit(ClearDrawing())
        finally:
            self._is_drawing = False

    @guard
    def _on_class_chosen(self, label: int) -> None:
        self._tools.choose(label)

    @guard
    def _on_tools_changed(self) -> None:
        self._show_drawing()

    @guard
    def _on_outputs_clicked(self) -> None:
        self.act_requested.emit(ShowOutputs())

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self._tools.show_colours()
        self._show_drawing()
        self._show()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._readout.keep_room(event.size().width())
        self._view.setMaximumHeight(max(event.size().width(), self._view.minimumSizeHint().height()))


def _is_drawn_on(before: TrainingData, after: TrainingData) -> bool:
    """Whether samples have come and gone, and nothing else: then a map of the one shows the other's, too."""
    names = (before.class_names, before.feature_names, before.outputs)
    if names != (after.class_names, after.feature_names, after.outputs) or not can_be_mapped(after.inputs):
        return False
    return np.allclose(map_domain(before), map_domain(after), rtol=1e-9)


def _middle_colour(scale: SequentialScale) -> QColor:
    low, high = scale.ends
    return scale.color((low + high) / 2)
