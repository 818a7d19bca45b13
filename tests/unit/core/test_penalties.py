"""Penalties by complex step, at 0, and through training; and gradients that are kept short."""

import math

import numpy as np
import pytest

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.rules.clipping import clip_by_norm
from bpexplorer.core.training.rules.penalties import Penalty
from bpexplorer.core.training.trainer import Trainer
from tests.runs import regression_data, start


def weights(seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(4, 3)), rng.normal(size=(2, 4))]


def test_the_value_is_the_sum_over_all_weights():
    ws = weights()
    each = [float(w) for layer in ws for w in layer.ravel()]
    assert Penalty(0.3, 0.0).value(ws) == pytest.approx(0.3 * sum(map(abs, each)), rel=1e-14)
    assert Penalty(0.0, 0.5).value(ws) == pytest.approx(0.25 * sum(w * w for w in each), rel=1e-14)
    both = Penalty(0.3, 0.5).value(ws)
    assert both == pytest.approx(Penalty(0.3, 0).value(ws) + Penalty(0, 0.5).value(ws), rel=1e-14)


@pytest.mark.parametrize("penalty", [Penalty(0.3, 0.0), Penalty(0.0, 0.5), Penalty(0.3, 0.5)])
def test_the_gradient_is_that_of_the_value_by_complex_step(penalty):
    ws = weights()
    gradients = [np.ones_like(w) for w in ws]
    penalty.add_gradient(ws, gradients)
    for layer, gradient in enumerate(gradients):
        for place in np.ndindex(gradient.shape):
            moved = [w.astype(complex) for w in ws]
            moved[layer][place] += 1e-20j
            assert gradient[place] - 1 == pytest.approx(penalty.value(moved).imag / 1e-20, rel=1e-12)


def test_at_zero_nothing_holds_a_weight():
    gradient = np.zeros((1, 3))
    Penalty(0.3, 0.5).add_gradient([np.array([[0.0, -0.0, 1e-300]])], [gradient])
    np.testing.assert_array_equal(gradient, [[0, 0, 0.3]])


def test_a_weight_that_l1_takes_across_zero_comes_back():
    """A weight and a bias of one neuron fit −1: the first step goes across 0, and from there L1 pulls back up."""
    data = regression_data(np.ones((1, 1)), np.full((1, 1), -1.0))
    state = start((), data=data, output="identity", cost="quadratic", l1=0.4, learning_rate=0.1, batch_size=1)
    state.planes.weights[0][:] = 0.05
    state.planes.biases[0][:] = 0
    trainer = Trainer(state)
    w = 0.05
    b = 0.0
    for _ in range(20):
        trainer.advance(1)
        miss = w + b + 1
        w, b = w - 0.1 * (miss + 0.4 * ((w > 0) - (w < 0))), b - 0.1 * miss
        assert trainer.network.weights[0].item() == pytest.approx(w, rel=1e-12)
    assert -0.05 < w < 0.05


def test_no_penalty_is_false_and_worth_nothing():
    assert not Penalty(0.0, 0.0)
    assert Penalty(1e-9, 0.0)
    assert Penalty(0.0, 0.0).value(weights()) == 0


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("l1", "strength of the L1 penalty"),
        ("l2", "strength of the L2 penalty"),
        ("clip_norm", "length of a gradient"),
    ],
)
def test_a_strength_out_of_range_is_refused_by_name(field, what):
    for value in (-0.1, math.inf, math.nan, 1e9):
        with pytest.raises(InvalidConfigError, match=f"{what} is .*; it must lie between 0 and"):
            TrainingConfig(**{field: value})


@pytest.mark.parametrize("scale", [1.0, 1e-3, 1e200])
def test_clipping_keeps_the_direction_and_cuts_the_length(scale):
    gradient = scale * np.array([3.0, 0.0, -4.0])
    assert clip_by_norm(gradient, scale)
    np.testing.assert_allclose(gradient, scale * np.array([0.6, 0.0, -0.8]), rtol=1e-14)
    kept = gradient.copy()
    assert not clip_by_norm(gradient, 1.001 * scale)
    np.testing.assert_array_equal(gradient, kept)


def test_a_gradient_that_is_not_finite_is_not_hidden_by_clipping():
    for value in (math.inf, math.nan):
        gradient = np.array([1.0, value])
        assert not clip_by_norm(gradient, 0.5)
        np.testing.assert_array_equal(gradient, [1.0, value])
