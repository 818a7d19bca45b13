"""Plant a bug in a copy of the program, run tests against it, and take it out again. The work tree is never touched."""

import ast
import compileall
import os
import py_compile
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What the tests need of the work tree.
PARTS = ("bpexplorer", "resources", "tests", "pyproject.toml")
#: Seconds that the tests of one bug may take, and those of a file without any.
PATIENCE = 300

_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?\.py(?:::[^\s\[]+)?)(?:\[.*?\])?(?: - (.*))?$", re.MULTILINE)
#: With these a bug isn't caught but misspelt: any test would fail, whatever it looks at.
_MISSPELT = ("NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError", "SyntaxError")


class PlantingError(Exception):
    """The bug can't be planted, or the tests can't judge it."""


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a module, class, function or constant stands: the characters from ``begin`` to ``end`` of a file."""

    path: Path
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """A mistake that somebody could make, as a substitution that applies exactly once.

    ``name`` says what is wrong. ``where`` is the definition that it is made in, as the end of its dotted name: as much
    as is needed for it to be the only one, such as ``hidden_error`` or ``Trainer.advance``. So it is found wherever
    its module lies. ``old`` stands once within it. ``tests`` are those that ought to notice, as paths below ``tests/``,
    the likeliest first.
    """

    name: str
    where: str
    old: str
    new: str
    tests: tuple[str, ...]

    def planted_in(self, program: "Mapping[str, Sequence[Definition]]") -> tuple[Path, str]:
        """The file that the bug is in, and its text with the bug; ``program`` is what ``definitions`` found.

        Raises PlantingError unless ``where`` is one definition, and ``old`` there exactly once.
        """
        named = [places for name, places in program.items() if f".{name}".endswith(f".{self.where}")]
        found = [place for places in named for place in places]
        if len(found) != 1:
            raise PlantingError(f"there are {len(found)} definitions called {self.where}, not one")
        (place,) = found
        source = place.path.read_text(encoding="utf-8")
        inside = source[place.begin : place.end]
        if (count := inside.count(self.old)) != 1:
            raise PlantingError(f"the text {self.old!r} is {count} times in {self.where}, not once")
        return place.path, source[: place.begin] + inside.replace(self.old, self.new) + source[place.end :]


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
        try:
            run = self._run_tests(tests)
        except subprocess.TimeoutExpired:
            raise PlantingError(f"tests take longer than {PATIENCE} s without any bug planted") from None
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
        path, mutated = bug.planted_in(definitions(self.root))
        source = path.read_text(encoding="utf-8")
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
        # No other .pyc files than those of the copy: they are told apart by size and second, and a bug may change
        # neither. A wide screen: pytest cuts reasons off at its edge.
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
        # What no bug changes is compiled once; what one does is told by the hash of its text.
        compileall.compile_dir(root, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
        yield Copy(root)


def misplaced(bugs: Sequence[Bug], root: Path = ROOT) -> list[str]:
    """A sentence for each bug that can't be planted in the program as it is."""
    sentences, program = [], definitions(root)
    for bug in bugs:
        try:
            bug.planted_in(program)
        except PlantingError as error:
            sentences.append(f"{bug.name}: {error}")
    return sentences


def definitions(root: Path) -> Mapping[str, Sequence[Definition]]:
    """All that the program in ``root`` defines, by its dotted name; a name that is given twice has two places."""
    found: dict[str, list[Definition]] = {}
    for path in sorted((root / "bpexplorer").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        source = path.read_text(encoding="utf-8")
        for name, begin, end in _in_source(source):
            found.setdefault(f"{module}.{name}" if name else module, []).append(Definition(path, begin, end))
    return found


@cache
def _in_source(source: str) -> tuple[tuple[str, int, int], ...]:
    """What a module defines: name, first character of its first line, and the one after its last. "" is the module."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found = [("", 0, len(source))]

    def collect(body: Sequence[ast.stmt], prefix: str, *, constants: bool) -> None:
        for node in body:
            first = node.lineno
            names: list[str] = []
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    names = [node.name]
                    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                    collect(node.body, f"{prefix}{node.name}.", constants=isinstance(node, ast.ClassDef))
                case ast.AnnAssign(target=ast.Name(id=name)) if constants:
                    names = [name]
                case ast.Assign(targets=targets) if constants:
                    names = [target.id for target in targets if isinstance(target, ast.Name)]
            for name in names:
                found.append((prefix + name, starts[first - 1], starts[node.end_lineno or first]))

    collect(ast.parse(source).body, "", constants=True)
    return tuple(found)
