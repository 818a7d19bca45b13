"""Every activation × output × cost × penalty × batch of 1, 2 and 7 against the complex step, to 1e-12.

Refused pairs of cost and output are left out. The network has two hidden layers of the activation, one of them
square, so that a turned matrix would fit. Some numbers lie on kinks: a weight of each layer is 0, and so is everything
that leads into a neuron for one sample. What is left out because of that is told at the end of the run.
"""

from itertools import product

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.costs import COSTS
from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.choice import Engine, make_stepper
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.penalties import Penalty
from bpexplorer.core.spec import NetworkSpec
from tests.slopes import Slopes, by_parameters, by_weighted_inputs
from tests.strategies import PAIRS

BATCHES = (1, 2, 7)
PENALTIES = (Penalty(0.0, 0.0), Penalty(0.1, 0.0), Penalty(0.0, 0.3), Penalty(0.1, 0.3))
TOLERANCE = 1e-12
KINKS = "their slope by complex step lies on a kink"
#: No pair may leave out more. Under L1 three of 51 parameters lie on a kink, and before ReLU a bias.
LARGEST_SHARE_OF_PARAMETERS = 0.15
#: Under the absolute cost, one sample of two and one of seven lie on a kink; before ReLU a neuron for one sample.
LARGEST_SHARE_OF_DELTAS = 0.25

EVERY = pytest.mark.parametrize("hidden", list(ACTIVATIONS))
EVERY_PAIR = pytest.mark.parametrize(("cost", "output"), PAIRS)


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
    """A batch with a slope to compare.

    Where all outputs of a softmax lie above their targets, the absolute cost is Σ(a − y) = 1 − Σy whatever the weights,
    and rounding would be compared with rounding. Targets that add up to 1 lie on both sides.
    """
    return batch(samples, total=1.0 if (cost, output) == ("absolute", "softmax") else 0.9)


def gradient_of_the_trace(parameters, x, y, cost, penalty):
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
    steps = stepper.make_steps(np.arange(len(x)), 0, np.array([0.1]), moment_steps=0)
    assert not steps.failed
    return Parameters(parameters.spec, stepper.planes[1].copy())


def assert_every_array_is_right(got, slopes, about):
    values, clear = Parameters(got.spec, slopes.values), Parameters(got.spec, slopes.clear)
    for what in ("weights", "biases"):
        arrays = zip(getattr(got, what), getattr(values, what), getattr(clear, what), strict=True)
        for layer, (array, want, where) in enumerate(arrays, start=1):
            assert Slopes(want, where).deviation(array) <= TOLERANCE, (what, layer, *about)


@EVERY
@EVERY_PAIR
def test_gradients_by_every_parameter_are_exact(hidden, cost, output, leave_out):
    parameters = network(hidden, output)
    for samples, penalty in product(BATCHES, PENALTIES):
        x, y = batch_for(cost, output, samples)
        slopes = by_parameters(parameters, x, y, cost, penalty)
        share = leave_out(KINKS, np.count_nonzero(~slopes.clear), slopes.clear.size)
        for way, got in (
            ("trace", gradient_of_the_trace(parameters, x, y, cost, penalty)),
            ("numpy", gradient_of_a_step("numpy", parameters, x, y, cost, penalty)),
        ):
            assert_every_array_is_right(got, slopes, (way, samples, penalty))
    assert share <= LARGEST_SHARE_OF_PARAMETERS


@EVERY
@EVERY_PAIR
def test_every_delta_is_the_slope_of_its_own_samples_cost(hidden, cost, output, leave_out):
    parameters = network(hidden, output)
    for samples in BATCHES:
        x, y = batch_for(cost, output, samples)
        if samples > 1:  # one output of one sample fits
            trace = backpropagate(parameters.network(), x, y, cost=cost)
            y[0, 1] = trace.activations[-1][0, 1] if COSTS[cost].kinks else y[0, 1]
        trace = backpropagate(parameters.network(), x, y, cost=cost)
        for layer in (1, 2, 3):
            slopes = by_weighted_inputs(parameters, layer, x, y, cost)
            share = leave_out(KINKS, np.count_nonzero(~slopes.clear), slopes.clear.size)
            assert slopes.deviation(trace.deltas[layer - 1]) <= TOLERANCE, (layer, samples)
    assert share <= LARGEST_SHARE_OF_DELTAS


def test_the_share_that_is_left_out_is_what_lies_on_kinks():
    """Of a network whose kinks are known: exactly these entries are left out, and no others."""
    parameters = network("relu", "identity")
    x, y = batch(2)
    spec = parameters.spec
    left_out = Parameters(spec, ~by_parameters(parameters, x, y, "quadratic", Penalty(0.1, 0.0)).clear)
    assert [np.argwhere(w).tolist() for w in left_out.weights] == [[[1, 2]], [[0, 0]], [[2, 1]]]
    assert [np.flatnonzero(b).tolist() for b in left_out.biases] == [[2], [], []]
    assert by_parameters(network("tanh", "identity"), x, y, "quadratic").clear.all()
    trace = backpropagate(parameters.network(), x, y, cost="absolute")
    y[0, 1] = trace.activations[-1][0, 1]
    at_output = by_weighted_inputs(parameters, 3, x, y, "absolute")
    assert np.argwhere(~at_output.clear).tolist() == [[0, 1]]
