"""What is said of a name is said of the name, and a fault of ours never passes for one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bpexplorer.project import files, weights
from bpexplorer.project.disk import atomic
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import bounded_reading

ACTS: dict[str, Callable[[Path], Any]] = {
    "open a project": files.load,
    "import weights": weights.import_weights,
    "save": lambda path: atomic.write(path, b""),
    "foresee a save": atomic.check_target,
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_a_name_that_no_system_takes_is_refused_as_one(act: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match="the system doesn't take this name") as caught:
        ACTS[act](tmp_path / name)
    assert caught.value.code == "bad_name"


def fail(*_: object) -> None:
    raise ValueError("a fault of ours")


def test_a_value_error_of_a_reader_is_no_bad_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(ValueError, match="a fault of ours"):
        bounded_reading.read(tmp_path / "a", fail, limit=9)


def test_a_value_error_of_a_check_after_writing_is_no_bad_name_and_leaves_the_older_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(ValueError, match="a fault of ours"):
        atomic.write(tmp_path / "a", b"new", check=fail)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_file_above_its_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(10))
    assert bounded_reading.read(tmp_path / "a", lambda file: len(file.read()), limit=10) == 10
    with pytest.raises(ProjectFileError, match="10 bytes") as caught:
        bounded_reading.read(tmp_path / "a", fail, limit=9)
    assert caught.value.code == "too_large"


def test_a_fault_of_the_disk_is_told_as_one_and_not_as_damage(tmp_path: Path) -> None:
    class Failing:
        def __getattr__(self, name: str) -> Any:
            raise OSError(5, "Input/output error")

    def read(_: object) -> None:
        files.Archive(Failing())  # type: ignore[arg-type]

    (tmp_path / "a").write_bytes(b"PK")
    with pytest.raises(ProjectFileError, match="the disk reports a fault"):
        bounded_reading.read(tmp_path / "a", read, limit=9)
