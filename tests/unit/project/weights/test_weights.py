"""A trained network leaves in every format and comes back the same to the bit, or a sentence says why not."""

import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from bpexplorer.core.backprop import forward
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.network import Network
from bpexplorer.data.scaling import Scaling
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts.blocks import AT_ONCE
from bpexplorer.project.weights import (
    FORMATS,
    Targets,
    WeightsFile,
    WeightsFormat,
    content,
    export_weights,
    import_weights,
    parse,
)


def make(*activations: str, cost: str = "quadratic", sizes: tuple[int, ...] = (3, 5, 2)) -> WeightsFile:
    rng = np.random.default_rng(7)
    network = Network.create(sizes, activations, initializer="normal", rng=rng)
    inputs, outputs = sizes[0], sizes[-1]
    return WeightsFile(
        network=network,
        scaling=Scaling(rng.normal(size=inputs), rng.uniform(0.5, 2, size=inputs)),
        cost=cost,
        class_names=("ä “b”", "c/d")[:2] if outputs <= 2 else tuple(map(str, range(outputs))),
        threshold=0.5 if outputs == 1 else None,
        targets=Targets(0.0, 1.0),
        scaling_name="standard",
    )


EXAMPLES: dict[str, WeightsFile] = {
    "npz": make("tanh", "softmax", cost="log_likelihood"),
    "safetensors": make("relu", "identity"),
    "json": make("tanh", "sigmoid", cost="absolute"),
    "network2": make("sigmoid", "sigmoid", cost="cross_entropy"),
}


def refused(data: bytes) -> ProjectFileError:
    with pytest.raises(ProjectFileError) as caught:
        parse(data)
    return caught.value


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_exported_comes_back_equal_to_the_bit(tmp_path: Path, name: str) -> None:
    weights, path = EXAMPLES[name], tmp_path / ("net" + FORMATS[name].extension)
    export_weights(weights, path)
    back = import_weights(path)
    assert back.same_as(weights)
    assert back.class_names == ("ä “b”", "c/d")
    x = np.random.default_rng(1).normal(size=(4, 3))
    before, after = (forward(net.network, net.scaling.apply(x)).activations[-1] for net in (weights, back))
    np.testing.assert_array_equal(before, after)


def test_networks_that_differ_in_one_number_or_word_are_not_the_same() -> None:
    weights = EXAMPLES["npz"]
    assert weights.same_as(replace(weights))
    first, second = weights.network.weights
    nudged = Network([first, np.nextafter(second, 9)], weights.network.biases, weights.network.activations)
    renamed = Network([first, second], weights.network.biases, ["relu", "softmax"])
    scaling = Scaling(weights.scaling.offset, np.nextafter(weights.scaling.scale, 9))
    others: list[dict[str, Any]] = [
        {"network": nudged},
        {"network": renamed},
        {"scaling": scaling},
        {"cost": "quadratic"},
        {"class_names": ("c/d", "ä “b”")},
        {"targets": None},
    ]
    for change in others:
        assert not weights.same_as(replace(weights, **change)), change


@pytest.mark.parametrize("name", FORMATS)
def test_one_output_with_its_threshold_comes_back(name: str) -> None:
    weights = make("sigmoid", "sigmoid", sizes=(2, 3, 1))
    back = parse(FORMATS[name].dump(weights))
    assert back.same_as(weights)
    assert back.threshold == 0.5


@pytest.mark.parametrize("name", FORMATS)
def test_equal_networks_give_equal_bytes(name: str) -> None:
    assert FORMATS[name].dump(EXAMPLES[name]) == FORMATS[name].dump(EXAMPLES[name])


def test_the_extreme_numbers_of_float64_survive_every_format() -> None:
    extreme = np.array([[5e-324, -0.0, 1.7976931348623157e308], [0.1, -2.2250738585072014e-308, 1 / 3]])
    network = Network([extreme], [np.array([-0.0, 1e-300])], ["sigmoid"])
    weights = WeightsFile(network=network, scaling=Scaling(np.zeros(3), np.ones(3)), cost="quadratic")
    for entry in FORMATS.values():
        assert parse(entry.dump(weights)).same_as(weights), entry.name


def test_a_network_on_transposed_views_is_written_as_it_is() -> None:
    rng = np.random.default_rng(3)
    network = Network(
        [rng.normal(size=(3, 5)).T, rng.normal(size=(4, 5))[::2]], [np.zeros(5), np.ones(2)], ["tanh"] * 2
    )
    weights = WeightsFile(network=network, scaling=Scaling(np.zeros(3), np.ones(3)), cost="quadratic")
    for name in ("npz", "safetensors", "json"):
        assert parse(FORMATS[name].dump(weights)).same_as(weights)
    written = safetensors.numpy.load(FORMATS["safetensors"].dump(weights))
    np.testing.assert_array_equal(written["layer1/weight"], network.weights[0])


def test_the_ending_or_a_name_chooses_the_format(tmp_path: Path) -> None:
    weights = EXAMPLES["network2"]
    export_weights(weights, tmp_path / "a.network2.json")
    export_weights(weights, tmp_path / "b.json", format_name="network2")
    export_weights(weights, tmp_path / "c.json")
    assert (tmp_path / "a.network2.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert "layers" in json.loads((tmp_path / "c.json").read_text())
    with pytest.raises(ProjectFileError, match=r"d\.txt.*\.npz, \.safetensors"):
        export_weights(weights, tmp_path / "d.txt")
    with pytest.raises(BpExplorerError, match="There is no format 'onnx'"):
        export_weights(weights, tmp_path / "d", format_name="onnx")


def test_a_renamed_file_is_recognised_by_its_content(tmp_path: Path) -> None:
    for name, weights in EXAMPLES.items():
        (tmp_path / "renamed").write_bytes(FORMATS[name].dump(weights))
        assert import_weights(tmp_path / "renamed").same_as(weights)


class TestOtherPrograms:
    """What other programs read in our files, and what we read in theirs."""

    def test_numpy_reads_the_npz_without_pickle(self) -> None:
        weights = EXAMPLES["npz"]
        with np.load(io.BytesIO(FORMATS["npz"].dump(weights)), allow_pickle=False) as arrays:
            np.testing.assert_array_equal(arrays["layer2/weight"], weights.network.weights[1])
            assert arrays["layer1/weight"].shape == (5, 3)
            assert json.loads(str(arrays["metadata"]))["activations"] == ["tanh", "softmax"]

    def test_the_safetensors_library_reads_ours(self) -> None:
        weights = EXAMPLES["safetensors"]
        arrays = safetensors.numpy.load(FORMATS["safetensors"].dump(weights))
        assert set(arrays) == set(weights.arrays())
        np.testing.assert_array_equal(arrays["layer1/weight"], weights.network.weights[0])
        np.testing.assert_array_equal(arrays["input/scale"], weights.scaling.scale)

    def test_arrays_of_float32_and_of_compressed_archives_are_read(self) -> None:
        weights = EXAMPLES["npz"]
        metadata = json.dumps(
            {
                "format": "bpexplorer weights",
                "format_version": 1,
                "activations": ["tanh", "softmax"],
                "cost": "log_likelihood",
            }
        )
        arrays = {key: array.astype(np.float32) for key, array in weights.arrays().items()}
        stream = io.BytesIO()
        np.savez_compressed(stream, metadata=np.array(metadata), **arrays)
        tensors = safetensors.numpy.save(arrays, metadata={"metadata": metadata})
        for data in (stream.getvalue(), tensors):
            back = parse(data)
            assert back.network.weights[0].dtype == np.float64
            np.testing.assert_array_equal(back.network.weights[0], arrays["layer1/weight"])
            assert back.class_names == ()

    def test_arrays_in_column_order_are_read_as_they_are_meant(self) -> None:
        members = edited_npz({"layer1/weight": np.asfortranarray(EXAMPLES["npz"].network.weights[0])})
        assert parse(members).same_as(EXAMPLES["npz"])

    def test_the_books_loader_gets_a_network_that_computes_the_same(self) -> None:
        weights = EXAMPLES["network2"]
        loaded = json.loads(FORMATS["network2"].dump(weights))
        assert loaded["cost"] == "CrossEntropyCost"
        assert loaded["sizes"] == [3, 5, 2]
        # What network2's loader and its feedforward do: columns, a sigmoid in each layer.
        matrices = [np.array(w) for w in loaded["weights"]]
        columns = [np.array(b) for b in loaded["biases"]]
        assert [b.shape for b in columns] == [(5, 1), (2, 1)]
        x = np.random.default_rng(1).normal(size=(4, 3))
        a = x.T
        for w, b in zip(matrices, columns, strict=True):
            a = 1.0 / (1.0 + np.exp(-(np.dot(w, a) + b)))
        np.testing.assert_allclose(a.T, forward(weights.network, x).activations[-1], rtol=1e-12)

    def test_a_file_that_network2_saved_is_read(self) -> None:
        saved = {
            "sizes": [2, 3, 1],
            "weights": [[[1, 2], [3, 4], [5, 6]], [[0.5, 0.25, -1]]],
            "biases": [[[1], [2], [3]], [[4]]],
            "cost": "QuadraticCost",
        }
        weights = parse(json.dumps(saved).encode())
        assert weights.cost == "quadratic"
        assert weights.network.activations == ("sigmoid", "sigmoid")
        assert weights.threshold == 0.5
        np.testing.assert_array_equal(weights.network.weights[0], [[1, 2], [3, 4], [5, 6]])
        np.testing.assert_array_equal(weights.network.biases[0], [1, 2, 3])
        np.testing.assert_array_equal(weights.scaling.apply(np.array([[3.0, 4.0]])), [[3, 4]])

    @pytest.mark.parametrize(
        ("weights", "word"),
        [
            (make("tanh", "sigmoid"), "layer 1 has the activation tanh"),
            (make("sigmoid", "sigmoid", cost="absolute"), "the cost absolute"),
        ],
    )
    def test_a_network_that_the_book_doesnt_know_isnt_written_as_its_json(
        self, tmp_path: Path, weights: WeightsFile, word: str
    ) -> None:
        with pytest.raises(ProjectFileError, match=word) as caught:
            export_weights(weights, tmp_path / "a.network2.json")
        assert caught.value.code == "not_in_format"
        assert list(tmp_path.iterdir()) == []


def edited_npz(changes: dict[str, Any], name: str = "npz") -> bytes:
    with np.load(io.BytesIO(FORMATS["npz"].dump(EXAMPLES[name]))) as arrays:
        members = {key: arrays[key] for key in arrays}
    members |= changes
    stream = io.BytesIO()
    np.savez(stream, **{key: value for key, value in members.items() if value is not None})
    return stream.getvalue()


def edited_safetensors(changes: dict[str, Any], metadata: dict[str, str] | None = None) -> bytes:
    weights = EXAMPLES["npz"]
    text = FORMATS["npz"].dump(weights)
    with np.load(io.BytesIO(text)) as arrays:
        kept = {"metadata": str(arrays["metadata"])}
    members = {k: v for k, v in (weights.arrays() | changes).items() if v is not None}
    return bytes(safetensors.numpy.save(members, metadata=kept if metadata is None else metadata))


NAN_WEIGHTS = np.ones((5, 3))
NAN_WEIGHTS[4, 1] = np.nan

WRONG_ARRAYS: dict[str, tuple[dict[str, Any], str, str]] = {
    "missing": ({"layer2/bias": None}, "misfit", "layer2/bias"),
    "one too many": ({"layer3/bias": np.zeros(2)}, "misfit", "layer3/bias"),
    "a foreign key": ({"conv1/weight": np.zeros(2)}, "unknown_member", "conv1/weight"),
    "layer 0": ({"layer0/weight": np.zeros((2, 2))}, "unknown_member", "layer0/weight"),
    "chain": ({"layer2/weight": np.zeros((2, 4))}, "misfit", "layer2/weight"),
    "bias length": ({"layer1/bias": np.zeros(4)}, "misfit", "layer1/bias"),
    "axes": ({"layer1/bias": np.zeros((5, 1))}, "wrong_shape", "layer1/bias"),
    "no inputs": ({"layer1/weight": np.zeros((5, 0))}, "misfit", "layer1/weight"),
    "NaN": ({"layer1/weight": NAN_WEIGHTS}, "not_finite", "[4, 1]"),
    "infinity": ({"layer2/bias": np.array([0, -np.inf])}, "not_finite", "layer2/bias"),
    "integers": ({"layer1/bias": np.arange(5)}, "wrong_dtype", "layer1/bias"),
    "complex": ({"layer1/bias": np.zeros(5, np.complex64)}, "wrong_dtype", "layer1/bias"),
    "half": ({"layer1/bias": np.zeros(5, np.float16)}, "wrong_dtype", "layer1/bias"),
    "scale zero": ({"input/scale": np.zeros(3)}, "misfit", "above 0"),
    "offset short": ({"input/offset": np.zeros(2), "input/scale": np.ones(2)}, "misfit", "input/offset"),
}


@pytest.mark.parametrize("fault", WRONG_ARRAYS)
@pytest.mark.parametrize("edited", [edited_npz, edited_safetensors])
def test_arrays_that_dont_fit_are_named(edited: Callable[..., bytes], fault: str) -> None:
    changes, code, word = WRONG_ARRAYS[fault]
    error = refused(edited(changes))
    assert error.code == code
    assert word in str(error)
    assert error.remedy in str(error)


def metadata_with(**changes: Any) -> bytes:
    good = {
        "format": "bpexplorer weights",
        "format_version": 1,
        "program_version": "9.8.7",
        "activations": ["tanh", "softmax"],
        "cost": "quadratic",
    }
    return json.dumps({k: v for k, v in (good | changes).items() if v is not None}).encode()


WRONG_METADATA: dict[str, tuple[bytes, str, str]] = {
    "not JSON": (b"{", "damaged", "metadata"),
    "a list": (b"[]", "invalid", "metadata"),
    "another format": (metadata_with(format="x"), "foreign", "bpexplorer weights"),
    "newer": (metadata_with(format_version=4, activations=None, cost=3), "newer_version", "bpexplorer 9.8.7"),
    "no activations": (metadata_with(activations=None), "invalid", "activations"),
    "empty activations": (metadata_with(activations=[]), "invalid", "activations"),
    "unknown activation": (
        metadata_with(activations=["tanh", "__class__"]),
        "misfit",
        "layer 2 has an unknown",
    ),
    "number as activation": (metadata_with(activations=["tanh", 3]), "invalid", "activations[1]"),
    "too few activations": (metadata_with(activations=["tanh"]), "misfit", "layer2/"),
    "too many activations": (metadata_with(activations=["tanh"] * 3), "misfit", "layer3/weight"),
    "unknown cost": (metadata_with(cost="huge"), "misfit", "cost"),
    "class names": (metadata_with(class_names=["a", "b", "c"]), "misfit", "class_names"),
    "threshold": (metadata_with(threshold=0.5), "misfit", "threshold"),
    "targets": (metadata_with(targets={"low": 0}), "invalid", "targets"),
    "a misspelt key": (
        metadata_with(treshold=0.5),
        "invalid",
        "metadata, treshold: there is no such key. Is threshold",
    ),
    "a key of targets": (metadata_with(targets={"low": 0, "high": 1, "mid": 2}), "invalid", "targets.mid"),
    "newer with other keys": (metadata_with(format_version=4, more=3), "newer_version", "bpexplorer 9.8.7"),
    "NaN": (metadata_with().replace(b'"quadratic"', b"NaN"), "damaged", "JSON"),
}


@pytest.mark.parametrize("fault", WRONG_METADATA)
def test_metadata_that_dont_fit_are_named_in_every_format(fault: str) -> None:
    text, code, word = WRONG_METADATA[fault]
    archive = edited_npz({"metadata": np.array(text.decode())})
    tensors = edited_safetensors({}, {"metadata": text.decode()})
    for data in (archive, tensors):
        error = refused(data)
        assert (error.code, error.place != "") == (code, True)
        assert word in str(error)


def test_files_without_metadata_say_that_the_activations_are_unknown() -> None:
    for data in (edited_npz({"metadata": None}), edited_safetensors({}, {"format": "np"})):
        assert "activations are unknown" in str(refused(data))


def changed_json(name: str, change: Callable[[Any], Any]) -> bytes:
    content = json.loads(FORMATS[name].dump(EXAMPLES[name]))
    change(content)
    return json.dumps(content).encode()


WRONG_JSON: dict[str, tuple[str, Callable[[Any], Any], str, str]] = {
    "ragged": ("json", lambda c: c["layers"][0]["weight"][1].pop(), "wrong_shape", "layer1/weight"),
    "no rows": ("json", lambda c: c["layers"][0]["weight"].clear(), "wrong_shape", "layer1/weight"),
    "text for a number": (
        "json",
        lambda c: c["layers"][1]["bias"].append("0"),
        "invalid",
        "layers[1].bias[2]",
    ),
    "null": ("json", lambda c: c["input"].update(offset=[None] * 3), "invalid", "input.offset[0]"),
    "chain": ("json", lambda c: c["layers"].pop(0), "misfit", "layer2/weight"),
    "sizes": ("network2", lambda c: c["sizes"].insert(1, 4), "misfit", "sizes"),
    "negative size": ("network2", lambda c: c["sizes"].insert(1, -4), "invalid", "sizes[1]"),
    "a huge size": ("network2", lambda c: c["sizes"].insert(1, 10**9), "invalid", "sizes[1]"),
    "shape": ("network2", lambda c: c["weights"].reverse(), "wrong_shape", "weights[0]"),
    "flat biases": ("network2", lambda c: c.update(biases=[[0] * 5, [0] * 2]), "wrong_shape", "each bias"),
    "cost class": ("network2", lambda c: c.update(cost="Network"), "invalid", "cost"),
    "newer": (
        "network2",
        lambda c: c["bpexplorer"].update(
            more=1, metadata=c["bpexplorer"]["metadata"] | {"format_version": 9}
        ),
        "newer_version",
        "Update",
    ),
    "a key beside the layers": ("json", lambda c: c.update(layer=[]), "invalid", "Is layers meant?"),
    "a key of a layer": ("json", lambda c: c["layers"][1].update(biases=[]), "invalid", "layers[1].biases"),
    "a key of ours": ("network2", lambda c: c["bpexplorer"].update(ofset=[]), "invalid", "bpexplorer.ofset"),
    "no metadata of ours": ("network2", lambda c: c["bpexplorer"].pop("metadata"), "foreign", "metadata"),
}


def test_what_another_network2_keeps_beside_its_own_is_passed_over_as_its_loader_does() -> None:
    data = changed_json("network2", lambda c: c.update(notes="mine"))
    assert parse(data).same_as(EXAMPLES["network2"])


@pytest.mark.parametrize("fault", WRONG_JSON)
def test_json_that_doesnt_fit_is_named_with_its_place(fault: str) -> None:
    name, change, code, word = WRONG_JSON[fault]
    error = refused(changed_json(name, change))
    assert error.code == code
    assert word in str(error)


def test_numbers_too_large_for_float64_and_nan_in_json_are_refused() -> None:
    text = FORMATS["json"].dump(EXAMPLES["json"])
    number = repr(float(EXAMPLES["json"].network.weights[0][0, 0])).encode()
    for bad in (b"1e999", b"NaN", b"Infinity", b"null"):
        refused(text.replace(number, bad))


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_cut_off_or_changed_anywhere_is_refused_or_means_the_same(name: str) -> None:
    data, weights = FORMATS[name].dump(EXAMPLES[name]), EXAMPLES[name]
    for end in range(0, len(data) - 1, 7):
        assert refused(data[:end]).remedy
    for position in range(0, len(data), 5):
        flipped = bytearray(data)
        flipped[position] ^= 1 << position % 8
        try:
            back = parse(bytes(flipped))
        except ProjectFileError:
            continue
        if name == "npz":  # its members carry checksums: what is read is what was written
            assert back.same_as(weights)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"hello",
        b"[" * 100_000,
        b"{" * 100_000,
        b'{"a":' * 50_000,
        b"\x80\x04\x95",
        b"\xff\xfe{",
        b"PK\x05\x06" + b"\0" * 18,
    ],
)
def test_foreign_bytes_are_refused(data: bytes) -> None:
    assert refused(data).remedy


def test_a_pickle_in_an_archive_is_never_loaded(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "sprung",)

    stream = io.BytesIO()
    np.save(stream, np.array([Trap()], dtype=object), allow_pickle=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("layer1/bias.npy", stream.getvalue())
        archive.writestr("metadata.npy", stream.getvalue())
    assert refused(packed.getvalue()).code in ("wrong_dtype", "damaged")
    assert not (tmp_path / "sprung").exists()


def test_an_archive_that_would_unpack_to_gigabytes_is_refused_without_unpacking_it() -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("layer1/bias.npy", "w", force_zip64=True) as member,
    ):
        for _ in range(64):
            member.write(b"\0" * 2**20)
    assert refused(packed.getvalue()).code == "too_large"


def test_a_shape_beyond_the_bytes_allocates_nothing() -> None:
    header = np.lib.format.magic(1, 0)
    text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (4000000000, 4000000000), }"
    text += b" " * (-(len(header) + 2 + len(text) + 1) % 64) + b"\n"
    member = header + struct.pack("<H", len(text)) + text
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("layer1/weight.npy", member)
        archive.writestr("metadata.npy", npy_text(metadata_with()))
    assert refused(packed.getvalue()).code == "damaged"


def npy_text(text: bytes) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.array(text.decode()))
    return stream.getvalue()


def slightly_others(weights: WeightsFile) -> list[WeightsFile]:
    """Files that differ in the last bit of the last weight, the sign of a zero, a bias, and a word."""
    network, *others = weights.network, replace(weights, class_names=())
    for change in (
        lambda w, b: w[-1].__setitem__((-1, -1), np.nextafter(w[-1][-1, -1], 9)),
        lambda w, b: w[0].__setitem__((0, 0), -w[0][0, 0]),
        lambda w, b: b[0].__setitem__(0, np.nextafter(b[0][0], 9)),
    ):
        matrices, biases = [w.copy() for w in network.weights], [b.copy() for b in network.biases]
        change(matrices, biases)
        others.append(replace(weights, network=Network(matrices, biases, network.activations)))
    return others


@pytest.mark.parametrize("name", FORMATS)
def test_a_written_file_says_the_same_or_it_is_noticed(name: str) -> None:
    weights = EXAMPLES[name]
    zero = weights.network.weights[0].copy()
    zero[0, 0] = 0.0
    weights = replace(
        weights,
        network=Network(
            [zero, *weights.network.weights[1:]], weights.network.biases, weights.network.activations
        ),
    )
    file = FORMATS[name].prepare(weights)
    data = b"".join(file.blocks)
    assert file.is_said_by(io.BytesIO(data))
    for other in slightly_others(weights):
        assert not file.is_said_by(io.BytesIO(FORMATS[name].dump(other)))
    try:
        assert not file.is_said_by(io.BytesIO(data[:-1]))
    except ProjectFileError:  # as a zip archive that is cut off is refused
        assert name == "npz"


@pytest.mark.parametrize("name", FORMATS)
def test_a_failed_export_leaves_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path, weights = tmp_path / ("net" + FORMATS[name].extension), EXAMPLES[name]
    export_weights(weights, path)
    before, real = path.read_bytes(), WeightsFormat.prepare
    wrong = FORMATS[name].dump(slightly_others(weights)[1])
    monkeypatch.setattr(
        WeightsFormat, "prepare", lambda entry, taken: replace(real(entry, taken), blocks=[wrong])
    )
    with pytest.raises(ProjectFileError, match="doesn't read back as the same network"):
        export_weights(weights, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["npz", "safetensors", "json"])  # network2 is written as JSON is
def test_exporting_a_large_network_takes_no_copy_of_its_arrays(tmp_path: Path, name: str) -> None:
    size = 250 if name == "json" else 600  # as text takes longer while memory is counted
    weights, path, told = make("sigmoid", "sigmoid", sizes=(size, size, size)), tmp_path / "w", [0.0]
    arrays = sum(array.nbytes for array in weights.arrays().values())
    tracemalloc.start()
    try:
        export_weights(weights, path, format_name=name, progress=told.append)
        assert tracemalloc.get_traced_memory()[1] < 0.25 * arrays + 6 * AT_ONCE
    finally:
        tracemalloc.stop()
    assert told == sorted(told)
    assert len(told) > 3


def test_safetensors_are_the_librarys_bytes() -> None:
    weights = make(*["tanh"] * 11, "softmax", cost="log_likelihood", sizes=(3, *range(12, 1, -1), 2))
    metadata = weights.sealed_metadata()
    whole = safetensors.numpy.save(
        weights.arrays(), metadata={"metadata": content.dump_metadata(metadata).decode()}
    )
    assert FORMATS["safetensors"].dump(weights) == whole


def test_rows_of_weights_stand_on_lines_of_their_own_in_json() -> None:
    for name in ("json", "network2"):
        lines = FORMATS[name].dump(EXAMPLES[name]).splitlines()
        for row in EXAMPLES[name].network.weights[0]:
            assert json.dumps(row.tolist(), separators=(",", ":")) in [
                line.decode().rstrip(",") for line in lines
            ]


def test_a_file_that_cant_be_read_is_named_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match="there is no such file") as caught:
        import_weights(tmp_path / "none.npz")
    assert str(tmp_path) in str(caught.value)
    with pytest.raises(ProjectFileError, match="this is a folder"):
        import_weights(tmp_path)
