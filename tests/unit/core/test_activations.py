"""Activations against mathematics that doesn't use them: complex steps, known values, extremes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpexplorer.core.activations import ACTIVATIONS, activation
from bpexplorer.core.errors import InvalidNetworkError

ALL = pytest.mark.parametrize("name", ACTIVATIONS)
H = 1e-20
LARGEST = np.finfo(np.float64).max
POSITIVE_EDGES = [0.0, 5e-324, 1e-310, 1.0, 37.0, 709.0, 745.0, 746.0, 1e8, 1e103, 1e155, 1e308, LARGEST]
EDGES = np.array([sign * edge for edge in POSITIVE_EDGES for sign in (1, -1)])


def edge_rows(dtype):
    """The edges of the dtype's range, several to a row, so that a softmax sees them against each other."""
    limit = float(np.finfo(dtype).max)
    column = np.clip(EDGES, -limit, limit).astype(dtype)[:, np.newaxis]
    return np.hstack([column, column[::-1], np.roll(column, 5)])


@ALL
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.complex128])
def test_finite_inputs_give_finite_outputs_and_derivatives_without_a_warning(name, dtype):
    one = ACTIVATIONS[name]
    z = edge_rows(dtype)
    ones = np.ones_like(z)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        a = one.value(z)
        results = [
            a,
            one.derivative(z, a),
            one.jacobian(z, a),
            one.vjp(z, a, ones),
            one.jvp(z, a, ones),
        ]
    for result in results:
        assert np.isfinite(result).all()
        assert result.dtype == dtype


#: Where a and σ' go as z goes to −∞ and to +∞, by hand.
LIMITS = {
    "identity": ((-np.inf, np.inf), (1, 1)),
    "sigmoid": ((0, 1), (0, 0)),
    "tanh": ((-1, 1), (0, 0)),
    "relu": ((0, np.inf), (0, 1)),
    "leaky_relu": ((-np.inf, np.inf), (0.01, 1)),
    "elu": ((-1, np.inf), (0, 1)),
    "gelu": ((0, np.inf), (0, 1)),
    "silu": ((0, np.inf), (0, 1)),
    "softplus": ((0, np.inf), (0, 1)),
}


def test_every_elementwise_activation_has_its_limits_stated():
    assert set(LIMITS) == {name for name, one in ACTIVATIONS.items() if one.elementwise}


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_an_elementwise_activation_takes_infinity_to_its_limit_without_a_warning(name, dtype):
    one = ACTIVATIONS[name]
    z = np.array([[-np.inf, np.inf]], dtype)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        a = one.value(z)
        slope, carried = one.derivative(z, a), one.vjp(z, a, 2 * np.ones_like(z))
    values, slopes = LIMITS[name]
    np.testing.assert_array_equal(a, np.array([values], dtype))
    np.testing.assert_allclose(slope, np.array([slopes], dtype), rtol=1e-7)
    np.testing.assert_allclose(carried, 2 * np.array([slopes], dtype), rtol=1e-7)
    assert a.dtype == slope.dtype == carried.dtype == dtype


@ALL
def test_outputs_stay_in_the_range_that_is_stated(name):
    one = ACTIVATIONS[name]
    z = np.concatenate([EDGES, np.linspace(-20, 20, 4001)])[:, np.newaxis] * np.ones((1, 2))
    z[:, 1] = 0.3
    a = one.value(z)
    low, high = one.range
    assert a.min() >= low - 1e-15
    assert a.max() <= high
    if np.isfinite(low):
        assert a.min() == pytest.approx(low, abs=1e-5)
    if np.isfinite(high):
        assert a.max() == pytest.approx(high, abs=1e-5)


@ALL
@settings(max_examples=60, deadline=None)
@given(z=arrays(np.float64, (2, 4), elements=st.floats(-40, 40)))
def test_the_jacobian_is_what_a_complex_step_gives(name, z):
    one = ACTIVATIONS[name]
    a = one.value(z)
    jacobian = one.jacobian(z, a)
    assert jacobian.shape == (2, 4, 4)
    for j in range(4):
        stepped = z.astype(complex)
        stepped[:, j] += 1j * H
        numeric = one.value(stepped).imag / H
        np.testing.assert_allclose(jacobian[:, :, j], numeric, rtol=1e-12, atol=1e-14)


@ALL
def test_products_and_diagonal_agree_with_the_jacobian(name):
    one = ACTIVATIONS[name]
    rng = np.random.default_rng(3)
    z, u = rng.normal(scale=3, size=(2, 5, 4))
    a = one.value(z)
    jacobian = one.jacobian(z, a)
    np.testing.assert_allclose(one.vjp(z, a, u), np.einsum("skj,sk->sj", jacobian, u), atol=1e-14)
    np.testing.assert_allclose(one.jvp(z, a, u), np.einsum("skj,sj->sk", jacobian, u), atol=1e-14)
    np.testing.assert_allclose(one.derivative(z, a), np.einsum("sjj->sj", jacobian), atol=1e-15)
    off_diagonal = jacobian * (1 - np.eye(4))
    assert one.elementwise == (not off_diagonal.any())


@ALL
def test_complex_inputs_without_imaginary_part_give_the_real_values(name):
    one = ACTIVATIONS[name]
    z = np.random.default_rng(4).normal(scale=5, size=(6, 3))
    np.testing.assert_allclose(one.value(z.astype(complex)), one.value(z), rtol=1e-13, atol=1e-15)


@ALL
def test_the_weighted_inputs_are_left_alone_and_not_shared(name):
    one = ACTIVATIONS[name]
    z = np.random.default_rng(5).normal(size=(4, 3))
    kept = z.copy()
    a = one.value(z)
    one.derivative(z, a)
    one.vjp(z, a, z)
    np.testing.assert_array_equal(z, kept)
    assert not np.shares_memory(a, z)


@pytest.mark.parametrize(
    ("name", "z", "expected"),
    [
        ("identity", -1.5, -1.5),
        ("sigmoid", 1.0, 0.7310585786300049),
        ("sigmoid", -700.0, 9.859676543759770e-305),
        ("tanh", 0.5, 0.46211715726000973),
        ("relu", -2.0, 0.0),
        ("relu", 2.0, 2.0),
        ("leaky_relu", -2.0, -0.02),
        ("elu", -1.0, -0.6321205588285577),
        ("gelu", 1.0, 0.8411919906082768),
        ("gelu", -1.0, -0.15880800939172324),
        ("silu", 1.0, 0.7310585786300049),
        ("softplus", 0.0, 0.6931471805599453),
        ("softplus", -40.0, 4.248354255291589e-18),
    ],
)
def test_values_known_from_elsewhere(name, z, expected):
    assert activation(name).value(np.array([[z]])).item() == pytest.approx(expected, rel=1e-14, abs=0)


def test_relu_has_slope_0_at_0_as_on_the_left():
    z = np.zeros((1, 1))
    assert activation("relu").derivative(z, z).item() == 0
    assert activation("leaky_relu").derivative(z, z).item() == 0.01


@given(z=arrays(np.float64, (3, 5), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_softmax_outputs_sum_to_1_whatever_the_inputs(z):
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        a = activation("softmax").value(z)
    np.testing.assert_allclose(a.sum(axis=1), 1, rtol=1e-14)


@given(shift=st.floats(-1e6, 1e6))
def test_softmax_knows_only_differences(shift):
    z = np.array([[0.5, -1.0, 2.0]])
    softmax = activation("softmax")
    np.testing.assert_allclose(softmax.value(z + shift), softmax.value(z), rtol=1e-8)


def test_an_unknown_activation_is_refused_with_the_names_there_are():
    with pytest.raises(InvalidNetworkError, match=r"no activation called 'tahn'.*sigmoid, tanh, relu"):
        activation("tahn")
