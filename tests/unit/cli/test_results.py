"""Where the command line writes: streams and contradictions before training, and never over somebody else's file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpexplorer.cli import main
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from tests.commands import answer, refusal

TRAIN = ("train", "xor", "--epochs", "1")
POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX systems")


@pytest.fixture
def untrained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail if a step is made."""

    def advance(*_: object) -> None:
        pytest.fail("it was refused after training had begun")

    monkeypatch.setattr(Trainer, "advance", advance)


def run(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "bpexplorer.cli", *arguments], capture_output=True, check=False
    )


@POSIX_ONLY
@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_a_history_on_the_standard_output_is_all_that_is_there(name: str) -> None:
    ended = run(*TRAIN, "--history", name)
    assert ended.returncode == 0
    lines = ended.stdout.decode().splitlines()
    assert lines[0].startswith("# kind")
    assert lines[-1].startswith("batch,")
    assert f"Wrote {name}." in ended.stderr.decode()


def test_weights_are_exported_to_the_standard_output_if_the_format_is_named(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["export", "xor", "-", "--format", "json"]) == 0
    written = capfdbinary.readouterr()
    assert json.loads(written.out)["metadata"]["format"] == "bpexplorer weights"
    assert written.err == b"Wrote -.\n"


@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--history", "-", "--json"), "the answer of --json goes to the standard output too"),
        (("--history", "-", "--save", "-"), "another result goes to the standard output too"),
        (("--export", "-"), "ends in one of"),
    ],
)
def test_what_would_be_mixed_or_has_no_format_is_refused_before_training(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    capsys.readouterr()
    assert main([*TRAIN, *arguments]) == 1
    assert words in capsys.readouterr().err


@POSIX_ONLY
@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize("option", ["--history", "--save", "--export"])
def test_a_pipe_without_a_reader_is_refused_before_training(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str
) -> None:
    os.mkfifo(tmp_path / "pipe.npz")
    assert "nobody reads from this pipe" in refusal(capsys, *TRAIN, option, str(tmp_path / "pipe.npz"))


# Somebody else's changes


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "mine.bpx"
    files.save(preset("xor").project(), path)
    return path


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: object) -> None:
    """Let something happen while it trains."""
    real = Trainer.advance

    def advance(self: Trainer, *arguments: object) -> object:
        act()  # type: ignore[operator]
        return real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Trainer, "advance", advance)


def test_a_project_that_was_saved_by_a_window_meanwhile_is_left_alone_and_the_result_lies_beside_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    theirs = preset("digits").project()
    meanwhile(monkeypatch, lambda: files.save(theirs, project))
    found = answer(
        capsys, "train", str(project), "--continue", "--epochs", "1", "--save", str(project), code=1
    )
    beside = project.with_name("mine-2.bpx")
    assert found["error"]["code"] == "changed_outside"
    assert "“mine-2.bpx”" in found["error"]["message"]
    assert found["written"] == [str(beside)]
    assert files.load(project).same_as(theirs)
    assert files.load(beside).state.epoch == 1


@pytest.mark.parametrize(
    ("option", "ending"), [("--save", ".bpx"), ("--export", ".network2.json"), ("--history", ".csv")]
)
def test_a_file_that_was_made_meanwhile_is_left_alone(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    option: str,
    ending: str,
) -> None:
    target = tmp_path / f"new{ending}"
    meanwhile(monkeypatch, lambda: target.write_bytes(b"theirs"))
    arguments = ("--set", "cost=quadratic", "--activations", "sigmoid,sigmoid")
    found = answer(capsys, *TRAIN, *arguments, option, str(target), code=1)
    assert found["error"]["code"] == "changed_outside"
    assert target.read_bytes() == b"theirs"
    assert found["written"] == [str(tmp_path / f"new-2{ending}")]


def test_going_on_with_a_project_twice_overwrites_it_twice(
    capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    for _ in range(2):
        answer(capsys, "train", str(project), "--continue", "--epochs", "1", "--save", str(project))
    assert files.load(project).state.epoch == 2


@POSIX_ONLY
def test_another_name_of_an_overwritten_project_is_spoken_of(
    capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    os.link(project, project.with_name("other.bpx"))
    found = answer(capsys, "train", str(project), "--continue", "--epochs", "1", "--save", str(project))
    assert "hard link" in found["notes"][0]
