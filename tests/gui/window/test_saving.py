"""What happens while a file is being read or written, and what somebody else does to it: nothing is lost unasked."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from bpexplorer.core.edits.structure import AddNeurons
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.project import files
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.presets import preset
from bpexplorer.project.weights import FORMATS, export_weights
from bpexplorer.window.commands import exchange, save_progress
from tests.windows import PATIENCE, Desk

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Gate:
    """Keeps a function from beginning until it is opened."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._reached, self._open = threading.Event(), threading.Event()

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self._reached.set()
        assert self._open.wait(PATIENCE / 1000)
        return self._function(*arguments, **options)

    def wait_for_arrival(self, desk: Desk) -> None:
        """Until somebody stands before it."""
        desk.wait(self._reached.is_set)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[object, str], Gate]]:
    """Puts a gate before a function of a module, which is open at last in any case."""
    gates = []

    def put_up(module: object, name: str) -> Gate:
        made = Gate(getattr(module, name))
        monkeypatch.setattr(module, name, made)
        gates.append(made)
        return made

    yield put_up
    for each in gates:
        each.open()


MakeGate = Callable[[object, str], Gate]


def save(desk: Desk, path: Path) -> None:
    desk.key(Qt.Key.Key_S, CTRL)
    desk.choose_file(path)
    desk.wait_for_message(f"Saved {path.name}")


def begin_saving(desk: Desk, path: Path, saving: Gate) -> None:
    desk.key(Qt.Key.Key_S, CTRL)
    desk.choose_file(path)
    desk.wait(lambda: desk.window.files.busy)
    saving.wait_for_arrival(desk)


def new_network(desk: Desk) -> None:
    desk.choose("File", "New…")
    desk.answer("new_create")
    if desk.window.document.modified:
        desk.answer("unsaved_discard")
    desk.wait(lambda: desk.window.document.plan.data.name == "digits")
    desk.wait_for_calm()


# A save on its way


def test_a_project_that_is_opened_while_another_is_saved_gets_neither_its_path_nor_its_mark(
    small_desk: Desk, tmp_path: Path, gate: MakeGate
) -> None:
    saving = gate(files, "save")
    begin_saving(small_desk, tmp_path / "xor.bpx", saving)
    new_network(small_desk)
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    saving.open()
    small_desk.wait_for_message("Saved xor.bpx")
    document = small_desk.window.document
    assert document.path is None
    assert document.modified
    assert "Untitled" in small_desk.window.windowTitle()
    assert files.load(tmp_path / "xor.bpx").plan.data.name == "xor"


def test_what_is_edited_while_it_is_saved_counts_as_unsaved_and_what_waits_for_the_save_asks_again(
    small_desk: Desk, tmp_path: Path, gate: MakeGate
) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    saving = gate(files, "save")
    small_desk.choose("File", "New…")
    small_desk.answer("new_create")
    small_desk.answer("unsaved_save")
    small_desk.choose_file(tmp_path / "xor.bpx")
    saving.wait_for_arrival(small_desk)
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    saving.open()
    small_desk.answer("unsaved_cancel")
    document = small_desk.window.document
    assert document.plan.spec.sizes == (2, 6, 1)
    assert document.modified
    assert files.load(tmp_path / "xor.bpx").plan.spec.sizes == (2, 5, 1)


def test_a_change_of_numbers_alone_asks_again_too(small_desk: Desk, tmp_path: Path, gate: MakeGate) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    saving = gate(files, "save")
    small_desk.choose("File", "New…")
    small_desk.answer("new_create")
    small_desk.answer("unsaved_save")
    small_desk.choose_file(tmp_path / "xor.bpx")
    saving.wait_for_arrival(small_desk)
    before = small_desk.window.document.plan
    small_desk.window.document._push(SetBiases(1, (0,), 0.5))
    assert small_desk.window.document.plan == before
    small_desk.wait_for_calm()
    saving.open()
    small_desk.answer("unsaved_cancel")


def test_an_undo_while_it_is_saved_leaves_something_to_save(
    small_desk: Desk, tmp_path: Path, gate: MakeGate
) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    saving = gate(files, "save")
    begin_saving(small_desk, tmp_path / "xor.bpx", saving)
    small_desk.key(Qt.Key.Key_Z, CTRL)
    small_desk.wait_for_calm()
    saving.open()
    small_desk.wait_for_message("Saved xor.bpx")
    assert small_desk.window.document.modified
    assert small_desk.window.document.path == tmp_path / "xor.bpx"


def test_two_saves_at_once_to_one_file_are_no_change_by_somebody_else(
    small_desk: Desk, tmp_path: Path, gate: MakeGate
) -> None:
    save(small_desk, tmp_path / "xor.bpx")
    saving = gate(files, "save")
    for _ in range(2):
        small_desk.add_a_neuron()
        small_desk.wait_for_calm()
        small_desk.key(Qt.Key.Key_S, CTRL)
    saving.wait_for_arrival(small_desk)
    saving.open()
    small_desk.wait(lambda: not small_desk.window.files.busy)
    assert small_desk.find_all("dialog_overwrite") == []
    assert files.load(tmp_path / "xor.bpx").plan.spec.sizes == (2, 6, 1)
    assert not small_desk.window.document.modified


def test_of_two_saves_to_two_files_the_later_names_the_project(
    small_desk: Desk, tmp_path: Path, gate: MakeGate
) -> None:
    saving = gate(files, "save")
    begin_saving(small_desk, tmp_path / "one.bpx", saving)
    small_desk.key(Qt.Key.Key_S, CTRL | SHIFT)
    small_desk.choose_file(tmp_path / "two.bpx")
    saving.open()
    small_desk.wait_for_message("Saved two.bpx")
    assert small_desk.window.document.path == tmp_path / "two.bpx"
    assert not small_desk.window.document.modified


# A file on its way in


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.bpx"
    files.save(preset("wave").project(), path)
    return path


def test_edits_made_while_a_project_is_read_are_not_lost_without_a_question(
    small_desk: Desk, other: Path, gate: MakeGate
) -> None:
    loading = gate(files, "load_with_digest")
    small_desk.key(Qt.Key.Key_O, CTRL)
    small_desk.choose_file(other)
    loading.wait_for_arrival(small_desk)
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    loading.open()
    small_desk.answer("unsaved_cancel")
    assert small_desk.window.document.plan.spec.sizes == (2, 5, 1)
    small_desk.key(Qt.Key.Key_O, CTRL)
    small_desk.answer("unsaved_discard")
    small_desk.choose_file(other)
    small_desk.wait(lambda: small_desk.window.document.path == other)
    small_desk.wait_for_calm()


def test_what_was_agreed_to_be_lost_is_asked_about_once(
    small_desk: Desk, other: Path, gate: MakeGate
) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    loading = gate(files, "load_with_digest")
    small_desk.key(Qt.Key.Key_O, CTRL)
    small_desk.answer("unsaved_discard")
    small_desk.choose_file(other)
    loading.wait_for_arrival(small_desk)
    loading.open()
    small_desk.wait(lambda: small_desk.window.document.path == other)
    small_desk.wait_for_calm()


def test_weights_that_are_read_while_another_project_is_opened_are_not_imported_into_it(
    small_desk: Desk, tmp_path: Path, gate: MakeGate
) -> None:
    export_weights(preset("xor").project().weights(), tmp_path / "xor.npz")
    importing = gate(exchange, "import_weights")
    small_desk.key(Qt.Key.Key_I, CTRL)
    small_desk.choose_file(tmp_path / "xor.npz")
    importing.wait_for_arrival(small_desk)
    new_network(small_desk)
    importing.open()
    small_desk.wait_for_message("xor.npz are not imported, because another project was opened")
    assert not small_desk.window.document.modified


# Closing


def failing(*_: object, **__: object) -> None:
    raise ProjectFileError("the disk is full", code="disk_full", remedy="Make room on it.")


def test_an_export_that_fails_while_the_window_closes_keeps_it_open_and_is_told(
    small_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: MakeGate
) -> None:
    monkeypatch.setattr(exchange, "export_weights", failing)
    exporting = gate(exchange, "export_weights")
    small_desk.key(Qt.Key.Key_E, CTRL)
    small_desk.choose_file(tmp_path / "mine.safetensors")
    exporting.wait_for_arrival(small_desk)
    small_desk.window.close()
    assert "closes once all files are written" in small_desk.message
    exporting.open()
    small_desk.wait_for_message("the disk is full. Make room on it. So the window stays open.")
    assert small_desk.window.isVisible()
    assert small_desk.window.message_bar.kind == "error"


def test_a_save_that_fails_while_the_window_closes_keeps_it_open_and_closing_asks_again(
    small_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: MakeGate
) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    monkeypatch.setattr(files, "save", failing)
    saving = gate(files, "save")
    begin_saving(small_desk, tmp_path / "xor.bpx", saving)
    small_desk.window.close()
    saving.open()
    small_desk.wait_for_message("the disk is full")
    assert small_desk.window.isVisible()
    small_desk.window.close()
    small_desk.answer("unsaved_cancel")
    assert small_desk.window.isVisible()


def test_closing_while_all_there_is_to_save_is_being_saved_asks_nothing(
    small_desk: Desk, tmp_path: Path, gate: MakeGate
) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    saving = gate(files, "save")
    begin_saving(small_desk, tmp_path / "xor.bpx", saving)
    small_desk.window.close()
    assert small_desk.window.isVisible()
    assert small_desk.find_all("dialog_unsaved") == []
    saving.open()
    small_desk.wait(lambda: not small_desk.window.isVisible())
    assert files.load(tmp_path / "xor.bpx").plan.spec.sizes == (2, 5, 1)


# Changed outside


@pytest.fixture
def saved_desk(small_desk: Desk, tmp_path: Path) -> Desk:
    """A desk whose project is saved as xor.bpx, and edited since."""
    save(small_desk, tmp_path / "xor.bpx")
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    return small_desk


def change(path: Path) -> None:
    files.save(preset("wave").project(), path)


def replace_by_a_note(path: Path) -> None:
    path.write_bytes(b"a note of somebody's")


ACTS = [change, Path.unlink]


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@pytest.mark.parametrize("act", ACTS)
def test_a_file_that_was_changed_outside_is_not_overwritten_without_a_question(
    saved_desk: Desk, tmp_path: Path, act: Callable[[Path], object]
) -> None:
    act(tmp_path / "xor.bpx")
    theirs = content(tmp_path / "xor.bpx")
    saved_desk.key(Qt.Key.Key_S, CTRL)
    saved_desk.answer("overwrite_cancel")
    assert content(tmp_path / "xor.bpx") == theirs
    assert saved_desk.window.document.modified


def test_overwrite_overwrites_and_the_next_save_asks_nothing(saved_desk: Desk, tmp_path: Path) -> None:
    change(tmp_path / "xor.bpx")
    saved_desk.key(Qt.Key.Key_S, CTRL)
    saved_desk.answer("overwrite_overwrite")
    saved_desk.wait_for_message("Saved xor.bpx")
    saved_desk.add_a_neuron()
    saved_desk.wait_for_calm()
    saved_desk.key(Qt.Key.Key_S, CTRL)
    saved_desk.wait(lambda: not saved_desk.window.document.modified)
    assert files.load(tmp_path / "xor.bpx").plan.spec.sizes == (2, 6, 1)


def test_what_is_changed_once_more_while_it_is_asked_about_is_asked_about_again(
    saved_desk: Desk, tmp_path: Path
) -> None:
    change(tmp_path / "xor.bpx")
    saved_desk.key(Qt.Key.Key_S, CTRL)
    saved_desk.find("dialog_overwrite")
    replace_by_a_note(tmp_path / "xor.bpx")
    saved_desk.click("overwrite_overwrite")
    saved_desk.wait(lambda: not saved_desk.window.files.busy)
    saved_desk.answer("overwrite_cancel")
    assert content(tmp_path / "xor.bpx") == b"a note of somebody's"


def test_save_as_keeps_both_and_what_waited_for_the_save_goes_on(saved_desk: Desk, tmp_path: Path) -> None:
    change(tmp_path / "xor.bpx")
    saved_desk.window.close()
    saved_desk.answer("unsaved_save")
    saved_desk.answer("overwrite_save_as")
    saved_desk.choose_file(tmp_path / "mine.bpx")
    saved_desk.wait(lambda: not saved_desk.window.isVisible())
    assert files.load(tmp_path / "mine.bpx").plan.spec.sizes == (2, 5, 1)
    assert files.load(tmp_path / "xor.bpx").plan.data.name == "wave"


def test_of_two_windows_with_one_project_the_second_to_save_is_asked(
    small_desk: Desk, other: Path, qtbot: Any
) -> None:
    desks = [small_desk, Desk(qtbot)]
    for desk in desks:
        desk.window.files.open_path(other)
        desk.wait(lambda desk=desk: desk.window.document.path == other)  # type: ignore[misc]
        desk.wait_for_calm()
        desk.window.document.request(AddNeurons(1))
        desk.wait_for_calm()
    first, second = desks
    first.window.files.save()
    first.wait_for_message("Saved other.bpx")
    theirs = other.read_bytes()
    second.window.files.save()
    second.answer("overwrite_cancel")
    assert other.read_bytes() == theirs


# What else a save says and does


def test_a_file_that_was_only_touched_is_saved_without_a_question_and_a_hard_link_is_spoken_of(
    saved_desk: Desk, tmp_path: Path
) -> None:
    os.utime(tmp_path / "xor.bpx", (1, 1))
    os.link(tmp_path / "xor.bpx", tmp_path / "same.bpx")
    saved_desk.key(Qt.Key.Key_S, CTRL)
    assert "Saved xor.bpx." in saved_desk.wait_for_message("another name (a hard link)")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of POSIX systems")
def test_a_pipe_keeps_no_window_waiting(small_desk: Desk, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.npz")
    reader = os.open(tmp_path / "pipe.npz", os.O_RDONLY | os.O_NONBLOCK)
    small_desk.window.files.exchange.export_weights_to(tmp_path / "pipe.npz", FORMATS["npz"])
    small_desk.wait_for_message("this is not a plain file")
    os.close(reader)


def test_opening_a_project_removes_what_a_killed_save_has_left_beside_it(
    small_desk: Desk, other: Path
) -> None:
    left = other.with_name(".bpx-0123456789abcdef.tmp")
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    small_desk.key(Qt.Key.Key_O, CTRL)
    small_desk.choose_file(other)
    small_desk.wait(lambda: small_desk.window.document.path == other)
    assert not left.exists()
    small_desk.wait_for_calm()


def test_closing_at_once_after_play_asks_though_a_frame_from_before_comes_late(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, late = small_desk.window, small_desk.frame
    small_desk.click("button_action_play")
    with monkeypatch.context() as patch:
        patch.setattr(window.live, "take_frame", lambda: late)
        assert window.intake.take() is late
    window.close()
    small_desk.answer("unsaved_cancel")
    assert small_desk.window.isVisible()


def test_how_far_a_save_is_stands_in_the_status_bar_until_it_is_over(
    small_desk: Desk,
    gate: Callable[[object, str], Gate],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    desk, reading_back = small_desk, gate(files, "read")
    monkeypatch.setattr(save_progress, "WORTH_TELLING", 0.0)
    desk.window.files.save_to(tmp_path / "mine.bpx")
    reading_back.wait_for_arrival(desk)
    part = "saving mine.bpx, "
    desk.wait(lambda: part in desk.text("status_activity"))
    desk.add_a_neuron()
    desk.wait_for_calm()
    assert part in desk.text("status_activity")
    reading_back.open()
    desk.wait_for_message("Saved mine.bpx")
    assert "saving" not in desk.text("status_activity")
