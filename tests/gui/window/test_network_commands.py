"""Edits by the canvas and the menus, and the word before something begins anew."""

import numpy as np
from PySide6.QtCore import Qt

from bpexplorer.canvas.layout import Part
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def test_selected_neurons_of_several_layers_go_and_come_back_in_one_step(desk: Desk) -> None:
    before = desk.parameters()
    desk.click_neuron(1, 3)
    desk.click_neuron(1, 5, CTRL)
    desk.click_neuron(2, 0, CTRL)
    desk.choose("Edit", "Remove selected neurons")
    desk.wait_for_calm()
    assert desk.frame.spec.sizes == (64, 12, 9, 10)
    assert "3 neurons" in desk.window.document.undo_stack.undo_text
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_calm()
    np.testing.assert_array_equal(desk.parameters(), before)
    assert not desk.window.actions_by_name["action_undo"].isEnabled()


def test_a_layer_that_would_be_left_empty_goes_away(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 0)
    small_desk.choose("Edit", "Select the whole layer")
    small_desk.choose("Edit", "Remove selected neurons")
    small_desk.wait_for_calm()
    assert small_desk.frame.spec.sizes == (2, 1)
    small_desk.key(Qt.Key.Key_Z, CTRL)
    small_desk.wait_for_calm()
    assert small_desk.frame.spec.sizes == (2, 4, 1)


def test_the_menu_edits_around_the_selected_neuron(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 0)
    small_desk.choose("Network", "Add a neuron")
    small_desk.wait_for_calm()
    assert small_desk.frame.spec.sizes == (2, 5, 1)
    small_desk.choose("Network", "Insert a layer")
    small_desk.wait_for_calm()
    assert small_desk.frame.spec.depth == 3
    small_desk.choose("Network", "Remove the layer")
    small_desk.wait_for_calm()
    assert small_desk.frame.spec.depth == 2


def test_an_edit_while_training_keeps_what_the_others_learned(small_desk: Desk) -> None:
    small_desk.play_until_epoch(1)
    learned = small_desk.frame.network
    small_desk.click_control(Part.ADD, 1)
    small_desk.wait_for_calm()
    network = small_desk.frame.network
    np.testing.assert_array_equal(network.weights[0][:4], learned.weights[0])
    np.testing.assert_array_equal(network.weights[1][:, :4], learned.weights[1])
    small_desk.play_at_full_speed()
    small_desk.click_control(Part.REMOVE, 1)
    small_desk.wait(lambda: small_desk.frame.spec.sizes == (2, 4, 1))
    small_desk.pause()


def test_an_output_activation_that_needs_other_targets_waits_until_it_is_applied(small_desk: Desk) -> None:
    small_desk.run_epochs(1)
    step = small_desk.frame.step
    small_desk.click_control(Part.HEADER, 2)
    small_desk.pick("layer_activation", "tanh")
    small_desk.find("layer_popup").close()
    small_desk.wait_for_calm()
    assert small_desk.text("pending_words") == "Not applied yet: Set layer 2 to tanh."
    assert small_desk.frame.spec.activations[-1] == "sigmoid"
    assert small_desk.frame.step == step
    small_desk.click("pending_apply")
    small_desk.wait_for_calm()
    assert small_desk.frame.spec.activations[-1] == "tanh"
    assert small_desk.frame.step == 0
    small_desk.key(Qt.Key.Key_Z, CTRL)
    small_desk.wait_for_calm()
    assert small_desk.frame.step == step


def test_an_activation_that_is_discarded_leaves_all_as_it_was(small_desk: Desk) -> None:
    small_desk.click_control(Part.HEADER, 2)
    small_desk.pick("layer_activation", "tanh")
    small_desk.find("layer_popup").close()
    small_desk.click("pending_discard")
    assert small_desk.find_all("pending_bar") == []
    assert small_desk.window.document.plan.spec.activations[-1] == "sigmoid"
    assert not small_desk.window.document.modified


def test_cost_and_output_that_cannot_go_together_are_refused_with_a_reason(small_desk: Desk) -> None:
    small_desk.click_control(Part.HEADER, 2)
    small_desk.pick("layer_activation", "ReLU")
    small_desk.find("layer_popup").close()
    if small_desk.find_all("pending_apply"):
        small_desk.click("pending_apply")
    small_desk.wait_for_calm()
    small_desk.click("button_action_play")
    assert "ross" in small_desk.wait_for_message("entropy")
    assert small_desk.frame.step == 0
