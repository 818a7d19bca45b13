"""The plane in the window: where it stands and for which data, and what hovering, clicking and pinning do."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from bpexplorer.core.readings.maps import OutputMaps
from bpexplorer.core.readings.plane import PlaneReading, around
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import RunState
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.demon import HalveDz
from bpexplorer.document.session import NeuronQuantity
from bpexplorer.document.workspaces import Workspace
from bpexplorer.look import numbers
from bpexplorer.look.colours import map_lut
from bpexplorer.look.samples import part_sample
from bpexplorer.panels.plane.panel import PlanePanel
from bpexplorer.panels.plane.view import PlaneView
from bpexplorer.panels.plane.words import point_words
from bpexplorer.project.presets import preset
from bpexplorer.window.commands.requests import ASKED
from bpexplorer.window.reading_order import panel_order, tab_stops
from tests import counting
from tests.access import nameless
from tests.walk import cut
from tests.windows import LEFT, NO_MODIFIER, Desk


@pytest.fixture
def spiral(open_desk: Callable[..., Desk]) -> Desk:
    desk = open_desk(preset("spiral").project())
    desk.wait_for_measured()
    return desk


def plane_of(desk: Desk) -> PlanePanel:
    panel = desk.window.panels["dock_plane"]
    assert isinstance(panel, PlanePanel)
    return panel


def view_of(desk: Desk) -> PlaneView:
    view = desk.find("plane_view")
    assert isinstance(view, PlaneView)
    return view


def reading_of(desk: Desk) -> PlaneReading:
    desk.wait_for_measured()
    reading = desk.window.panel_drawing.measurings["dock_plane"].reading
    assert isinstance(reading, PlaneReading)
    return reading


def layout(desk: Desk) -> dict[str, QRect]:
    """Where the docks are that can be seen."""
    desk.wait_for_calm()
    desk.window.stage.area.settle()
    docks = desk.window.stage.area.docks
    return {name: QRect(dock.geometry()) for name, dock in docks.items() if dock.isVisible()}


def hover(desk: Desk, layer: int, neuron: int) -> None:
    view = desk.window.canvas.view
    move_over(view.viewport(), QPointF(view.neuron_position(layer, neuron)))


def move_over(widget: QWidget, place: QPointF) -> None:
    """Move the mouse over a place in a widget."""
    none = Qt.MouseButton.NoButton
    on_screen = QPointF(widget.mapToGlobal(place))
    QApplication.sendEvent(
        widget, QMouseEvent(QEvent.Type.MouseMove, place, on_screen, none, none, NO_MODIFIER)
    )


def colours(image: QImage | None) -> np.ndarray:
    """The pixels of an image, shape (rows, columns, 3)."""
    assert image is not None
    return np.array(
        [[image.pixelColor(x, y).getRgb()[:3] for x in range(image.width())] for y in range(image.height())]
    )


def painted(maps: OutputMaps, neuron: Neuron, low: float, high: float) -> np.ndarray:
    """What a neuron's map looks like."""
    layer = maps.layers[neuron.layer]
    assert layer is not None
    share = (np.clip(layer[neuron.index], low, high) - low) / (high - low)
    return map_lut()[np.rint(255 * share).astype(int)][..., :3]


def test_data_with_two_inputs_have_the_plane_beside_the_network_and_maps_in_the_neurons(spiral: Desk) -> None:
    window = spiral.window
    places = layout(spiral)
    network, plane = places["dock_network"], places["dock_plane"]
    assert network.right() < plane.left()
    assert (network.top(), network.bottom()) == (plane.top(), plane.bottom())
    assert abs(plane.width() - 330) <= 2
    assert window.document.session.state.neurons_by is NeuronQuantity.MAP
    # A neuron is a square of 30 at least where its neighbours are 33 away.
    for box in window.canvas.view.placement.boxes:
        pitch = np.diff(box.centres[:, 1]).min() if len(box.centres) > 1 else np.inf
        assert box.is_tiled
        assert pitch < 33 or box.half >= 15
    first = reading_of(spiral)
    assert (colours(view_of(spiral).image) == painted(first.maps, Neuron(3, 0), 0.0, 1.0)).all()


def test_while_it_trains_at_full_speed_the_map_goes_along_and_at_rest_all_is_of_one_step(
    spiral: Desk,
) -> None:
    before = colours(view_of(spiral).image)
    spiral.play_at_full_speed()
    seen: set[int] = set()

    def has_moved() -> bool:
        reading = spiral.window.panel_drawing.measurings["dock_plane"].reading
        seen.add(reading.step)
        return len(seen) > 3 and spiral.window.frame.state is RunState.PLAYING

    spiral.wait(has_moved)
    spiral.pause()
    reading = reading_of(spiral)
    assert reading.step == spiral.frame.step
    assert plane_of(spiral).note == f"step {numbers.count(spiral.frame.step)}"
    now = colours(view_of(spiral).image)
    assert (now != before).any()
    assert (now == painted(reading.maps, Neuron(3, 0), 0.0, 1.0)).all()
    # The pictures in the neurons are those of the same step.
    picture = spiral.window.newest_picture()
    assert picture is not None
    assert picture.maps is not None
    for ours, theirs in zip(reading.maps.layers, picture.maps.layers, strict=True):
        assert ours is not None
        np.testing.assert_array_equal(ours, theirs)


def test_hovering_shows_a_neuron_large_and_a_click_pins_it(spiral: Desk) -> None:
    hover(spiral, 1, 4)
    assert spiral.text("plane_heading") == "Layer 1, neuron 4"
    assert spiral.text("plane_state") == "under the mouse"
    maps = reading_of(spiral).maps
    assert (colours(view_of(spiral).image) == painted(maps, Neuron(1, 4), -1.0, 1.0)).all()
    spiral.click_neuron(1, 4)
    spiral.wait_for_measured()
    assert spiral.text("plane_state") == "pinned"
    hover(spiral, 2, 3)
    assert spiral.text("plane_heading") == "Layer 2, neuron 3"
    move_over(spiral.window.canvas.view.viewport(), QPointF(3.0, 3.0))
    assert (spiral.text("plane_heading"), spiral.text("plane_state")) == ("Layer 1, neuron 4", "pinned")
    # Of the neuron that is shown, the line is the one that was read for it.
    assert reading_of(spiral).shown == Neuron(1, 4)
    spiral.click("plane_outputs")
    spiral.wait_for_measured()
    assert spiral.text("plane_heading") == "Output"
    assert spiral.window.document.session.state.primary == Neuron(1, 4)


def test_a_hand_that_moves_over_neurons_takes_nothing_away_that_was_said_and_is_no_act_to_be_reported(
    spiral: Desk,
) -> None:
    asked: list[str] = []
    spiral.window.requests.asked.connect(asked.append)
    spiral.window.requests.take_act(HalveDz())
    spiral.window.message_bar.show_message("This can't be done.", kind="error", about=ASKED)
    hover(spiral, 1, 4)
    assert spiral.text("plane_heading") == "Layer 1, neuron 4"
    assert "This can't be done." in spiral.message
    assert asked == ["HalveDz"]


def test_esc_and_the_removal_of_the_neuron_let_a_pinned_map_go(spiral: Desk) -> None:
    spiral.click_neuron(1, 4)
    state = spiral.window.document.session
    for _ in range(2):  # the demon first
        spiral.key(Qt.Key.Key_Escape, widget=spiral.window.canvas.view)
    assert state.state.mapped is None
    spiral.click_neuron(2, 7)
    spiral.key(Qt.Key.Key_Delete, widget=spiral.window.canvas.view)
    spiral.wait_for_measured()
    assert state.state.mapped is None
    assert spiral.text("plane_heading") == "Output"


def alone(desk: Desk, part: str, rows: Iterable[int]) -> int:
    """One of these rows of a set whose sample has no other near it on the plane."""
    view, reading = view_of(desk), reading_of(desk)
    places = np.array(
        [
            view.point_position(points.part, index).toTuple()
            for points in reading.parts
            for index in range(len(points.rows))
        ]
    )
    here = {row: np.array(view.point_position(part, row).toTuple()) for row in rows}
    return next(row for row, at in here.items() if (np.hypot(*(places - at).T) < 4.0).sum() == 1)


def click_sample(desk: Desk, part: str, row: int) -> None:
    view = view_of(desk)
    QTest.mouseClick(view, LEFT, NO_MODIFIER, view.point_position(part, row).toPoint())
    desk.wait_for_calm()


def test_a_click_looks_at_a_sample_with_those_around_it_or_as_one_of_the_fixed_ones(spiral: Desk) -> None:
    session, data = spiral.window.document.session, spiral.frame.data
    row = alone(spiral, "test", range(len(data.x_test)))
    click_sample(spiral, "test", row)
    state = session.state
    assert view_of(spiral).chosen == ("test", row)
    assert state.one_listed == ("test", row)
    assert state.hardest is not None
    assert state.hardest.rows == around(data, "test", row)
    box = spiral.find("sample_source")
    assert isinstance(box, QComboBox)
    assert box.currentText() == "samples around one"
    assert part_sample("test", row) in spiral.text("sample_note")
    fixed = data.probe.tolist()
    row = alone(spiral, "train", fixed)
    click_sample(spiral, "train", row)
    assert view_of(spiral).chosen == ("train", row)
    assert (session.state.source, session.state.sample) == (SampleSource.PROBE, fixed.index(row))


def test_a_sample_under_the_mouse_is_told_while_training_rests(spiral: Desk) -> None:
    view = view_of(spiral)
    place = view.point_position("train", 11)
    taken = view.nearest(place)
    assert taken is not None
    move_over(view, place)
    points, index = reading_of(spiral).parts[taken[0]], taken[1]
    said = spiral.text("plane_readout")
    assert part_sample(points.part, int(points.rows[index])) in said
    assert numbers.signed(float(points.deltas[-1][index, 0])).strip() in said


def test_what_a_clicked_sample_comes_to_stands_when_the_mouse_has_gone_as_long_as_it_is_looked_at(
    spiral: Desk,
) -> None:
    view, hint = view_of(spiral), spiral.text("plane_readout")
    row = alone(spiral, "test", range(len(spiral.frame.data.x_test)))
    click_sample(spiral, "test", row)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))

    def told(reading: PlaneReading) -> str:
        points = next(each for each in reading.parts if each.part == "test")
        return point_words(reading, points, int(np.flatnonzero(points.rows == row)[0]), None)

    first = told(reading_of(spiral))
    assert spiral.text("plane_readout") == first
    spiral.play_until_epoch(3)
    spiral.wait_for_measured()
    assert spiral.text("plane_readout") == told(reading_of(spiral)) != first
    spiral.enter("sample", "1")
    spiral.wait_for_calm()
    assert spiral.text("plane_readout") == hint


def test_other_data_have_no_plane_and_both_ways_back_and_forth(spiral: Desk) -> None:
    window = spiral.window
    first = layout(spiral)
    session = window.document.session
    window.open_project(preset("digits").project(), None)
    spiral.wait_for_calm()
    assert "dock_plane" not in layout(spiral)
    assert layout(spiral)["dock_network"].width() > first["dock_network"].width()
    assert session.state.neurons_by is NeuronQuantity.DELTA
    window.open_project(preset("wave").project(), None)
    spiral.wait_for_measured()
    assert layout(spiral) == first
    assert session.state.neurons_by is NeuronQuantity.MAP
    assert view_of(spiral).face is not None
    assert view_of(spiral).image is None
    # Train has no plane, whatever the data are.
    window.workspaces.show(Workspace.TRAIN)
    assert "dock_plane" not in layout(spiral)


def test_the_arrangement_with_the_plane_is_kept_and_reset_apart_from_the_one_without(spiral: Desk) -> None:
    window = spiral.window
    first = layout(spiral)
    window.docks["dock_cost"].close()
    changed = layout(spiral)
    assert changed.keys() == first.keys() - {"dock_cost"}
    window.open_project(preset("digits").project(), None)
    assert "dock_cost" in layout(spiral)
    window.workspaces.save()
    window.workspaces.reset()
    window.open_project(preset("circle").project(), None)
    assert layout(spiral) == changed
    window.workspaces.restore(window.size())
    assert layout(spiral) == changed
    spiral.choose("View", "Reset this workspace")
    assert layout(spiral) == first


def test_in_a_narrow_window_it_stands_below_set_up_and_comes_back(spiral: Desk) -> None:
    first = layout(spiral)
    spiral.window.resize(1024, 700)
    spiral.wait(lambda: spiral.window.width() == 1024)
    narrow = layout(spiral)
    assert narrow["dock_plane"].left() == narrow["dock_setup"].left()
    assert narrow["dock_plane"].top() > narrow["dock_setup"].bottom()
    assert max(each.right() for each in narrow.values()) <= 1024
    assert narrow.keys() == first.keys()
    spiral.window.resize(1440, 900)
    spiral.wait(lambda: spiral.window.width() == 1440)
    assert layout(spiral) == first


def test_hidden_it_asks_nothing(spiral: Desk) -> None:
    step = reading_of(spiral).step
    spiral.window.docks["dock_plane"].close()
    spiral.run_epochs(1)
    spiral.wait_for_measured()
    assert spiral.window.panel_drawing.measurings["dock_plane"].reading.step == step
    spiral.open_panel("dock_plane")
    spiral.wait(
        lambda: spiral.window.panel_drawing.measurings["dock_plane"].reading.step == spiral.frame.step
    )


def test_data_that_can_be_laid_out_turn_the_maps_on_and_others_off(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("circle").project())
    desk.pick("neurons_by", "δ = ∂C/∂z")
    desk.wait_for_calm()
    assert not desk.window.canvas.view.placement.boxes[1].is_tiled
    assert layout(desk)["dock_plane"].isValid()


@pytest.mark.parametrize(("size", "before"), [((1440, 900), "dock_network"), ((1024, 700), "dock_setup")])
def test_it_is_read_after_what_it_stands_beside_all_in_it_has_a_name_and_nothing_is_cut(
    open_desk: Callable[..., Desk], size: tuple[int, int], before: str
) -> None:
    desk = open_desk(preset("spiral").project(), size=size)
    desk.click_neuron(1, 4)
    desk.wait_for_measured()
    dock, places = desk.window.docks["dock_plane"], layout(desk)
    assert not nameless(dock)
    assert not list(cut(dock))
    order = [list(places)[place] for place in panel_order(list(places.values()))]
    assert order.index("dock_plane") == order.index(before) + 1
    assert [each.objectName() for each in tab_stops(dock)][-2:] == ["plane_outputs", "plane_view"]


def test_with_the_plane_there_is_still_little_to_choose_and_little_to_read(spiral: Desk) -> None:
    QTest.mouseMove(spiral.window.menuBar())
    spiral.wait_for_measured()
    controls = [each.objectName() or each.accessibleName() for each in counting.controls(spiral.window)]
    assert len(controls) <= 20, " ".join(controls)
    found = counting.numbers(spiral.window)
    assert len(found) <= 25, found
