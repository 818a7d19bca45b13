"""The demon stays on the frame where it was placed, until it is told to follow or that network is gone."""

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt

from bpexplorer.core.frame import Frame, RunState
from bpexplorer.core.reading import DemonReading
from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import Scope, Session
from bpexplorer.window.demon_hand import DemonHand
from tests.askers import PromptAsker
from tests.frames import Training
from tests.windows import Desk


class Hand:
    """A demon hand, and the readings it gave."""

    def __init__(self) -> None:
        self.session = Session()
        self.asker = PromptAsker()
        self.hand = DemonHand(self.session, self.asker)  # type: ignore[arg-type]
        self.readings: list[DemonReading | None] = []
        self.hand.reading_changed.connect(self.readings.append)

    @property
    def reading(self) -> DemonReading:
        reading = self.readings[-1]
        assert reading is not None
        return reading


NEURON = Neuron(1, 2)


@pytest.fixture
def hand(qapp: QObject) -> Hand:
    return Hand()


@pytest.fixture
def frames() -> list[Frame]:
    training = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy")
    return [training.advance(5).frame(state=RunState.PLAYING) for _ in range(3)]


def test_a_placed_demon_is_read_on_the_newest_frame(hand: Hand, frames: list[Frame]) -> None:
    hand.hand.show_frame(frames[0])
    assert hand.readings == []
    hand.session.arm(NEURON, 0.25)
    assert (hand.reading.neuron, hand.reading.dz, hand.reading.step) == (NEURON, 0.25, 5)


def test_it_stays_there_while_training_goes_on(hand: Hand, frames: list[Frame]) -> None:
    hand.hand.show_frame(frames[0])
    hand.session.arm(NEURON, 0.25)
    hand.hand.show_frame(frames[1])
    assert len(hand.readings) == 1
    hand.session.arm(NEURON, -0.5)
    assert (hand.reading.dz, hand.reading.step) == (-0.5, 5)
    assert hand.hand.step == 5


def test_on_another_neuron_it_stands_on_the_newest_frame(hand: Hand, frames: list[Frame]) -> None:
    hand.hand.show_frame(frames[0])
    hand.session.arm(NEURON, 0.25)
    hand.hand.show_frame(frames[1])
    hand.session.arm(Neuron(2, 0), 0.25)
    assert hand.reading.step == 10


def test_told_to_follow_it_is_read_on_every_frame(hand: Hand, frames: list[Frame]) -> None:
    hand.hand.show_frame(frames[0])
    hand.session.arm(NEURON, 0.25)
    demon = hand.session.state.demon
    assert demon is not None
    hand.session.update(demon=type(demon)(demon.neuron, demon.dz, demon.scope, follow=True))
    for frame in frames[1:]:
        hand.hand.show_frame(frame)
        assert hand.reading.step == frame.step
    hand.session.update(demon=demon)
    assert hand.reading.step == 15, "it stays where it was when it stopped following"


def test_a_new_run_takes_it_along(hand: Hand, frames: list[Frame]) -> None:
    hand.hand.show_frame(frames[2])
    hand.session.arm(NEURON, 0.25)
    other = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy", run=7)
    hand.hand.show_frame(other.frame())
    assert hand.reading.step == 0


def test_another_sample_and_the_whole_batch_are_read_on_the_same_frame(
    hand: Hand, frames: list[Frame]
) -> None:
    hand.hand.show_frame(frames[0])
    hand.session.arm(NEURON, 0.25)
    hand.hand.show_frame(frames[1])
    hand.session.update(sample=3)
    assert (hand.reading.sample, hand.reading.step) == (3, 5)
    hand.session.update(demon=type(hand.session.state.demon)(NEURON, 0.25, Scope.BATCH))  # type: ignore[misc]
    assert (hand.reading.whole_batch, hand.reading.step) == (True, 5)


def test_let_go_there_is_nothing_to_read(hand: Hand, frames: list[Frame]) -> None:
    hand.hand.show_frame(frames[0])
    hand.session.arm(NEURON, 0.25)
    hand.session.release()
    assert hand.readings[-1] is None
    assert hand.hand.step is None
    hand.hand.show_frame(frames[1])
    assert hand.readings[-1] is None


def test_an_answer_that_comes_after_it_was_let_go_is_dropped(hand: Hand, frames: list[Frame]) -> None:
    hand.hand.show_frame(frames[0])
    hand.asker.waits = True
    hand.session.arm(NEURON, 0.25)
    hand.session.release()
    hand.asker.answer()
    assert hand.readings == [None]


def test_a_neuron_that_the_frame_does_not_have_yet_is_read_once_it_has(
    hand: Hand, frames: list[Frame]
) -> None:
    hand.hand.show_frame(frames[0])
    hand.session.arm(Neuron(1, 3), 0.25)
    assert hand.readings == []
    larger = Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy")
    hand.hand.show_frame(larger.frame())
    assert hand.reading.neuron == Neuron(1, 3)


# In the window


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
    assert "as of step 0" in small_desk.text("status_activity")
    small_desk.click("demon_follow")
    small_desk.wait(lambda: "as of the newest step" in small_desk.text("status_activity"))


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
    readings: list[DemonReading] = []
    small_desk.window.demon_hand.reading_changed.connect(readings.append)
    # Of questions that come quickly only the latest is answered, so each is waited for.
    small_desk.enter("demon_dz", "0.1")
    small_desk.wait(lambda: bool(readings) and readings[-1].dz == 0.1)
    small_desk.choose("Demon", "Halve Δz")
    small_desk.wait(lambda: readings[-1].dz == 0.05)
    gaps = {reading.dz: reading.gap for reading in readings}
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
