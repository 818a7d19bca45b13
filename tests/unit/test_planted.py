"""The planted bugs can all be planted, in a copy only, and what is said about them is true."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.planted.bugs import BUGS
from tests.planted.planting import ROOT, Bug, Copy, Fate, PlantingError, copied, definitions, misplaced

PROGRAM = "def double(x):\n    return 2 * x\n"
TESTS = """
from bpexplorer.program import double

def test_zero_stays_zero():
    assert double(0) == 0

def test_three_becomes_six():
    assert double(3) == 6
"""
#: The first test doesn't notice.
HALVED = Bug(name="halves", where="double", old="2 * x", new="x / 2", tests=("unit/test_program.py",))


@pytest.fixture
def work_tree(tmp_path: Path) -> Path:
    """A program with one function and two tests."""
    contents = {
        "bpexplorer/__init__.py": "",
        "bpexplorer/program.py": PROGRAM,
        "tests/conftest.py": 'import hypothesis\n\nhypothesis.settings.register_profile("planted")\n',
        "tests/unit/test_program.py": TESTS,
    }
    for name, text in contents.items():
        _write(tmp_path / "work" / name, text)
    return tmp_path / "work"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def copy(work_tree: Path) -> Iterator[Copy]:
    with copied(work_tree, ("bpexplorer", "tests")) as copy:
        yield copy


def test_every_bug_can_still_be_planted_at_exactly_one_place() -> None:
    assert misplaced(BUGS) == []  # otherwise give the bug that is named new texts, in tests/planted/bugs


def test_every_bug_changes_the_program_into_another_that_can_be_read() -> None:
    program = definitions(ROOT)
    for bug in BUGS:
        path, mutated = bug.planted_in(program)
        assert mutated != path.read_text(encoding="utf-8"), bug.name
        compile(mutated, bug.name, "exec")


def test_every_bug_has_a_name_of_its_own_and_names_tests_that_exist() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 25
    missing = {test for bug in BUGS for test in bug.tests if not (ROOT / "tests" / test).is_file()}
    assert missing == set()


@pytest.mark.parametrize("old", ["3 * x", "x", ""])
def test_a_text_that_is_not_there_exactly_once_is_refused(work_tree: Path, old: str) -> None:
    bug = replace(HALVED, old=old)
    with pytest.raises(PlantingError, match=r"times in double, not once"):
        bug.planted_in(definitions(work_tree))
    assert len(misplaced([bug, HALVED], work_tree)) == 1


def test_a_definition_that_is_gone_is_named(work_tree: Path) -> None:
    bug = replace(HALVED, where="treble")
    assert misplaced([bug], work_tree) == ["halves: there are 0 definitions called treble, not one"]


def test_a_name_that_is_given_twice_needs_its_module_before_it(work_tree: Path) -> None:
    _write(work_tree / "bpexplorer" / "other.py", PROGRAM)
    assert misplaced([HALVED], work_tree) == ["halves: there are 2 definitions called double, not one"]
    assert misplaced([replace(HALVED, where="program.double")], work_tree) == []


def test_a_definition_is_found_wherever_its_module_lies(work_tree: Path) -> None:
    (work_tree / "bpexplorer" / "deep").mkdir()
    (work_tree / "bpexplorer" / "program.py").rename(work_tree / "bpexplorer" / "deep" / "moved.py")
    path, mutated = HALVED.planted_in(definitions(work_tree))
    assert (path.name, mutated) == ("moved.py", PROGRAM.replace("2 * x", "x / 2"))


def test_a_text_is_looked_for_within_the_definition_only(work_tree: Path) -> None:
    program = (
        "class A:\n    factor = 2\n\n    @property\n    def b(self):\n        return 2\n\n\nfactor = 2\n"
    )
    _write(work_tree / "bpexplorer" / "program.py", program)
    for where, changed in (
        ("A.factor", program.replace("2", "3", 1)),
        ("A.b", program.replace("return 2", "return 3")),
        ("program.factor", program[:-2] + "3\n"),
    ):
        bug = replace(HALVED, where=where, old="2", new="3")
        assert bug.planted_in(definitions(work_tree))[1] == changed


def test_a_bug_is_in_the_copy_only_and_is_taken_out_again(work_tree: Path, copy: Copy) -> None:
    in_copy = copy.root / "bpexplorer" / "program.py"
    with copy.planted(HALVED):
        assert in_copy.read_text(encoding="utf-8") == PROGRAM.replace("2 * x", "x / 2")
        assert (work_tree / "bpexplorer" / "program.py").read_text(encoding="utf-8") == PROGRAM
    assert in_copy.read_text(encoding="utf-8") == PROGRAM


def test_a_bug_is_caught_by_the_test_that_notices_it(copy: Copy) -> None:
    verdict = copy.try_bug(HALVED)
    assert (verdict.fate, verdict.by) == (Fate.CAUGHT, "unit/test_program.py::test_three_becomes_six")


def test_a_bug_that_no_test_notices_has_survived(copy: Copy) -> None:
    assert copy.try_bug(replace(HALVED, new="x + x")).fate is Fate.SURVIVED


def test_a_misspelt_bug_does_not_count_as_caught(copy: Copy) -> None:
    for new, reason in (("2 * y", "NameError"), ("2 *", "invalid syntax")):
        verdict = copy.try_bug(replace(HALVED, new=new))
        assert verdict.fate is Fate.UNFIT
        assert reason in verdict.by


def test_nothing_is_said_about_bugs_while_a_test_fails_without_any(copy: Copy) -> None:
    program = copy.root / "bpexplorer" / "program.py"
    program.write_text(PROGRAM.replace("2", "3"), encoding="utf-8")
    with pytest.raises(PlantingError, match="fail without any bug planted"):
        copy.check(["unit/test_program.py"])
