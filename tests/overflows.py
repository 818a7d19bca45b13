"""Runs whose first step fails, each at a place that is known beforehand.

Numbers are powers of the largest number L of a type: L^0.6 is finite in it, L^0.6 · L^0.6 isn't. In float64 everything
that overflows in float32 here is finite.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.epoch_end import Evaluation
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.state import VALUE, Divergence, TrainerState
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from tests.runs import regression_data, start

DTYPES = ("float64", "float32")


def run_with(
    dtype: str,
    weights: list[list[float]],
    *,
    x: float = 1.0,
    activation: str = "identity",
    cost: str = "quadratic",
    **config: object,
) -> TrainerState:
    """A run of one sample, y = 0: each layer's weights are all alike or, for the first, a row a neuron; no biases."""
    data = regression_data(np.full((1, 1), x), np.zeros((1, 1)))
    hidden = [len(each) for each in weights[:-1]]
    state = start(
        hidden, data=data, activation=activation, output="identity", cost=cost, dtype=dtype, **config
    )
    planes = Parameters(state.spec, state.planes.flat.copy())
    for layer, values in enumerate(weights):
        planes.weights[layer][VALUE] = np.array(values)[:, np.newaxis] if layer < len(hidden) else values
        planes.biases[layer][VALUE] = 0.0
    return replace(state, planes=planes)


def largest(dtype: str, power: float) -> float:
    """A power of the largest number of a type."""
    return float(np.finfo(dtype).max) ** power


def _weighted_input(dtype: str) -> tuple[TrainerState, Divergence]:
    large = largest(dtype, 0.6)
    return run_with(dtype, [[large, 0.0], [large]]), Divergence(1, 2, "the weighted input z")


def _deep_weighted_input(dtype: str) -> tuple[TrainerState, Divergence]:
    large = largest(dtype, 0.4)
    weights = [[large], [large], [large]]
    return run_with(dtype, weights, cost="absolute"), Divergence(1, 3, "the weighted input z")


def _cost(dtype: str) -> tuple[TrainerState, Divergence]:
    return run_with(dtype, [[1.0], [largest(dtype, 0.6)]]), Divergence(1, 2, "the cost C")


def _error(dtype: str) -> tuple[TrainerState, Divergence]:
    large = largest(dtype, 0.6)
    weights = [[1 / large], [large], [large]]
    return run_with(dtype, weights, cost="absolute"), Divergence(1, 1, "the error δ")


def _gradient(dtype: str) -> tuple[TrainerState, Divergence]:
    large = largest(dtype, 0.6)
    state = run_with(dtype, [[1 / large], [large]], x=large, cost="absolute")
    return state, Divergence(1, 1, "∂C/∂w")


def _moment(dtype: str) -> tuple[TrainerState, Divergence]:
    state = run_with(dtype, [[1.0]], x=largest(dtype, 0.6), cost="absolute", optimizer="adam")
    return state, Divergence(1, 1, "a moment of the weights")


def _update(dtype: str) -> tuple[TrainerState, Divergence]:
    x = largest(dtype, 1.0) / 10
    state = run_with(dtype, [[1.0]], x=x, cost="absolute", learning_rate=100.0)
    return state, Divergence(1, 1, "the update of the weights")


def _held(dtype: str) -> tuple[TrainerState, Divergence]:
    """Without the demon, the rectifier is off and nothing overflows but the update."""
    state = run_with(dtype, [[-1.0], [largest(dtype, 0.999)]], activation="relu", cost="absolute")
    held = HeldDemon(Neuron(1, 0), 900.0, since=0, bias=0.0)
    return replace(state, held=held), Divergence(1, 2, "the weighted input z")


#: By a name: for a type of numbers, a run before its first step, and what that step ends with.
OVERFLOWS: dict[str, Callable[[str], tuple[TrainerState, Divergence]]] = {
    "weighted_input": _weighted_input,
    "weighted_input_of_layer_3": _deep_weighted_input,
    "cost": _cost,
    "error": _error,
    "gradient": _gradient,
    "moment": _moment,
    "update": _update,
    "held_demon": _held,
}


def _alternating(count: int, size: float) -> np.ndarray:
    return np.where(np.arange(count) % 2, -size, size)


#: By a name: parameters, of which there are so many, that a network may really have come to.
HOSTILE: dict[str, Callable[[int], np.ndarray]] = {
    "zeros": np.zeros,
    "huge": lambda count: np.full(count, 1e200),
    "largest": lambda count: _alternating(count, np.finfo(float).max),
    "denormal": lambda count: _alternating(count, 5e-324),
    "mixed": lambda count: np.resize([1e200, -5e-324, 0.0, 1e-200, -1e308], count),
}


def hostile_project(name: str, kind: str) -> Project:
    """An example whose parameters are ``HOSTILE[kind]``, at its start."""
    project = preset(name).project()
    state = project.state
    planes = Parameters(state.spec, state.planes.flat.copy())
    planes.flat[VALUE] = HOSTILE[kind](state.spec.parameter_count)
    with np.errstate(all="ignore"):
        return replace(project, state=Trainer(replace(state, planes=planes)).state())


def overflow_at_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the cost of the training set be infinite at the end of every epoch."""
    evaluation = Trainer._evaluation

    def overflowing(self: Trainer, *at: Any) -> Evaluation:
        record = yield from evaluation(self, *at)
        return record._replace(train_cost=np.inf)

    monkeypatch.setattr(Trainer, "_evaluation", overflowing)
