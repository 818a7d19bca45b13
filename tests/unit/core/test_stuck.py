"""A run that is stuck is told from one that learns, slowly or not at first."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.readings.diagnostics.neurons import layer_health
from bpexplorer.core.readings.diagnostics.stuck import Stuck, judge_stuck
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.state import start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project.presets import PRESETS, preset


def judged(trainer: Trainer) -> Stuck | None:
    data, network = trainer.data, trainer.trained_network
    trace = backpropagate(network, data.x_probe, data.y_probe, cost=trainer.config.cost)
    return judge_stuck(network, trace, data.y_probe, cost=trainer.config.cost)


def digits(*activations: str, epochs: int = 1, **changes: float) -> Trainer:
    """The opening example with other hidden layers, or another configuration, after so many epochs."""
    project = preset("digits").project()
    spec = project.plan.spec
    if activations:
        spec = NetworkSpec.create((64, *[14] * (len(activations) - 1), 10), activations)
    config = project.plan.config.with_changes(**changes)
    trainer = Trainer(start_run(spec, config, project.state.data))
    go_on(trainer, epochs)
    return trainer


def go_on(trainer: Trainer, epochs: int) -> None:
    while trainer.epoch < epochs:
        trainer.advance(10_000)


def test_far_too_large_a_rate_leaves_all_neurons_saturated_and_a_cost_worse_than_no_network() -> None:
    trainer = digits(learning_rate=50.0)
    stuck = judged(trainer)
    assert stuck is not None
    assert trainer.divergence is None
    assert stuck.cost > 50 * stuck.constant_cost
    health = layer_health(
        trainer.trained_network,
        backpropagate(
            trainer.trained_network, trainer.data.x_probe, trainer.data.y_probe, cost=trainer.config.cost
        ),
    )
    assert stuck.saturated == sum(len(layer.saturated) for layer in health[:-1])
    assert stuck.dead == sum(len(layer.dead) for layer in health[:-1])
    assert (stuck.saturated + stuck.dead, stuck.neurons) == (24, 24)


def test_the_constant_answer_is_the_mean_target() -> None:
    stuck = judged(digits(learning_rate=50.0))
    assert stuck is not None
    shares = preset("digits").project().state.data.y_probe.mean(axis=0)
    assert stuck.constant_cost == pytest.approx(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())


def test_dead_relus_are_stuck_too() -> None:
    stuck = judged(digits("relu", "relu", "softmax", learning_rate=5.0))
    assert stuck is not None
    assert stuck.dead > stuck.neurons / 2


@pytest.mark.parametrize("name", PRESETS)
def test_no_example_is_stuck_as_it_learns(name: str) -> None:
    trainer = Trainer(preset(name).project().state)
    for epochs in range(1, 6):
        go_on(trainer, epochs)
        assert judged(trainer) is None


def test_slow_sigmoids_and_good_saturated_neurons_are_not_stuck() -> None:
    assert judged(digits("sigmoid", "sigmoid", "softmax")) is None
    # A network may be right with saturated neurons: then its cost is low.
    trainer = digits(epochs=3)
    network = trainer.trained_network
    trace = backpropagate(network, trainer.data.x_probe, trainer.data.y_probe, cost="log_likelihood")
    shut = tuple(np.where(a > 0, 1.0, -1.0) for a in trace.activations[:-1])
    saturated = replace(trace, activations=(*shut, trace.activations[-1]))
    assert judge_stuck(network, saturated, trainer.data.y_probe, cost="log_likelihood") is None


def test_a_network_without_hidden_layers_is_judged_by_its_outputs() -> None:
    stuck = judged(digits("softmax", learning_rate=1000.0))
    assert stuck is not None
    assert stuck.neurons == 10
