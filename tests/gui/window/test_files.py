"""New, open, save, export and import; what goes wrong is said, and what is open stays open."""

import stat
import tempfile
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.core.training.state import VALUE
from bpexplorer.look import numbers
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from bpexplorer.project.weights import FORMATS, export_weights, import_weights
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def save(desk: Desk, path: Path) -> None:
    desk.key(Qt.Key.Key_S, CTRL)
    desk.choose_file(path)
    desk.wait_for_message(f"Saved {path.name}")


def open_file(desk: Desk, path: Path) -> None:
    desk.key(Qt.Key.Key_O, CTRL)
    desk.choose_file(path)


def fingerprint(desk: Desk) -> tuple[object, ...]:
    document = desk.window.document
    return document.plan, document.path, document.modified, desk.state().planes.flat.tobytes()


# Saving and opening


def test_a_saved_project_opens_as_it_was(small_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "xor.bpx"
    small_desk.add_a_neuron()
    small_desk.run_epochs(2)
    small_desk.click_neuron(1, 4)
    small_desk.choose("Demon", "Demon here")
    save(small_desk, path)
    kept, session = fingerprint(small_desk), small_desk.window.document.session.state
    assert not small_desk.window.document.modified
    assert small_desk.window.windowTitle().startswith("xor.bpx")
    small_desk.run_epochs(1)
    assert small_desk.window.document.modified
    small_desk.choose("File", "New…")
    small_desk.answer("new_create")
    small_desk.answer("unsaved_discard")
    small_desk.wait(lambda: small_desk.window.document.plan.data.name == "digits")
    small_desk.wait_for_calm()
    open_file(small_desk, path)
    small_desk.wait(lambda: small_desk.window.document.path == path)
    small_desk.wait_for_calm()
    assert fingerprint(small_desk) == kept
    assert small_desk.window.document.session.state == session


def test_a_project_whose_cost_is_no_number_is_saved_and_opens_as_it_was(
    small_desk: Desk, tmp_path: Path
) -> None:
    small_desk.run_epochs(1)
    document = small_desk.window.document
    document.configure(cost="log_likelihood")
    document.request(SetActivation(document.plan.spec.depth, "identity"))
    document.restart()
    small_desk.wait_for_calm()
    latest = small_desk.state().history.latest
    assert latest is not None
    assert not np.isfinite(latest.train_cost)
    path = tmp_path / "odd.bpx"
    save(small_desk, path)
    kept = fingerprint(small_desk)
    small_desk.choose("File", "New…")
    small_desk.click("new_create")
    small_desk.wait(lambda: document.plan.data.name == "digits")
    small_desk.wait_for_calm()
    open_file(small_desk, path)
    small_desk.wait(lambda: document.path == path)
    small_desk.wait_for_calm()
    assert fingerprint(small_desk) == kept


def test_a_second_save_needs_no_name(small_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "xor.bpx"
    save(small_desk, path)
    small_desk.run_epochs(1)
    small_desk.key(Qt.Key.Key_S, CTRL)
    small_desk.wait(lambda: not small_desk.window.document.modified)
    assert files.load(path).state.epoch == 1


def test_save_as_writes_another_file_and_goes_on_with_it(small_desk: Desk, tmp_path: Path) -> None:
    save(small_desk, tmp_path / "one.bpx")
    small_desk.key(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    small_desk.choose_file(tmp_path / "two.bpx")
    small_desk.wait_for_message("two.bpx")
    assert small_desk.window.document.path == tmp_path / "two.bpx"
    assert (tmp_path / "one.bpx").exists()


def test_a_name_without_ending_gets_the_project_s(small_desk: Desk, tmp_path: Path) -> None:
    small_desk.key(Qt.Key.Key_S, CTRL)
    small_desk.choose_file(tmp_path / "mine")
    small_desk.wait_for_message("Saved mine.bpx")
    assert (tmp_path / "mine.bpx").exists()


def test_recent_files_open_from_the_menu(small_desk: Desk, tmp_path: Path) -> None:
    for name in ("one.bpx", "two.bpx"):
        small_desk.key(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
        small_desk.choose_file(tmp_path / name)
        small_desk.wait_for_message(name)
    small_desk.choose("File", "Open recent", "one.bpx")
    small_desk.wait(lambda: small_desk.window.document.path == tmp_path / "one.bpx")
    small_desk.wait_for_calm()


def offered(desk: Desk) -> list[str]:
    """The entries of Open recent."""
    desk.choose("File", "Open recent")
    menu = desk.find("menu_recent")
    assert isinstance(menu, QMenu)
    names = [action.text() for action in menu.actions()]
    for popup in (menu, desk.find("menu_file")):
        popup.close()
    return names


def test_a_recent_file_whose_drive_is_away_stays_in_the_menu_and_opens_once_it_is_back(
    small_desk: Desk, tmp_path: Path
) -> None:
    drive, away = tmp_path / "drive", tmp_path / "away"
    drive.mkdir()
    save(small_desk, drive / "one.bpx")
    drive.rename(away)
    small_desk.choose("File", "Open recent", "one.bpx")
    small_desk.wait_for_message("there is no such file")
    assert str(drive) in small_desk.message
    assert offered(small_desk) == ["one.bpx"]
    away.rename(drive)
    small_desk.choose("File", "Open recent", "one.bpx")
    small_desk.wait(lambda: small_desk.message == "")
    assert small_desk.window.document.path == drive / "one.bpx"
    small_desk.wait_for_calm()


def test_only_the_user_takes_a_recent_file_off_the_menu(small_desk: Desk, tmp_path: Path) -> None:
    for name in ("one.bpx", "two.bpx"):
        small_desk.key(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
        small_desk.choose_file(tmp_path / name)
        small_desk.wait_for_message(name)
    (tmp_path / "one.bpx").unlink()
    small_desk.choose("File", "Open recent", "one.bpx")
    small_desk.wait_for_message("there is no such file")
    small_desk.click("recent_remove")
    assert offered(small_desk) == ["two.bpx"]


# Unsaved changes


@pytest.fixture
def changed_desk(small_desk: Desk) -> Desk:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    return small_desk


def test_cancel_keeps_the_window_and_the_changes(changed_desk: Desk) -> None:
    changed_desk.window.close()
    changed_desk.answer("unsaved_cancel")
    assert changed_desk.window.isVisible()
    assert changed_desk.window.document.plan.spec.sizes == (2, 5, 1)


def test_closing_says_what_would_be_lost(changed_desk: Desk) -> None:
    changed_desk.run_epochs(1)
    steps = numbers.count(changed_desk.frame.step)
    changed_desk.window.close()
    box = changed_desk.find("dialog_unsaved")
    assert isinstance(box, QMessageBox)
    assert f"1 edit and {steps} steps since " in box.informativeText()
    changed_desk.answer("unsaved_cancel")


def test_escape_is_cancel(changed_desk: Desk) -> None:
    changed_desk.window.close()
    changed_desk.key(Qt.Key.Key_Escape, widget=changed_desk.find("dialog_unsaved"))
    changed_desk.wait(lambda: changed_desk.find_all("dialog_unsaved") == [])
    assert changed_desk.window.isVisible()


def test_save_writes_the_file_and_then_closes(changed_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "late.bpx"
    changed_desk.window.close()
    changed_desk.answer("unsaved_save")
    changed_desk.choose_file(path)
    changed_desk.wait(lambda: not changed_desk.window.isVisible())
    assert files.load(path).plan.spec.sizes == (2, 5, 1)


def test_who_names_no_file_after_all_keeps_the_window(changed_desk: Desk) -> None:
    changed_desk.window.close()
    changed_desk.answer("unsaved_save")
    changed_desk.key(Qt.Key.Key_Escape, widget=changed_desk.find("dialog_file"))
    changed_desk.wait(lambda: changed_desk.find_all("dialog_file") == [])
    assert changed_desk.window.isVisible()
    assert changed_desk.window.document.modified


def test_new_shows_what_there_is_and_asks_about_changes_only_once_something_is_chosen(
    changed_desk: Desk,
) -> None:
    changed_desk.choose("File", "New…")
    changed_desk.answer("new_cancel")
    assert changed_desk.find_all("dialog_unsaved") == []
    changed_desk.choose("File", "New…")
    changed_desk.answer("new_create")
    changed_desk.answer("unsaved_cancel")
    assert changed_desk.window.document.plan.spec.sizes == (2, 5, 1)
    changed_desk.choose("File", "New…")
    changed_desk.answer("new_create")
    changed_desk.answer("unsaved_discard")
    changed_desk.wait(lambda: changed_desk.window.document.plan.data.name == "digits")


def test_undoing_back_to_the_saved_state_leaves_nothing_to_save(changed_desk: Desk) -> None:
    assert changed_desk.window.isWindowModified()
    changed_desk.key(Qt.Key.Key_Z, CTRL)
    changed_desk.wait_for_calm()
    assert not changed_desk.window.isWindowModified()


# What can't be read or written


def bad_projects(folder: Path) -> list[Path]:
    """Files that are called projects."""
    whole = folder / "whole"
    files.save(preset("digits").project(), whole)
    content = whole.read_bytes()
    damaged = bytearray(content)
    damaged[len(damaged) // 3] ^= 0xFF
    bad = {
        "foreign.bpx": b"GIF89a, and then something",
        "empty.bpx": b"",
        "damaged.bpx": bytes(damaged),
        "truncated.bpx": content[: len(content) // 2],
    }
    for name, written in bad.items():
        (folder / name).write_bytes(written)
    return [folder / name for name in bad]


def test_a_bad_project_is_named_with_the_reason_and_nothing_changes(small_desk: Desk, tmp_path: Path) -> None:
    small_desk.run_epochs(1)
    before = fingerprint(small_desk)
    for path in bad_projects(tmp_path):
        small_desk.key(Qt.Key.Key_O, CTRL)
        small_desk.answer("unsaved_discard")
        small_desk.choose_file(path)
        small_desk.wait_for_message(path.name)
        assert small_desk.window.message_bar.kind == "error"
        assert fingerprint(small_desk) == before, path.name


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A folder that can't be written: without permission, or for root one of the kernel's."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    for each in (folder, Path("/sys")):
        if each.is_dir() and not takes_files(each):
            return each
    pytest.skip("this user may write to every folder, and /sys isn't the kernel's here")


def takes_files(folder: Path) -> bool:
    """Whether a file can be made there, tried."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def test_a_folder_that_cannot_be_written_is_named_and_the_changes_stay_unsaved(
    changed_desk: Desk, locked: Path
) -> None:
    changed_desk.key(Qt.Key.Key_S, CTRL)
    changed_desk.choose_file(locked / "mine.bpx")
    changed_desk.wait_for_message(str(locked))
    assert changed_desk.window.message_bar.kind == "error"
    assert changed_desk.window.document.modified
    assert changed_desk.window.document.path is None


def test_weights_into_such_a_folder_too(small_desk: Desk, locked: Path) -> None:
    small_desk.export_weights(locked / "mine.npz")
    small_desk.wait_for_message(str(locked))
    assert small_desk.window.message_bar.kind == "error"


# Weights and history


@pytest.mark.parametrize("ending", [".npz", ".safetensors", ".json"])
def test_exported_weights_come_back_by_import(small_desk: Desk, tmp_path: Path, ending: str) -> None:
    assert ending in {entry.extension for entry in FORMATS.values()}
    path = tmp_path / f"mine{ending}"
    small_desk.run_epochs(2)
    learned = small_desk.parameters()
    small_desk.export_weights(path)
    small_desk.wait_for_message(path.name)
    small_desk.click("button_action_reset")
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    small_desk.key(Qt.Key.Key_I, CTRL)
    small_desk.choose_file(path)
    small_desk.wait_for_message("Imported")
    small_desk.wait_for_calm()
    np.testing.assert_array_equal(small_desk.parameters(), learned)
    assert small_desk.frame.step == 0
    small_desk.key(Qt.Key.Key_Z, CTRL)
    small_desk.wait_for_calm()
    assert small_desk.frame.spec.sizes == (2, 5, 1)


def test_weights_exported_while_training_are_those_of_one_step(small_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "live.npz"
    small_desk.play_at_full_speed()
    small_desk.wait(lambda: small_desk.frame.step > 0)
    small_desk.export_weights(path)
    small_desk.wait_for_message(path.name)
    assert import_weights(path).network.sizes == (2, 4, 1)
    small_desk.pause()


def test_weights_that_do_not_fit_the_data_are_refused(small_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "digits.npz"
    export_weights(preset("digits").project().weights(), path)
    before = fingerprint(small_desk)
    small_desk.key(Qt.Key.Key_I, CTRL)
    small_desk.choose_file(path)
    small_desk.wait_for_message("64 inputs")
    assert fingerprint(small_desk) == before


def test_sigmoid_only_formats_say_which_layer_is_in_the_way(small_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.network2.json"
    small_desk.export_weights(path)
    assert "layer 1" in small_desk.wait_for_message("sigmoid").lower()
    assert not path.exists()


def test_the_history_is_written_as_csv(small_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    small_desk.run_epochs(3)
    small_desk.choose("File", "Export history…")
    small_desk.choose_file(path)
    small_desk.wait_for_message("history.csv")
    rows = path.read_text(encoding="utf-8").splitlines()
    assert sum(row.startswith("epoch,") for row in rows) == 4


def test_a_saved_run_goes_on_to_the_very_numbers_of_one_that_was_not_interrupted(
    small_desk: Desk, tmp_path: Path
) -> None:
    small_desk.run_epochs(2)
    save(small_desk, tmp_path / "half.bpx")
    small_desk.run_epochs(2)
    want = small_desk.state().planes.plane(VALUE).flat
    open_path = tmp_path / "half.bpx"
    small_desk.key(Qt.Key.Key_O, CTRL)
    small_desk.answer("unsaved_discard")
    small_desk.choose_file(open_path)
    small_desk.wait(lambda: small_desk.frame.epoch == 2)
    small_desk.wait_for_calm()
    small_desk.run_epochs(2)
    np.testing.assert_array_equal(small_desk.state().planes.plane(VALUE).flat, want)


def test_a_guide_that_is_open_already_comes_to_the_front(small_desk: Desk) -> None:
    for _ in range(2):
        small_desk.choose("Help", "User's guide")
    assert len(small_desk.find_all("dialog_guide")) == 1
    small_desk.find("dialog_guide").close()
