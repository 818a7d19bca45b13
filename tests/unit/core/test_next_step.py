"""The next step, made apart from the run, is the one that the run makes; making it leaves no trace."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from bpexplorer.core.network import Network
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.next_step import make_next_step
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.trainer import Trainer
from tests.frames import Training


def assert_same(one: Network, other: Network) -> None:
    for mine, theirs in zip((*one.weights, *one.biases), (*other.weights, *other.biases), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Training(),
        lambda: Training(optimizer="adam", schedule="cosine", schedule_settings={"length": 2.0}),
        lambda: Training(optimizer="momentum", l2=0.01, clip_norm=0.05, batch_size=7),
    ],
)
@pytest.mark.parametrize("steps", [0, 5, 71, 72])
def test_it_is_the_step_that_the_run_makes(make: Callable[[], Training], steps: int) -> None:
    training = make().advance(steps)
    foreseen = make_next_step(training.trainer.state())
    training.advance(1)
    assert foreseen.divergence is None
    assert_same(foreseen.network, training.trainer.network)


def test_a_step_under_a_held_demon_is_made_and_shown_under_it() -> None:
    state = replace(
        Training().advance(4).trainer.state(), held=HeldDemon(Neuron(1, 3), 0.5, since=0, bias=0.0)
    )
    foreseen, trainer = make_next_step(state), Trainer(state)
    trainer.advance(1)
    assert_same(foreseen.network, trainer.trained_network)


def about_to_diverge() -> TrainerState:
    training = Training((64, 8, 10), ("identity", "identity"), cost="quadratic", learning_rate=1000.0)
    while True:
        state = training.trainer.state()
        if training.advance(1).trainer.divergence is not None:
            return state


def test_a_step_that_cannot_be_taken_says_why_as_the_run_does() -> None:
    state = about_to_diverge()
    foreseen, trainer = make_next_step(state), Trainer(state)
    trainer.advance(1)
    assert foreseen.divergence == trainer.divergence
    assert foreseen.divergence is not None
    assert_same(foreseen.network, state.network())
    after = make_next_step(trainer.state())
    assert after.divergence == trainer.divergence
    assert_same(after.network, state.network())


def test_making_it_changes_neither_the_state_nor_the_threads_of_the_process() -> None:
    state = replace(Training().advance(3).trainer.state(), threads=7)
    flat, threads = state.planes.flat.copy(), [each["num_threads"] for each in threadpool_info()]
    make_next_step(state)
    np.testing.assert_array_equal(state.planes.flat, flat)
    assert [each["num_threads"] for each in threadpool_info()] == threads
