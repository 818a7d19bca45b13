"""Freezing and removing, in the whole window."""

import numpy as np
from PySide6.QtCore import Qt

from bpexplorer.canvas.layout import Part
from bpexplorer.core.mask import frozen_neurons, is_biasless, removed_weights
from bpexplorer.core.spec import Neuron
from tests.windows import Desk


def test_what_is_frozen_stays_while_the_rest_trains_and_undo_takes_all_back(small_desk: Desk) -> None:
    desk = small_desk
    begun = desk.parameters()
    desk.window.document.session.select(Neuron(1, 0), Neuron(1, 2), Neuron(2, 0))
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
    desk.window.canvas.connection_requested.emit(2, 0, 1, False)
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
