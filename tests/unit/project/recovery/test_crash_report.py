"""A crash leaves what was done last and where the threads were, and nothing of the user's."""

import faulthandler
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpexplorer.project.recovery.crash_report import (
    MOST_ACTS,
    CrashReport,
    end_of_log,
    find_crash,
    last_crash,
    without_data,
)

#: A process that does 450 things and then comes to the end that is asked for.
PROGRAM = """
import faulthandler, os, signal, sys
from pathlib import Path
from bpexplorer.project.recovery.crash_report import CrashReport
report = CrashReport(Path(sys.argv[1]), "Version 0")
for number in range(450):
    report.note(f"act_{number}")
if sys.argv[2] == "end":
    report.end()
elif sys.argv[2] == "crash":
    faulthandler._sigsegv()
else:
    os.kill(os.getpid(), signal.SIGKILL)
"""


def run(root: Path, end: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONFAULTHANDLER"}
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root), end], env=environment, capture_output=True, check=False
    )


def test_a_crash_leaves_its_last_acts_and_threads_and_is_found_once(tmp_path: Path) -> None:
    run(tmp_path, "crash")
    report = find_crash(tmp_path)
    assert report is not None
    assert report.startswith("Version 0")
    acts = [line for line in report.splitlines() if line.startswith("act_")]
    assert acts == [f"act_{number}" for number in range(450 - MOST_ACTS, 450)]
    assert "Segmentation fault" in report
    assert find_crash(tmp_path) is None
    assert last_crash(tmp_path) == report


@pytest.mark.parametrize("end", ["end", "kill"])
def test_who_ends_in_order_or_is_killed_has_not_crashed(tmp_path: Path, end: str) -> None:
    run(tmp_path, end)
    assert find_crash(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_the_report_of_a_process_that_lives_is_left_alone(tmp_path: Path) -> None:
    report = CrashReport(tmp_path, "Version 0")
    report.note("action_play")
    assert find_crash(tmp_path) is None
    assert len(list(tmp_path.iterdir())) == 1
    assert report.acts == ("action_play",)
    was_enabled = faulthandler.is_enabled()
    report.end()
    assert list(tmp_path.iterdir()) == []
    assert faulthandler.is_enabled() == was_enabled, "by the one who runs these tests"


def test_where_nothing_can_be_written_nothing_is_raised(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    report = CrashReport(tmp_path / "file", "Version 0")
    report.note("action_play")
    report.end()
    assert find_crash(tmp_path / "file") is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            '  File "/home/ada/lib/python3.11/site-packages/qt/painter.py", line 3 in paint',
            '  File "…/qt/painter.py", line 3 in paint',
        ),
        ('  File "/home/ada/main.py", line 8 in <module>', '  File "…/main.py", line 8 in <module>'),
        (
            "Can't save “my secret.bpx” in /home/ada/a b: the disk is full.",
            "Can't save “…” in …: the disk is full.",
        ),
        (r"opened C:\Users\Ada\one two.bpx", "opened …"),
        (
            "10:02:03 INFO bpexplorer.guard: 3/4 steps/s, δ/δ",
            "10:02:03 INFO bpexplorer.guard: 3/4 steps/s, δ/δ",
        ),
        ("Segmentation fault", "Segmentation fault"),
    ],
)
def test_names_and_paths_are_taken_out(text: str, left: str) -> None:
    assert without_data(text) == left


def test_the_end_of_the_log_is_without_names_and_paths(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("\n".join([*map(str, range(500)), "saved “x.bpx” in /tmp/a/b"]), encoding="utf-8")
    lines = end_of_log(log).splitlines()
    assert len(lines) == 200
    assert lines[-1] == "saved “…” in …"
    assert end_of_log(tmp_path / "none") == ""
