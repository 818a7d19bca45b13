"""Every activation × output × cost × penalty × batch of 1, 2 and 7 against the complex step, to 1e-12.

Refused pairs of cost and output are left out. What is left out because it lies on a kink is told at the end of the run.
"""

from functools import partial

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.costs import COSTS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.rules.penalties import Penalty
from tests.gradients import (
    BATCHES,
    TOLERANCE,
    assert_gradients_are_exact,
    batch,
    batch_for,
    gradient_of_a_step,
    gradient_of_a_trace,
    network,
)
from tests.slopes import by_parameters, by_weighted_inputs
from tests.strategies import PAIRS

KINKS = "their slope by complex step lies on a kink"
#: No pair may leave out more. Under L1 three of 51 parameters lie on a kink, and before ReLU a bias.
LARGEST_SHARE_OF_PARAMETERS = 0.15
#: Under the absolute cost, one sample of two and one of seven lie on a kink; before ReLU a neuron for one sample.
LARGEST_SHARE_OF_DELTAS = 0.25

EVERY = pytest.mark.parametrize("hidden", list(ACTIVATIONS))
EVERY_PAIR = pytest.mark.parametrize(("cost", "output"), PAIRS)


@EVERY
@EVERY_PAIR
def test_gradients_by_every_parameter_are_exact(hidden, cost, output, leave_out):
    ways = gradient_of_a_trace, partial(gradient_of_a_step, "numpy")
    left_out = assert_gradients_are_exact(hidden, cost, output, *ways)
    assert leave_out(KINKS, *left_out) <= LARGEST_SHARE_OF_PARAMETERS


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
