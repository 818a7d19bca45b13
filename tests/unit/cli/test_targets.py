"""No result takes the place of another, or of what is read, whatever the names that lead to it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bpexplorer.cli import main
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from tests.commands import refusal

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="links and descriptors as POSIX has them")


def linked(folder: Path, name: str) -> str:
    link = folder / "link.npz"
    link.symlink_to(name)
    return str(link)


def through_a_linked_folder(folder: Path, name: str) -> str:
    (folder / "elsewhere").symlink_to(folder, target_is_directory=True)
    return str(folder / "elsewhere" / name)


def hard_linked(folder: Path, name: str) -> str:
    (folder / name).touch()
    os.link(folder / name, folder / "hard.npz")
    return str(folder / "hard.npz")


def by_descriptor(folder: Path, name: str) -> str:
    (folder / name).touch()
    return f"/dev/fd/{os.open(folder / name, os.O_RDWR)}"


SPELLINGS: list[Callable[[Path, str], str]] = [
    lambda folder, name: str(folder / name),
    lambda folder, name: name,
    lambda folder, name: f"./{name}",
    lambda folder, name: os.path.join(folder, "..", folder.name, name),  # noqa: PTH118
    lambda folder, name: str(folder / name.swapcase()),
    linked,
    through_a_linked_folder,
    hard_linked,
    by_descriptor,
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, where nothing is trained: whatever is refused is refused before."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Trainer, "advance", None)
    return tmp_path


@POSIX_ONLY
@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    "options", [("--save", "--export"), ("--history", "--save"), ("--export", "--history")]
)
def test_two_results_in_one_file_are_refused_before_training(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    spelling: Callable[[Path, str], str],
    options: tuple[str, str],
) -> None:
    one, other = options
    told = refusal(capsys, "train", "xor", one, "same.npz", other, spelling(here, "same.npz"))
    assert f"{min(options)} and {max(options)} name the same file" in told
    assert "Give each a file of its own." in told


@POSIX_ONLY
@pytest.mark.parametrize("spelling", SPELLINGS[:4] + SPELLINGS[5:8])
@pytest.mark.parametrize(
    "command",
    [
        ("train", "mine.bpx", "--save"),
        ("train", "mine.bpx", "--export"),
        ("train", "mine.bpx", "--continue", "--history"),
        ("train", "mine.bpx", "--continue", "--export"),
        ("export", "mine.bpx"),
    ],
)
def test_what_is_read_is_not_overwritten(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    spelling: Callable[[Path, str], str],
    command: tuple[str, ...],
) -> None:
    mine = here / "mine.bpx"
    files.save(preset("xor").project(), mine)
    before = mine.read_bytes()
    format_name = ("--format", "npz") if {"--export", "export"} & set(command) else ()
    told = refusal(capsys, *command, spelling(here, "mine.bpx"), *format_name)
    assert "the file that is read as PROJECT" in told
    assert mine.read_bytes() == before


def test_the_project_that_is_continued_may_be_saved_over_and_a_start_may_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["train", "xor", "--epochs", "1", "--save", "mine.bpx"]) == 0
    assert main(["train", "./mine.bpx", "--epochs", "1", "--continue", "--save", "mine.bpx"]) == 0
    assert files.load(tmp_path / "mine.bpx").state.epoch == 2
    assert "go on with that project by --continue" in refusal(
        capsys, "train", "mine.bpx", "--save", "mine.bpx"
    )


def test_the_weights_that_training_begins_with_are_not_overwritten(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "xor", "w.npz"]) == 0
    before = (here / "w.npz").read_bytes()
    told = refusal(capsys, "train", "xor", "--weights", "w.npz", "--export", str(here / "w.npz"))
    assert "read as --weights" in told
    assert (here / "w.npz").read_bytes() == before


def test_files_that_are_different_are_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "xor").touch()  # the example is meant, and it is no file
    options = ("--save", "n.bpx", "--export", "folder/n.npz", "--history", "n.csv")
    assert main(["train", "xor", "--epochs", "1", *options]) == 0
    assert main(["train", "xor", "--epochs", "1", "--save", "xor"]) == 0
    if Path(os.devnull).exists():
        assert main(["train", "xor", "--epochs", "1", "--history", os.devnull, "--save", os.devnull]) == 0
