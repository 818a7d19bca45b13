"""The demon in the window: it stands on what is shown unless it is pinned, and changes nothing of the network."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from bpexplorer.core.readings.demon import DemonReading
from tests.windows import Desk


def test_looking_with_the_demon_changes_no_number_of_the_network(small_desk: Desk) -> None:
    small_desk.run_epochs(1)
    before = small_desk.parameters()
    small_desk.key(Qt.Key.Key_D)
    small_desk.click_neuron(1, 0)
    small_desk.wait(lambda: "layer 1, neuron 0" in small_desk.text("status_activity"))
    for _ in range(3):
        small_desk.turn_wheel_on_neuron(1, 0, 5)
    np.testing.assert_array_equal(small_desk.state().parameters.flat, before)


def test_the_status_line_says_as_of_which_step(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 0)
    small_desk.choose("Demon", "Demon here")
    small_desk.run_epochs(1)
    small_desk.wait(lambda: "as of the newest step" in small_desk.text("status_activity"))
    small_desk.click("demon_follow")
    step = small_desk.frame.step
    small_desk.run_epochs(1)
    small_desk.wait(lambda: f"as of step {step}" in small_desk.text("status_activity"))


def test_the_menu_turns_halves_and_zeroes_it(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 0)
    small_desk.choose("Demon", "Demon here")
    small_desk.wait(lambda: small_desk.text("demon_actual") != "–")
    small_desk.choose("Demon", "Against δ")
    small_desk.wait(lambda: small_desk.number("demon_predicted") < 0)
    dz = abs(demon_dz(small_desk))
    small_desk.choose("Demon", "Halve Δz")
    assert abs(demon_dz(small_desk)) == dz / 2
    small_desk.choose("Demon", "Zero")
    assert demon_dz(small_desk) == 0
    small_desk.wait(lambda: small_desk.number("demon_actual") == 0)


def test_halving_dz_leaves_about_a_quarter_of_the_gap(small_desk: Desk) -> None:
    small_desk.run_epochs(3)
    small_desk.click_neuron(1, 0)
    small_desk.choose("Demon", "Demon here")
    small_desk.enter("demon_dz", "0.2")

    def reading_at(dz: float) -> DemonReading:
        small_desk.wait(lambda: small_desk.window.picturing.picture.demon.dz == dz)
        return small_desk.window.picturing.picture.demon

    small_desk.enter("demon_dz", "0.1")
    gaps = {0.1: reading_at(0.1).gap}
    small_desk.choose("Demon", "Halve Δz")
    gaps[0.05] = reading_at(0.05).gap
    assert gaps[0.05] / gaps[0.1] == pytest.approx(0.25, abs=0.05)


def test_removing_its_neuron_lets_it_go_and_undo_brings_the_neuron_back(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 3)
    small_desk.choose("Demon", "Demon here")
    small_desk.choose("Network", "Remove selected neurons")
    small_desk.wait_for_calm()
    assert small_desk.window.document.session.state.demon is None
    assert "demon" not in small_desk.text("status_activity")
    small_desk.click("button_action_undo")
    small_desk.wait_for_calm()
    assert small_desk.frame.spec.sizes[1] == 4


def demon_dz(desk: Desk) -> float:
    demon = desk.window.document.session.state.demon
    assert demon is not None
    return demon.dz
