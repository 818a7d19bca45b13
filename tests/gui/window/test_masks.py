"""Freezing and removing, in the whole window."""

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bpexplorer.canvas.layout import Part
from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.edits.structure import RemoveNeurons
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.mask import frozen_neurons, frozen_weights, is_biasless, removed_weights
from bpexplorer.document.session import Tool
from tests.windows import Desk


def test_what_is_frozen_stays_while_the_rest_trains_and_undo_takes_all_back(small_desk: Desk) -> None:
    desk = small_desk
    begun = desk.parameters()
    desk.window.document.session.select(Neuron(1, 0), Neuron(1, 2), Neuron(2, 0))
    desk.unfold("selected")
    desk.click("selected_freeze")
    desk.wait_for_calm()
    assert frozen_neurons(desk.frame.mask, 1).tolist() == [True, False, True, False]  # type: ignore[union-attr]
    before = desk.frame.network
    desk.run_epochs(1)
    after = desk.frame.network
    np.testing.assert_array_equal(after.weights[0][[0, 2]], before.weights[0][[0, 2]])
    np.testing.assert_array_equal(after.weights[1], before.weights[1])
    assert (after.weights[0][[1, 3]] != before.weights[0][[1, 3]]).all()
    stack = desk.window.document.undo_stack
    stack.undo()
    desk.wait_for_calm()
    assert desk.frame.mask is None
    desk.window.document.restart()
    desk.wait_for_calm()
    np.testing.assert_array_equal(desk.parameters(), begun)


def test_a_layer_loses_its_biases_and_a_connection_goes(small_desk: Desk) -> None:
    desk = small_desk
    desk.click_control(Part.HEADER, 1)
    desk.click("layer_no_biases")
    desk.wait_for_calm()
    assert is_biasless(desk.frame.mask, 1)
    desk.key(Qt.Key.Key_Escape, widget=desk.find("layer_popup"))
    desk.window.canvas.edit_requested.emit(RemoveConnections(2, ((0, 1),)))
    desk.wait_for_calm()
    desk.run_epochs(1)
    network = desk.frame.network
    assert not network.biases[0].any()
    assert network.weights[1][0, 1] == 0
    removed = removed_weights(desk.frame.mask, 2)
    assert removed is not None
    assert removed.sum() == 1


def test_selected_neurons_are_drawn_anew_in_one_undo_step(small_desk: Desk) -> None:
    desk = small_desk
    desk.run_epochs(1)
    before = desk.parameters()
    desk.window.document.session.select(Neuron(1, 0), Neuron(2, 0))
    desk.unfold("selected")
    desk.click("selected_reinitialise")
    desk.wait_for_calm()
    assert (desk.parameters() != before).sum() >= 5
    desk.window.document.undo_stack.undo()
    desk.wait_for_calm()
    np.testing.assert_array_equal(desk.parameters(), before)


def test_a_dropout_set_in_the_popup_is_trained_with_and_undone(small_desk: Desk) -> None:
    desk = small_desk
    desk.click_control(Part.HEADER, 1)
    desk.enter("layer_dropout", "50")
    desk.wait_for_calm()
    assert desk.frame.spec.layer(1).dropout == 0.5
    desk.key(Qt.Key.Key_Escape, widget=desk.find("layer_popup"))
    desk.run_epochs(1)
    desk.window.document.restart(seed=5)
    desk.wait_for_calm()
    desk.run_epochs(1)
    stack = desk.window.document.undo_stack
    stack.undo()
    stack.undo()
    desk.wait_for_calm()
    assert desk.frame.spec.layer(1).dropout == 0.0


def middle_of(desk: Desk, connection: Connection) -> QPoint:
    view = desk.window.canvas.view
    source, target = (view.neuron_position(end.layer, end.index) for end in connection.ends)
    return (source + target) / 2


def click_edge(desk: Desk, connection: Connection) -> None:
    QTest.mouseClick(
        desk.window.canvas.view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(desk, connection)
    )


EDGE = Connection(2, 0, 0)


def test_a_clicked_edge_is_deleted_and_undo_brings_its_weight_back_to_the_bit(small_desk: Desk) -> None:
    desk = small_desk
    desk.run_epochs(1)
    before = desk.parameters()
    click_edge(desk, EDGE)
    assert desk.window.document.session.state.connection == EDGE
    desk.key(Qt.Key.Key_Delete)
    desk.wait_for_calm()
    assert desk.frame.network.weights[1][0, 0] == 0
    assert desk.frame.spec.sizes[1] == 4, "no neuron was removed"
    desk.key(Qt.Key.Key_Delete)
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.wait_for_calm()
    np.testing.assert_array_equal(desk.parameters(), before)
    assert not desk.window.document.undo_stack.can_undo


def test_the_menu_removes_the_selected_edge_too_and_esc_lets_it_go(small_desk: Desk) -> None:
    desk = small_desk
    click_edge(desk, EDGE)
    desk.choose("Edit", "Remove the connection")
    desk.wait_for_calm()
    assert desk.frame.network.weights[1][0, 0] == 0
    desk.choose("Edit", "Remove the connection")
    desk.window.document.undo_stack.undo()
    assert not desk.window.document.undo_stack.can_undo, "the second time there was nothing to do"
    assert "is removed" in desk.window.message_bar.text()
    desk.key(Qt.Key.Key_Escape)
    assert not desk.window.message_bar.text()
    assert desk.window.document.session.state.connection is not None, "Esc lets go of one thing at a time"
    desk.key(Qt.Key.Key_Escape)
    assert desk.window.document.session.state.connection is None


def test_the_connect_tool_brings_it_back_with_the_weight_of_the_start(small_desk: Desk) -> None:
    desk = small_desk
    start = desk.frame.network.weights[1][0, 0]
    desk.run_epochs(1)
    click_edge(desk, EDGE)
    desk.key(Qt.Key.Key_Delete)
    desk.wait_for_calm()
    desk.key(Qt.Key.Key_C)
    assert desk.window.document.session.state.tool is Tool.CONNECT
    desk.click_neuron(1, 0)
    desk.click_neuron(2, 0)
    desk.wait_for_calm()
    assert desk.frame.network.weights[1][0, 0] == start
    desk.key(Qt.Key.Key_V)
    assert desk.window.document.session.state.tool is Tool.SELECT


def test_esc_ends_drawing_before_it_lets_the_demon_go(small_desk: Desk) -> None:
    desk = small_desk
    desk.window.document.session.arm(Neuron(1, 1), 0.25)
    desk.click("tool_connect_button")
    desk.click_neuron(1, 0)
    desk.key(Qt.Key.Key_Escape)
    assert desk.window.document.session.state.demon is not None
    desk.key(Qt.Key.Key_Escape)
    assert desk.window.document.session.state.demon is None


def test_a_weight_into_a_wide_layer_is_frozen_from_set_up(desk: Desk) -> None:
    desk.click("tool_connect_button")
    desk.click_neuron(0, 37)
    desk.click_neuron(1, 6)
    desk.unfold("selected")
    assert desk.text("connection_name") == "layer 0, neuron 37 → layer 1, neuron 6"
    desk.click("connection_freeze")
    desk.wait(lambda: "frozen" in desk.text("connection_name"))
    before = desk.frame.network.weights[0][6].copy()
    desk.run_epochs(1)
    moved = desk.frame.network.weights[0][6] != before
    assert not moved[37]
    assert moved.sum() >= 50
    frozen = frozen_weights(desk.frame.mask, 1)
    assert frozen is not None
    assert frozen.sum() == 1
    desk.click("connection_toggle")
    desk.wait(lambda: "removed" in desk.text("connection_name"))
    assert not desk.find("connection_freeze").isEnabled()
    desk.click("connection_toggle")
    # It is frozen still, at the weight that it began with.
    desk.wait(lambda: "frozen" in desk.text("connection_name"))
    desk.click("connection_freeze")
    desk.wait_for_calm()
    assert not frozen_weights(desk.frame.mask, 1).any()  # type: ignore[union-attr]
    desk.click_neuron(1, 3)
    desk.wait(lambda: desk.find_all("connection_name") == [])
    assert desk.find_all("selected_freeze") != []


def test_a_selected_connection_follows_edits_of_the_structure(small_desk: Desk) -> None:
    desk = small_desk
    document = desk.window.document
    document.session.select_connection(Connection(2, 0, 2))
    document.request(RemoveNeurons(1, (0,)))
    assert document.session.state.connection == Connection(2, 0, 1)
    document.insert_layer(1)
    assert document.session.state.connection == Connection(3, 0, 1)
    document.insert_layer(3)
    assert document.session.state.connection is None
