"""Every command, whatever stdout is and whatever signal comes whenever: files are whole, and the exit code is ours."""

import csv
import itertools
import json
import os
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bpexplorer.cli.console.codes import FAULT, OK, SIGNALLED, UNANSWERED, WRONG_USAGE
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from bpexplorer.project.weights import import_weights
from tests.attack.forked_commands import ROOT, Commands, Ended

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and processes of POSIX systems")

MOMENTS = 20
STDOUTS = ("utf-8", "cp1252", "ascii", "closed", "full")
#: What is sent, and how many calls later each.
SIGNALS: dict[str, tuple[tuple[int, signal.Signals], ...]] = (
    {
        "INT": ((0, signal.SIGINT),),
        "INT INT": ((0, signal.SIGINT), (40, signal.SIGINT)),
        "INT INT at once": ((0, signal.SIGINT), (0, signal.SIGINT)),
        "TERM": ((0, signal.SIGTERM),),
        "HUP": ((0, signal.SIGHUP),),
        "HUP TERM": ((0, signal.SIGHUP), (400, signal.SIGTERM)),
    }
    if hasattr(signal, "SIGHUP")
    else {}
)


@dataclass(frozen=True)
class Command:
    """A command line, what it writes, and the exit code with which it ends where nothing comes between."""

    argv: tuple[str, ...]
    targets: tuple[str, ...] = ()
    code: int = OK


COMMANDS = (
    Command(
        ("train", "xor", "--epochs", "3", "--export", "n.npz", "--history", "h.csv", "--save", "p.bpx"),
        ("n.npz", "h.csv", "p.bpx"),
    ),
    Command(("train", "xor", "--epochs", "2", "--save", "p.bpx", "--restore-best", "--json"), ("p.bpx",)),
    Command(("train", "old.bpx", "--epochs", "2", "--continue", "--save", "old.bpx"), ("old.bpx",)),
    Command(("export", "old.bpx", "n.safetensors"), ("n.safetensors",)),
    Command(("export", "xor", "n.json", "--json"), ("n.json",)),
    Command(("check", "xor")),
    Command(("inspect", "xor", "--seconds", "0", "--layer", "1")),
    Command(("inspect", "xor", "--seconds", "0", "--json")),
    Command(("info", "old.bpx", "--json")),
    Command(("info", "“nowhere”.npz"), code=FAULT),
    Command(("data", str(ROOT / "resources" / "datasets" / "penguins.csv"))),
    Command(("options",)),
    Command(("warm",)),
    Command(("--help",)),
    Command(("train", "--help")),
    Command(("train", "xor", "--epochs", "“three”"), code=WRONG_USAGE),
)
#: What is read of a file that is there; it raises if the file isn't whole.
READERS: dict[str, Callable[[Path], object]] = {
    ".bpx": files.load,
    ".npz": import_weights,
    ".safetensors": import_weights,
    ".json": import_weights,
    ".csv": lambda path: _whole_table(path.read_text(encoding="utf-8")),
}


def _whole_table(text: str) -> None:
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    assert text.endswith("\n")
    assert len({len(row) for row in rows}) == 1


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A project that was there before."""
    path = tmp_path_factory.mktemp("old") / "old.bpx"
    files.save(preset("xor").project(), path)
    return path.read_bytes()


class Attack:
    """Runs commands in folders of their own, and looks at what is left."""

    def __init__(self, commands: Commands, folder: Path, old: bytes) -> None:
        self._commands, self._folder, self._old = commands, folder, old
        self._number = 0
        self._lengths: dict[Command, int] = {}

    def length(self, command: Command) -> int:
        """How many calls a command makes if nothing comes between."""
        if command not in self._lengths:
            self._lengths[command] = self.run(command, "utf-8", ()).calls
        return self._lengths[command]

    def run(self, command: Command, stdout: str, signals: Sequence[tuple[int, int]]) -> Ended:
        """Run a command once, and check all that there is to check."""
        self._number += 1
        folder = self._folder / str(self._number)
        folder.mkdir()
        (folder / "old.bpx").write_bytes(self._old)
        ended = self._commands.run(folder, command.argv, stdout=stdout, signals=signals)
        case = f"{command.argv} with stdout {stdout} and {signals}: {ended}"
        for trace in ("Traceback", "Exception ignored", "Error:", "Warning"):
            assert trace not in ended.err, case
        normal = command.code or (UNANSWERED if stdout in ("closed", "full") else OK)
        by_signal = {SIGNALLED + number for _, number in signals}
        assert ended.code in ({normal, *by_signal} if ended.sent else {normal}), case
        assert ended.code in (OK, WRONG_USAGE) or ended.err.strip(), case
        self._check_files(folder, command, ended, case)
        if ended.code == OK:
            said = ended.out.decode(stdout)
            assert said, case
            assert "--json" not in command.argv or json.loads(said), case
        return ended

    def _check_files(self, folder: Path, command: Command, ended: Ended, case: str) -> None:
        there = {path.name for path in folder.iterdir()}
        assert there <= {"old.bpx", *command.targets}, case
        for name in there:
            READERS[Path(name).suffix](folder / name)
        changed = {name for name in there if name != "old.bpx" or (folder / name).read_bytes() != self._old}
        wanted = set(command.targets) if command.code == OK else set()
        is_done = (
            "after step" in ended.err
            or "The file is written." in ended.err
            or "Training is over." in ended.err
        )
        if ended.code in (OK, UNANSWERED) or is_done:
            assert changed == wanted, case
        else:
            assert "othing" in ended.err or not wanted, case
            assert changed == set(), case


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory, old: bytes) -> Iterator[Attack]:
    with Commands() as commands:
        yield Attack(commands, tmp_path_factory.mktemp("attack"), old)


def at(call: int, kind: str) -> list[tuple[int, int]]:
    """The signals of this kind, the first at this call."""
    return [(call + later, int(number)) for later, number in SIGNALS[kind]]


def some(cases: list[Any], count: int) -> list[Any]:
    """So many of the cases, always the same ones."""
    return random.Random(7).sample(cases, count) if count < len(cases) else cases


def test_every_command_answers_or_says_why_not_whatever_stdout_is(
    attack: Attack, trials: Callable[[int, int], int]
) -> None:
    cases = list(itertools.product(COMMANDS, STDOUTS))
    for command, stdout in some(cases, trials(12, len(cases))):
        attack.run(command, stdout, ())


def test_every_command_ends_in_order_whatever_stdout_is_and_whatever_comes(
    attack: Attack, trials: Callable[[int, int], int]
) -> None:
    cases = list(itertools.product(COMMANDS, STDOUTS, SIGNALS, range(MOMENTS)))
    chosen = some(cases, trials(16, len(cases)))
    sent = 0
    for command, stdout, kind, moment in chosen:
        call = int(attack.length(command) * (moment + 0.5) / MOMENTS)
        sent += attack.run(command, stdout, at(call, kind)).sent > 0
    assert sent > 0.9 * len(chosen)


def test_signals_while_results_are_written_don_t_tear_them(
    attack: Attack, trials: Callable[[int, int], int]
) -> None:
    """The last fifth of a run that trains is writing and answering: there the moments are dense."""
    dense = trials(2, 200)
    for command, kind in itertools.product(COMMANDS[:3], ("INT INT", "HUP TERM")):
        for moment in range(dense):
            share = 0.8 + 0.2 * (moment + 0.5) / dense
            attack.run(command, "utf-8", at(int(attack.length(command) * share), kind))


def test_signals_while_the_program_is_imported_end_it_in_order(
    tmp_path: Path, old: bytes, trials: Callable[[int, int], int]
) -> None:
    cases = list(itertools.product(SIGNALS, range(MOMENTS)))
    with Commands(cold=True) as commands:
        attack = Attack(commands, tmp_path, old)
        command = COMMANDS[-2]  # it imports everything, and does nothing
        for kind, moment in some(cases, trials(2, len(cases))):
            call = int(attack.length(command) * (moment + 0.5) / MOMENTS)
            attack.run(command, "utf-8", at(call, kind))
