"""What is wrong with a weights file is said of the whole that is wrong, alike in every format; damage is noticed."""

import codecs
import contextlib
import gzip
import io
import json
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from bpexplorer.core.network import Network
from bpexplorer.data.scaling import Scaling
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import archive, npy
from bpexplorer.project.weights import FORMATS, WeightsFile, parse

RNG = np.random.default_rng(5)
WEIGHTS = WeightsFile(
    network=Network.create([3, 5, 2], ["sigmoid", "sigmoid"], initializer="normal", rng=RNG),
    scaling=Scaling(RNG.normal(size=3), RNG.uniform(0.5, 2, 3)),
    cost="quadratic",
    class_names=("one", "two"),
)
Arrays = dict[str, Any]


def refused(data: bytes) -> ProjectFileError:
    with pytest.raises(ProjectFileError) as caught:
        parse(data)
    assert caught.value.code
    assert caught.value.remedy
    return caught.value


def as_npz(arrays: Arrays) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, metadata=np.array(METADATA), **arrays)
    return stream.getvalue()


def as_safetensors(arrays: Arrays) -> bytes:
    return bytes(
        safetensors.numpy.save(
            {k: np.array(v, order="C") for k, v in arrays.items()}, metadata={"metadata": METADATA}
        )
    )


def as_json(arrays: Arrays) -> bytes:
    layers = [
        {part: arrays[f"layer{layer}/{part}"].tolist() for part in ("weight", "bias")} for layer in (1, 2)
    ]
    inputs = {part: arrays[f"input/{part}"].tolist() for part in ("offset", "scale")}
    return json.dumps({"metadata": json.loads(METADATA), "input": inputs, "layers": layers}).encode()


def as_network2(arrays: Arrays) -> bytes:
    return json.dumps(
        {
            "sizes": [3, 5, 2],
            "weights": [arrays[f"layer{layer}/weight"].tolist() for layer in (1, 2)],
            "biases": [arrays[f"layer{layer}/bias"].reshape(-1, 1).tolist() for layer in (1, 2)],
            "cost": "QuadraticCost",
        }
    ).encode()


METADATA = json.dumps(
    {
        "format": "bpexplorer weights",
        "format_version": 1,
        "activations": ["sigmoid", "sigmoid"],
        "cost": "quadratic",
    }
)
WRITERS: dict[str, Callable[[Arrays], bytes]] = {
    "npz": as_npz,
    "safetensors": as_safetensors,
    "json": as_json,
    "network2": as_network2,
}
#: How each format calls the weights of layer 1.
FIRST = {"network2": "weights[0]"}


@pytest.mark.parametrize("name", WRITERS)
def test_matrices_as_keras_keeps_them_hear_that_they_look_transposed(name: str) -> None:
    arrays = WEIGHTS.arrays()
    assert parse(WRITERS[name](arrays)).network.sizes == (3, 5, 2)
    turned = {key: array.T for key, array in arrays.items()}
    error = refused(WRITERS[name](turned))
    assert error.place == FIRST.get(name, "layer1/weight")
    assert "looks transposed" in error.reason
    assert "(5, 3)" in error.reason
    assert "bias" not in error.place


@pytest.mark.parametrize("name", WRITERS)
def test_one_transposed_matrix_is_named(name: str) -> None:
    arrays = WEIGHTS.arrays()
    error = refused(WRITERS[name](arrays | {"layer2/weight": arrays["layer2/weight"].T}))
    assert error.place == ("weights[1]" if name == "network2" else "layer2/weight")
    assert "looks transposed" in error.reason


@pytest.mark.parametrize("name", WRITERS)
def test_weights_that_their_neighbours_contradict_are_named_and_not_the_biases(name: str) -> None:
    error = refused(WRITERS[name](WEIGHTS.arrays() | {"layer1/weight": np.zeros((6, 3))}))
    assert error.place == FIRST.get(name, "layer1/weight")
    assert "(5, 3)" in error.reason


@pytest.mark.parametrize("name", ["npz", "safetensors", "json"])
def test_biases_that_their_neighbours_contradict_are_named(name: str) -> None:
    error = refused(WRITERS[name](WEIGHTS.arrays() | {"layer1/bias": np.zeros(4)}))
    assert error.place == "layer1/bias"
    assert "needs 5" in error.reason


@pytest.mark.parametrize("name", ["npz", "safetensors", "json"])
@pytest.mark.parametrize("shape", [(5, 1), (1, 5), ()])
def test_biases_of_another_number_of_axes_hear_what_biases_are(name: str, shape: tuple[int, ...]) -> None:
    bias = np.zeros(shape)
    error = refused(WRITERS[name](WEIGHTS.arrays() | {"layer1/bias": bias}))
    assert error.code == "wrong_shape"
    if name == "json":
        assert error.place == "layers[0].bias"
        assert "it must be one list with a number for each neuron, as in [0, 0.1, 0]" in error.reason
    else:
        assert error.place == "layer1/bias"
        assert error.reason == f"its shape is {shape}, not (out,)"


@pytest.mark.parametrize("name", WRITERS)
def test_weights_of_one_axis_hear_what_weights_are(name: str) -> None:
    error = refused(WRITERS[name](WEIGHTS.arrays() | {"layer1/weight": np.zeros(15)}))
    assert error.code == "wrong_shape"
    assert error.place == {"json": "layers[0].weight", "network2": "weights[0]"}.get(name, "layer1/weight")
    wanted = "one list for each neuron" if "json" in name or name == "network2" else "not (out, in)"
    assert wanted in error.reason


def network2(**changes: Any) -> bytes:
    return json.dumps(json.loads(as_network2(WEIGHTS.arrays())) | changes).encode()


@pytest.mark.parametrize(
    ("changes", "place", "word"),
    [
        ({"biases": [[0.0] * 5, [0.0] * 2]}, "biases[0]", "each bias is a list of its own: [[0.1], [0], [-2]]"),
        ({"biases": [0.1, 0.2]}, "biases[0]", "each bias is a list of its own"),
        ({"biases": 0.1}, "biases", "a list for each layer, in which each bias is a list of its own"),
        ({"biases": [[[0.0] * 5], [[0.0] * 2]]}, "biases[0]", "its shape is (1, 5), not (5, 1); it looks transposed"),
        ({"biases": [[[[0.0]] * 5], [[[0.0]] * 2]]}, "biases[0]", "each bias is a list of its own"),
        ({"weights": [0.1] * 25}, "weights[0]", "one list for each neuron"),
        ({"weights": {}}, "weights", ""),
        ({"sizes": [3, 4, 2]}, "sizes", "weights and biases are those of layers of [3, 5, 2] neurons"),
        ({"sizes": 3}, "sizes", "it must be a list"),
        ({"weights": [[[0.0] * 3] * 4 + [[0.0] * 2], [[0.0] * 5] * 2]}, "weights[0]", "row 4 has 2"),
    ],
)  # fmt: skip
def test_json_of_network2_hears_what_was_expected_of_the_whole(
    changes: dict[str, Any], place: str, word: str
) -> None:
    error = refused(network2(**changes))
    assert error.place == place
    assert word in error.reason


@pytest.mark.parametrize("missing", ["sizes", "weights", "biases", "cost"])
def test_json_of_network2_that_lacks_a_key_is_still_known_for_what_it_is(missing: str) -> None:
    content = json.loads(as_network2(WEIGHTS.arrays()))
    del content[missing]
    assert refused(json.dumps(content).encode()).place == missing


@pytest.mark.parametrize("write", [np.savez, np.savez_compressed])
def test_a_plain_npz_hears_which_arrays_are_wanted(write: Callable[..., None]) -> None:
    stream = io.BytesIO()
    write(stream, W1=np.zeros((5, 3)), b1=np.zeros(5), W2=np.zeros((2, 5)), b2=np.zeros(2))
    error = refused(stream.getvalue())
    assert error.code == "unknown_member"
    assert error.reason.startswith("it holds 'W1', 'b1', 'W2', 'b2'; a weights file holds layer1/weight")
    for wanted in ("layer1/bias", "(out, in)", "input/offset", "metadata"):
        assert wanted in error.reason


def test_plain_safetensors_hear_which_arrays_are_wanted() -> None:
    error = refused(safetensors.numpy.save({"fc1.weight": np.zeros((5, 3)), "fc1.bias": np.zeros(5)}))
    assert "'fc1.bias'" in error.reason
    assert "a weights file holds layer1/weight of shape (out, in)" in error.reason


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (npy.dump(np.zeros(3)), "one array alone"),
        (b"\x89HDF\r\n\x1a\n" + bytes(90), "HDF5"),
        (pickle.dumps([1.0]), "a pickle"),
        (gzip.compress(b"{}", mtime=0), "compressed by gzip"),
        (
            archive.pack({"manifest.json": b"{}", "project.json": b"{}"}),
            "this is a project, not weights alone",
        ),
    ],
)
def test_files_that_are_likely_to_be_taken_for_weights_are_called_what_they_are(
    data: bytes, word: str
) -> None:
    error = refused(data)
    assert error.code == "foreign"
    assert word in error.reason


@pytest.mark.parametrize("code", [0xD800, 0xDFFF])
def test_metadata_with_half_a_character_are_damaged(code: int) -> None:
    characters = np.array([METADATA]).view(np.uint32)
    characters[5] = code
    stream = io.BytesIO()
    np.savez(stream, metadata=characters.view(f"<U{len(METADATA)}")[0:1].reshape(()), **WEIGHTS.arrays())
    error = refused(stream.getvalue())
    assert (error.code, error.place) == ("damaged", "metadata")


def test_arrays_without_metadata_hear_what_to_write_there() -> None:
    stream = io.BytesIO()
    np.savez(stream, **WEIGHTS.arrays())
    for data in (stream.getvalue(), safetensors.numpy.save(WEIGHTS.arrays())):
        error = refused(data)
        assert "activations are unknown" in error.reason
        assert "format_version, activations and cost" in error.remedy


@pytest.mark.parametrize("name", ["json", "network2"])
def test_a_byte_order_mark_before_json_is_passed_over(name: str) -> None:
    assert parse(codecs.BOM_UTF8 + FORMATS[name].dump(WEIGHTS)).same_as(WEIGHTS)


@pytest.mark.parametrize("name", ["npz", "safetensors"])
def test_a_byte_order_mark_before_metadata_is_passed_over(name: str) -> None:
    text = codecs.BOM_UTF8.decode() + METADATA
    stream = io.BytesIO()
    np.savez(stream, metadata=np.array(text), **WEIGHTS.arrays())
    data = (
        stream.getvalue() if name == "npz" else safetensors.numpy.save(WEIGHTS.arrays(), {"metadata": text})
    )
    assert parse(data).network.sizes == (3, 5, 2)


@pytest.mark.parametrize("name", FORMATS)
def test_a_key_of_the_metadata_that_stands_there_twice_is_refused_in_every_format(name: str) -> None:
    twice = METADATA.replace('"cost":', '"cost": "absolute", "cost":')
    stream = io.BytesIO()
    np.savez(stream, metadata=np.array(twice), **WEIGHTS.arrays())
    data = {
        "npz": stream.getvalue(),
        "safetensors": safetensors.numpy.save(WEIGHTS.arrays(), {"metadata": twice}),
        "json": as_json(WEIGHTS.arrays()).replace(b'"cost":', b'"cost": "absolute", "cost":'),
        "network2": FORMATS["network2"]
        .dump(WEIGHTS)
        .replace(b'"cost":"quad', b'"cost":"absolute","cost":"quad'),
    }[name]
    error = refused(data)
    assert "the key 'cost' twice" in error.reason
    assert error.place == {"network2": "bpexplorer.metadata"}.get(name, "metadata")


def test_a_key_twice_in_the_header_of_safetensors_is_refused() -> None:
    data = safetensors.numpy.save(WEIGHTS.arrays(), {"metadata": METADATA})
    begin = 8 + int.from_bytes(data[:8], "little")
    header = data[8:begin].replace(b'"layer2/bias":', b'"layer1/bias":').rstrip()
    error = refused(len(header).to_bytes(8, "little") + header + data[begin:])
    assert (error.place, error.reason) == ("header", "this object has the key 'layer1/bias' twice")


class TestDigest:
    """A SHA-256 goes along with what is written, and tells when something of it has become something else."""

    @pytest.mark.parametrize("name", ["safetensors", "json", "network2"])
    def test_every_bit_that_flips_is_noticed_or_changes_nothing(self, name: str) -> None:
        data = FORMATS[name].dump(WEIGHTS)
        for position in range(0, len(data), 3):
            flipped = bytearray(data)
            flipped[position] ^= 1 << position % 7
            with contextlib.suppress(ProjectFileError):
                assert parse(bytes(flipped)).same_as(WEIGHTS), position

    @pytest.mark.parametrize("name", FORMATS)
    def test_a_number_that_became_another_is_said_in_a_sentence(self, name: str) -> None:
        # Both arrays are written under the digest of the first.
        other = WeightsFile(
            network=Network(
                [w + 1e-9 for w in WEIGHTS.network.weights],
                WEIGHTS.network.biases,
                WEIGHTS.network.activations,
            ),
            scaling=WEIGHTS.scaling,
            cost=WEIGHTS.cost,
            class_names=WEIGHTS.class_names,
        )
        first, second = WEIGHTS.digest(), other.digest()
        data = FORMATS[name].dump(other)
        if name == "npz":
            with np.load(io.BytesIO(data)) as packed:
                arrays = {key: packed[key] for key in packed}
            arrays["metadata"] = np.array(str(arrays["metadata"]).replace(second, first))
            stream = io.BytesIO()
            np.savez(stream, **arrays)
            data = stream.getvalue()
        else:
            assert data.count(second.encode()) == 1
            data = data.replace(second.encode(), first.encode())
        error = refused(data)
        assert (error.code, error.place) == ("damaged", "sha256")
        assert "the SHA-256 in its metadata is another" in error.reason

    def test_a_key_of_ours_that_is_lost_from_json_of_network2_is_noticed(self) -> None:
        data = FORMATS["network2"].dump(WEIGHTS)
        assert refused(data.replace(b'"bpexplorer":', b'"bpexplorar":')).place == "sha256"

    def test_costs_that_contradict_each_other_are_refused(self) -> None:
        data = FORMATS["network2"].dump(WEIGHTS).replace(b'"QuadraticCost"', b'"CrossEntropyCost"')
        assert refused(data).place == "cost"

    @pytest.mark.parametrize("name", FORMATS)
    def test_a_file_without_a_digest_is_read(self, name: str) -> None:
        assert parse(WRITERS[name](WEIGHTS.arrays())).network.sizes == (3, 5, 2)

    def test_the_books_loader_finds_all_that_it_asks_for(self) -> None:
        content = json.loads(FORMATS["network2"].dump(WEIGHTS))
        assert content.keys() == {"sha256", "sizes", "weights", "biases", "cost", "bpexplorer"}
        assert "sha256" not in content["bpexplorer"]["metadata"]
