"""The activations that write in place are those that the rest of the program knows."""

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS

ALL = pytest.mark.parametrize("name", ACTIVATIONS)


def rows(*, extremes: bool) -> np.ndarray:
    """Weighted inputs of 30 samples and 4 neurons, among them 0 and, if asked for, numbers that exp can't take."""
    z = np.random.default_rng(0).normal(scale=3, size=(30, 4))
    z[0] = 0
    if extremes:
        z[1:5] = [
            [800, -800, 0, 1],
            [1e8, 1e8, -1e8, 0],
            [-1e300, -1e300, -1e300, -1e300],
            [37, -37, 745, -745],
        ]
    return z


@ALL
def test_values_in_place_are_those_of_the_activation(name):
    z = rows(extremes=True)
    a = np.full_like(z, np.nan)
    with np.errstate(over="ignore"):
        ACTIVATIONS[name].value_into(z, a)
    np.testing.assert_allclose(a, ACTIVATIONS[name].value(z), rtol=1e-14, atol=1e-300)


@ALL
def test_errors_carried_back_in_place_are_those_of_the_jacobian(name):
    z, u = rows(extremes=True), np.random.default_rng(1).normal(size=(30, 4))
    a = ACTIVATIONS[name].value(z)
    want = ACTIVATIONS[name].vjp(z, a, u)
    carried = u.copy()
    ACTIVATIONS[name].vjp_into(z.copy(), a, carried)
    np.testing.assert_allclose(carried, want, rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(a, ACTIVATIONS[name].value(z))  # the layer before still needs it


@pytest.mark.parametrize("name", [name for name, one in ACTIVATIONS.items() if one.elementwise])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_infinity_goes_to_the_limit_of_the_activation_in_place_too(name, dtype):
    z, one = np.array([[-np.inf, np.inf]], dtype), ACTIVATIONS[name]
    a, u = np.full_like(z, np.nan), np.ones_like(z)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        ACTIVATIONS[name].value_into(z, a)
        ACTIVATIONS[name].vjp_into(z.copy(), a, u)
    np.testing.assert_array_equal(a, one.value(z))
    np.testing.assert_array_equal(u, one.derivative(z, a))


@ALL
def test_single_precision_stays_single_precision(name):
    z = rows(extremes=False).astype(np.float32)
    a = np.empty_like(z)
    ACTIVATIONS[name].value_into(z, a)
    u = np.ones_like(z)
    ACTIVATIONS[name].vjp_into(z.copy(), a, u)
    assert a.dtype == u.dtype == np.float32
    np.testing.assert_allclose(a, ACTIVATIONS[name].value(z.astype(np.float64)), atol=1e-5)
