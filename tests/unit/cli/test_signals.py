"""A signal ends a command in order: training between two steps, a write at its end, and else at once."""

import os
import signal
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bpexplorer import launcher
from bpexplorer.cli import commands, main, training
from bpexplorer.cli.console.progress import ProgressLine
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project import files
from bpexplorer.project.disk import atomic
from tests.commands import answer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")


class EndedError(Exception):
    """The process would have ended."""


@pytest.fixture(autouse=True)
def _live_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would end the process fails the test instead."""

    def end(code: int) -> None:
        raise EndedError(code)

    monkeypatch.setattr(os, "_exit", end)


@pytest.fixture(autouse=True)
def _as_they_were() -> Iterator[None]:
    """What signals do is the same after a command as before. In the background, a shell has some of them ignored."""
    known = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU)
    outside = [signal.signal(each, signal.default_int_handler) for each in known]
    yield
    after = [signal.getsignal(each) for each in known]
    for each, handler in zip(known, outside, strict=True):
        signal.signal(each, handler)
    assert after == [signal.default_int_handler] * len(known)


def sending(*numbers: signal.Signals) -> Callable[..., None]:
    """A function that sends these signals to this process."""

    def send(*_: Any) -> None:
        for number in numbers:
            signal.raise_signal(number)

    return send


def before_each(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, send: Callable[..., None]) -> None:
    """Send signals at each call of a function, before it does what it does."""
    real = getattr(owner, name)

    def sent_first(*arguments: Any, **named: Any) -> Any:
        send()
        return real(*arguments, **named)

    monkeypatch.setattr(owner, name, sent_first)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU])
def test_training_ends_between_two_steps_and_what_was_asked_for_is_written(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    before_each(
        monkeypatch, Trainer, "advance", sending(number, number)
    )  # twice, and the second changes nothing
    saved = tmp_path / "p.bpx"
    arguments = ("train", "digits", "--epochs", "1000000", "--save", str(saved))
    found = answer(capsys, *arguments, code=128 + number)
    assert found["interrupted"]
    assert files.load(saved).state.step == found["step"] > 0
    assert main(arguments) == 128 + number
    told = capsys.readouterr()
    assert f"Interrupted by {number.name} after step " in told.err
    assert f"Wrote {saved}." in told.out


def test_a_signal_before_the_first_step_leaves_an_older_result_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before_each(monkeypatch, ProgressLine, "__enter__", sending(signal.SIGTERM))
    saved = tmp_path / "p.bpx"
    saved.write_bytes(b"older")
    assert main(["train", "xor", "--save", str(saved)]) == 143
    assert saved.read_bytes() == b"older"
    assert capsys.readouterr().err == "Interrupted by SIGTERM. Nothing was trained, and nothing is written.\n"


def test_a_second_signal_where_no_step_was_made_says_that_nothing_was_trained(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before_each(monkeypatch, ProgressLine, "__enter__", sending(signal.SIGHUP))
    before_each(monkeypatch, training, "run_facts", sending(signal.SIGTERM))
    with pytest.raises(EndedError):
        main(["train", "xor", "--save", str(tmp_path / "p.bpx")])
    assert capfd.readouterr().err == "Interrupted by SIGTERM. Nothing was trained, and nothing is written.\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["_read_back", "_flush_folder", "write"])
def test_signals_during_a_write_don_t_tear_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, place: str
) -> None:
    before_each(monkeypatch, atomic, place, sending(signal.SIGINT, signal.SIGINT, signal.SIGTERM))
    saved, history = tmp_path / "p.bpx", tmp_path / "h.csv"
    assert main(["train", "xor", "--epochs", "1", "--history", str(history), "--save", str(saved)]) == 130
    assert files.load(saved).state.epoch == 1
    assert history.exists()
    assert "Interrupted by SIGINT after step 32, when training was over." in capsys.readouterr().err
    assert main(["export", str(saved), str(tmp_path / "n.npz")]) == 130
    assert capsys.readouterr().err == "Interrupted by SIGINT. The file is written.\n"
    assert {path.name for path in tmp_path.iterdir()} == {"p.bpx", "h.csv", "n.npz"}


def test_what_is_ignored_from_the_start_stays_so_as_under_nohup(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    before_each(monkeypatch, Trainer, "advance", sending(signal.SIGHUP))
    assert answer(capsys, "train", "xor", "--epochs", "2")["epoch"] == 2
    assert signal.signal(signal.SIGHUP, before) is signal.SIG_IGN


@pytest.mark.parametrize(
    ("owner", "name", "argv", "words"),
    [
        (
            training,
            "beginning",
            ("train", "xor", "--save", "p.bpx"),
            "Nothing was trained, and nothing is written.",
        ),
        (commands, "lost_by_ending", ("info", "xor"), "Nothing was done."),
    ],
)
def test_where_nothing_would_be_lost_the_process_ends_at_once(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    owner: types.ModuleType,
    name: str,
    argv: tuple[str, ...],
    words: str,
) -> None:
    before_each(monkeypatch, owner, name, sending(signal.SIGHUP))
    with pytest.raises(EndedError) as ended:
        main(argv)
    assert ended.value.args == (129,)
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", f"Interrupted by SIGHUP. {words}\n")


def test_the_window_leaves_signals_to_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python would see them only when Qt calls it, and answer with a traceback."""
    seen: list[object] = []

    def run(name: str | None) -> int:
        seen.extend([name, signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)])
        return 0

    app = types.ModuleType("bpexplorer.app")
    app.run, app.leave = run, sys.exit  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bpexplorer.app", app)
    monkeypatch.setattr(launcher, "prepare", lambda: None)
    with pytest.raises(SystemExit) as ended:
        main(["digits"], open_window=launcher._open_window)
    assert ended.value.code == 0
    assert seen == ["digits", signal.SIG_DFL, signal.SIG_DFL]
