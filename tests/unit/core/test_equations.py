"""BP1 to BP4 as identities, layer by layer, in deep networks of mixed activations, before and after training.

Each equation is written out here for single neurons, with slopes by complex step, and held against the trace.
"""

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.costs import COSTS
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import start_run
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance, classes_data

H = 1e-30
TOLERANCE = 1e-12
STEPS = 150
DATA = classes_data(samples=40, inputs=5, classes=3)

#: Hidden sizes and all activations, softmax in the middle, squares and narrow places; and what they are trained with.
RUNS = {
    "softmax twice": (
        (6, 4, 7, 5),
        ("tanh", "softmax", "gelu", "elu", "softmax"),
        {"cost": "log_likelihood", "optimizer": "adam", "learning_rate": 0.01},
    ),
    "rectifiers": (
        (6, 6, 5),
        ("relu", "softmax", "silu", "sigmoid"),
        {"cost": "cross_entropy", "optimizer": "momentum", "learning_rate": 0.05, "l2": 1e-3},
    ),
    "two softmaxes in a row": (
        (6, 5, 5, 6),
        ("leaky_relu", "softmax", "softmax", "softplus", "identity"),
        {"cost": "huber", "optimizer": "nesterov", "learning_rate": 0.02, "clip_norm": 1.0},
    ),
    "narrow": (
        (4, 1, 6),
        ("softplus", "tanh", "gelu", "softmax"),
        {"cost": "cross_entropy", "optimizer": "rmsprop", "learning_rate": 0.003, "l1": 1e-4},
    ),
    "six of tanh": ((4,) * 6, ("tanh",) * 7, {"cost": "absolute", "optimizer": "sgd", "learning_rate": 0.1}),
    "none hidden": ((), ("softmax",), {"cost": "quadratic", "optimizer": "adagrad", "learning_rate": 0.1}),
}


@pytest.fixture(params=RUNS)
def run(request):
    hidden, activations, options = RUNS[request.param]
    spec = NetworkSpec.create((5, *hidden, 3), activations)
    config = TrainingConfig(initializer="glorot_normal", batch_size=8, seed=3, **options)
    return Trainer(start_run(spec, config, DATA))


@pytest.fixture(params=["before", "after"])
def trained(request, run):
    """The run before its first step, or after many of them, which have taken it to other weights and less cost."""
    before = run.state()
    if request.param == "after":
        advance(run, STEPS)
        after = run.state()
        assert after.step == STEPS
        costs = after.history.epochs
        assert costs[-1, 2] < costs[0, 2]
        assert np.abs(after.parameters.flat - before.parameters.flat).max() > 0.05
    return run


def by_complex_step(function, at):
    """∂f/∂(each column of ``at``) for each row, stacked on a new last axis."""
    columns = []
    for j in range(at.shape[1]):
        stepped = at.astype(complex)
        stepped[:, j] += 1j * H
        columns.append(function(stepped).imag / H)
    return np.stack(columns, axis=-1)


def assert_equal(got, want):
    assert got.shape == want.shape
    assert np.abs(got - want).max() <= TOLERANCE * np.abs(want).max()


def test_the_four_equations_hold_in_every_layer(trained):
    net, cost = trained.network, trained.config.cost
    x, y = DATA.x_train, DATA.y_train
    trace = backpropagate(net, x, y, cost=cost)
    befores = (x, *trace.activations[:-1])
    #: ∂a_k/∂z_j of each layer and sample, shape (samples, k, j).
    jacobians = [
        by_complex_step(ACTIVATIONS[name].value, z) for name, z in zip(net.activations, trace.zs, strict=True)
    ]
    slopes = by_complex_step(lambda a: COSTS[cost].sample_costs(a, y), trace.activations[-1])

    assert_equal(trace.deltas[-1], np.einsum("sk,skj->sj", slopes, jacobians[-1]))  # BP1
    for l in range(1, net.depth):  # noqa: E741 (as in the equations)
        back = np.einsum("sk,ki->si", trace.deltas[l], net.weights[l])
        assert_equal(trace.deltas[l - 1], np.einsum("si,sij->sj", back, jacobians[l - 1]))  # BP2
    for l in range(1, net.depth + 1):  # noqa: E741
        delta, before = trace.deltas[l - 1], befores[l - 1]
        outer = np.array([np.outer(d, a) for d, a in zip(delta, before, strict=True)])
        assert_equal(trace.grad_biases[l - 1], sum(delta) / len(x))  # BP3
        assert_equal(trace.grad_weights[l - 1], outer.mean(axis=0))  # BP4


def test_each_layer_is_made_of_the_one_before(trained):
    net = trained.network
    trace = backpropagate(net, DATA.x_train, DATA.y_train, cost=trained.config.cost)
    befores = (DATA.x_train, *trace.activations[:-1])
    for l in range(net.depth):  # noqa: E741
        z = [[net.weights[l][j] @ a + net.biases[l][j] for j in range(net.sizes[l + 1])] for a in befores[l]]
        assert_equal(trace.zs[l], np.array(z))
        np.testing.assert_array_equal(trace.activations[l], net.functions[l].value(trace.zs[l]))
