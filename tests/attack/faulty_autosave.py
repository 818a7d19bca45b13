"""A window's folder of unsaved work, written three times under strace, which lets a system call fail or be the last.

As a program it is what strace traces: it says of each write in a line whether it is kept.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from bpexplorer.core.edits.run import RestoreState
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import table_choice
from bpexplorer.project.disk import leftovers
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.project import Project
from bpexplorer.project.recovery import table_apart
from bpexplorer.project.recovery.folder import ABOUT, OWNER, WORK, About, WorkFolder
from bpexplorer.project.recovery.lines import JOURNAL
from bpexplorer.project.recovery.ways import Way, edit_key
from tests.tables import flowers, project_on

TOKEN = "0" * 16
_ENTRY = re.compile(r"^\d+\s+(\w+)\(", re.MULTILINE)


def traced(root: Path, log: Path, *faults: str) -> tuple[int, list[str]]:
    """Write under strace with these faults; how the process ended, and what it said."""
    folder = root / TOKEN
    names = [WORK, ABOUT, OWNER, JOURNAL, f".bpx-{TOKEN}.tmp"]
    names += [f"ways-{TOKEN}-{number:06}.bpw" for number in range(len(projects()))]
    names += {table_apart.name_of(project.plan.table.digest) for project in projects() if project.plan.table}
    paths = [root, folder, *(folder / name for name in names)]
    calls = ",".join({fault.partition(":")[0] for fault in faults}) or "all"
    command = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={calls}"]
    command += [part for path in paths for part in ("-P", str(path))]
    command += [part for fault in faults for part in ("-e", f"inject={fault}")]
    ended = subprocess.run(
        [*command, sys.executable, __file__, str(root)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    return ended.returncode, ended.stdout.split()


def calls_in(log: Path) -> Counter[str]:
    """How often each system call is made."""
    return Counter(_ENTRY.findall(log.read_text(encoding="utf-8", errors="replace")))


@cache
def projects() -> tuple[Project, ...]:
    """What is written: a project with a table, the same after a step, and one with another table."""
    first = project_on(table_choice(flowers(seed=1)), steps=0)
    trainer = Trainer(first.state)
    trainer.advance(1)
    return first, Project(first.plan, trainer.state()), project_on(table_choice(flowers(seed=2)), steps=2)


def _say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def _main(root: Path) -> None:
    leftovers.secrets.token_hex = lambda _: (
        TOKEN
    )  # strace asks for the paths beforehand; it's the module of all
    folder = None
    for number, project in enumerate(projects()):
        ways = [Way(edit_key(number, number), RestoreState(project.state), project.plan)]
        try:
            folder = folder or WorkFolder.make(root)
            folder.keep(project, About("xor.bpx"), ways=ways)
        except ProjectFileError:
            _say("refused")
        else:
            _say("kept")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
