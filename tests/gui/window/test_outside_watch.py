"""A file that somebody else has changed is noticed when the user comes back; three things can be done."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication

from bpexplorer.data.table.table import Table
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from tests.tables import flowers, written
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
NOTICED = "isn't as it was"


@pytest.fixture
def path(small_desk: Desk, tmp_path: Path) -> Path:
    """The file of the project that is open."""
    path = tmp_path / "mine.bpx"
    small_desk.key(Qt.Key.Key_S, CTRL)
    small_desk.choose_file(path)
    small_desk.wait_for_message("Saved mine.bpx")
    return path


def come_back(desk: Desk) -> None:
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.WindowActivate))


def looked(desk: Desk) -> None:
    """Come back, and wait until the file was looked at."""
    come_back(desk)
    watch = desk.window.outside_watch
    desk.wait(lambda: not desk.window.asker.is_waiting(watch._take))


def change(path: Path) -> None:
    files.save(preset("circle").project(), path)


def test_a_file_that_is_as_it_was_is_not_spoken_of(small_desk: Desk, path: Path) -> None:
    looked(small_desk)
    path.touch()
    looked(small_desk)
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    small_desk.key(Qt.Key.Key_S, CTRL)
    small_desk.wait(lambda: not small_desk.window.document.modified)
    looked(small_desk)
    assert NOTICED not in small_desk.message
    assert path.exists()


def test_a_change_is_noticed_while_the_window_stays_in_front(small_desk: Desk, path: Path) -> None:
    small_desk.take_the_keyboard()
    looked(small_desk)
    change(path)
    clock = small_desk.window.findChild(QTimer, "outside_clock")
    assert clock is not None
    assert clock.isActive()
    clock.setInterval(1)
    small_desk.wait_for_message(NOTICED)


def test_a_change_is_noticed_and_told_once(small_desk: Desk, path: Path) -> None:
    change(path)
    looked(small_desk)
    assert "by another program or window" in small_desk.wait_for_message(NOTICED)
    small_desk.window.message_bar.forget_project()
    looked(small_desk)
    assert small_desk.message == ""
    change(path)  # the same bytes
    looked(small_desk)
    assert small_desk.message == ""


def test_reloading_shows_what_the_file_holds_and_asks_about_changes_first(
    small_desk: Desk, path: Path
) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    change(path)
    looked(small_desk)
    small_desk.click("outside_reload")
    small_desk.answer("unsaved_discard")
    small_desk.wait(lambda: small_desk.window.document.plan.data.name == "circle")
    assert not small_desk.window.document.modified
    assert NOTICED not in small_desk.message


def test_who_keeps_what_is_open_may_save_it_over_the_file(small_desk: Desk, path: Path) -> None:
    change(path)
    looked(small_desk)
    small_desk.click("outside_keep")
    assert small_desk.window.document.modified
    small_desk.wait_for_message("Save replaces mine.bpx")
    small_desk.key(Qt.Key.Key_S, CTRL)
    small_desk.wait(lambda: not small_desk.window.document.modified)
    assert files.load(path).plan.data.name == "xor"
    assert small_desk.find_all("dialog_overwrite") == []


def test_a_file_that_has_gone_can_be_saved_elsewhere_but_not_reloaded(small_desk: Desk, path: Path) -> None:
    path.unlink()
    looked(small_desk)
    assert small_desk.find_all("outside_reload") == []
    small_desk.click("outside_save_as")
    small_desk.choose_file(path.with_name("other.bpx"))
    small_desk.wait(lambda: small_desk.window.document.path == path.with_name("other.bpx"))
    assert NOTICED not in small_desk.message


CHANGED = "has changed since"


@pytest.fixture
def data(small_desk: Desk, tmp_path: Path) -> Path:
    """The file of the data in use."""
    path = written(flowers(), tmp_path / "flowers.csv")
    small_desk.window.files.open_dropped(path)
    small_desk.wait(lambda: bool(small_desk.find_all("data_use")) and small_desk.find("data_use").isEnabled())
    small_desk.answer("data_use")
    small_desk.wait_for_message("has the data of flowers.csv")
    small_desk.window.message_bar.forget_project()
    return path


def looked_at_data(desk: Desk) -> None:
    come_back(desk)
    watch = desk.window.data_watch
    desk.wait(lambda: not desk.window.asker.is_waiting(watch._take))


def test_a_changed_file_of_the_data_is_noticed_told_once_and_reloaded_with_the_same_columns(
    small_desk: Desk, data: Path
) -> None:
    desk, before = small_desk, small_desk.window.document.plan.data
    data.touch()
    looked_at_data(desk)
    assert desk.message == ""
    written(flowers(rows=80, seed=1), data)
    looked_at_data(desk)
    assert data.name in desk.wait_for_message(CHANGED)
    desk.window.message_bar.forget_project()
    looked_at_data(desk)
    assert desk.message == ""
    written(flowers(rows=90, seed=1), data)
    looked_at_data(desk)
    desk.wait_for_message(CHANGED)
    desk.click("data_reload")
    desk.answer("weights_keep")
    desk.wait_for_message("Reloaded flowers.csv")
    now = desk.window.document.plan.data
    assert (now.table.rows, now.recipe) == (90, before.recipe)
    desk.window.message_bar.forget_project()
    data.unlink()
    looked_at_data(desk)
    assert desk.message == ""
    desk.window.files.save_to(data.with_name("mine.bpx"))
    desk.wait_for_message("Saved mine.bpx")
    assert str(data.parent).encode() not in data.with_name("mine.bpx").read_bytes()


def test_a_changed_file_that_lacks_a_column_is_refused_by_its_name_and_nothing_changes(
    small_desk: Desk, data: Path
) -> None:
    desk, before = small_desk, small_desk.window.document.plan
    written(Table(flowers().columns[1:]), data)
    looked_at_data(desk)
    desk.wait_for_message(CHANGED)
    desk.click("data_reload")
    desk.wait_for_message("no column “long”")
    assert desk.window.document.plan == before
