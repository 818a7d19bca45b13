"""The canvas under mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.layout import Part
from bpexplorer.canvas.picture.items.layers import LayerItem
from bpexplorer.canvas.view import NetworkView
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.document.acts.network import AddLayer, AddNeuron, DropNeuron, MoveLayer, RemoveSelected
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity, SessionState, Tool
from bpexplorer.look.numbers import significant
from bpexplorer.look.theme import apply_theme
from tests.frames import Training
from tests.gui.canvas.conftest import MIDDLE, Canvas
from tests.pictures import draw
from tests.shown import number as shown_number

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def hover_text(canvas: Canvas) -> str:
    return canvas.view.findChild(QLabel, "hover_label").text()


def empty_place(canvas: Canvas) -> QPoint:
    return canvas.view.control_position(Part.HEADER, 0) - QPoint(0, 40)


def test_clicking_a_neuron_selects_it(canvas: Canvas) -> None:
    canvas.mouse.click(canvas.at(1, 6))
    assert canvas.state.selection == (Neuron(1, 6),)


def test_clicking_a_cell_of_the_image_selects_that_input(canvas: Canvas) -> None:
    canvas.mouse.click(canvas.at(0, 37))
    assert canvas.state.selection == (Neuron(0, 37),)


def test_shift_adds_and_ctrl_toggles(canvas: Canvas) -> None:
    canvas.mouse.click(canvas.at(1, 6))
    canvas.mouse.click(canvas.at(2, 0), SHIFT)
    canvas.mouse.click(canvas.at(2, 1), CTRL)
    assert canvas.state.selection == (Neuron(1, 6), Neuron(2, 0), Neuron(2, 1))
    canvas.mouse.click(canvas.at(2, 0), CTRL)
    assert canvas.state.selection == (Neuron(1, 6), Neuron(2, 1))


def test_a_rectangle_selects_what_is_inside(canvas: Canvas) -> None:
    aside = QPoint(25, 0)
    canvas.mouse.drag(canvas.at(1, 2) - aside - QPoint(0, 14), canvas.at(1, 4) + aside + QPoint(0, 2))
    assert set(canvas.state.selection) == {Neuron(1, 2), Neuron(1, 3), Neuron(1, 4)}


def test_clicking_nothing_selects_nothing(canvas: Canvas) -> None:
    canvas.mouse.click(canvas.at(1, 6))
    canvas.mouse.click(empty_place(canvas))
    assert canvas.state.selection == ()


def test_plus_and_minus_ask_for_one_neuron_more_or_less(canvas: Canvas) -> None:
    canvas.mouse.click(canvas.view.control_position(Part.ADD, 1))
    canvas.mouse.click(canvas.view.control_position(Part.REMOVE, 1))
    assert canvas.asked == [AddNeuron(1), DropNeuron(1)]


def test_minus_on_the_last_neuron_asks_to_remove_the_layer(small: Canvas) -> None:
    small.mouse.click(small.view.control_position(Part.REMOVE, 2))
    assert small.asked == [DropNeuron(2)]


def test_the_plus_between_two_layers_asks_for_a_layer_there(canvas: Canvas) -> None:
    canvas.mouse.click(canvas.view.control_position(Part.INSERT, 3))
    assert canvas.asked == [AddLayer(3)]


def test_a_button_left_before_the_release_does_nothing(canvas: Canvas) -> None:
    canvas.mouse.drag(canvas.view.control_position(Part.ADD, 1), empty_place(canvas))
    assert canvas.asked == []


@pytest.mark.parametrize("by_header", [True, False])
def test_dragging_a_layer_shows_it_moving_and_asks_once(canvas: Canvas, by_header: bool) -> None:
    start = canvas.view.control_position(Part.HEADER, 2) if by_header else canvas.at(2, 3)
    neuron = canvas.at(2, 0)
    zoom = canvas.view.zoom
    canvas.mouse.press(start)
    canvas.mouse.move(start + QPoint(30, 10))
    canvas.mouse.move(start + QPoint(40, 60))
    assert (canvas.at(2, 0) - neuron - QPoint(40, 60)).manhattanLength() <= 2
    assert canvas.asked == []
    canvas.mouse.release(start + QPoint(40, 60))
    (asked,) = canvas.asked
    assert isinstance(asked, MoveLayer)
    assert asked.layer == 2
    np.testing.assert_allclose((asked.dx, asked.dy), (40 / zoom, 60 / zoom), atol=1.5 / zoom)


def test_a_dropped_layer_stays_where_it_was_dropped(canvas: Canvas) -> None:
    view = canvas.view
    view.act_requested.connect(lambda act: view.show_plan(canvas.training.spec, [(0, 0), (act.dx, act.dy)]))
    start = canvas.at(1, 3)
    canvas.mouse.drag(start, start + QPoint(-60, 200))
    assert (canvas.at(1, 3) - start - QPoint(-60, 200)).manhattanLength() <= 2


def test_esc_puts_a_dragged_layer_back(canvas: Canvas, qtbot: QtBot) -> None:
    before = canvas.at(2, 0)
    canvas.mouse.press(canvas.at(2, 3))
    canvas.mouse.move(canvas.at(2, 3) + QPoint(50, 50))
    qtbot.keyClick(canvas.view, Qt.Key.Key_Escape)
    canvas.mouse.release(QPoint(10, 10))
    assert canvas.at(2, 0) == before
    assert canvas.asked == []


def test_delete_removes_the_selected_hidden_neurons(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.session.select(Neuron(0, 3), Neuron(2, 4), Neuron(1, 6), Neuron(1, 2), Neuron(3, 0))
    qtbot.keyClick(canvas.view, Qt.Key.Key_Delete)
    assert canvas.asked == [RemoveSelected()]


def test_delete_of_a_whole_layer_removes_the_layer(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.session.select(Neuron(2, 4))
    qtbot.keyClick(canvas.view, Qt.Key.Key_A, CTRL | SHIFT)
    assert len(canvas.state.selection) == 10
    assert canvas.state.primary == Neuron(2, 4)
    qtbot.keyClick(canvas.view, Qt.Key.Key_Delete)
    assert canvas.asked == [RemoveSelected()]


def test_delete_on_outputs_says_why_nothing_happens(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.session.select(Neuron(3, 0))
    with qtbot.waitSignal(canvas.view.hover_text_changed) as blocker:
        qtbot.keyClick(canvas.view, Qt.Key.Key_Delete)
    assert "data set" in blocker.args[0]
    assert canvas.asked == []


def test_the_wheel_zooms_at_the_cursor(canvas: Canvas) -> None:
    place = canvas.at(2, 7)
    zoom = canvas.view.zoom
    canvas.mouse.wheel(place, 2)
    assert canvas.view.zoom > 1.2 * zoom
    assert (canvas.at(2, 7) - place).manhattanLength() <= 2
    assert (canvas.at(1, 0) - place).manhattanLength() > 50


def test_the_middle_button_pans(canvas: Canvas) -> None:
    before = canvas.at(1, 0)
    canvas.mouse.drag(QPoint(300, 300), QPoint(340, 280), MIDDLE)
    assert canvas.at(1, 0) - before == QPoint(40, -20)
    assert canvas.state.selection == ()


def test_space_and_drag_pans(canvas: Canvas, qtbot: QtBot) -> None:
    before = canvas.at(1, 0)
    qtbot.keyPress(canvas.view, Qt.Key.Key_Space)
    canvas.mouse.drag(canvas.at(1, 3), canvas.at(1, 3) + QPoint(40, -20))
    qtbot.keyRelease(canvas.view, Qt.Key.Key_Space)
    assert canvas.at(1, 0) - before == QPoint(40, -20)
    assert canvas.asked == []


def test_f_shows_the_whole_network_again(canvas: Canvas, qtbot: QtBot) -> None:
    zoom, place = canvas.view.zoom, canvas.at(1, 0)
    canvas.mouse.wheel(QPoint(100, 100), 5)
    qtbot.keyClick(canvas.view, Qt.Key.Key_F)
    assert canvas.view.zoom == pytest.approx(zoom)
    assert (canvas.at(1, 0) - place).manhattanLength() <= 1


def test_the_network_stays_fitted_until_the_user_zooms(canvas: Canvas) -> None:
    canvas.view.resize(1400, 1000)
    enlarged = canvas.view.zoom
    assert enlarged > 1.2
    canvas.mouse.wheel(QPoint(100, 100), 1)
    zoomed = canvas.view.zoom
    canvas.view.resize(740, 620)
    assert canvas.view.zoom == zoomed


def test_hovering_says_the_number_and_its_name(canvas: Canvas) -> None:
    canvas.mouse.hover(canvas.at(1, 6))
    assert canvas.frame.trace is not None
    delta = canvas.frame.trace.deltas[0][0, 6]
    text = hover_text(canvas)
    assert text.startswith("layer 1, neuron 6 · δ, this sample = ")
    assert shown_number(text.split("= ")[1]) == pytest.approx(delta, abs=5e-4)


def test_hovering_an_edge_names_its_weight_as_a_script_does(canvas: Canvas) -> None:
    start, end = canvas.at(2, 0), canvas.at(3, 0)
    canvas.mouse.hover(start + (end - start) * 0.2 + QPoint(0, 1))
    assert "layer 2, neuron 0 → layer 3, neuron 0" in hover_text(canvas)
    assert "w = weights[2][0][0] = " in hover_text(canvas)


def test_the_number_under_the_mouse_stays_live(canvas: Canvas) -> None:
    canvas.mouse.hover(canvas.at(1, 6))
    before = hover_text(canvas)
    canvas.training.advance(20)
    draw(canvas.view, canvas.training.frame())
    assert hover_text(canvas) != before


def test_leaving_the_canvas_takes_the_label_away(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.mouse.hover(canvas.at(1, 6))
    canvas.mouse.hover(empty_place(canvas))
    assert hover_text(canvas) == ""
    assert not canvas.view.findChild(QLabel, "hover_label").isVisible()


def test_arrows_walk_and_esc_lets_go(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.mouse.click(canvas.at(1, 0))
    qtbot.keyClick(canvas.view, Qt.Key.Key_Down)
    qtbot.keyClick(canvas.view, Qt.Key.Key_Down, SHIFT)
    assert canvas.state.selection == (Neuron(1, 1), Neuron(1, 2))
    assert hover_text(canvas).startswith("layer 1, neuron 2 · δ, this sample = ")
    qtbot.keyClick(canvas.view, Qt.Key.Key_Right)
    assert canvas.state.primary is not None
    assert canvas.state.primary.layer == 2
    qtbot.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert canvas.state.selection == ()


def test_plus_and_minus_keys_resize_the_selected_layer(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.session.select(Neuron(1, 0))
    qtbot.keyClick(canvas.view, Qt.Key.Key_Plus)
    qtbot.keyClick(canvas.view, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas.view, Qt.Key.Key_Insert)
    assert canvas.asked == [AddNeuron(), DropNeuron(), AddLayer()]


def test_a_new_structure_shows_at_once_and_its_numbers_are_still_to_come(canvas: Canvas) -> None:
    grown = NetworkSpec.create((64, 15, 10, 10), ("tanh", "tanh", "softmax"))
    canvas.view.show_plan(grown, ())
    assert canvas.view.frame is None
    canvas.mouse.hover(canvas.at(1, 14))
    assert "applying…" in hover_text(canvas)


def test_every_quantity_is_drawn_in_both_themes_and_looks_different(
    canvas: Canvas, qapp: QApplication
) -> None:
    pictures = []
    draw(canvas.view, canvas.training.advance(1).frame(step=True))
    canvas.session.select(Neuron(1, 6))
    try:
        for theme in ("light", "dark"):
            apply_theme(qapp, theme)
            for quantity in NeuronQuantity:
                canvas.session.update(neurons_by=quantity)
                pictures.append(canvas.view.grab().toImage())
            for edges in EdgeQuantity:
                canvas.session.update(edges_by=edges, neurons_by=NeuronQuantity.DELTA)
                pictures.append(canvas.view.grab().toImage())
    finally:
        apply_theme(qapp, "light")
    for place, picture in enumerate(pictures):
        # Both loops of a theme show one combination twice: δ with w, and δ with w·δ.
        same = [other for other in pictures[:place] if other == picture]
        assert len(same) == (1 if place in (5, 17) else 0), place


@pytest.mark.parametrize("sizes", [(1, 1), (2,) + (3,) * 63 + (1,), (784, 100, 100, 10), (2, 4096, 1)])
def test_odd_networks_are_shown_before_any_frame(qtbot: QtBot, sizes: tuple[int, ...]) -> None:
    view = NetworkView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    draw(view, session=SessionState(selection=(Neuron(1, 0),), tool=Tool.DEMON))
    view.show_plan(NetworkSpec.create(sizes, ["tanh"] * (len(sizes) - 1)), ())
    assert view.rect().contains(view.neuron_position(len(sizes) - 1, 0))
    assert not view.grab().isNull()


# Another structure


def test_what_lies_under_a_resting_mouse_is_said_anew_with_another_structure(small: Canvas) -> None:
    spec = small.training.spec
    start, end = small.at(0, 0), small.at(1, spec.sizes[1] - 1)
    small.mouse.hover(start + (end - start) * 0.5)
    assert "→" in hover_text(small)
    small.view.show_plan(spec.with_layer(1, size=1), ())
    assert "→" not in hover_text(small)
    plus = small.view.control_position(Part.ADD, 1)
    small.mouse.hover(plus)
    small.view.show_plan(spec, ())
    assert hover_text(small) == "Add a neuron to layer 1"


def test_a_reading_from_before_an_edit_says_nothing_of_the_layers_behind_it(small: Canvas) -> None:
    small.session.arm(Neuron(1, 0), 0.25)
    assert small.view.demon_lines() is not None
    deeper = Training((2, 4, 1, 1, 1), ("tanh",) * 3 + ("sigmoid",), data="xor", cost="cross_entropy")
    small.view.show_plan(deeper.spec, ())
    small.mouse.hover(small.at(4, 0))
    assert hover_text(small).startswith("layer 4, neuron 0")
    assert "demon" not in hover_text(small)


def test_a_drag_ends_where_another_structure_begins_and_asks_for_nothing(small: Canvas) -> None:
    spec = small.training.spec
    small.mouse.press(small.at(1, 0))
    small.mouse.move(small.at(1, 0) + QPoint(40, 40))
    small.view.show_plan(spec.with_layer(1, size=spec.sizes[1] + 1), ())
    before = small.at(1, 0)
    small.mouse.move(before + QPoint(80, 80))
    small.mouse.release(before + QPoint(80, 80))
    assert small.asked == []
    assert small.at(1, 0) == before


def test_a_demon_that_is_dragged_keeps_its_dz_with_another_structure(small: Canvas) -> None:
    small.session.update(tool=Tool.DEMON)
    small.mouse.press(small.at(1, 0))
    small.mouse.move(small.at(1, 0) - QPoint(0, 30))
    demon = small.state.demon
    small.view.show_plan(small.training.spec.with_layer(1, size=9), ())
    small.mouse.move(small.at(1, 0) - QPoint(0, 60))
    small.mouse.release(small.at(1, 0) - QPoint(0, 60))
    assert small.state.demon == demon


def test_an_edge_that_is_being_drawn_is_let_go_of_with_another_structure(small: Canvas) -> None:
    small.session.update(tool=Tool.CONNECT)
    small.mouse.press(small.at(1, 0))
    small.view.show_plan(small.training.spec.with_layer(1, size=9), ())
    small.mouse.release(small.at(2, 0))
    assert small.state.connection is None


def test_a_change_that_moves_nothing_leaves_a_drag_alone(small: Canvas) -> None:
    spec = small.training.spec
    small.mouse.press(small.at(1, 0))
    small.mouse.move(small.at(1, 0) + QPoint(40, 40))
    small.view.show_plan(spec.with_layer(1, activation="relu"), ())
    small.mouse.release(QPoint(90, 90))
    assert [type(asked) for asked in small.asked] == [MoveLayer]


def test_while_a_neuron_is_selected_the_edges_elsewhere_stand_back(canvas: Canvas) -> None:
    def colour() -> float:
        """How colourful it is between layers 2 and 3, where no edge is of a neuron of layer 1."""
        left, right = canvas.at(2, 5), canvas.at(3, 5)
        image = canvas.view.viewport().grab().toImage()
        columns = range(left.x() + 40, right.x() - 40, 3)
        pixels = [image.pixelColor(x, y) for x in columns for y in range(left.y() - 60, left.y() + 60, 2)]
        return float(np.mean([pixel.hsvSaturationF() for pixel in pixels]))

    canvas.mouse.click(canvas.at(1, 6))
    pale = colour()
    canvas.mouse.click(empty_place(canvas))
    assert pale < 0.5 * colour()


def test_a_layer_whose_colours_are_all_that_of_zero_says_so(canvas: Canvas) -> None:
    def notes() -> list[str]:
        return [
            item.note for item in canvas.view.scene().items() if isinstance(item, LayerItem) and item.note
        ]

    assert canvas.frame.trace is not None
    largest = [float(np.abs(delta[canvas.state.row]).max()) for delta in canvas.frame.trace.deltas]
    for bound in (1.0, 20.0, 1e4):
        canvas.session.update(delta_bound=bound)
        faint = [each for each in largest if 0.0 < each <= 0.1 * bound]
        assert notes() == [f"all below {significant(0.1 * bound)}"] * len(faint)
    canvas.session.update(neurons_by=NeuronQuantity.ACTIVATION)
    assert notes() == []
