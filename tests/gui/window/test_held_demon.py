"""Holding the demon's Δz while training goes on, in the whole window."""

from tests.windows import Desk


def test_a_demon_is_held_trained_under_and_taken_back(desk: Desk) -> None:
    desk.click("tool_demon_button")
    desk.click_neuron(1, 3)
    desk.wait(lambda: desk.text("demon_actual") != "–")
    bare = desk.frame.network.biases[0][3]
    desk.choose_in_panel("dock_demon", "demon_hold")
    desk.wait_for_calm()
    held = desk.frame.held
    assert held is not None
    assert held.dz == desk.window.document.session.state.demon.dz  # type: ignore[union-attr]
    assert desk.frame.network.biases[0][3] == bare
    assert desk.frame.trace is not None
    desk.wait(lambda: " with Δz = " in desk.text("status_activity"))
    assert "not changed" not in desk.text("status_activity"), "training does change it by Δz"
    begun = desk.frame.step
    desk.run_epochs(1)
    assert desk.frame.held_steps == desk.frame.step - begun > 0
    desk.wait(lambda: "has compensated" in desk.text("demon_words"))
    assert desk.state().held == held

    desk.click("demon_stop")
    desk.wait_for_calm()
    assert desk.frame.held is None
    desk.window.document.undo_stack.undo()
    desk.wait_for_calm()
    assert desk.frame.held == held
