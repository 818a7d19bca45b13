"""What isn't saved is kept beside the user's files, and comes back after the window was lost."""

import errno
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QMessageBox

from bpexplorer.core.edits.structure import RemoveNeurons
from bpexplorer.data.choice import default_choice
from bpexplorer.data.drawing import Stroke
from bpexplorer.look import numbers
from bpexplorer.project import files
from bpexplorer.project.errors import from_os_error
from bpexplorer.project.project import Project
from bpexplorer.project.recovery import journal
from bpexplorer.project.recovery.folder import ABOUT, WORK, WorkFolder, folders
from bpexplorer.project.recovery.lost import ASIDE, find
from bpexplorer.project.weights import export_weights
from bpexplorer.window.chrome.status import behind
from bpexplorer.window.commands import exchange
from tests.gui.window.test_own_data import DataHand, write_flowers
from tests.tables import flower_choice, project_on
from tests.windows import Desk

#: What the window is just writing.
UNFINISHED = shutil.ignore_patterns(".bpx-*")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def kept_desk(small_desk: Desk, root: Path) -> Desk:
    small_desk.window.autosave.begin(root)
    return small_desk


def works(root: Path) -> list[Path]:
    """What is kept, once all of it is."""
    return [
        folder / WORK for folder in folders(root) if (folder / WORK).exists() and (folder / ABOUT).exists()
    ]


def wait_for_sizes(desk: Desk, root: Path, sizes: tuple[int, ...]) -> None:
    def is_kept() -> bool:
        return [files.load(work).plan.spec.sizes for work in works(root)] == [sizes]

    desk.wait(is_kept)


def crash(root: Path, after: Path) -> Path:
    """What a killed process leaves: the same files, without anybody who holds them."""
    shutil.copytree(root, after, ignore=UNFINISHED)
    return after


def save_as(desk: Desk, path: Path) -> None:
    desk.key(Qt.Key.Key_S, CTRL)
    desk.choose_file(path)
    desk.wait_for_message(f"Saved {path.name}")


def test_nothing_is_kept_of_what_is_as_it_was_opened_or_saved(
    kept_desk: Desk, root: Path, tmp_path: Path
) -> None:
    kept_desk.click_neuron(1, 1)
    kept_desk.wait_for_calm()
    assert works(root) == []
    kept_desk.add_a_neuron()
    kept_desk.wait(lambda: works(root) != [])
    save_as(kept_desk, tmp_path / "a.bpx")
    kept_desk.wait(lambda: works(root) == [])


def test_each_edit_and_its_undo_are_kept(kept_desk: Desk, root: Path) -> None:
    kept_desk.add_a_neuron()
    wait_for_sizes(kept_desk, root, (2, 5, 1))
    kept_desk.add_a_neuron()
    wait_for_sizes(kept_desk, root, (2, 6, 1))
    kept_desk.key(Qt.Key.Key_Z, CTRL)
    wait_for_sizes(kept_desk, root, (2, 5, 1))
    kept_desk.key(Qt.Key.Key_Z, CTRL)
    kept_desk.wait(lambda: works(root) == [])


@pytest.mark.parametrize("is_written", [True, False])
def test_edits_that_follow_faster_than_the_work_is_written_are_found_after_a_crash(
    kept_desk: Desk, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_written: bool
) -> None:
    if is_written:
        kept_desk.add_a_neuron()
        wait_for_sizes(kept_desk, root, (2, 5, 1))
    monkeypatch.setattr(WorkFolder, "keep", lambda *_, **__: None)  # a write that never comes to its end
    kept_desk.add_a_neuron()
    kept_desk.add_a_neuron()
    kept_desk.window.document.move_layer(1, 5.0, 0.0)
    kept_desk.add_a_neuron()
    kept_desk.key(Qt.Key.Key_Z, CTRL)
    kept_desk.wait_for_calm()
    (work,) = find(crash(root, tmp_path / "after")).works
    assert work.project.plan == kept_desk.window.document.plan
    assert work.project.state.planes.flat.tobytes() == kept_desk.state().planes.flat.tobytes()


def check_found_as_it_is(desk: Desk, folders_then: Path) -> None:
    """What a crash would have left by now is what is open, to the bit."""
    desk.wait_for_calm()
    (work,) = find(folders_then).works
    assert work.project.plan == desk.window.document.plan
    assert work.project.state.planes.flat.tobytes() == desk.state().planes.flat.tobytes()
    assert work.project.state.step == desk.state().step


def test_what_undoes_older_edits_draws_and_goes_back_is_found_before_the_next_write(
    kept_desk: Desk, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = kept_desk.window.document
    kept_desk.add_a_neuron()
    kept_desk.run_epochs(1)
    step = kept_desk.frame.step
    kept_desk.wait(lambda: works(root) != [] and files.load(works(root)[0]).state.step == step)
    monkeypatch.setattr(WorkFolder, "keep", lambda *_, **__: None)  # a write that never comes to its end
    mark = document.marks.target
    assert mark is not None
    kept_desk.choose("Edit", mark.text)
    check_found_as_it_is(kept_desk, crash(root, tmp_path / "back"))
    kept_desk.key(Qt.Key.Key_Z, CTRL)
    kept_desk.key(Qt.Key.Key_Z, CTRL)
    assert document.plan.spec.sizes == (2, 4, 1)
    document.draw(Stroke(((0.25, -0.5),), ((1.0,),), (("train", 0),)))
    check_found_as_it_is(kept_desk, crash(root, tmp_path / "drawn"))


def test_what_was_edited_before_a_save_is_undone_from_the_journal(
    kept_desk: Desk, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_desk.click_neuron(1, 0)
    kept_desk.window.document.request(RemoveNeurons(1, (1,)))
    save_as(kept_desk, tmp_path / "a.bpx")
    kept_desk.wait(lambda: works(root) == [] and [*root.glob("*/ways-*")] != [])
    monkeypatch.setattr(WorkFolder, "keep", lambda *_, **__: None)
    kept_desk.key(Qt.Key.Key_Z, CTRL)
    kept_desk.add_a_neuron()
    check_found_as_it_is(kept_desk, crash(root, tmp_path / "undone"))


def test_a_large_import_is_found_before_the_next_write(
    kept_desk: Desk, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (journal, exchange):
        monkeypatch.setattr(module, "MOST_PARAMETER_BYTES", 0)
    monkeypatch.setattr(WorkFolder, "keep", lambda *_, **__: None)
    document = kept_desk.window.document
    weights = Project.at_start(document.plan).weights()
    export_weights(weights, tmp_path / "w.npz")
    kept_desk.window.files.open_dropped(tmp_path / "w.npz")
    kept_desk.wait_for_message("Imported")
    kept_desk.add_a_neuron()
    check_found_as_it_is(kept_desk, crash(root, tmp_path / "after"))


def test_what_a_lesson_shows_is_nobodys_to_lose(kept_desk: Desk, root: Path, tmp_path: Path) -> None:
    kept_desk.window.document.lend()
    kept_desk.add_a_neuron()
    kept_desk.wait_for_calm()
    assert find(crash(root, tmp_path / "after") if root.exists() else root).works == ()


def test_edits_after_a_save_are_found_before_the_next_write_and_what_is_saved_never(
    kept_desk: Desk, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_desk.add_a_neuron()
    kept_desk.play_until_epoch(1)
    save_as(kept_desk, tmp_path / "a.bpx")
    kept_desk.wait(lambda: works(root) == [])
    assert find(crash(root, tmp_path / "saved")).works == ()
    monkeypatch.setattr(WorkFolder, "keep", lambda *_, **__: None)
    kept_desk.add_a_neuron()
    kept_desk.add_a_neuron()
    kept_desk.wait_for_calm()
    (work,) = find(crash(root, tmp_path / "edited")).works
    assert work.about.path == str(tmp_path / "a.bpx")
    assert work.about.digest == kept_desk.window.files.seen_digest(tmp_path / "a.bpx")
    assert work.project.plan == kept_desk.window.document.plan
    assert work.project.state.planes.flat.tobytes() == kept_desk.state().planes.flat.tobytes()
    for _ in range(2):
        kept_desk.key(Qt.Key.Key_Z, CTRL)
        kept_desk.wait_for_calm()
    assert not kept_desk.window.document.modified
    assert find(crash(root, tmp_path / "undone")).works == ()


def test_data_of_ones_own_and_what_is_done_to_them_are_found_before_the_next_write_of_the_work(
    kept_desk: Desk, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WorkFolder, "keep", lambda *_, **__: None)
    kept_desk.window.files.open_dropped(write_flowers(tmp_path / "flowers.csv"))
    there: list[bool] = []
    kept_desk.window.document.plan_changed.connect(
        lambda *_: there.append([*root.glob("*/table-*")] != [])  # a crash may come at once
    )
    DataHand(kept_desk).take()
    kept_desk.wait(lambda: there != [])
    assert there[0]
    kept_desk.add_a_neuron()
    kept_desk.add_a_neuron()
    kept_desk.wait_for_calm()
    (work,) = find(crash(root, tmp_path / "after")).works
    assert work.project.plan == kept_desk.window.document.plan
    assert work.project.plan.table is not None
    assert work.project.state.planes.flat.tobytes() == kept_desk.state().planes.flat.tobytes()


def test_a_table_that_an_edit_leaves_is_kept_for_its_undo(
    kept_desk: Desk, root: Path, tmp_path: Path
) -> None:
    project = project_on(flower_choice(), steps=0)
    files.save(project, tmp_path / "flowers.bpx")
    kept_desk.window.files.open_path(tmp_path / "flowers.bpx")
    kept_desk.wait(lambda: kept_desk.window.document.plan == project.plan)
    kept_desk.window.document.choose_data(default_choice("xor"))
    kept_desk.wait(lambda: [*root.glob(f"*/table-{project.plan.data.digest}*")] != [])


def test_training_is_kept_while_it_goes_on_and_where_it_stops(kept_desk: Desk, root: Path) -> None:
    kept_desk.play_at_full_speed()
    kept_desk.wait(lambda: works(root) != [])
    first = files.load(works(root)[0]).state.step
    kept_desk.wait(lambda: files.load(works(root)[0]).state.step > first)
    kept_desk.pause()
    kept_desk.wait(lambda: files.load(works(root)[0]).state.step == kept_desk.frame.step)


def test_a_window_that_ends_leaves_nothing_behind(kept_desk: Desk, root: Path) -> None:
    kept_desk.add_a_neuron()
    kept_desk.window.close()
    kept_desk.answer("unsaved_discard")
    kept_desk.wait(lambda: not kept_desk.window.isVisible())
    assert folders(root) == []


def test_what_cannot_be_kept_is_said_once_and_stops_nothing(
    kept_desk: Desk, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    kept_desk.window.autosave.failed.connect(said.append)
    root.parent.mkdir(exist_ok=True)
    root.touch()  # where the folder should be
    for _ in range(3):
        kept_desk.add_a_neuron()
        kept_desk.wait_for_calm()
    kept_desk.wait(lambda: said != [])
    assert len(said) == 1
    assert str(root) in kept_desk.message
    assert "Choose" not in kept_desk.message, "nobody has chosen the folder"
    root.unlink()
    wait_for_sizes(kept_desk, root, (2, 7, 1))
    assert len(said) == 1
    work = works(root)[0]
    error = from_os_error(OSError(errno.EROFS, ""), work, "save")
    monkeypatch.setattr(WorkFolder, "keep", Mock(side_effect=error))
    kept_desk.add_a_neuron()
    kept_desk.wait_for_message(f"“{work.name}” in {work.parent}: {error.reason}.")


def test_a_folder_that_somebody_has_tidied_away_is_made_anew(kept_desk: Desk, root: Path) -> None:
    kept_desk.add_a_neuron()
    wait_for_sizes(kept_desk, root, (2, 5, 1))
    shutil.rmtree(root)
    kept_desk.add_a_neuron()
    wait_for_sizes(kept_desk, root, (2, 6, 1))


def test_the_status_line_says_how_far_behind_it_is_where_that_is_more_than_two_seconds() -> None:
    assert behind(2.0) == ""
    assert behind(2.1) == f" · autosave up to {numbers.count(3)} s behind"
    assert behind(12.3) == f" · autosave up to {numbers.count(13)} s behind"


def test_it_counts_for_how_long_something_is_not_kept(kept_desk: Desk, root: Path) -> None:
    autosave = kept_desk.window.autosave
    assert autosave.seconds_behind == 0
    root.parent.mkdir(exist_ok=True)
    root.touch()  # where the folder should be
    kept_desk.add_a_neuron()
    kept_desk.wait_for_message("Unsaved work can't be kept")
    first = autosave.seconds_behind
    assert first > 0
    kept_desk.wait(lambda: autosave.seconds_behind > first)
    root.unlink()
    wait_for_sizes(kept_desk, root, (2, 5, 1))
    kept_desk.wait(lambda: autosave.seconds_behind == 0)


# Restoring


def test_lost_work_comes_back_unsaved_and_its_file_is_not_replaced_unasked(
    kept_desk: Desk, root: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.bpx"
    save_as(kept_desk, path)
    saved = path.read_bytes()
    kept_desk.add_a_neuron()
    kept_desk.run_epochs(1)
    step = kept_desk.frame.step
    kept_desk.wait(lambda: works(root) != [] and files.load(works(root)[0]).state.step == step)
    after = crash(root, tmp_path / "after")
    window = kept_desk.window
    window.document.load(
        window.document.plan, path=None, run=90, step=0
    )  # as a program that was just started
    window.restoring.offer(after)
    entries = kept_desk.find("restore_list")
    assert isinstance(entries, QListWidget)
    assert [entries.item(row).text().split("\n")[0] for row in range(entries.count())] == ["mine.bpx"]
    kept_desk.answer("restore_restore")
    kept_desk.wait(lambda: kept_desk.frame.step == step and window.document.path == path)
    assert window.document.plan.spec.sizes == (2, 5, 1)
    assert window.document.modified
    assert find(after).works == (), "it is this window's now"
    kept_desk.key(Qt.Key.Key_S, CTRL)
    box = kept_desk.find("dialog_overwrite")
    assert isinstance(box, QMessageBox)
    assert "restored work" in box.text()
    kept_desk.answer("overwrite_cancel")
    assert path.read_bytes() == saved
    kept_desk.key(Qt.Key.Key_S, CTRL)
    kept_desk.answer("overwrite_overwrite")
    kept_desk.wait(lambda: not window.document.modified)
    assert files.load(path).plan.spec.sizes == (2, 5, 1)
    kept_desk.wait(lambda: works(after) == [])
    kept_desk.add_a_neuron()
    kept_desk.wait_for_calm()
    kept_desk.key(Qt.Key.Key_S, CTRL)
    kept_desk.wait(lambda: not window.document.modified)  # it was agreed to once


@pytest.fixture
def lost(kept_desk: Desk, root: Path, tmp_path: Path) -> Path:
    """Work of two windows that were lost; the window that is open has nothing unsaved."""
    kept_desk.add_a_neuron()
    wait_for_sizes(kept_desk, root, (2, 5, 1))
    after = crash(root, tmp_path / "after")
    kept_desk.add_a_neuron()
    wait_for_sizes(kept_desk, root, (2, 6, 1))
    name = works(root)[0].parent.name
    shutil.copytree(root / name, after / name[::-1], ignore=UNFINISHED)
    for _ in range(2):
        kept_desk.key(Qt.Key.Key_Z, CTRL)
    kept_desk.wait_for_calm()
    assert len(find(after).works) == 2
    return after


def test_what_is_not_wanted_now_is_kept_and_asked_about_again(kept_desk: Desk, lost: Path) -> None:
    called: list[bool] = []
    for _ in range(2):
        kept_desk.window.restoring.offer(lost, lambda: called.append(True))
        kept_desk.find("restore_list")
        kept_desk.answer("restore_later")
    kept_desk.wait(lambda: len(called) == 2)
    assert len(find(lost).works) == 2
    assert not kept_desk.window.document.modified


def test_what_is_discarded_goes_after_a_question_and_the_other_is_asked_about(
    kept_desk: Desk, lost: Path
) -> None:
    kept_desk.window.restoring.offer(lost)
    entries = kept_desk.find("restore_list")
    assert isinstance(entries, QListWidget)
    held = WorkFolder.take(folders(lost)[-1])
    assert held is not None
    kept_desk.click("restore_restore")
    kept_desk.wait_for_message("in another window")
    kept_desk.answer("restore_later")
    held.let_go()
    kept_desk.window.restoring.offer(lost)
    kept_desk.answer("restore_discard")
    kept_desk.answer("discard_keep")
    kept_desk.find("restore_list")
    assert len(find(lost).works) == 2
    kept_desk.answer("restore_discard")
    kept_desk.answer("discard_discard")
    kept_desk.find("restore_list")
    kept_desk.answer("restore_later")
    kept_desk.wait(lambda: len(find(lost).works) == 1)


def test_restoring_into_a_window_with_changes_asks_about_these_first(kept_desk: Desk, lost: Path) -> None:
    kept_desk.add_a_neuron()
    kept_desk.wait_for_calm()
    unreadable = lost / "0123456789abcdef"
    unreadable.mkdir()
    (unreadable / WORK).write_bytes(b"no project")
    kept_desk.window.restoring.offer(lost)
    kept_desk.answer("restore_restore")
    kept_desk.answer("unsaved_cancel")
    kept_desk.find("restore_list")
    kept_desk.answer("restore_restore")
    kept_desk.answer("unsaved_discard")
    kept_desk.wait(lambda: kept_desk.window.document.plan.spec.sizes == (2, 6, 1))
    kept_desk.wait(lambda: kept_desk.window.document.modified)
    assert len(find(lost).works) == 1
    assert f"kept as {lost / ASIDE / unreadable.name}" in kept_desk.message, (
        "that is read once the question has gone"
    )


def test_the_menu_asks_too_and_says_where_nothing_is_lost(kept_desk: Desk) -> None:
    kept_desk.choose("File", "Restore unsaved work…")
    kept_desk.wait_for_message("no unsaved work")
