"""Files of earlier versions: what they couldn't say is what was true then, and nothing else is filled in."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.state import START, start_run
from bpexplorer.project import files, record
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.versions import ADDED, FORMAT_VERSION, Added, completed
from tests.bpx import with_record

#: By version: a run of 9 steps that uses what the version had.
STORED = {
    number: Path(__file__).with_name(f"version_{name}.bpx")
    for number, name in enumerate(("1", "2", "3", "4", "5", "6_held"), start=1)
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
    states = {version: files.load(path).state for version, path in STORED.items()}
    assert [state.held_steps for state in states.values()] == [0, 0, 6, 6, 6, 6]
    assert [bool(state.config.clip_norm) for state in states.values()] == [False, *[True] * 5]
    assert [state.data.watched_part for state in states.values()] == [*["train"] * 3, *["validation"] * 3]
    assert [state.mask is not None for state in states.values()] == [*[False] * 4, True, True]
    assert [state.config.dtype for state in states.values()] == [*["float64"] * 5, "float32"]
    assert [state.spec.has_dropout for state in states.values()] == [*[False] * 5, True]
    assert [state.config.patience for state in states.values()] == [0, 0, 0, 0, 0, 7]


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
    total = [9.24018540, 8.75406248, 8.54444109, 8.68320498, 8.22163704, 7.72542095][version - 1]
    np.testing.assert_allclose(float(np.abs(state.planes.flat).astype(float).sum()), total, rtol=1e-7)
    np.testing.assert_array_equal(state.planes.flat[START], begun[START])
