"""Project files with something changed at random: refused with a sentence that names the file, or whole."""

import io
import json
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project import files
from bpexplorer.project.project import Project
from tests.bpx import rebuilt
from tests.runs import advance

#: A file of every version, by name; that of the newest is made from another.
STORED = {path.stem: path.read_bytes() for path in sorted(Path(__file__).parent.glob("version_*.bpx"))}
STORED["newest"] = files.dump(files.parse(STORED["version_6_held"]))
#: The newest more often than the others.
NAMES = st.sampled_from([*["newest"] * 5, *STORED])

_EXTREMES = (0, -1, 1, 2, 63, 10**9, 2**53, 2**53 + 1, 10**40, -(10**40), 0.5, -0.0, 1e-320, 1e308, -1e308)
_OTHERS = (None, True, "", "tanh", "adam", "x" * 300, "\x00", [], {}, [[]], [1, 2], {"a": 1}, *_EXTREMES)


def holders(value: Any) -> list[Any]:
    """Every object and list in a JSON value that holds something."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [each for item in inner for each in holders(item)]
    return [value, *found] if isinstance(value, dict | list) and value else found


@st.composite
def changed_records(draw: st.DrawFn, record: Any) -> Any:
    """The record with something dropped, renamed, replaced or exchanged, once or several times."""
    for _ in range(draw(st.integers(1, 3))):
        all_holders = holders(record)
        if not all_holders:
            break
        holder = draw(st.sampled_from(all_holders))
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        key, other = draw(st.sampled_from(keys)), draw(st.sampled_from(keys))
        act = draw(st.sampled_from(["drop", "rename", "replace", "enlarge", "exchange", "double"]))
        if act == "drop":
            del holder[key]
        elif act == "rename" and isinstance(holder, dict):
            holder[draw(st.sampled_from([f"{key}s", str(key)[1:], str(key).upper(), "", "a.b[0]"]))] = (
                holder.pop(key)
            )
        elif act == "enlarge" and isinstance(holder[key], int | float):
            holder[key] *= draw(st.sampled_from([-1, 2, 1e3, 1.5]))
        elif act == "exchange":
            holder[key], holder[other] = holder[other], holder[key]
        elif act == "double" and isinstance(holder, list):
            holder.append(deepcopy(holder[key]))
        else:
            holder[key] = deepcopy(draw(st.sampled_from(_OTHERS)))
    return record


@st.composite
def changed_arrays(draw: st.DrawFn, members: dict[str, bytes]) -> dict[str, bytes]:
    """The members with two arrays exchanged, or one of them changed."""
    names = [name for name in members if name.endswith(".npy")]
    first, second = draw(st.sampled_from(names)), draw(st.sampled_from(names))
    act = draw(st.sampled_from(["exchange", "drop", "number", "shape", "copy"]))
    if act == "exchange":
        return members | {first: members[second], second: members[first]}
    if act == "copy":
        return members | {first: members[second]}
    if act == "drop":
        return {name: data for name, data in members.items() if name != first}
    array = np.load(io.BytesIO(members[first]))
    if act == "number" and array.size:
        place = draw(st.integers(0, array.size - 1))
        array.flat[place] = draw(st.sampled_from([np.nan, np.inf, -np.inf, *map(float, _EXTREMES)]))
    else:
        array = draw(st.sampled_from([array.T, array[:-1], array[..., :-1], array.ravel(), array[::-1]]))
    stream = io.BytesIO()
    np.save(stream, array)
    return members | {first: stream.getvalue()}


def opened(path: Path) -> Project | BpExplorerError:
    try:
        return files.load(path)
    except BpExplorerError as error:
        return error


def assert_refused_or_whole(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "changed.bpx"
        path.write_bytes(data)
        project = opened(path)
        if isinstance(project, BpExplorerError):
            sentence = str(project)
            assert "changed.bpx" in sentence
            assert sentence.isprintable()
            assert len(sentence) < 1000
            return
        files.save(project, path)
        assert files.load(path).same_as(project)
        with np.errstate(all="ignore"):
            on = advance(Trainer(project.state), 2)
        goes_on = Project(project.plan, on.state(), project.view)
        files.save(goes_on, path)
        assert files.load(path).same_as(goes_on)


@settings(max_examples=150)
@given(draw=st.data())
def test_a_record_with_anything_changed_is_refused_or_whole(draw):
    def change(members: dict[str, bytes]) -> None:
        record = draw.draw(changed_records(json.loads(members["project.json"])))
        members["project.json"] = json.dumps(record).encode()

    assert_refused_or_whole(rebuilt(STORED[draw.draw(NAMES)], change))


@settings(max_examples=60)
@given(draw=st.data())
def test_arrays_with_anything_changed_are_refused_or_whole(draw):
    def change(members: dict[str, bytes]) -> None:
        changed = draw.draw(changed_arrays(members))
        members.clear()
        members.update(changed)

    assert_refused_or_whole(rebuilt(STORED[draw.draw(NAMES)], change))


@settings(max_examples=60)
@given(version=st.integers(-1, 9), name=NAMES)
def test_a_file_that_claims_another_version_is_refused_or_whole(version, name):
    assert_refused_or_whole(rebuilt(STORED[name], manifest=lambda head: head.update(format_version=version)))
