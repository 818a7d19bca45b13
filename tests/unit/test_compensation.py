"""How a network trained on the digits makes up for a held Δz: what the user's guide says of it is so."""

import math

import numpy as np
import pytest

from bpexplorer.assets import asset
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project.presets import preset

DZ, EPOCHS = 1.0, 20


def after(state: TrainerState, *, held: Neuron | None = None) -> Trainer:
    """The run so many epochs later, with Δz on a neuron or without."""
    trainer = Trainer(state)
    if held is not None:
        trainer.apply(HoldDemon(held, DZ), Context(1))
    goal = trainer.epoch + EPOCHS
    while trainer.epoch < goal:
        trainer.advance(10_000, math.inf)
    return trainer


@pytest.mark.slow
def test_on_the_digits_a_bias_takes_about_a_quarter_of_a_held_dz_back() -> None:
    trained = after(preset("digits").project().state)
    state = trained.state()
    without = after(state)

    def share(neuron: Neuron) -> tuple[float, float]:
        """The part of −Δz that the bias takes because of Δz; and what the panel shows, drift included."""
        held = after(state, held=neuron)
        layer, index = neuron.layer - 1, neuron.index
        moved = held.network.biases[layer][index] - without.network.biases[layer][index]
        assert held.held is not None
        return -moved / DZ, -held.held.compensation(held.network) / DZ

    second = np.array([share(Neuron(2, index)) for index in range(10)])
    assert 0.20 < second[:, 0].mean() < 0.30
    # What the panel says is close to that only because Δz is large and the network trained.
    assert 0.1 < second[:, 1].min() < second[:, 1].max() < 0.4
    others = np.array([share(Neuron(layer, index))[0] for layer, index in ((1, 0), (1, 6), (3, 3), (3, 7))])
    assert 0.08 < others.min() < others.max() < 0.22
    guide = asset("guide.md").read_text(encoding="utf-8")
    assert "about a quarter of −Δz" in guide
    assert "22 to 33 %" in guide
    # To a percentage point: engines differ in the last bits, and 3,000 steps let them.
    np.testing.assert_allclose([second[:, 0].min(), second[:, 0].max()], [0.22, 0.33], atol=0.01)
