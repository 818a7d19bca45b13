"""A window's folder of unsaved work, written three times and cleared under strace, which lets calls fail.

Each time it is written in a child of one warm process, which pays the start of Python and the making of the projects
once. As a program it is that process: it names a child for each line on stdin, lets it write at the next, once strace
has taken hold of it, and says how it ended and what it said.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

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
_ENTRY = re.compile(r"^(?:\d+\s+)?(\w+)\(", re.MULTILINE)


class Writers:
    """Writes in children of one process, each under a strace of its own."""

    def __enter__(self) -> "Writers":
        self._parent = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._parent.communicate()

    def traced(self, root: Path, log: Path, *faults: str) -> tuple[int, list[str]]:
        """Write under strace with these faults; how the process ended, and what it said."""
        child = self._ask(str(root))
        with subprocess.Popen(
            [*_strace(root, log, faults), "-p", str(child)], stderr=subprocess.PIPE, text=True
        ) as tracer:
            assert tracer.stderr is not None
            heard = ""
            while "attached" not in heard:
                heard = tracer.stderr.readline()
                assert heard, "strace has ended"
            code, said = self._ask("")
            tracer.stderr.read()  # until it has ended, too
        return code, said

    def _ask(self, line: str) -> Any:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(f"{line}\n")
        self._parent.stdin.flush()
        return json.loads(self._parent.stdout.readline())


def _strace(root: Path, log: Path, faults: tuple[str, ...]) -> list[str]:
    folder = root / TOKEN
    names = [WORK, ABOUT, OWNER, JOURNAL, f".bpx-{TOKEN}.tmp"]
    names += [f"ways-{TOKEN}-{number:06}.bpw" for number in range(len(projects()))]
    names += {table_apart.name_of(project.plan.table.digest) for project in projects() if project.plan.table}
    paths = [root, folder, *(folder / name for name in names)]
    calls = ",".join({fault.partition(":")[0] for fault in faults}) or "all"
    command = ["strace", "-f", "-o", str(log), "-e", f"trace={calls}"]
    command += [part for path in paths for part in ("-P", str(path))]
    return command + [part for fault in faults for part in ("-e", f"inject={fault}")]


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


# The warm process


def _serve() -> None:
    leftovers.secrets.token_hex = lambda _: (
        TOKEN
    )  # strace asks for the paths beforehand; it's the module of all
    projects()
    while root := sys.stdin.readline().rstrip("\n"):
        go_read, go = os.pipe()
        said_read, said = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(go)
            os.read(go_read, 1)
            _write(Path(root), said)
        os.close(go_read)
        os.close(said)
        _answer(child)
        sys.stdin.readline()
        os.write(go, b"!")
        os.close(go)
        with os.fdopen(said_read) as words:
            text = words.read()  # until it has ended
        _answer([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text.split()])


def _answer(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def _write(root: Path, said: int) -> NoReturn:
    code, folder = 1, None
    try:
        for number, project in enumerate(projects()):
            ways = [Way(edit_key(number, number), RestoreState(project.state), project.plan)]
            try:
                folder = folder or WorkFolder.make(root)
                folder.keep(project, About("xor.bpx"), ways=ways)
            except ProjectFileError:
                os.write(said, b"refused\n")
            else:
                os.write(said, b"kept\n")
        if folder is not None:
            _clear(folder, said)
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def _clear(folder: WorkFolder, said: int) -> None:
    """Keep the numbers of an import, too, and then nothing any more, as after a save."""
    with suppress(ProjectFileError):
        folder.keep_numbers(projects()[0].state.planes.flat)
    os.write(said, b"saved\n")
    folder.journal.note_clean()
    with suppress(ProjectFileError):
        folder.clear()
    os.write(said, b"cleared\n")


if __name__ == "__main__":
    _serve()
