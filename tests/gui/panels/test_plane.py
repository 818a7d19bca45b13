"""The plane: every pixel and point is the core's, and what the mouse and the keys find there."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from bpexplorer.core.readings.plane import PlaneReading, read_plane
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.data.choice import TableChoice, default_choice
from bpexplorer.data.prepare import PreparedData, prepare
from bpexplorer.document.acts.looking import LookAround, ShowOutputs
from bpexplorer.document.bounds import map_range
from bpexplorer.document.session import Pointed, SessionState
from bpexplorer.look import numbers
from bpexplorer.look.access.speech import announcer
from bpexplorer.look.colours import SequentialScale, map_lut
from bpexplorer.look.samples import part_sample
from bpexplorer.look.theme import THEMES, Scheme, apply_theme
from bpexplorer.look.widgets.colour_bar import ColourBar
from bpexplorer.panels.plane.key import MarksKey
from bpexplorer.panels.plane.panel import PlanePanel
from bpexplorer.panels.plane.view import PlaneView
from bpexplorer.panels.shared.plots.marks import class_colour
from tests.access import name
from tests.frames import Training
from tests.pictures import draw
from tests.windows import LEFT, NO_MODIFIER

ANY_PLAN: Any = object()


class Shown:
    """A panel with a reading of a network that was really trained."""

    def __init__(
        self, qtbot: QtBot, data: str | TableChoice, sizes: tuple[int, ...], last: str, cost: str
    ) -> None:
        self.frame: Frame = (
            Training(sizes, (*["tanh"] * (len(sizes) - 2), last), data=data, cost=cost).advance(80).frame()
        )
        self.panel = PlanePanel()
        qtbot.addWidget(self.panel)
        self.panel.resize(306, 520)
        self.acts: list[object] = []
        self.panel.act_requested.connect(self.acts.append)
        # What the frame's data were prepared from.
        choice = default_choice(data) if isinstance(data, str) else data
        self.prepared: PreparedData = prepare(choice, last)
        self.panel.show_plan(ANY_PLAN, self.prepared)
        with qtbot.waitExposed(self.panel):
            self.panel.show()
        self.session = SessionState()
        self.show()

    def show(self, **session: Any) -> None:
        self.session = SessionState(**session)
        draw(self.panel, self.frame, self.session)
        self.panel.show_reading(self.read())

    def read(self) -> PlaneReading:
        frame = self.frame
        return read_plane(
            frame.network,
            self.prepared.training,
            cost=frame.config.cost,
            step=frame.step,
            shown=self.panel.choice,
        )

    @property
    def view(self) -> PlaneView:
        return self.panel.view

    def pixels(self) -> list[list[int]]:
        """The image, read back."""
        image = self.view.image
        assert image is not None
        return [[image.pixel(x, y) for x in range(image.width())] for y in range(image.height())]

    def hover(self, place: QPointF) -> None:
        none, on_screen = Qt.MouseButton.NoButton, QPointF(self.view.mapToGlobal(place))
        QApplication.sendEvent(
            self.view, QMouseEvent(QEvent.Type.MouseMove, place, on_screen, none, none, NO_MODIFIER)
        )

    def text(self, name: str) -> str:
        found = self.panel.findChild(QLabel, name)
        assert found is not None
        return found.text()


@pytest.fixture
def circle(qtbot: QtBot) -> Shown:
    return Shown(qtbot, "circle", (2, 6, 1), "sigmoid", "cross_entropy")


@pytest.fixture
def in_theme(qapp: QApplication) -> Iterator[Any]:
    """Shows another theme until the end of the test."""
    yield lambda scheme: apply_theme(qapp, scheme)
    apply_theme(qapp, "light")


def expected(values: Any, low: float, high: float) -> list[list[int]]:
    """A map in the colours that are published, worked out apart from the program's scale."""
    share = (np.clip(values, low, high) - low) / (high - low)
    colours = map_lut()[np.rint(255 * share).astype(int)]
    return [[QColor(*each).rgb() for each in row] for row in colours.tolist()]


@pytest.mark.parametrize("theme", THEMES)
def test_every_pixel_is_the_output_of_its_place(circle: Shown, in_theme: Any, theme: Scheme) -> None:
    in_theme(theme)
    output = circle.read().maps.layers[-1]
    assert output is not None
    assert circle.pixels() == expected(output[0], 0.0, 1.0)
    bar = circle.panel.findChild(ColourBar, "plane_colour_bar")
    assert bar is not None
    ends = [numbers.significant(each) for each in (0.0, 0.5, 1.0)]
    assert [bar.low_text(), bar.middle_text(), bar.high_text()] == ends
    assert circle.panel.note == f"step {numbers.count(circle.frame.step)}"


def test_a_neuron_under_the_mouse_or_pinned_shows_its_own_map_and_says_which(circle: Shown) -> None:
    hidden = circle.read().maps.layers[1]
    assert hidden is not None
    circle.panel.show_pointed(Pointed((Neuron(1, 4),), on_canvas=True))
    assert circle.pixels() == expected(hidden[4], -1.0, 1.0)
    assert (circle.text("plane_heading"), circle.text("plane_state")) == (
        "Layer 1, neuron 4",
        "under the mouse",
    )
    circle.panel.show_pointed(None)
    assert circle.text("plane_heading") == "Output"
    circle.show(mapped=Neuron(1, 2))
    assert circle.pixels() == expected(hidden[2], -1.0, 1.0)
    assert (circle.text("plane_heading"), circle.text("plane_state")) == ("Layer 1, neuron 2", "pinned")
    # What is under the mouse goes before what is pinned, as long as it is there.
    circle.panel.show_pointed(Pointed((Neuron(1, 0),)))
    assert circle.pixels() == expected(hidden[0], -1.0, 1.0)
    circle.panel.show_pointed(None)
    assert circle.pixels() == expected(hidden[2], -1.0, 1.0)
    button = circle.panel.findChild(QPushButton, "plane_outputs")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    assert circle.acts == [ShowOutputs()]


def test_another_neuron_is_asked_about_at_once_and_its_line_comes_with_the_answer(
    circle: Shown, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(circle.panel.choice_changed):
        circle.panel.show_pointed(Pointed((Neuron(1, 4),), on_canvas=True))
    face = circle.view.face
    assert face is not None
    assert len(face.line) == 0
    circle.panel.show_reading(circle.read())
    assert circle.view.face is not None
    np.testing.assert_array_equal(circle.view.face.line, circle.read().line)


def test_samples_lie_where_their_inputs_are(circle: Shown) -> None:
    reading, room = circle.read(), circle.view.map_rect()
    assert room.width() == room.height()
    for points in reading.parts:
        for index in (0, 5):
            across, up = (points.x[index] - reading.maps.low) / (reading.maps.high - reading.maps.low)
            place = circle.view.point_position(points.part, index)
            assert place.x() == pytest.approx(room.left() + across * room.width())
            assert place.y() == pytest.approx(room.bottom() - up * room.height())


def test_a_sample_under_the_mouse_is_told_with_its_output_cost_and_delta(circle: Shown) -> None:
    points = circle.read().parts[1]
    index = 3
    circle.hover(circle.view.point_position("test", index))
    said = circle.panel.readout
    hovered = circle.view.nearest(circle.view.point_position("test", index))
    assert hovered is not None
    points, index = circle.read().parts[hovered[0]], hovered[1]
    assert part_sample(points.part, int(points.rows[index])) in said
    assert f"output {numbers.significant(float(points.outputs[index, 0]))}" in said
    assert f"C {numbers.unsigned(float(points.costs[index])).strip()}" in said
    assert f"δ {numbers.signed(float(points.deltas[-1][index, 0])).strip()}" in said
    # With a neuron pinned δ is that neuron's.
    circle.show(mapped=Neuron(1, 2))
    delta = numbers.signed(float(points.deltas[0][index, 2])).strip()
    assert f"δ of layer 1, neuron 2 {delta}" in circle.panel.readout


def test_where_there_is_no_sample_the_place_is_told_and_away_from_it_what_can_be_done(circle: Shown) -> None:
    hint, room = circle.panel.readout, circle.view.map_rect()
    place = QPointF(room.left() + 3.0, room.top() + 3.0)
    assert circle.view.nearest(place, reach=9.0) is None
    circle.hover(place)
    output = circle.read().maps.layers[-1]
    assert output is not None
    assert circle.panel.readout.endswith(f"a = {numbers.significant(float(output[0, 0, 0]))}")
    QApplication.sendEvent(circle.view, QEvent(QEvent.Type.Leave))
    assert circle.panel.readout == hint


def test_a_click_looks_at_the_nearest_sample_wherever_it_is(circle: Shown) -> None:
    place = circle.view.map_rect().center()
    QTest.mouseClick(circle.view, LEFT, NO_MODIFIER, place.toPoint())
    (act,) = circle.acts
    assert isinstance(act, LookAround)
    nearest = min(
        np.hypot(at.x() - place.x(), at.y() - place.y())
        for points in circle.read().parts
        for at in (circle.view.point_position(points.part, index) for index in range(len(points.rows)))
    )
    taken = circle.view.point_position(act.part, act.row)
    assert np.hypot(taken.x() - place.x(), taken.y() - place.y()) == pytest.approx(nearest, abs=1.5)


def test_keys_go_from_sample_to_sample_and_return_looks_at_one(circle: Shown) -> None:
    said: list[str] = []
    announcer().said.connect(said.append)
    circle.view.setFocus()
    QTest.keyClick(circle.view, Qt.Key.Key_Right)
    start = circle.view.point_position("train", 0)
    QTest.keyClick(circle.view, Qt.Key.Key_Right)
    QTest.keyClick(circle.view, Qt.Key.Key_Return)
    (act,) = circle.acts
    assert isinstance(act, LookAround)
    assert circle.view.point_position(act.part, act.row).x() > start.x()
    assert part_sample(act.part, act.row) in said[-1]


def test_the_sample_that_is_looked_at_has_a_ring(circle: Shown) -> None:
    circle.show(sample=4)
    row = int(circle.frame.data.probe[4])
    assert circle.view.chosen == ("train", row)
    plain = circle.view.grab().toImage()
    circle.show(sample=5)
    assert circle.view.grab().toImage() != plain


def test_training_samples_are_filled_with_their_class_and_test_samples_hollow(circle: Shown) -> None:
    image, points = circle.view.grab().toImage(), circle.read().parts
    key = circle.panel.findChild(MarksKey)
    assert key is not None
    assert key.meanings == ("class 0", "class 1", "hollow: test")
    assert points[0].labels is not None
    alone = [i for i in _alone(circle.view, "train") if circle.view.chosen != ("train", i)]
    for label in (0, 1):
        index = next(i for i in alone if points[0].labels[i] == label)
        at = circle.view.point_position("train", index).toPoint()
        assert image.pixelColor(at).name() == class_colour(label, 2).name()


def _alone(view: PlaneView, part: str) -> list[int]:
    """The samples of a set that have no other near them, and no ring around them."""
    assert view.face is not None
    names = [(points.part, index) for points in view.face.reading.parts for index in range(len(points.rows))]
    places = np.array([view.point_position(*each).toTuple() for each in names])
    away = np.hypot(*(places[:, np.newaxis] - places).T)
    lonely = (away < 12.0).sum(axis=1) == 1
    return [index for (of, index), is_lonely in zip(names, lonely, strict=True) if is_lonely and of == part]


def test_several_classes_are_regions_the_paler_the_less_sure(qtbot: QtBot) -> None:
    shown = Shown(qtbot, "gaussians", (2, 4, 2), "softmax", "log_likelihood")
    reading = shown.read()
    assert shown.text("plane_heading") == "Predicted class"
    assert reading.winners is not None
    assert reading.confidence is not None
    pixels = np.array(shown.pixels())
    for label in (0, 1):
        sure, unsure = (
            QColor.fromRgb(int(pixels[place]))
            for place in (
                np.unravel_index(pick, reading.confidence.shape)
                for pick in (
                    np.where(reading.winners == label, reading.confidence, -1).argmax(),
                    np.where(reading.winners == label, reading.confidence, 2).argmin(),
                )
            )
        )
        full = class_colour(label, 2)
        assert _away(sure, full) < _away(unsure, full)
    # Of a sample δ is that of the output of its own class.
    points = reading.parts[0]
    assert points.labels is not None
    index = _alone(shown.view, "train")[0]
    label = int(points.labels[index])
    shown.hover(shown.view.point_position("train", index))
    delta = numbers.signed(float(points.deltas[-1][index, label])).strip()
    assert f"δ of layer 2, neuron {label} {delta}" in shown.panel.readout
    # One output by itself is a map like any other.
    shown.panel.show_pointed(Pointed((Neuron(2, 1),)))
    output = reading.maps.layers[-1]
    assert output is not None
    assert shown.pixels() == expected(output[1], 0.0, 1.0)


def _away(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def test_targets_have_the_colours_of_the_outputs_scale(qtbot: QtBot) -> None:
    shown = Shown(qtbot, "hill", (2, 6, 1), "identity", "quadratic")
    output, data = shown.read().maps.layers[-1], shown.prepared.training
    assert output is not None
    top = float(np.abs(data.y_train).max())
    assert map_range(("tanh", "identity"), data, (), 2) == (-top, top)
    assert shown.pixels() == expected(output[0], -top, top)
    image, points = shown.view.grab().toImage(), shown.read().parts[0]
    alone = [i for i in _alone(shown.view, "train") if shown.view.chosen != ("train", i)]
    for index in alone[:5]:
        at = shown.view.point_position("train", index).toPoint()
        colour = SequentialScale(-top, top).color(float(points.y[index, 0]))
        assert image.pixelColor(at).name() == colour.name()


def test_over_one_input_neurons_are_curves_and_targets_dots(qtbot: QtBot) -> None:
    shown = Shown(qtbot, "wave", (1, 5, 1), "identity", "quadratic")
    face, room, reading = shown.view.face, shown.view.map_rect(), shown.read()
    assert face is not None
    assert shown.view.image is None
    output = reading.maps.layers[-1]
    assert output is not None
    # Upwards, and higher by as much as values are larger.
    heights = face.curves[0, :, 1]
    slope = np.diff(heights) / np.diff(output[0, 0])
    np.testing.assert_allclose(slope, slope[0], rtol=1e-6)
    assert slope[0] < 0
    points = reading.parts[0]
    place = shown.view.point_position("train", 3)
    at_target = heights[0] + slope[0] * (points.y[3, 0] - output[0, 0, 0])
    assert place.y() == pytest.approx(room.top() + room.height() * at_target, abs=1e-6)
    # A hidden neuron has no targets, but its neighbours beside it.
    shown.panel.show_pointed(Pointed((Neuron(1, 3),)))
    face = shown.view.face
    assert face is not None
    assert (face.curves.shape[0], face.bold) == (5, 3)
    assert shown.view.nearest(place) is None


def test_what_is_copied_has_every_digit(circle: Shown) -> None:
    circle.show(mapped=Neuron(1, 2))
    samples, large = circle.panel.content().tables
    reading = circle.read()
    points = reading.parts[0]
    assert samples.rows[0][-2:] == (float(points.costs[0]), float(points.deltas[0][0, 2]))
    assert len(samples.rows) == sum(len(each.rows) for each in reading.parts)
    layer = reading.maps.layers[1]
    assert layer is not None
    assert [row[-1] for row in large.rows] == layer[2].ravel().tolist()


def test_it_is_said_how_many_samples_are_wrong(circle: Shown) -> None:
    said = name(circle.view)
    for points in circle.read().parts:
        assert points.predicted is not None
        wrong = numbers.count(int((points.predicted != points.labels).sum()))
        assert f"{wrong} of {numbers.count(len(points.rows))} samples wrong" in said


def test_other_data_have_no_plane_and_it_says_which_have(circle: Shown) -> None:
    circle.panel.show_plan(ANY_PLAN, prepare(default_choice("digits"), "softmax"))
    words = " ".join(each.text() for each in circle.panel.findChildren(QLabel) if each.isVisible())
    assert "the plane is for data with one or two inputs" in words.lower()
    assert circle.panel.content().tables == ()
