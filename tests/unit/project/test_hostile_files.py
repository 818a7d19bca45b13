"""Files made to be expensive are refused from what they claim, before it is read or unpacked."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpexplorer.core.spec import MAX_LAYER_SIZE, NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import DataChoice
from bpexplorer.project import files, weights
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import archive, npy
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project
from tests.bpx import rebuilt

DATA = files.dump(
    Project.at_start(
        Plan(
            NetworkSpec.create([2, 3, 1], ["tanh", "sigmoid"]),
            TrainingConfig(cost="cross_entropy"),
            DataChoice(name="xor", samples=40, noise=0.1, seed=5),
        )
    )
)
READERS: dict[str, Callable[[Path], Any]] = {"bpx": files.load, "npz": weights.import_weights}
#: What reading may allocate beside what a file needs.
FEW_MEGABYTES = 4 * 2**20


def refused(read: Callable[[Path], Any], path: Path) -> ProjectFileError:
    """How the file is refused, with next to no memory."""
    tracemalloc.start()
    try:
        with pytest.raises(ProjectFileError) as caught:
            read(path)
        assert tracemalloc.get_traced_memory()[1] < FEW_MEGABYTES
    finally:
        tracemalloc.stop()
    assert path.name in str(caught.value)
    return caught.value


@cache
def archive_of(count: int) -> bytes:
    """An archive with so many empty members: written by hand, as zipfile takes seconds for many."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, *[0] * 4, 0, 0, 0, 8, *[0] * 6)
    directory = b"".join(entry + b"%08d" % number for number in range(count))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


@pytest.mark.parametrize("kind", READERS)
def test_sixty_five_thousand_members_are_refused_before_they_are_listed(kind: str, tmp_path: Path) -> None:
    assert len(zipfile.ZipFile(io.BytesIO(archive_of(50))).namelist()) == 50
    for count in (1001, 65_000):
        (tmp_path / "many").write_bytes(archive_of(count))
        assert refused(READERS[kind], tmp_path / "many").code == "too_large"


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("begin", [b"", b"PK\x03\x04", b"{", b'\x20\0\0\0\0\0\0\0{"'])
def test_a_sparse_file_of_900_megabytes_is_refused_unread(kind: str, begin: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.write(begin)
        file.truncate(900 * 2**20)
    refused(READERS[kind], path)


def test_a_project_that_claims_a_directory_of_800_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "directory"
    with path.open("wb") as file:
        file.write(DATA)
        file.truncate(800 * 2**20)
        file.seek(0, io.SEEK_END)
        file.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 799 * 2**20, 0, 0))
    refused(files.load, path)


def bomb(members: dict[str, int], rest: dict[str, bytes]) -> bytes:
    """An archive with members of so many zeros behind the rest."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in rest.items():
            archive.writestr(name, data)
        for name, size in members.items():
            with archive.open(name, "w", force_zip64=True) as member:
                for _ in range(size // 2**20):
                    member.write(bytes(2**20))
    return packed.getvalue()


METADATA = (
    '{"format": "bpexplorer weights", "format_version": 1, "activations": ["tanh"], "cost": "quadratic"}'
)


@pytest.mark.parametrize(
    ("members", "rest"),
    [
        ({"layer1/bias.npy": 16 * 2**20}, {"metadata.npy": npy.dump_text(METADATA)}),
        ({"metadata.npy": 32 * 2**20}, {}),
        ({"layer1/weight.npy": 32 * 2**20}, {"metadata.npy": npy.dump_text("{}")}),
        ({"layer1/weight.npy": 32 * 2**20}, {}),
        ({"layer1/weight.npy": 32 * 2**20}, {"metadata.npy": npy.dump_text(METADATA)}),
        ({"W1.npy": 16 * 2**20}, {}),
    ],
)
def test_weights_that_unpack_to_what_no_network_needs_stay_packed(
    members: dict[str, int], rest: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "bomb").write_bytes(bomb(members, rest))
    refused(weights.import_weights, tmp_path / "bomb")


def test_weights_that_dont_fit_their_biases_stay_packed(tmp_path: Path) -> None:
    arrays = {
        "layer1/weight": np.zeros((1000, 1000)),
        "layer1/bias": np.zeros(7),
        "input/offset": np.zeros(1000),
        "input/scale": np.ones(1000),
    }
    np.savez_compressed(tmp_path / "bomb.npz", metadata=np.array(METADATA), **arrays)  # type: ignore[arg-type]
    assert refused(weights.import_weights, tmp_path / "bomb.npz").place == "layer1/bias"


def test_arrays_of_a_project_that_its_network_has_no_use_for_stay_packed(tmp_path: Path) -> None:
    zeros = npy.dump(np.zeros((3, 2**18)))
    data = rebuilt(DATA, lambda members: members.update({"planes.npy": zeros}))
    (tmp_path / "bomb").write_bytes(data)
    error = refused(files.load, tmp_path / "bomb")
    assert (error.code, error.place) == ("too_large", "planes.npy")


def test_a_member_that_unpacks_to_more_than_it_claims_is_unpacked_no_further(tmp_path: Path) -> None:
    honest = bomb({"metadata.npy": 16 * 2**20}, {})
    size = struct.pack("<L", 16 * 2**20)
    assert honest.count(size) >= 1
    (tmp_path / "bomb").write_bytes(honest.replace(size, struct.pack("<L", 1000)))
    assert refused(weights.import_weights, tmp_path / "bomb").code == "damaged"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("kind", READERS)
def test_members_are_stored_or_deflated(kind: str, method: int, tmp_path: Path) -> None:
    name, data = {"bpx": ("manifest.json", b"{}"), "npz": ("metadata.npy", npy.dump_text(METADATA))}[kind]
    path = tmp_path / "packed"
    with zipfile.ZipFile(path, "w", method) as packed:
        packed.writestr(name, data)
    error = refused(READERS[kind], path)
    assert (error.code, error.place) == ("compression", name)


@pytest.mark.parametrize("kind", READERS)
def test_an_encrypted_member_is_called_so(kind: str, tmp_path: Path) -> None:
    name = {"bpx": "manifest.json", "npz": "metadata.npy"}[kind]
    data = bytearray(archive.pack({name: b"x" * 20}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "secret").write_bytes(data)
    assert refused(READERS[kind], tmp_path / "secret").code == "compression"


@pytest.mark.parametrize("text", ['{"a":[' + "0," * 2**20, '{"weights":[' + "[]," * 2**20])
def test_json_of_more_numbers_than_a_network_can_have_is_refused_before_they_are_read(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpexplorer.project.weights.layout.MAX_WEIGHTS_BYTES", 2**20)
    (tmp_path / "long.json").write_text(text)
    with pytest.raises(ProjectFileError, match="numbers") as caught:
        weights.import_weights(tmp_path / "long.json")
    assert caught.value.code == "too_large"


def test_a_network_of_zeros_as_large_as_documented_is_read_however_small_its_file_is() -> None:
    size = MAX_LAYER_SIZE
    packed = io.BytesIO()
    arrays = {
        "layer1/weight": np.zeros((size, 2)),
        "layer1/bias": np.zeros(size),
        "layer2/weight": np.zeros((1, size)),
        "layer2/bias": np.zeros(1),
        "input/offset": np.zeros(2),
        "input/scale": np.ones(2),
    }
    metadata = METADATA.replace('["tanh"]', '["tanh", "tanh"]')
    np.savez_compressed(packed, metadata=np.array(metadata), **arrays)
    assert len(packed.getvalue()) * 40 < sum(array.nbytes for array in arrays.values())
    assert weights.parse(packed.getvalue()).network.sizes == (2, size, 1)


@pytest.mark.slow
def test_two_layers_of_4096_zeros_are_read() -> None:
    size = MAX_LAYER_SIZE
    packed = io.BytesIO()
    np.savez_compressed(
        packed,
        **{
            "metadata": np.array(METADATA.replace('["tanh"]', '["tanh", "tanh", "tanh"]')),
            "layer1/weight": np.zeros((size, 2)),
            "layer1/bias": np.zeros(size),
            "layer2/weight": np.zeros((size, size)),
            "layer2/bias": np.zeros(size),
            "layer3/weight": np.zeros((1, size)),
            "layer3/bias": np.zeros(1),
            "input/offset": np.zeros(2),
            "input/scale": np.ones(2),
        },
    )
    assert weights.parse(packed.getvalue()).network.sizes == (2, size, size, 1)
