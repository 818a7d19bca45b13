"""Plant a bug in a copy of the program, run tests against it, and take it out again. The work tree is never touched."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What the tests need of the work tree.
PARTS = ("bpexplorer", "resources", "tests", "pyproject.toml")
#: Seconds that the tests of one bug may take.
PATIENCE = 300

_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?\.py(?:::[^\s\[]+)?)(?:\[.*?\])?(?: - (.*))?$", re.MULTILINE)
#: With these a bug isn't caught but misspelt: any test would fail, whatever it looks at.
_MISSPELT = ("NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError", "SyntaxError")


class PlantingError(Exception):
    """The bug can't be planted, or the tests can't judge it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """A mistake that somebody could make, as a substitution that applies exactly once.

    ``name`` says what is wrong; ``file`` is a path below ``bpexplorer/``; ``tests`` are those that ought to notice,
    as paths below ``tests/``, the likeliest first.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def mutated(self, source: str) -> str:
        """The source with the bug in it; raises PlantingError unless ``old`` is there exactly once."""
        count = source.count(self.old)
        if count != 1:
            raise PlantingError(f"the text {self.old!r} is {count} times in {self.file}, not once")
        return source.replace(self.old, self.new)


class Fate(Enum):
    """What became of a bug."""

    CAUGHT = "caught"
    SURVIVED = "SURVIVED"
    UNFIT = "UNFIT"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``by`` is the test that noticed, or why nothing can be said."""

    bug: Bug
    fate: Fate
    by: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the program and its tests in a temporary folder."""

    root: Path

    def check(self, tests: Sequence[str]) -> None:
        """Raise PlantingError unless the tests import this copy, and pass as long as no bug is planted."""
        found = self._python("-c", "import bpexplorer; print(bpexplorer.__file__)").stdout.strip()
        if not Path(found).is_relative_to(self.root):
            raise PlantingError(f"the tests would import {found}, not the copy")
        run = self._run_tests(tests)
        if run.returncode != 0:
            raise PlantingError(
                f"tests fail without any bug planted\n{run.stdout[-3000:]}{run.stderr[-1000:]}"
            )

    def try_bug(self, bug: Bug) -> Verdict:
        """Say whether a test notices the bug."""
        try:
            with self.planted(bug):
                run = self._run_tests(bug.tests)
        except (PlantingError, SyntaxError) as error:
            return Verdict(bug, Fate.UNFIT, str(error))
        except subprocess.TimeoutExpired:
            return Verdict(bug, Fate.UNFIT, f"its tests took longer than {PATIENCE} s")
        if run.returncode == 0:
            return Verdict(bug, Fate.SURVIVED)
        failed = _FAILED.search(run.stdout)
        if failed is None:
            return Verdict(bug, Fate.UNFIT, f"pytest ended with {run.returncode}: {run.stdout[-300:]}")
        test, reason = failed[1].removeprefix("tests/"), failed[2] or ""
        if reason.startswith(_MISSPELT):
            return Verdict(bug, Fate.UNFIT, reason)
        return Verdict(bug, Fate.CAUGHT, test)

    @contextmanager
    def planted(self, bug: Bug) -> Iterator[None]:
        """The bug is in the copy inside the block only."""
        path = self.root / "bpexplorer" / bug.file
        source = path.read_text(encoding="utf-8")
        mutated = bug.mutated(source)
        compile(mutated, str(path), "exec")
        path.write_text(mutated, encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(source, encoding="utf-8")

    def _run_tests(self, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
        paths = [f"tests/{test}" for test in tests]
        options = ["-x", "-q", "--tb=no", "-rfE", "-p", "no:cacheprovider", "--hypothesis-profile=planted"]
        return self._python("-m", "pytest", *options, *paths)

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Without .pyc files: they are told apart by size and second, and a bug may change neither. A wide screen:
        # pytest cuts reasons off at its edge.
        environment = os.environ | {
            "PYTHONPATH": str(self.root),
            "PYTHONDONTWRITEBYTECODE": "1",
            "COLUMNS": "1000",
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=environment,
            text=True,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )


@contextmanager
def copied(source: Path = ROOT, parts: Sequence[str] = PARTS) -> Iterator[Copy]:
    """A copy of these parts of a folder, gone after the block."""
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        root = Path(folder).resolve()
        for part in parts:
            if (source / part).is_dir():
                shutil.copytree(source / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source / part, root / part)
        yield Copy(root)


def misplaced(bugs: Sequence[Bug], root: Path = ROOT) -> list[str]:
    """A sentence for each bug that can't be planted in the program as it is."""
    sentences = []
    for bug in bugs:
        path = root / "bpexplorer" / bug.file
        try:
            if not path.is_file():
                raise PlantingError(f"there is no file {bug.file}")
            bug.mutated(path.read_text(encoding="utf-8"))
        except PlantingError as error:
            sentences.append(f"{bug.name}: {error}")
    return sentences
