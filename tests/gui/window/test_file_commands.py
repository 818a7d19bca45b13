"""The file commands with dialogs, training thread and asker that a test plays: no widget and no thread."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.structure import AddNeurons
from bpexplorer.core.training.state import TrainerState
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.settings import Settings
from bpexplorer.document.unsaved import Unsaved
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project, View
from bpexplorer.project.weights import FORMATS, export_weights, import_weights
from bpexplorer.window.commands.file_tasks import Ask
from bpexplorer.window.commands.files import FileCommands
from tests.askers import PromptAsker

XOR = preset("xor").project()


class Dialogs:
    """Answers every question from a list, and remembers what was asked; without an answer it stays open."""

    def __init__(self) -> None:
        self.answer: Callable[[Any], object] | None = None
        self.answers: list[Any] = []
        self.asked: list[str] = []

    def _ask(self, what: str) -> Ask:
        def answer(answered: Callable[[Any], object]) -> None:
            self.asked.append(what)
            if self.answers:
                answered(self.answers.pop(0))
            else:
                self.answer = answered

        return Ask(answer)

    def which_example(self) -> Ask:
        return self._ask("example")

    def what_to_open(self, title: str, filters: str) -> Ask:
        return self._ask("open")

    def where_to_save(self, title: str, kinds: Sequence[object], *, stem: str) -> Ask:
        return self._ask(f"save {stem}")

    def unsaved(self, name: str, unsaved: Unsaved) -> Ask:
        return self._ask(f"unsaved {name}")

    def changed_outside(self, path: Path, reason: str) -> Ask:
        return self._ask(f"outside {path.name}")

    def disagreeing_weights(self, path: Path, differences: Sequence[str]) -> Ask:
        return self._ask("disagree")


class Run(QObject):
    """Copies the run, which has made no step, and hands the copy over when the test says so."""

    state_copied = Signal(int, object)
    failed = Signal(str)

    def __init__(self, document: NetworkDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._copies: list[TrainerState] = []

    def request_copy(self) -> int:
        self._copies.append(Project.at_start(self._document.plan).state)
        return len(self._copies)

    def answer(self) -> None:
        self.state_copied.emit(len(self._copies), self._copies[-1])


class Office:
    """The commands, and what they told."""

    def __init__(self) -> None:
        parent = self._parent = QObject()
        self.document = NetworkDocument(XOR.plan, parent)
        self.run, self.dialogs = Run(self.document, parent), Dialogs()
        self.commands = FileCommands(
            self.document,
            self.run,  # type: ignore[arg-type]
            PromptAsker(),  # type: ignore[arg-type]
            Settings(parent),
            self.dialogs,  # type: ignore[arg-type]
            View,
            parent,
        )
        self.told: list[str] = []
        self.opened: list[tuple[Project, Path | None]] = []
        self.commands.done.connect(self.told.append)
        self.commands.failed.connect(self.told.append)
        self.commands.project_opened.connect(lambda *what: self.opened.append(what))

    def edit(self) -> None:
        self.document.request(AddNeurons(1))


@pytest.fixture
def office(qtbot: QtBot) -> Office:
    del qtbot
    return Office()


def test_closing_saves_where_the_user_says_and_goes_on(office: Office, tmp_path: Path) -> None:
    office.edit()
    office.dialogs.answers = ["save", (tmp_path / "mine.bpx", None)]
    closed: list[bool] = []
    office.commands.leave(lambda: closed.append(True))
    assert office.commands.busy
    assert not closed
    office.run.answer()
    assert closed == [True]
    assert office.dialogs.asked == ["unsaved Untitled xor", "save xor"]
    assert (tmp_path / "mine.bpx").exists()


@pytest.mark.parametrize("answers", [["cancel"], ["save", None]])
def test_who_cancels_or_names_no_file_keeps_the_window_and_is_asked_anew(
    office: Office, answers: list[Any]
) -> None:
    office.edit()
    closed: list[bool] = []
    for _ in range(2):
        office.dialogs.answers = list(answers)
        office.commands.leave(lambda: closed.append(True))
    assert not closed
    assert office.dialogs.asked.count("unsaved Untitled xor") == 2


def test_closing_is_asked_about_once_however_often_it_is_tried(office: Office, tmp_path: Path) -> None:
    closed: list[bool] = []
    office.commands.save_to(tmp_path / "a.bpx")
    for _ in range(3):
        office.commands.leave(lambda: closed.append(True))
    office.run.answer()
    assert closed == [True]


def test_edits_made_while_the_window_waits_after_its_question_are_asked_about(
    office: Office, tmp_path: Path
) -> None:
    office.edit()
    closed: list[bool] = []
    office.commands.leave(lambda: closed.append(True))
    office.commands.save_to(tmp_path / "a.bpx")
    assert office.dialogs.answer is not None
    office.dialogs.answer("discard")
    assert not closed
    office.edit()
    office.run.answer()
    assert office.dialogs.asked == ["unsaved Untitled xor", "unsaved a.bpx"]
    assert not closed
    office.dialogs.answer("discard")
    assert closed == [True]


def test_new_and_open_hand_over_a_project_and_only_after_the_question(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "wave.bpx"
    files.save(preset("wave").project(), path)
    office.edit()
    office.dialogs.answers = [None, "circle", "cancel", "circle", "discard", "discard", path]
    for _ in range(3):
        office.commands.new()
    office.commands.open()
    assert [(project.plan.data.name, where) for project, where in office.opened] == [
        ("circle", None),
        ("wave", path),
    ]
    untitled = ["unsaved Untitled xor"]
    assert office.dialogs.asked[:5] == ["example", "example", *untitled, "example", *untitled]


def test_a_file_that_somebody_else_changed_is_kept_overwritten_or_left_for_another(
    office: Office, tmp_path: Path
) -> None:
    path, other = tmp_path / "xor.bpx", tmp_path / "other.bpx"
    office.commands.save_to(path)
    office.run.answer()
    for answers in (["cancel"], ["save_as", None], ["save_as", (other, None)], ["overwrite"]):
        path.write_bytes(b"a note")
        office.dialogs.answers = answers
        office.commands.save_to(path)
        office.run.answer()
    assert office.told == ["Saved xor.bpx.", "Saved other.bpx.", "Saved xor.bpx."]
    assert files.load(path).plan == files.load(other).plan == XOR.plan


def test_weights_go_out_and_come_in(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    office.commands.exchange.export_weights_to(path, FORMATS["npz"])
    office.run.answer()
    assert import_weights(path).network.sizes == (2, 4, 1)
    digits = tmp_path / "digits.npz"
    export_weights(preset("digits").project().weights(), digits)
    office.dialogs.answers = [path, digits]
    office.commands.exchange.import_weights()
    office.commands.exchange.import_weights()
    assert office.told[0] == "Wrote w.npz."
    assert office.told[1].startswith("Imported the weights of w.npz")
    assert "64 inputs" in office.told[2]
