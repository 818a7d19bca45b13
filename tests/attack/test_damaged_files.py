"""A file with anything changed is read as what it was, or refused in a sentence; nothing else ever happens."""

import io
import json
import random
import re
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from bpexplorer.core.network import Network
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.scaling import Scaling
from bpexplorer.project import files, weights
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View
from bpexplorer.project.weights import FORMATS, Targets, WeightsFile
from tests.runs import advance

#: What reading one of these small files may allocate, whatever became of it.
MOST_MEMORY = 4 * 2**20


def trained() -> Project:
    plan = Plan(
        NetworkSpec.create([2, 3, 1], ["tanh", "sigmoid"]),
        TrainingConfig(cost="cross_entropy", optimizer="momentum", learning_rate=0.1, batch_size=7),
        DataChoice(name="xor", samples=40, noise=0.1, seed=5),
    )
    trainer = advance(Trainer(Project.at_start(plan).state), 9)
    return Project(plan, trainer.state(), View(selection=((1, 0),)))


def network_to_take_away() -> WeightsFile:
    rng = np.random.default_rng(7)
    return WeightsFile(
        network=Network.create([2, 3, 1], ["sigmoid", "sigmoid"], initializer="normal", rng=rng),
        scaling=Scaling(rng.normal(size=2), rng.uniform(0.5, 2, size=2)),
        cost="cross_entropy",
        class_names=("ä “b”", "c/d"),
        threshold=0.5,
        targets=Targets(0.0, 1.0),
        scaling_name="standard",
    )


class Format(NamedTuple):
    """A file as it was written, how it is read, and whether something that was read is what was written."""

    data: bytes
    read: Callable[[bytes], Any]
    is_same: Callable[[Any], bool]


PROJECT, WEIGHTS = trained(), network_to_take_away()
FORMATS_OF_FILES = {"bpx": Format(files.dump(PROJECT), files.parse, PROJECT.same_as)} | {
    name: Format(entry.dump(WEIGHTS), weights.parse, WEIGHTS.same_as) for name, entry in FORMATS.items()
}

Mutation = Callable[[bytes, random.Random], bytes]

# Of any bytes.


def flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def delete(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data))
    return data[:begin] + data[begin + chance.choice((1, 2, 8, 100)) :]


def insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice((b"\0", b" ", b'"', b"0", b"PK\1\2", chance.randbytes(20))) + data[at:]


def overwrite(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 2, 4, 8))
    extreme = (b"\0" * size, b"\xff" * size, b"\x7f" * size, chance.randbytes(size))
    return data[:at] + chance.choice(extreme) + data[at + size :]


def repeat(data: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[begin:]


# Of text.

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[][{}:,]|[^][{}:,"\s]+')
_TOKENS = (
    *(b"{", b"}", b"[", b"]", b":", b",", b'"', b"null", b"true", b"NaN", b"-Infinity", b"1e999", b"-1", b"0"),
    *(b"0.5", b"1" * 400, b'"' + b"x" * 3000 + b'"', b'""', b'"\\ud800"', b'"\xff"', b"[]", b"{}", b"[[1]]", b"2"),
    *(b"9" * 20, b'"sha256"', b'"cost"', b"[" * 2000),
)  # fmt: skip


def change_token(data: bytes, chance: random.Random) -> bytes:
    """One token of the text becomes another, is left out, is doubled, or changes places with one."""
    tokens = [match.span() for match in _TOKEN.finditer(data)]
    if not tokens:
        return data
    (begin, end), (other_begin, other_end) = sorted(chance.choices(tokens, k=2))
    first, second = data[begin:end], data[other_begin:other_end]
    act = chance.choice(("replace", "drop", "double", "exchange"))
    if act == "exchange" and end <= other_begin:
        return data[:begin] + second + data[end:other_begin] + first + data[other_end:]
    new = {"replace": chance.choice(_TOKENS), "drop": b"", "double": first + first, "exchange": second}[act]
    return data[:begin] + new + data[end:]


def change_key(data: bytes, chance: random.Random) -> bytes:
    """A key of an object is there twice, or is lost with its value, or another value is under it."""
    objects = holders(json.loads(data))
    holder = chance.choice(objects)
    key = chance.choice(list(holder))
    act = chance.choice(("twice", "twice, differing", "drop", "exchange", "rename"))
    if act.startswith("twice"):
        value = holder[key]
        mark = f"{key}\0twice"
        holder[mark] = chance.choice((0, None, [], {}, value)) if "differing" in act else value
        text = json.dumps(objects[0])
        return text.replace(json.dumps(mark), json.dumps(key)).encode()
    value = holder.pop(key)
    if act == "exchange" and holder:
        other = chance.choice(list(holder))
        holder[key], holder[other] = holder[other], value
    elif act == "rename":
        holder[chance.choice((key.upper(), f"{key} ", key[1:], key + key))] = value
    return json.dumps(objects[0]).encode()


def holders(value: Any) -> list[dict[str, Any]]:
    """All objects with keys in a JSON value, the outermost first."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [each for item in inner for each in holders(item)]
    return [value, *found] if isinstance(value, dict) and value else found


# Of archives: what is changed here fits the checksums of the archive.


def change_member(data: bytes, chance: random.Random) -> bytes:
    """A member is changed, lost, doubled, renamed, or exchanged with one; all may be packed in another way."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = [(name, packed.read(name)) for name in packed.namelist()]
    at, other = (chance.randrange(len(members)) for _ in range(2))
    name, content = members[at]
    act = chance.choice(("bytes", "text", "drop", "double", "rename", "exchange", "order", "method"))
    if act == "bytes":
        members[at] = name, chance.choice(ANY_BYTES)(content, chance)
    elif act == "text":
        is_json = name.endswith(".json")
        members[at] = name, chance.choice((change_token, change_key) if is_json else (flip,))(content, chance)
    elif act == "drop":
        del members[at]
    elif act == "double":
        members.append((name, chance.choice(members)[1]))
    elif act == "rename":
        members[at] = chance.choice((name + "x", "../" + name, name.upper(), members[other][0])), content
    elif act == "exchange":
        members[at], members[other] = (name, members[other][1]), (members[other][0], content)
    else:
        chance.shuffle(members)
    method = chance.choice(METHODS) if act == "method" else chance.choice(METHODS[:2])
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two members of one name
        with zipfile.ZipFile(stream, "w", method) as archive:
            for each, member in members:
                archive.writestr(each, member)
    return stream.getvalue()


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def change_header(data: bytes, chance: random.Random) -> bytes:
    """The header of safetensors is changed, and is as long as it says."""
    begin = 8 + int.from_bytes(data[:8], "little")
    header = chance.choice((change_token, change_key, *ANY_BYTES))(data[8:begin], chance)
    return len(header).to_bytes(8, "little") + header + data[begin:]


ANY_BYTES: tuple[Mutation, ...] = (flip, flip, cut_off, delete, insert, overwrite, repeat)
OF_TEXT: tuple[Mutation, ...] = (change_token,) * 3 + (change_key,) * 3
MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    "bpx": ANY_BYTES + (change_member,) * 6,
    "npz": ANY_BYTES + (change_member,) * 6,
    "safetensors": ANY_BYTES + (change_header,) * 6,
    "json": ANY_BYTES + OF_TEXT,
    "network2": ANY_BYTES + OF_TEXT,
}


@pytest.mark.parametrize("name", FORMATS_OF_FILES)
def test_a_file_with_anything_changed_is_what_it_was_or_is_refused_in_a_sentence(
    name: str, trials: Callable[[int, int], int]
) -> None:
    written = FORMATS_OF_FILES[name]
    assert written.is_same(written.read(written.data))
    refused = 0
    tracemalloc.start()
    try:
        for seed in range(trials(200, 20_000)):
            chance = random.Random(seed)
            mutation = chance.choice(MUTATIONS[name])
            mutant = mutation(written.data, chance)
            refused += is_refused(written, mutant, f"{mutation.__name__}, seed {seed}")
    finally:
        tracemalloc.stop()
    assert refused  # most of them; what changed nothing is read


def is_refused(written: Format, mutant: bytes, what: str) -> bool:
    """Whether a mutant is refused, as it must be unless it still is what was written; ``what`` names it."""
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    error, found = None, None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = written.read(mutant)
        except ProjectFileError as refusal:
            error = refusal
        except Exception as escaped:
            raise AssertionError(f"{what}: {type(escaped).__name__} escaped") from escaped
    assert tracemalloc.get_traced_memory()[1] - before < MOST_MEMORY, f"{what}: too much memory"
    if error is None:
        assert written.is_same(found), f"{what}: read as something else"
    else:
        assert error.code, what
        assert error.reason, what
        assert error.remedy.endswith("."), what
        assert str(error).isprintable(), what
        assert len(str(error)) < 1200, what
    return error is not None
