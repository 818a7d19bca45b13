"""Both commands take the same: a command, or the one thing that the window is to open, or an option."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import bpexplorer
from bpexplorer import launcher
from bpexplorer.cli import main, window
from bpexplorer.cli.console import codes
from bpexplorer.cli.parser import COMMANDS

ROOT = Path(bpexplorer.__file__).parents[1]


class Opened:
    """Instead of a window: what it was opened with."""

    def __init__(self) -> None:
        self.names: list[str | None] = []

    def __call__(self, name: str | None) -> int:
        self.names.append(name)
        return 7


@pytest.fixture
def opened() -> Opened:
    return Opened()


def ended(opened: Opened, *argv: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(argv, open_window=opened)
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_the_window_opens_with_what_is_named(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("d.bpx", "w.npz", "plain", "-d.bpx", "train"):
        (tmp_path / name).touch()
    for argv, name in (
        ((), None),
        (("--",), None),
        (("digits",), "digits"),
        (("d.bpx",), "d.bpx"),
        (("plain",), "plain"),
        ((str(tmp_path / "w.npz"),), str(tmp_path / "w.npz")),
        (("--", "-d.bpx"), "-d.bpx"),
        (("--", "train"), "train"),
    ):
        assert main(argv, open_window=opened) == 7
        assert opened.names.pop() == name


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (("nowhere.bpx",), 1, "Can't open “nowhere.bpx” in"),
        (("folder/nowhere",), 1, "there is no such file"),
        (("trian",), 2, "there is no command, example or file “trian”. Is train meant?"),
        (("digit",), 2, "Is digits meant?"),
        (("x" * 5000,), 2, "there is no command, example or file “xxx"),
        (("--verbose",), 2, "unrecognized arguments: --verbose. Is --version meant?"),
        (("digits", "--fullscreen"), 2, "unrecognized arguments: --fullscreen"),
        (("-x",), 2, "unrecognized arguments: -x"),
        (("digits", "xor"), 2, "opens one project, weights file or example. Leave out xor"),
        (("train", "xor", "--epoks", "3"), 2, "unrecognized arguments: --epoks 3. Is --epochs meant?"),
    ],
)
def test_what_there_isn_t_is_refused_before_a_window_opens(
    opened: Opened, capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], code: int, words: str
) -> None:
    assert ended(opened, *argv) == code
    told = capsys.readouterr()
    assert words in told.err
    assert len(told.err) < 1000
    assert (told.out, opened.names) == ("", [])


@pytest.mark.parametrize("prog", ["bpexplorer", "bpexplorer-gui"])
def test_help_names_the_commands_and_every_exit_code(
    opened: Opened, capsys: pytest.CaptureFixture[str], prog: str
) -> None:
    for argv in (["--help"], ["digits", "-h"]):
        with pytest.raises(SystemExit) as caught:
            main(argv, open_window=opened, prog=prog)
        assert caught.value.code == 0
        told = capsys.readouterr().out
        assert told.startswith(f"usage: {prog} [FILE|EXAMPLE]")
        assert all(f"\n    {name} " in told for name in COMMANDS)
        words = " ".join(told.split())
        assert codes.IN_WORDS in words
    for command in COMMANDS:
        assert ended(opened, command, "--help") == 0
        told = capsys.readouterr().out
        assert codes.IN_WORDS in " ".join(told.split())
        assert "--json" in told


def test_the_exit_codes_in_words_and_in_the_guide_are_those_that_there_are() -> None:
    guide = (ROOT / "resources" / "guide.md").read_text(encoding="utf-8")
    for code in (codes.OK, codes.FAULT, codes.WRONG_USAGE, codes.DIVERGED, codes.UNANSWERED):
        assert f"{code} " in codes.IN_WORDS
        assert f"| {code} |" in guide
    for number in (130, 143, 129, codes.CLOSED_PIPE):
        assert str(number) in codes.IN_WORDS
        assert str(number) in guide


def test_what_helps_or_refuses_loads_neither_numpy_nor_qt() -> None:
    program = (
        "import sys\nfrom bpexplorer.launcher import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "sys.exit(str([name for name in sys.modules if name in ('numpy', 'PySide6', 'msgspec')]))"
    )
    for option in ("--help", "--version", "--verbose"):
        done = subprocess.run(
            [sys.executable, "-c", program, option], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.skipif(os.name != "posix", reason="a process becomes another one on POSIX")
def test_bpexplorer_becomes_the_program_with_the_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    became: list[tuple[str, list[str]]] = []

    class BecomingError(Exception):
        pass

    def become(path: str, command: list[str]) -> None:
        became.append((path, command))
        raise BecomingError

    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(BecomingError):
        main([])
    assert became[0][1][:2] == [str(tmp_path / "python"), "-c"]
    (tmp_path / "bpexplorer-gui").touch()
    with pytest.raises(BecomingError):
        main(["digits"])
    script = str(tmp_path / "bpexplorer-gui")
    assert became[1] == (script, [script, "--", "digits"])


@pytest.mark.skipif(os.name != "posix", reason="a process becomes another one on POSIX")
def test_a_program_that_can_t_be_started_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert window.open_window(None) == 1
    assert (
        capsys.readouterr().err
        == f"The window can't be opened: {tmp_path / 'python'}: {os.strerror(errno.ENOENT)}.\n"
    )


def test_the_window_s_command_runs_commands_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bpexplorer-gui", "info", "xor"])
    with monkeypatch.context() as patch:
        patch.setattr("signal.signal", lambda *_: None)
        assert launcher.main() == 0
    assert "Project: 2-4-1" in capsys.readouterr().out
