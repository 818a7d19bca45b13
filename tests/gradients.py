"""Networks and batches on which every gradient is held against the complex step, whatever computes it.

The networks have two hidden layers of one activation, one of them square, so that a turned matrix would fit. Some
numbers lie on kinks: a weight of each layer is 0, and so is everything that leads into a neuron for one sample.
"""

from dataclasses import replace
from itertools import product

import numpy as np

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.choice import Engine, make_stepper
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.rules.penalties import Penalty
from tests.slopes import Slopes, by_parameters

BATCHES = (1, 2, 7)
PENALTIES = (Penalty(0.0, 0.0), Penalty(0.1, 0.0), Penalty(0.0, 0.3), Penalty(0.1, 0.3))
TOLERANCE = 1e-12


def network(hidden, output):
    """Parameters of a 3-4-4-3 network, a few of them 0."""
    spec = NetworkSpec.create([3, 4, 4, 3], [hidden, hidden, output])
    flat = np.random.default_rng(1).normal(scale=0.7, size=spec.parameter_count)
    parameters = Parameters(spec, flat)
    for weights, place in zip(parameters.weights, [(1, 2), (0, 0), (2, 1)], strict=True):
        weights[place] = 0.0
    parameters.biases[0][2] = 0.0
    return parameters


def batch(samples, *, total=0.9):
    """Inputs, those of the last of several samples all 0, and targets between 0 and 1 that add up to ``total``."""
    rng = np.random.default_rng(samples)
    x, y = rng.normal(size=(samples, 3)), total * rng.dirichlet([2, 2, 2], size=samples)
    if samples > 1:
        x[-1] = 0.0
    return x, y


def batch_for(cost, output, samples):
    """A batch with slopes to compare, whatever the cost.

    Where all outputs of a softmax lie above their targets, the absolute cost is Σ(a − y) = 1 − Σy whatever the weights,
    and rounding would be compared with rounding; targets that add up to 1 lie on both sides. Huber's cost has two
    pieces: some targets are farther away than 1.
    """
    x, y = batch(samples, total=1.0 if (cost, output) == ("absolute", "softmax") else 0.9)
    return x, (5 * y - 1 if cost == "huber" else y)


def gradient_of_a_trace(parameters, x, y, cost, penalty):
    """What backpropagation computes, and the penalty adds."""
    trace = backpropagate(parameters.network(), x, y, cost=cost)
    by_weights = [gradient.copy() for gradient in trace.grad_weights]
    penalty.add_gradient(parameters.weights, by_weights)
    return Parameters.join(parameters.spec, by_weights, trace.grad_biases)


def gradient_of_a_step(engine, parameters, x, y, cost, penalty):
    """What an engine made its step from: the velocity of the first step of momentum is the gradient, to the bit."""
    config = TrainingConfig(
        cost=cost, optimizer="momentum", l1=penalty.l1, l2=penalty.l2, batch_size=len(x), learning_rate=0.1
    )
    planes = np.vstack([parameters.flat, np.zeros_like(parameters.flat)])
    stepper = make_stepper(Engine(engine, 1), Task(parameters.spec, config, x, y), planes)
    with np.errstate(all="ignore"):  # as in the trainer
        steps = stepper.make_steps(np.arange(len(x)), 0, np.array([0.1]), moment_steps=0)
    assert not steps.failed
    return Parameters(parameters.spec, stepper.planes[1].copy())


def assert_gradients_are_exact(hidden, cost, output, *ways):
    """Every way to compute it gives the gradient, for every batch and penalty; on the kink of |w|, that of the rest.

    Returns how many entries lie on a kink, and how many there are.
    """
    parameters, on_kinks, entries = network(hidden, output), 0, 0
    zero = parameters.flat == 0
    for samples, penalty in product(BATCHES, PENALTIES):
        x, y = batch_for(cost, output, samples)
        slopes = by_parameters(parameters, x, y, cost, penalty)
        on_kinks, entries = on_kinks + np.count_nonzero(~slopes.clear), entries + slopes.clear.size
        for way in ways:
            got = way(parameters, x, y, cost, penalty)
            _assert_every_array_is_right(got, slopes, (way, samples, penalty))
            without_l1 = way(parameters, x, y, cost, replace(penalty, l1=0.0))
            np.testing.assert_array_equal(got.flat[zero], without_l1.flat[zero])
    return on_kinks, entries


def _assert_every_array_is_right(got, slopes, about):
    values, clear = Parameters(got.spec, slopes.values), Parameters(got.spec, slopes.clear)
    for what in ("weights", "biases"):
        arrays = zip(getattr(got, what), getattr(values, what), getattr(clear, what), strict=True)
        for layer, (array, want, where) in enumerate(arrays, start=1):
            assert Slopes(want, where).deviation(array) <= TOLERANCE, (what, layer, *about)
