"""The structure of a network: what it says of itself, and what can't exist."""

import pytest

from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.spec import (
    MAX_LAYER_SIZE,
    MAX_LAYERS,
    Connection,
    LayerSpec,
    NetworkSpec,
    Neuron,
    connection_between,
)

DIGITS = NetworkSpec.create([64, 14, 10, 10], ["tanh", "tanh", "softmax"])


def test_a_spec_tells_its_sizes_activations_depth_and_parameters():
    assert DIGITS.sizes == (64, 14, 10, 10)
    assert DIGITS.activations == ("tanh", "tanh", "softmax")
    assert (DIGITS.inputs, DIGITS.outputs, DIGITS.depth) == (64, 10, 3)
    assert list(DIGITS.hidden) == [1, 2]
    assert DIGITS.parameter_count == 64 * 14 + 14 + 14 * 10 + 10 + 10 * 10 + 10
    assert str(DIGITS) == "64-14-10-10 tanh tanh softmax"


def test_a_network_without_hidden_layers_has_none():
    assert list(NetworkSpec.create([2, 1], ["sigmoid"]).hidden) == []


@pytest.mark.parametrize(
    ("neuron", "there"),
    [((0, 63), True), ((0, 64), False), ((3, 9), True), ((3, 10), False), ((4, 0), False), ((-1, 0), False)],
)
def test_a_spec_knows_which_neurons_it_has(neuron, there):
    assert DIGITS.has(Neuron(*neuron)) is there


def test_one_layer_changed_leaves_the_others():
    changed = DIGITS.with_layer(2, size=5, activation="relu")
    assert changed.layers == (LayerSpec(14, "tanh"), LayerSpec(5, "relu"), LayerSpec(10, "softmax"))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: NetworkSpec(2, ()), f"1 to {MAX_LAYERS} layers"),
        (lambda: NetworkSpec.create([2] * (MAX_LAYERS + 2), ["tanh"] * (MAX_LAYERS + 1)), "1 to 64 layers"),
        (lambda: NetworkSpec.create([2, 0, 1], ["tanh"] * 2), "Layer 1 needs 1 to"),
        (lambda: NetworkSpec.create([0, 1], ["tanh"]), "Layer 0 needs 1 to"),
        (
            lambda: NetworkSpec.create([2, MAX_LAYER_SIZE + 1], ["tanh"]),
            f"{MAX_LAYER_SIZE + 1} were asked for",
        ),
        (lambda: NetworkSpec.create([2, 1], ["magic"]), "no activation called 'magic'"),
        (lambda: NetworkSpec.create([2, 1], ["tanh", "tanh"]), "1 layers .* 2 were given"),
        (lambda: DIGITS.layer(0), "There is no layer 0"),
        (lambda: DIGITS.with_layer(4, size=2), "There is no layer 4"),
    ],
)
def test_what_cannot_exist_is_refused_with_a_sentence(make, sentence):
    with pytest.raises(InvalidNetworkError, match=sentence):
        make()


def test_a_connection_lies_between_neighbouring_layers_whichever_end_is_named_first():
    source, target = Neuron(1, 3), Neuron(2, 5)
    assert connection_between(source, target) == connection_between(target, source) == Connection(2, 5, 3)
    assert Connection(2, 5, 3).ends == (source, target)
    assert str(Connection(2, 5, 3)) == "layer 1, neuron 3 → layer 2, neuron 5"
    assert connection_between(source, Neuron(3, 0)) is None
    assert connection_between(source, Neuron(1, 4)) is None


@pytest.mark.parametrize("size", [4.5, 4.0, True, "4", None])
def test_the_size_of_a_layer_is_a_whole_number(size):
    with pytest.raises(InvalidNetworkError, match=r"Layer 1 needs 1 to 4,096 neurons"):
        NetworkSpec(2, (LayerSpec(size, "tanh"), LayerSpec(1, "sigmoid")))
    with pytest.raises(InvalidNetworkError, match="neurons"):
        DIGITS.with_layer(1, size=size)
