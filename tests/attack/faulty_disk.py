"""Writes each kind of file in a child of its own, so that strace can let one system call fail in every one of them.

As a program it is what strace traces: it says in a line of JSON how each write ended.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.project import files, history_csv
from bpexplorer.project.disk import leftovers
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, export_weights

TEMPORARY = ".bpx-0000000000000000.tmp"
_ENTRY = re.compile(r"^(\d+)\s+(\w+)\(", re.MULTILINE)


class End(IntEnum):
    """What a write says of itself. A killed one says nothing: minus the signal."""

    SAVED = 0
    #: Saved, but something of the older file couldn't be kept.
    SAVED_IN_PART = 10
    REFUSED = 11
    #: In place, but the disk doesn't confirm it.
    NOT_CONFIRMED = 12


def _project() -> Project:
    """One that every format can hold."""
    plan = preset("xor").plan
    spec = NetworkSpec.create([2, 3, 1], ["sigmoid", "sigmoid"])
    return Project.at_start(replace(plan, spec=spec, data=replace(plan.data, scaling="none")))


def _writers() -> dict[str, Callable[[Path], object]]:
    project = _project()
    weights = project.weights()
    exports = {
        f"weights{entry.extension}": lambda path, name=entry.name: export_weights(
            weights, path, format_name=name
        )
        for entry in FORMATS.values()
    }
    return {
        "project.bpx": lambda path: files.save(project, path),
        "history.csv": lambda path: history_csv.write(project.state.history, path),
        **exports,
    }


NAMES = ("project.bpx", "history.csv", *(f"weights{entry.extension}" for entry in FORMATS.values()))


def targets(root: Path) -> dict[str, Path]:
    """Where each kind of file is written: in a folder of its own."""
    return {name: root / name / name for name in NAMES}


def traced(root: Path, log: Path, *faults: str) -> dict[str, int]:
    """Write every kind of file under strace, which injects these faults; how each ended."""
    paths = [
        each for path in targets(root).values() for each in (path.parent, path, path.with_name(TEMPORARY))
    ]
    calls = ",".join({fault.partition(":")[0] for fault in faults}) or "all"
    command = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={calls}"]
    command += [part for path in paths for part in ("-P", str(path))]
    command += [part for fault in faults for part in ("-e", f"inject={fault}")]
    if faults:
        command.append("--seccomp-bpf")  # other calls aren't stopped at
    ended = subprocess.run(
        [*command, sys.executable, __file__, str(root)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == "", ended.stderr
    found: dict[str, int] = json.loads(ended.stdout)
    return found


def calls_in(log: Path) -> Counter[str]:
    """How often each system call is made at most for one file."""
    most: Counter[str] = Counter()
    each: dict[str, Counter[str]] = {}
    for process, call in _ENTRY.findall(log.read_text(encoding="utf-8", errors="replace")):
        each.setdefault(process, Counter())[call] += 1
    for counted in each.values():
        most |= counted
    return most


def _end_of(write: Callable[[Path], object], path: Path) -> End:
    try:
        written = write(path)
    except ProjectFileError as error:
        return End.NOT_CONFIRMED if error.code == "not_confirmed" else End.REFUSED
    return End.SAVED_IN_PART if getattr(written, "notes", ()) else End.SAVED


def _main(arguments: Sequence[str]) -> None:
    leftovers.secrets.token_hex = lambda _: "0" * 16  # strace asks for the paths beforehand
    ends, places = {}, targets(Path(arguments[0]))
    for name, write in _writers().items():
        child = os.fork()
        if child == 0:
            os._exit(_end_of(write, places[name]))
        ends[name] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    sys.stdout.write(json.dumps(ends))


if __name__ == "__main__":
    _main(sys.argv[1:])
