"""Files of earlier versions: what they couldn't say is what was true then, and nothing else is filled in."""

import io
import json
import platform
import zipfile
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import START, start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import DrawnChoice
from bpexplorer.project import files
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import record
from bpexplorer.project.parts.versions import ADDED, FORMAT_VERSION, Added, Moved, completed
from tests.bpx import with_record
from tests.runs import advance, assert_same_run

HERE = Path(__file__).parent
#: By version: a run of 9 steps that uses what the version had.
STORED = {
    number: HERE / f"version_{name}.bpx"
    for number, name in enumerate(("1", "2", "3", "4", "5", "6_held", "7", "8", "9", "10", "11"), start=1)
}


def parts(path: Path) -> tuple[bytes, dict[str, bytes]]:
    """``project.json``, and the arrays by name."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    arrays = {name.removesuffix(".npy"): data for name, data in members.items() if name.endswith(".npy")}
    return members["project.json"], arrays


@pytest.mark.parametrize("version", STORED)
def test_a_stored_file_of_every_version_opens_and_comes_back_from_the_newest(version: int) -> None:
    project = files.load(STORED[version])
    assert project.state.step == 9
    assert files.parse(files.dump(project)).same_as(project)


def test_files_keep_what_their_version_could_say() -> None:
    projects = {version: files.load(path) for version, path in STORED.items()}
    states = {version: project.state for version, project in projects.items()}
    assert [state.held_steps for state in states.values()] == [0, 0, 6, 6, 6, 6, 6, *[0] * 4]
    assert [bool(state.config.clip_norm) for state in states.values()] == [False, *[True] * 10]
    assert [state.data.watched_part for state in states.values()] == [*["train"] * 3, *["validation"] * 8]
    assert [state.mask is not None for state in states.values()] == [*[False] * 4, *[True] * 4, *[False] * 3]
    assert [state.config.dtype for state in states.values()] == [
        *["float64"] * 5,
        "float32",
        *["float64"] * 5,
    ]
    assert [state.spec.has_dropout for state in states.values()] == [*[False] * 5, *[True] * 4, False, False]
    assert [state.config.patience for state in states.values()] == [*[0] * 5, 7, *[0] * 5]
    biases = [state.config.bias_initializer for state in states.values()]
    assert biases == [*["usual"] * 6, *["uniform"] * 5]
    eras = [[(era.step, era.cost, era.sizes) for era in state.history.eras] for state in states.values()]
    changed = [(0, "cross_entropy", (2, 3, 1)), (4, "quadratic", (2, 3, 1))]
    drawn = [(0, "cross_entropy", (2, 3, 1))]
    assert eras == [*[[]] * 7, changed, [(0, "log_likelihood", (2, 3, 3))], drawn, drawn]
    assert [getattr(project.plan.data, "parts", None) for project in projects.values()] == [
        *[0] * 8,
        3,
        None,
        None,
    ]
    assert [isinstance(project.plan.data, DrawnChoice) for project in projects.values()] == [
        *[False] * 9,
        True,
        True,
    ]
    assert [state.order is not None for state in states.values()] == [*[False] * 9, True, True]
    workspaces = [project.view.workspace for project in projects.values()]
    assert workspaces == [*["explore"] * 8, *["train"] * 3]
    assert [project.view.maps_selection for project in projects.values()] == [*[True] * 10, False]


@pytest.mark.parametrize("version", STORED)
def test_a_file_that_claims_a_later_version_than_it_has_the_fields_of_is_refused(version: int) -> None:
    text, arrays = parts(STORED[version])
    if any(added.since > version for added in ADDED):
        with pytest.raises(ProjectFileError, match="missing"):
            record.parse(text, lambda _plan: arrays, version=FORMAT_VERSION)


@pytest.mark.parametrize("added", [added for added in ADDED if "refuge" not in added.place])
def test_a_field_that_was_added_may_be_missing_before_its_version_and_never_after(added: Added) -> None:
    text, arrays = parts(STORED[6])
    whole: Any = completed(json.loads(text), 6)
    *way, key = added.place.replace("[]", ".0").split(".")
    holder = whole
    for step in way:
        holder = holder[int(step) if step.isdigit() else step]
    if added.place.startswith("plan.config.schedule"):
        whole["plan"]["config"].update(schedule="constant", schedule_settings={})
    del holder[key]
    with pytest.raises(ProjectFileError, match=rf"{key}: this value is missing"):
        record.parse(json.dumps(whole).encode(), lambda _plan: arrays, version=added.since)
    filled: Any = completed(whole, added.since - 1)
    for step in way:
        filled = filled[int(step) if step.isdigit() else step]
    assert filled[key] == added.before


def test_an_older_run_that_went_back_has_no_more_clipped_steps_than_steps() -> None:
    def gone_back(record: Any) -> None:
        record["run"].update(clipped_steps=50, held_steps=40)

    older = files.parse(with_record(STORED[5].read_bytes(), gone_back))
    assert (older.state.clipped_steps, older.state.held_steps) == (9, 9)
    assert older.state.refuge is not None
    assert (older.state.refuge.clipped_steps, older.state.refuge.held_steps) == (8, 8)
    assert files.parse(files.dump(older)).same_as(older)


def test_completing_changes_nothing_that_is_there_and_nothing_of_its_argument() -> None:
    table = (Added(9, "a.b", 1), Added(9, "rows[].x", [0]))
    given = {"a": {}, "rows": [{"x": 5}, {}, 3]}
    assert completed(given, 8, table) == {"a": {"b": 1}, "rows": [{"x": 5}, {"x": [0]}, 3]}
    assert given == {"a": {}, "rows": [{"x": 5}, {}, 3]}
    assert completed(given, 9, table) == given


@pytest.mark.parametrize("other", [None, [], 3, {"plan": []}, {"run": {"refuge": 3}}])
def test_what_is_no_record_at_all_is_refused_in_every_version(other: Any) -> None:
    for version in range(1, FORMAT_VERSION + 1):
        with pytest.raises(ProjectFileError):
            record.parse(json.dumps(other).encode(), lambda _plan: {}, version=version)


def test_the_first_version_has_the_plan_that_it_was_written_with() -> None:
    project = files.load(STORED[1])
    assert str(project.plan.spec) == "2-3-1 tanh sigmoid"
    assert project.plan.config == TrainingConfig(
        cost="cross_entropy", optimizer="momentum", learning_rate=0.1, batch_size=7
    )
    assert project.plan.offsets == ((0.0, 0.0), (12.5, -3.0), (0.0, 0.1))
    assert (project.state.step, project.state.epoch, project.state.position) == (9, 1, 28)
    assert project.state.history.column("step").tolist() == [0, 5]


@pytest.mark.parametrize("version", STORED)
def test_the_numbers_are_those_that_were_trained(version: int) -> None:
    state = files.load(STORED[version]).state
    begun = start_run(state.spec, state.config, state.data).planes.flat
    total = [
        9.24018540,
        8.75406248,
        8.54444109,
        8.68320498,
        8.22163704,
        7.72542095,
        11.12990355,
        10.72027677,
        22.33411444,
        15.03624498,
        15.03624498,
    ][version - 1]
    np.testing.assert_allclose(float(np.abs(state.planes.flat).astype(float).sum()), total, rtol=1e-7)
    np.testing.assert_array_equal(state.planes.flat[START], begun[START])


# Going on


def adds_as() -> str:
    """What decides how sums are rounded here: the processor, and what numpy makes of it."""
    simd = np.show_config(mode="dicts")["SIMD Extensions"]["found"]  # type: ignore[index,call-overload]
    blas = [each["architecture"] for each in threadpool_info() if each["user_api"] == "blas"]
    return " ".join([platform.machine(), np.__version__, *simd, *blas])


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem) for path in sorted(HERE.glob("version_*.bpx"))]
)
def test_a_run_from_a_file_of_every_version_goes_on_as_it_always_has(path: Path) -> None:
    """``continued.npz`` has all planes after 50 more steps, as they were made when the version was new.

    They are the same bits where sums are rounded as they were there, and the same numbers everywhere.
    """
    with np.load(HERE / "continued.npz", allow_pickle=False) as stored:
        want, where = stored[path.stem], str(stored["adds_as"])
    project = files.load(path)
    on, again = Trainer(project.state), Trainer(files.parse(files.dump(project)).state)
    for trainer in (on, again):
        advance(trainer, 50)
    state = on.state()
    assert_same_run(again.state(), state)
    assert (state.step, state.planes.flat.dtype) == (59, want.dtype)
    if adds_as() == where:
        np.testing.assert_array_equal(state.planes.flat, want)
    tolerance = 1e-8 if want.dtype == np.float64 else 1e-3
    np.testing.assert_allclose(state.planes.flat, want, rtol=tolerance, atol=tolerance)


# Moved fields


TREE = {"plan": {"old": {"a": 1, "b": 2}, "rows": [{"x": 5, "y": 6}, {"y": 7}, 3]}, "view": {"c": [4]}}


@pytest.mark.parametrize(
    ("place", "before", "becomes"),
    [
        pytest.param("plan.old.z", "plan.old.a", {"plan": {"old": {"z": 1, "b": 2}}}, id="renamed"),
        pytest.param("plan.a", "plan.old.a", {"plan": {"a": 1, "old": {"b": 2}}}, id="up"),
        pytest.param("view.c.d.e", "plan.old.a", {}, id="where_there_is_another_value"),
        pytest.param(
            "view.d.e", "plan.old.a", {"plan": {"old": {"b": 2}}, "view": {"d": {"e": 1}}}, id="far"
        ),
        pytest.param("plan.new", "plan.old", {"plan": {"new": {"a": 1, "b": 2}, "old": None}}, id="whole"),
        pytest.param("plan.old.b", "plan.old.a", {}, id="where_there_is_one"),
        pytest.param("plan.z", "plan.none.a", {}, id="from_nowhere"),
        pytest.param(
            "plan.rows[].in.x",
            "plan.rows[].x",
            {"plan": {"rows": [{"in": {"x": 5}, "y": 6}, {"y": 7}, 3]}},
            id="rows",
        ),
    ],
)
def test_a_field_that_was_moved_is_read_from_where_it_stood(
    place: str, before: str, becomes: dict[str, dict[str, Any]]
) -> None:
    """``becomes`` has what is otherwise: None for what is gone."""
    want = {key: {**value, **becomes.get(key, {})} for key, value in TREE.items()}
    want = {key: {name: one for name, one in value.items() if one is not None} for key, value in want.items()}
    table = (Moved(9, place, before=before),)
    assert completed(TREE, 8, (), table) == want
    assert completed(TREE, 9, (), table) == TREE


def test_a_holder_goes_with_its_last_field_and_not_before() -> None:
    table = (Moved(9, "a", before="box.in.a"), Moved(10, "b", before="box.b"))
    given = {"box": {"in": {"a": 1}, "b": 2}}
    assert completed(given, 9, (), table) == {"box": {"in": {"a": 1}}, "b": 2}
    assert completed(given, 8, (), table) == {"a": 1, "b": 2}


def test_what_one_version_adds_a_later_one_moves_and_adds_to() -> None:
    added = (Added(5, "new.other", 8), Added(2, "old.share", 0.5))
    moved = (Moved(5, "new.share", before="old.share"), Moved(7, "new.part", before="new.share"))
    assert completed({"old": {}}, 1, added, moved) == {"new": {"part": 0.5, "other": 8}}
    assert completed({"old": {"share": 3}}, 4, added, moved) == {"new": {"part": 3, "other": 8}}
    assert completed({"new": {"share": 3, "other": 1}}, 6, added, moved) == {"new": {"part": 3, "other": 1}}


def test_a_file_of_an_earlier_version_opens_where_a_field_was_renamed_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if today's names of two fields had come with the newest version."""
    moved = (
        Moved(FORMAT_VERSION, "plan.config.learning_rate", before="plan.config.eta"),
        Moved(FORMAT_VERSION, "plan.spec.layers[].activation", before="plan.spec.layers[].squash.name"),
    )

    def as_it_was(record: Any) -> None:
        config, layers = record["plan"]["config"], record["plan"]["spec"]["layers"]
        config["eta"] = config.pop("learning_rate")
        for layer in layers:
            layer["squash"] = {"name": layer.pop("activation")}

    older = with_record(STORED[5].read_bytes(), as_it_was)
    with pytest.raises(ProjectFileError, match="there is no such key"):
        files.parse(older)
    monkeypatch.setattr(record, "versions", SimpleNamespace(completed=partial(completed, moved=moved)))
    assert files.parse(older).same_as(files.load(STORED[5]))
    with pytest.raises(ProjectFileError, match="there is no such key"):
        record.parse(*_as_newest(older), version=FORMAT_VERSION)


def _as_newest(data: bytes) -> tuple[bytes, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("project.json"), lambda _plan: {}
