"""BP1 and the stable forms: equal to the product where it is finite, and finite where it is not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpexplorer.core.activations import ACTIVATIONS, activation
from bpexplorer.core.costs import COSTS, cost, explain_pair
from bpexplorer.core.output import output_error, output_error_terms, sample_costs, stable_form
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from tests.slopes import by_weighted_inputs

STABLE_PAIRS = [
    (c, a) for c in COSTS for a in ACTIVATIONS if stable_form(COSTS[c], ACTIVATIONS[a]) is not None
]
STABLE = pytest.mark.parametrize(("cost_name", "output"), STABLE_PAIRS)
EVALUABLE = [(c, a) for c in COSTS for a in ACTIVATIONS if explain_pair(COSTS[c], ACTIVATIONS[a]) is None]
# Beyond these the definitions themselves lose digits, in 1 − a.
MODERATE = arrays(np.float64, (2, 4), elements=st.floats(-4, 4))
TARGETS = arrays(np.float64, (2, 4), elements=st.sampled_from([0.0, 1.0, 0.3]))


def test_every_logarithmic_cost_of_a_probability_has_a_stable_form():
    assert set(STABLE_PAIRS) == {
        (c, a) for c in ("cross_entropy", "log_likelihood") for a in ("sigmoid", "softmax")
    }


@STABLE
@given(z=MODERATE, y=TARGETS)
def test_the_stable_forms_equal_the_definitions_where_those_are_finite(cost_name, output, z, y):
    chosen, function = cost(cost_name), activation(output)
    a = function.value(z)
    product = function.vjp(z, a, chosen.gradient(a, y))
    np.testing.assert_allclose(output_error(chosen, function, z, a, y), product, rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(
        sample_costs(chosen, function, z, a, y), chosen.sample_costs(a, y), rtol=1e-9, atol=1e-12
    )
    for j in range(4):
        column = function.jacobian(z, a)[:, :, j]
        np.testing.assert_allclose(
            output_error_terms(chosen, function, z, a, y, j),
            chosen.gradient(a, y) * column,
            rtol=1e-9,
            atol=1e-10,
        )


@STABLE
@settings(max_examples=200)
@given(
    z=arrays(np.float64, (2, 3), elements=st.floats(allow_nan=False, allow_infinity=False)),
    y=arrays(np.float64, (2, 3), elements=st.sampled_from([0.0, 1.0])),
)
def test_the_error_is_finite_and_silent_however_saturated_the_output(cost_name, output, z, y):
    chosen, function = cost(cost_name), activation(output)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        a = function.value(z)
        error = output_error(chosen, function, z, a, y)
        terms = output_error_terms(chosen, function, z, a, y, 1)
    assert np.isfinite(error).all()
    assert np.isfinite(terms).all()
    np.testing.assert_allclose(terms.sum(axis=1), error[:, 1], atol=1e-12)


@STABLE
@pytest.mark.parametrize("size", [37.0, 745.0, 1e8, 1e200])
def test_the_cost_of_a_confident_miss_grows_with_the_weighted_input(cost_name, output, size):
    chosen, function = cost(cost_name), activation(output)
    z = np.array([[size, -size]])
    y = np.array([[0.0, 1.0]])
    a = function.value(z)
    misses = sample_costs(chosen, function, z, a, y).item()
    # ln σ(−z) is −z; the two inputs of the softmax are 2z apart; log-likelihood counts the right class only.
    a_logarithm = {"sigmoid": size, "softmax": 2 * size}[output]
    expected = a_logarithm * {"cross_entropy": 2, "log_likelihood": 1}[cost_name]
    assert misses == pytest.approx(expected, rel=1e-12)
    assert sample_costs(chosen, function, z, a, 1 - y).item() == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize(("cost_name", "output"), EVALUABLE)
@given(z=arrays(np.float64, (2, 4), elements=st.floats(-30, 30)), y=TARGETS)
def test_the_error_is_the_derivative_of_the_cost_by_the_weighted_inputs(cost_name, output, z, y):
    chosen, function = cost(cost_name), activation(output)
    a = function.value(z)
    error = output_error(chosen, function, z, a, y)
    handed_on = Parameters.join(NetworkSpec.create([4, 4], [output]), [np.eye(4)], [np.zeros(4)])
    slopes = by_weighted_inputs(handed_on, 1, z, y, cost_name)
    # Where a − y is small beside a and y, it is right to their last places only.
    rounding = 16 * np.finfo(float).eps * (np.abs(a).max() + np.abs(y).max() + 1)
    np.testing.assert_allclose(error[slopes.clear], slopes.values[slopes.clear], rtol=1e-12, atol=rounding)


@pytest.mark.parametrize(("cost_name", "output"), EVALUABLE)
def test_the_terms_of_every_output_add_up_to_its_error(cost_name, output):
    chosen, function = cost(cost_name), activation(output)
    rng = np.random.default_rng(1)
    z, y = rng.normal(scale=3, size=(5, 4)), np.eye(4)[[0, 1, 2, 3, 0]]
    a = function.value(z)
    error = output_error(chosen, function, z, a, y)
    for j in range(4):
        terms = output_error_terms(chosen, function, z, a, y, j)
        np.testing.assert_allclose(terms.sum(axis=1), error[:, j], rtol=1e-12, atol=1e-14)
        living = np.abs(terms).max(axis=0) > 0
        if function.elementwise:
            assert living.tolist() == [k == j for k in range(4)]
        else:
            assert living.all()


def test_softmax_with_log_likelihood_of_one_class_gives_a_minus_y():
    z, y = np.array([[0.2, -1.0, 3.0]]), np.array([[1.0, 0.0, 0.0]])
    a = activation("softmax").value(z)
    error = output_error(cost("log_likelihood"), activation("softmax"), z, a, y)
    np.testing.assert_allclose(error, a - y, rtol=1e-15)


def test_a_saturated_sigmoid_far_off_has_no_error_under_the_quadratic_cost():
    z, y = np.array([[40.0]]), np.array([[0.0]])
    a = activation("sigmoid").value(z)
    assert output_error(cost("quadratic"), activation("sigmoid"), z, a, y).item() == 0
    assert output_error(cost("cross_entropy"), activation("sigmoid"), z, a, y).item() == 1


@pytest.mark.parametrize("cost_name", ["cross_entropy", "log_likelihood"])
def test_a_softmax_of_one_neuron_has_no_error_because_it_cannot_change(cost_name):
    z, y = np.array([[3.0], [-2.0]]), np.array([[1.0], [1.0]])
    a = activation("softmax").value(z)
    chosen, function = cost(cost_name), activation("softmax")
    np.testing.assert_array_equal(output_error(chosen, function, z, a, y), 0)
    np.testing.assert_array_equal(output_error_terms(chosen, function, z, a, y, 0), 0)
    np.testing.assert_array_equal(sample_costs(chosen, function, z, a, y), 0)
