"""Any network leaves in any format and comes back, and other programs find the same numbers in the file."""

import io
import json

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.network import Network
from bpexplorer.data.scaling import SCALINGS, Scaling
from bpexplorer.project.weights import FORMATS, Targets, WeightsFile, parse
from tests.runs import bits
from tests.strategies import SEEDS, networks

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def weights_files(draw, name):
    """A network with any finite numbers in it, of the kinds that the format knows."""
    network = draw(networks(activations=["sigmoid"] if name == "network2" else list(ACTIVATIONS)))
    for array in (*network.weights, *network.biases):
        array.flat[draw(st.integers(0, array.size - 1))] = draw(FINITE)
    inputs, outputs = network.sizes[0], network.sizes[-1]
    rng = np.random.default_rng(draw(SEEDS))
    low, high = sorted(draw(st.lists(FINITE, min_size=2, max_size=2)))
    classes = 2 if outputs == 1 else outputs
    named = draw(st.booleans())
    return WeightsFile(
        network=network,
        scaling=Scaling(rng.normal(size=inputs), rng.uniform(0.1, 9, inputs)),
        cost=draw(st.sampled_from(["quadratic", "cross_entropy"] if name == "network2" else list(COSTS))),
        class_names=tuple(draw(st.text(max_size=9)) for _ in range(classes)) if named else (),
        threshold=draw(FINITE) if named and outputs == 1 else None,
        targets=Targets(low, high) if draw(st.booleans()) else None,
        scaling_name=draw(st.sampled_from(list(SCALINGS))),
    )


def read_elsewhere(name: str, data: bytes) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Weights and biases as a program finds them that knows numpy, safetensors or JSON only."""
    if name in ("npz", "safetensors"):
        arrays = (
            dict(np.load(io.BytesIO(data), allow_pickle=False))
            if name == "npz"
            else safetensors.numpy.load(data)
        )
        depth = sum(key.endswith("/bias") for key in arrays)
        return tuple(
            [arrays[f"layer{layer}/{part}"] for layer in range(1, depth + 1)] for part in ("weight", "bias")
        )
    content = json.loads(data)
    if name == "network2":
        return list(map(np.array, content["weights"])), [np.array(b)[:, 0] for b in content["biases"]]
    layers = content["layers"]
    return [np.array(layer["weight"]) for layer in layers], [np.array(layer["bias"]) for layer in layers]


def assert_same_arrays(got, want):
    assert [bits(np.asarray(array, dtype=np.float64)) for array in got] == [bits(array) for array in want]


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40)
@given(data=st.data())
def test_any_network_comes_back_from_its_file_and_is_the_same_for_others(name, data):
    weights = data.draw(weights_files(name))
    network: Network = weights.network
    written = FORMATS[name].dump(weights)
    back = parse(written)

    assert_same_arrays(back.network.weights, network.weights)
    assert_same_arrays(back.network.biases, network.biases)
    assert back.network.activations == network.activations
    for field in ("cost", "class_names", "threshold", "targets", "scaling_name", "program_version"):
        assert getattr(back, field) == getattr(weights, field), field
    assert bits(back.scaling.offset) == bits(weights.scaling.offset)
    assert bits(back.scaling.scale) == bits(weights.scaling.scale)
    assert FORMATS[name].dump(back) == written
    in_file = read_elsewhere(name, written)
    assert_same_arrays(in_file[0], network.weights)
    assert_same_arrays(in_file[1], network.biases)
