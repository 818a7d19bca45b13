"""One step, slowly: from the start page through all phases, a δ tested on the way, the step taken; again with Adam.

Every number is read off the screen and held against a few lines of numpy that share nothing with the program.
"""

import numpy as np
import pytest
from desktop import Desktop, Program

from bpexplorer.core.streams import epoch_order
from bpexplorer.project.presets import preset

pytestmark = pytest.mark.window

#: Half of the last digit that is shown.
HALF = 6e-5
RATE = 0.5


class Hand:
    """A 2-3-1 network, tanh and sigmoid behind cross-entropy, worked out by hand for one batch."""

    def __init__(self) -> None:
        state = preset("xor_small").project().state
        network, data, config = state.network(), state.data, state.config
        self.w1, self.w2 = (np.array(each) for each in network.weights)
        self.b1, self.b2 = (np.array(each) for each in network.biases)
        self._x, self._y = data.x_train, data.y_train
        self._order = epoch_order(config.seed, 0, samples=len(data.x_train))
        self._size = config.batch_size
        self.take_batch(0)

    def take_batch(self, number: int) -> None:
        rows = self._order[number * self._size : (number + 1) * self._size]
        self.x, self.y = self._x[rows], self._y[rows]
        self.z1 = self.x @ self.w1.T + self.b1
        self.a1 = np.tanh(self.z1)
        self.z2 = self.a1 @ self.w2.T + self.b2
        self.a2 = 1 / (1 + np.exp(-self.z2))
        self.delta2 = self.a2 - self.y
        self.delta1 = (1 - self.a1**2) * (self.delta2 @ self.w2)
        count = len(rows)
        self.gradient = (
            self.delta1.T @ self.x / count,
            self.delta1.mean(axis=0),
            self.delta2.T @ self.a1 / count,
            self.delta2.mean(axis=0),
        )

    def costs(self, z2: np.ndarray | None = None) -> np.ndarray:
        z = self.z2 if z2 is None else z2
        return (np.logaddexp(0.0, z) - self.y * z).sum(axis=1)

    def cost_of_batch(self) -> float:
        z2 = np.tanh(self.x @ self.w1.T + self.b1) @ self.w2.T + self.b2
        return float(self.costs(z2).mean())

    def move(self, by: tuple[np.ndarray, ...]) -> None:
        self.w1, self.b1 = self.w1 + by[0], self.b1 + by[1]
        self.w2, self.b2 = self.w2 + by[2], self.b2 + by[3]


def wait_for(program: Program, name: str, value: float, *, off: float = HALF) -> None:
    program.find(name)

    def is_there() -> bool:
        return program.is_shown(name) and abs(program.number(name) - value) <= off

    program.wait_until(is_there, lambda: f"{name} to be {value}; it is {program.text(name)}")


@pytest.mark.timeout(300)
def test_one_step_is_walked_through_and_taken_with_descent_and_with_adam(desktop: Desktop):
    program, hand = desktop.start(), Hand()
    program.find("start_step")
    program.key("Return")
    program.find("phase_strip")
    forward_and_back(program, hand)
    program.click("action_phase_next")
    wait_for(program, "update_line_0", hand.gradient[0][1].flat[np.argmax(np.abs(hand.gradient[0][1]))])
    program.click("action_phase_next")
    take_and_compare(program, hand, tuple(-RATE * each for each in hand.gradient))
    choose_adam(program)
    hand.take_batch(1)
    program.key("ctrl+3")
    program.wait_for_text("phase_caption", "samples make the next step")
    for _ in range(7):
        program.key("comma")
    program.find("action_phase_take")
    # The first step with new moments: m and v, corrected, are g and g².
    take_and_compare(program, hand, tuple(-RATE * g / (np.abs(g) + 1e-8) for g in hand.gradient))
    assert not program.is_shown("message_text")


def forward_and_back(program: Program, hand: Hand) -> None:
    program.key("Right")
    program.click(program.neuron(1, 2))
    wait_for(program, "forward_z", hand.z1[0, 2])
    wait_for(program, "forward_a", hand.a1[0, 2])
    program.click("action_phase_next")
    wait_for(program, "forward_z", hand.z2[0, 0])
    wait_for(program, "forward_a", hand.a2[0, 0])
    program.click("action_phase_next")
    wait_for(program, "cost_of_mean", hand.costs().mean())
    wait_for(program, "cost_of_one", hand.costs()[0], off=5e-3)
    program.click("action_phase_next")
    wait_for(program, "origin_delta", hand.delta2[0, 0])
    program.click("action_phase_next")
    program.click(program.neuron(1, 1))
    wait_for(program, "origin_delta", hand.delta1[0, 1])
    put_to_the_test(program, hand)


def put_to_the_test(program: Program, hand: Hand) -> None:
    """In the middle of the way back: the demon pushes that very z, and the rest runs once more."""
    program.click("origin_test")
    program.find("test_dz")
    dz = program.number("test_dz")
    assert dz * hand.delta1[0, 1] < 0
    z1 = hand.z1.copy()
    z1[0, 1] += dz
    changed = hand.costs(np.tanh(z1) @ hand.w2.T + hand.b2) - hand.costs()
    wait_for(program, "test_predicted", dz * hand.delta1[0, 1])
    wait_for(program, "test_actual", changed[0])


def take_and_compare(program: Program, hand: Hand, by: tuple[np.ndarray, ...]) -> None:
    before = hand.costs().mean()
    predicted = sum(float((g * change).sum()) for g, change in zip(hand.gradient, by, strict=True))
    step = int(program.number("step"))
    program.click("action_phase_take")
    program.wait_for_text("step", str(step + 1))
    hand.move(by)
    wait_for(program, "update_predicted", predicted)
    wait_for(program, "update_actual", hand.cost_of_batch() - before)
    shown = program.text("update_costs")
    assert [round(each, 4) for each in (before, hand.cost_of_batch())] == [
        round(float(word), 4) for word in shown.split() if word[0].isdigit()
    ]


def choose_adam(program: Program) -> None:
    program.key("ctrl+2")
    program.click("training_section")
    program.click("optimizer")
    program.choose("Adam")
    program.wait_for_text("optimizer", "Adam")
