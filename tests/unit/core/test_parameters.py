"""All numbers in one array, and the layers as views into it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from tests.strategies import structures

SPEC = NetworkSpec.create([2, 3, 1], ["tanh", "sigmoid"])


def test_the_layers_lie_behind_each_other_weights_before_biases():
    parameters = Parameters(SPEC, np.arange(13.0))
    np.testing.assert_array_equal(parameters.weights[0], [[0, 1], [2, 3], [4, 5]])
    np.testing.assert_array_equal(parameters.biases[0], [6, 7, 8])
    np.testing.assert_array_equal(parameters.weights[1], [[9, 10, 11]])
    np.testing.assert_array_equal(parameters.biases[1], [12])


def test_the_layers_are_views_that_can_be_written_through():
    parameters = Parameters(SPEC, np.zeros((2, 13)))
    parameters.weights[1][1, 0, 2] = 7
    parameters.biases[0][0, 1] = 5
    assert parameters.flat[1, 11] == 7
    assert parameters.flat[0, 7] == 5
    assert parameters.plane(1).weights[1][0, 2] == 7


def test_a_network_shares_the_numbers_and_a_copy_of_a_network_does_not():
    parameters = Parameters(SPEC, np.zeros(13))
    parameters.flat[12] = 3
    network = parameters.network()
    parameters.flat[12] = 4
    assert network.biases[1][0] == 4
    copied = Parameters.of_network(network)
    parameters.flat[12] = 5
    assert copied.flat[12] == 4


def test_joining_the_layers_again_gives_the_same_array_with_all_its_planes():
    flat = np.random.default_rng(0).normal(size=(3, 13))
    parameters = Parameters(SPEC, flat)
    again = Parameters.join(SPEC, parameters.weights, parameters.biases)
    np.testing.assert_array_equal(again.flat, flat)


def test_a_network_and_back_keeps_structure_and_numbers():
    network = Network.create(SPEC.sizes, SPEC.activations, rng=np.random.default_rng(1))
    parameters = Parameters.of_network(network)
    assert parameters.spec == SPEC
    for got, want in zip(parameters.weights, network.weights, strict=True):
        np.testing.assert_array_equal(got, want)


def test_another_number_of_parameters_is_refused():
    with pytest.raises(InvalidNetworkError, match="has 13 parameters; 12 were given"):
        Parameters(SPEC, np.zeros(12))


@given(structures(inputs=3, outputs=2), st.integers(1, 4))
def test_every_number_of_every_plane_lies_in_one_view_and_joining_them_gives_all(spec, planes):
    flat = np.full((planes, spec.parameter_count), -1.0)
    parameters, count = Parameters(spec, flat), 0
    for w, b in zip(parameters.weights, parameters.biases, strict=True):
        for view in (w, b):
            assert np.shares_memory(view, flat)
            size = view[0].size
            view[...] = np.arange(count, count + size).reshape(view[0].shape)
            count += size
    np.testing.assert_array_equal(flat, np.tile(np.arange(spec.parameter_count), (planes, 1)))
    np.testing.assert_array_equal(Parameters.join(spec, parameters.weights, parameters.biases).flat, flat)
    assert [w.shape[1:] for w in parameters.weights] == list(zip(spec.sizes[1:], spec.sizes, strict=False))
    for plane in range(planes):
        network = parameters.plane(plane).network()
        assert network.sizes == spec.sizes
        assert all(np.shares_memory(array, flat) for array in (*network.weights, *network.biases))
