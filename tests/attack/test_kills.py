"""Windows at work are killed at any moment: at most one edit and two seconds of training are lost, and nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bpexplorer.project.recovery.place import MOST_BEHIND, MOST_WRITES_BEHIND

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def run(what: str, root: Path, number: int) -> list[dict[str, float]]:
    """Let `killed_windows` do this so often, in a process that Qt isn't loaded in yet; what came of each."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.attack.killed_windows", what, str(root), str(number)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.timeout(3600)
def test_whenever_a_window_is_killed_at_most_an_edit_and_two_seconds_of_training_are_lost(
    tmp_path: Path, trials: Callable[[int, int], int]
) -> None:
    number = trials(10, 200)
    kills = run("kill" if number == 10 else "kill_late", tmp_path, number)
    assert all(kill["edits"] for kill in kills)
    assert any(kill["steps"] for kill in kills)
    assert [kill for kill in kills if kill["lost_edits"] > 1] == []
    assert [kill for kill in kills if kill["unreadable"]] == []
    # The last write may be under way: what it took counts from its beginning.
    assert [
        kill
        for kill in kills
        if kill["seconds_lost"] > max(MOST_BEHIND, MOST_WRITES_BEHIND * kill["write"]) + kill["write"]
    ] == []


@pytest.mark.timeout(3600)
def test_a_window_that_was_closed_is_never_asked_about(
    tmp_path: Path, trials: Callable[[int, int], int]
) -> None:
    ends = run("close", tmp_path, trials(2, 200))
    assert [end for end in ends if end["ended"] or end["found"]] == []


@pytest.mark.timeout(600)
def test_five_crashes_while_work_is_restored_lose_none_of_it(tmp_path: Path) -> None:
    (last,) = run("restore", tmp_path, 5)
    assert last["found"] == 1
    assert last["edits_found"] >= last["edits"] - 1
