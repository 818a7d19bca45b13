"""Initialisers: the spread they promise, on layers large enough to measure it."""

from math import sqrt

import numpy as np
import pytest

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.initializers import INITIALIZERS, initializer

N_IN, N_OUT = 300, 200


def drawn(name, n_in=N_IN, n_out=N_OUT, seed=0):
    return initializer(name)(n_in, n_out, np.random.default_rng(seed))


@pytest.mark.parametrize("name", INITIALIZERS)
def test_shapes_follow_the_layer_and_the_stream_decides_the_numbers(name):
    weights, biases = drawn(name, 5, 3)
    assert weights.shape == (3, 5)
    assert biases.shape == (3,)
    assert weights.dtype == biases.dtype == np.float64
    assert weights.flags.c_contiguous
    np.testing.assert_array_equal(weights, drawn(name, 5, 3)[0])
    fixed = name in ("zeros", "constant")
    assert fixed == np.array_equal(weights, drawn(name, 5, 3, seed=1)[0])


@pytest.mark.parametrize("name", [name for name in INITIALIZERS if name != "normal"])
def test_biases_start_at_0(name):
    np.testing.assert_array_equal(drawn(name)[1], 0)


def test_the_large_initialisation_draws_the_biases_too():
    assert drawn("normal")[1].std() == pytest.approx(1, rel=0.2)


@pytest.mark.parametrize(
    ("name", "deviation"),
    [
        ("normal", 1.0),
        ("normal_fan_in", 1 / sqrt(N_IN)),
        ("glorot_normal", sqrt(2 / (N_IN + N_OUT))),
        ("he_normal", sqrt(2 / N_IN)),
        ("lecun_normal", 1 / sqrt(N_IN)),
    ],
)
def test_normal_weights_have_the_standard_deviation_that_is_named(name, deviation):
    weights = drawn(name)[0]
    assert weights.std() == pytest.approx(deviation, rel=0.02)
    assert abs(weights).max() > 3.5 * deviation


@pytest.mark.parametrize(
    ("name", "half_width"),
    [
        ("glorot_uniform", sqrt(6 / (N_IN + N_OUT))),
        ("he_uniform", sqrt(6 / N_IN)),
        ("lecun_uniform", sqrt(3 / N_IN)),
    ],
)
def test_uniform_weights_fill_the_interval_that_is_named(name, half_width):
    weights = drawn(name)[0]
    assert abs(weights).max() <= half_width
    assert abs(weights).max() == pytest.approx(half_width, rel=1e-3)
    assert weights.std() == pytest.approx(half_width / sqrt(3), rel=0.02)


@pytest.mark.parametrize(("n_in", "n_out"), [(5, 3), (3, 5), (4, 4), (1, 1)])
def test_orthogonal_weights_have_orthonormal_rows_or_columns(n_in, n_out):
    weights, _ = drawn("orthogonal", n_in, n_out)
    product = weights @ weights.T if n_out <= n_in else weights.T @ weights
    np.testing.assert_allclose(product, np.eye(min(n_in, n_out)), atol=1e-14)


def test_orthogonal_weights_have_no_preferred_sign():
    signs = [np.sign(drawn("orthogonal", 1, 1, seed)[0].item()) for seed in range(200)]
    assert 70 < signs.count(1.0) < 130


def test_zeros_and_constant_make_all_neurons_of_a_layer_alike():
    np.testing.assert_array_equal(drawn("zeros")[0], 0)
    np.testing.assert_array_equal(drawn("constant")[0], 0.1)


def test_an_unknown_initialiser_is_refused_with_the_names_there_are():
    with pytest.raises(InvalidConfigError, match=r"no initialiser called 'xavier'.*orthogonal, zeros"):
        initializer("xavier")
