"""Costs and their gradients by the activations, and which output activations they can follow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpexplorer.core.activations import ACTIVATIONS, activation
from bpexplorer.core.costs import COSTS, cost, explain_pair
from bpexplorer.core.errors import InvalidConfigError

ALL = pytest.mark.parametrize("name", COSTS)
H = 1e-20
INSIDE = arrays(np.float64, (2, 3), elements=st.floats(0.001, 0.999))


@ALL
@given(a=INSIDE, y=arrays(np.float64, (2, 3), elements=st.floats(0, 1)))
def test_the_gradient_is_what_a_complex_step_gives(name, a, y):
    one = COSTS[name]
    gradient = one.gradient(a, y)
    for k in range(3):
        stepped = a.astype(complex)
        stepped[:, k] += 1j * H
        numeric = one.sample_costs(stepped, y).imag / H
        np.testing.assert_allclose(gradient[:, k], numeric, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", ["quadratic", "absolute", "huber"])
@given(
    a=arrays(np.float64, (2, 3), elements=st.floats(-50, 50)),
    y=arrays(np.float64, (2, 3), elements=st.floats(-50, 50)),
)
def test_costs_of_any_output_have_the_right_gradient_everywhere(name, a, y):
    one = COSTS[name]
    stepped = a.astype(complex)
    stepped[:, 1] += 1j * H
    np.testing.assert_allclose(
        one.gradient(a, y)[:, 1], one.sample_costs(stepped, y).imag / H, rtol=1e-12, atol=1e-14
    )


@pytest.mark.parametrize(
    ("name", "a", "y", "expected"),
    [
        ("quadratic", [0.5, 1.0], [0.0, 3.0], 2.125),
        ("cross_entropy", [0.5, 0.25], [1.0, 0.0], np.log(2) + np.log(4 / 3)),
        ("log_likelihood", [0.5, 0.25], [0.0, 1.0], np.log(4)),
        ("absolute", [0.5, 1.0], [0.0, 3.0], 2.5),
        ("huber", [0.5, 1.0], [0.0, 3.0], 0.125 + 1.5),
    ],
)
def test_costs_are_summed_over_the_outputs(name, a, y, expected):
    assert cost(name).sample_costs(np.array([a]), np.array([y])).item() == pytest.approx(expected, rel=1e-15)


@ALL
def test_each_sample_has_its_own_cost_and_the_dtype_is_kept(name):
    a = np.random.default_rng(0).uniform(0.1, 0.9, (4, 3)).astype(np.float32)
    y = np.eye(3, dtype=np.float32)[[0, 1, 2, 0]]
    costs = COSTS[name].sample_costs(a, y)
    assert costs.shape == (4,)
    assert costs.dtype == np.float32
    assert COSTS[name].gradient(a, y).dtype == np.float32
    np.testing.assert_allclose(COSTS[name].sample_costs(a[2:3], y[2:3]), costs[2:3])


@pytest.mark.parametrize("name", ["cross_entropy", "log_likelihood"])
def test_a_right_answer_that_is_exactly_certain_costs_nothing(name):
    y = np.array([[0.0, 1.0, 0.0]])
    assert COSTS[name].sample_costs(y, y).item() == 0
    assert np.isfinite(COSTS[name].gradient(y, y)).all()


def test_huber_of_a_far_miss_does_not_overflow():
    far = np.array([[1e300]])
    assert cost("huber").sample_costs(far, -far).item() == 2e300


def test_the_absolute_cost_has_no_slope_at_an_exact_fit():
    fit = np.array([[0.25]])
    assert cost("absolute").gradient(fit, fit).item() == 0


@pytest.mark.parametrize("name", ["cross_entropy", "log_likelihood"])
@pytest.mark.parametrize("output", ACTIVATIONS)
def test_a_logarithmic_cost_follows_only_outputs_that_are_probabilities(name, output):
    reason = explain_pair(cost(name), activation(output))
    if output in ("sigmoid", "softmax"):
        assert reason is None
    else:
        assert reason is not None
        assert activation(output).label in reason
        assert "between 0 and 1" in reason
        assert "Choose sigmoid or softmax" in reason


@pytest.mark.parametrize("name", ["quadratic", "absolute", "huber"])
@pytest.mark.parametrize("output", ACTIVATIONS)
def test_a_cost_of_distances_follows_every_output(name, output):
    assert explain_pair(cost(name), activation(output)) is None


def test_an_unknown_cost_is_refused_with_the_names_there_are():
    with pytest.raises(InvalidConfigError, match=r"no cost called 'mse'.*quadratic, cross_entropy"):
        cost("mse")
