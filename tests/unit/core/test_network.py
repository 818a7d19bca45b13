"""What a network accepts, and the sentences with which it refuses the rest."""

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import forward
from bpexplorer.core.errors import InvalidConfigError, InvalidNetworkError
from bpexplorer.core.network import Network


def test_a_network_can_be_written_down_as_lists():
    net = Network([[[1, 2, 3], [4, 5, 6]], [[1, -1]]], [[0, 0.5], [1]], ["tanh", "sigmoid"])
    assert net.sizes == (3, 2, 1)
    assert net.depth == 2
    assert net.activations == ("tanh", "sigmoid")
    assert net.functions == (ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"])
    assert net.weights[0].dtype == net.biases[1].dtype == np.float64


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.complex128])
def test_arrays_are_taken_without_a_copy_so_that_a_trainer_can_write_to_them(dtype):
    weights, biases = np.ones((2, 3), dtype), np.zeros(2, dtype)
    net = Network([weights], [biases], ["relu"])
    assert net.weights[0] is weights
    assert net.biases[0] is biases


def test_mixed_arrays_become_the_widest_of_their_dtypes():
    net = Network(
        [np.ones((2, 3), np.float32), [[1, 2]]], [np.zeros(2, np.float32), np.zeros(1)], ["relu", "tanh"]
    )
    assert {array.dtype for array in (*net.weights, *net.biases)} == {np.dtype(np.float64)}
    assert forward(net, np.ones((1, 3), np.float32)).activations[-1].dtype == np.float64


def test_questions_about_a_single_precision_network_get_a_double_precision_copy():
    single = Network([np.ones((2, 3), np.float32)], [np.zeros(2, np.float32)], ["relu"])
    double = Network([np.ones((2, 3))], [np.zeros(2)], ["relu"])
    assert single.for_inspection().weights[0].dtype == np.float64
    assert double.for_inspection() is double


def test_a_network_cannot_be_changed_by_assignment():
    net = Network([[[1.0]]], [[0.0]], ["tanh"])
    with pytest.raises(AttributeError):
        net.weights = ()


def test_create_gives_the_sizes_asked_for_and_the_same_numbers_for_the_same_seed():
    make = [
        Network.create([4, 6, 3], ["relu", "softmax"], initializer="he_normal", rng=np.random.default_rng(5))
        for _ in range(2)
    ]
    assert make[0].sizes == (4, 6, 3)
    for first, second in zip(make[0].weights, make[1].weights, strict=True):
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    ("weights", "biases", "activations", "sentence"),
    [
        ([], [], [], r"at least one layer after its input"),
        ([np.ones((2, 3))], [np.ones(2)], [], r"there are 1, 1 and 0"),
        ([np.ones((2, 3))], [np.ones(2)], "tanh", r"list of names, one a layer, not 'tanh'"),
        ([np.ones((2, 3))], [np.ones(2)], ["tahn"], r"no activation called 'tahn'"),
        (
            [np.ones((2, 3))],
            [np.ones(3)],
            ["tanh"],
            r"Layer 1 .* \(2, 3\) but biases of shape \(3,\).*needs 2",
        ),
        (
            [np.ones((2, 3)), np.ones((4, 5))],
            [np.ones(2), np.ones(4)],
            ["tanh", "tanh"],
            r"layer 2 have shape \(4, 5\) and expect 5 inputs, but layer 1 has 2 neurons",
        ),
        ([np.ones(3)], [np.ones(1)], ["tanh"], r"weights of layer 1 have shape \(3,\)"),
        ([np.ones((0, 3))], [np.ones(0)], ["tanh"], r"weights of layer 1 have shape \(0, 3\)"),
        ([np.ones((2, 3))], [np.ones((2, 1))], ["tanh"], r"biases of layer 1 have shape \(2, 1\)"),
        ([[[1, 2], [3]]], [[0, 0]], ["tanh"], r"weights of layer 1 are not an array of numbers"),
        ([[["one"]]], [[0]], ["tanh"], r"weights of layer 1 are not an array of numbers"),
        ([[[1.0, np.nan]]], [[0]], ["tanh"], r"weights of layer 1 .* entry \[0, 1\] is nan"),
        ([[[1.0]]], [[np.inf]], ["tanh"], r"biases of layer 1 .* entry \[0\] is inf"),
    ],
)
def test_a_network_that_cannot_exist_is_refused_with_the_place_and_the_reason(
    weights, biases, activations, sentence
):
    with pytest.raises(InvalidNetworkError, match=sentence):
        Network(weights, biases, activations)


def test_create_refuses_a_layer_without_neurons_and_an_unknown_initialiser():
    rng = np.random.default_rng(0)
    with pytest.raises(InvalidNetworkError, match="Layer 1 needs at least one neuron"):
        Network.create([2, 0, 1], ["tanh", "tanh"], rng=rng)
    with pytest.raises(InvalidConfigError, match=r"no initialiser called 'xavier'.*glorot_normal"):
        Network.create([2, 1], ["tanh"], initializer="xavier", rng=rng)
    with pytest.raises(InvalidNetworkError, match="at least one layer after its input"):
        Network.create([2], [], rng=rng)
