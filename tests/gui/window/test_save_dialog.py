"""The kind of file that is written is the one whose ending is typed, or else the one that is chosen."""

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QFileSystemModel, QListView

from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.project import files
from bpexplorer.project.weights import FORMATS, parse
from bpexplorer.window.commands.dialogs.file_dialogs import weights_kinds
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = [entry.name for entry in weights_kinds()]
ENDINGS = [entry.extension for entry in weights_kinds()]


def export(desk: Desk, kind: str, name: Path) -> None:
    """Name the file first, so that the choice of the kind doesn't mend the name, then the kind, then press Save."""
    desk.key(Qt.Key.Key_E, CTRL)
    desk.choose_kind(NAMES.index(kind))
    desk.name_file(name)


def format_of(path: Path) -> str:
    """Which format's bytes these are."""
    with path.open("rb") as file:
        return next(entry.name for entry in FORMATS.values() if entry.is_mine(file))


@pytest.fixture
def sigmoid_desk(small_desk: Desk) -> Desk:
    """A network that every format can hold."""
    for layer in (1, 2):
        small_desk.window.document.request(SetActivation(layer, "sigmoid"))
    small_desk.wait_for_calm()
    return small_desk


def test_a_name_without_ending_gets_that_of_the_kind_and_its_format(
    sigmoid_desk: Desk, tmp_path: Path
) -> None:
    desk = sigmoid_desk
    for kind, stem in product(NAMES, ("mine", "net v1.2")):
        extension = FORMATS[kind].extension
        export(desk, kind, tmp_path / stem)
        desk.wait_for_message(f"Wrote {stem}{extension}")
        assert format_of(tmp_path / f"{stem}{extension}") == kind


#: Endings that say another kind than the one that is chosen, and what is written then.
TYPED = {
    "safetensors": (".npz", "npz"),
    "json": (".network2.json", "network2"),
    "npz": (".safetensors", "safetensors"),
}


def test_the_ending_that_is_typed_is_the_answer(sigmoid_desk: Desk, tmp_path: Path) -> None:
    for kind, (ending, written) in TYPED.items():
        name = f"{kind}{ending}"
        export(sigmoid_desk, kind, tmp_path / name)
        sigmoid_desk.wait_for_message(f"Wrote {name}")
        assert format_of(tmp_path / name) == written
    assert len(list(tmp_path.iterdir())) == len(TYPED)


def test_the_ending_of_a_kind_that_is_not_written_here_is_asked_about(
    sigmoid_desk: Desk, tmp_path: Path
) -> None:
    export(sigmoid_desk, "npz", tmp_path / "mine.bpx")
    assert list(tmp_path.iterdir()) == []
    sigmoid_desk.answer("which_by_kind")
    sigmoid_desk.wait_for_message("Wrote mine.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.npz"]
    assert format_of(tmp_path / "mine.npz") == "npz"


def test_who_is_asked_can_go_back_and_correct_the_name(sigmoid_desk: Desk, tmp_path: Path) -> None:
    export(sigmoid_desk, "safetensors", tmp_path / "w.bpx")
    sigmoid_desk.answer("which_cancel")
    assert list(tmp_path.iterdir()) == []
    assert sigmoid_desk.proposed_file() == str(tmp_path / "w.bpx")
    sigmoid_desk.choose_file(tmp_path / "w.safetensors")
    sigmoid_desk.wait_for_message("Wrote w.safetensors")


def test_json_for_network2_refuses_what_network2_does_not_know_whatever_the_name(
    small_desk: Desk, tmp_path: Path
) -> None:
    for name in ("mine", "mine.json", "mine.network2.json"):
        small_desk.window.message_bar.forget_project()
        export(small_desk, "network2", tmp_path / name)
        small_desk.wait_for_message("layer 1 has the activation tanh, and network2 knows sigmoid only")
        assert list(tmp_path.iterdir()) == [], name


def test_another_kind_changes_the_ending_of_the_name_and_nothing_else_of_it(small_desk: Desk) -> None:
    small_desk.key(Qt.Key.Key_E, CTRL)
    assert small_desk.proposed_file() == "xor.safetensors"
    for row in (*range(len(NAMES)), *reversed(range(len(NAMES)))):
        small_desk.choose_kind(row)
        assert small_desk.proposed_file() == f"xor{ENDINGS[row]}"
    small_desk.dismiss_file()


def test_an_existing_file_is_asked_about_by_the_name_that_it_gets(
    small_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(QFileDialog, "accept", lambda dialog: asked.append(dialog.selectedFiles()))
    export(small_desk, "json", tmp_path / "mine")
    small_desk.wait(lambda: asked != [])
    assert asked == [[str(tmp_path / "mine.json")]]
    small_desk.dismiss_file()


# Projects and the history


def test_a_project_is_never_written_under_the_name_of_another_kind(small_desk: Desk, tmp_path: Path) -> None:
    small_desk.key(Qt.Key.Key_S, CTRL)
    small_desk.name_file(tmp_path / "mine.npz")
    small_desk.find("dialog_which_kind")
    small_desk.answer("which_by_kind")
    small_desk.wait_for_message("Saved mine.bpx")
    assert files.load(tmp_path / "mine.bpx").plan == small_desk.window.document.plan
    assert not (tmp_path / "mine.npz").exists()


def test_the_history_neither(small_desk: Desk, tmp_path: Path) -> None:
    small_desk.choose("File", "Export history…")
    small_desk.name_file(tmp_path / "curve.bpx")
    small_desk.answer("which_by_kind")
    small_desk.wait_for_message("Wrote curve.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["curve.csv"]


# What is proposed


def proposals(desk: Desk) -> list[str]:
    """What each dialog that saves proposes."""
    found = []
    for entry in ("Save as…", "Export weights…", "Export history…"):
        desk.choose("File", entry)
        found.append(desk.proposed_file())
        desk.dismiss_file()
    return found


def test_a_project_without_a_file_is_proposed_under_the_name_of_its_data(small_desk: Desk) -> None:
    assert proposals(small_desk) == ["xor.bpx", "xor.safetensors", "xor.csv"]


@pytest.mark.parametrize("stem", ["mine", "net v1.2"])
def test_a_saved_project_under_its_own_name(small_desk: Desk, tmp_path: Path, stem: str) -> None:
    small_desk.key(Qt.Key.Key_S, CTRL)
    small_desk.choose_file(tmp_path / stem)
    small_desk.wait_for_message(f"Saved {stem}.bpx")
    assert proposals(small_desk) == [f"{stem}.bpx", f"{stem}.safetensors", f"{stem}.csv"]


def test_what_was_written_reads_back(sigmoid_desk: Desk, tmp_path: Path) -> None:
    export(sigmoid_desk, "network2", tmp_path / "w.json")
    sigmoid_desk.wait_for_message("Wrote w.json")
    assert parse((tmp_path / "w.json").read_bytes()).network.sizes == (2, 4, 1)


def test_the_name_that_is_typed_counts_whatever_the_list_has_marked(small_desk: Desk, tmp_path: Path) -> None:
    desk = small_desk
    desk.key(Qt.Key.Key_S, CTRL)
    edit = desk.find("fileNameEdit")
    desk.wait(edit.hasFocus)
    QTest.keyClick(edit, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(edit, str(tmp_path / "mine.bpx"))
    files_shown = desk.window.findChild(QListView, "listView")
    model = desk.window.findChild(QFileSystemModel)
    assert files_shown is not None
    assert model is not None
    # As Qt leaves it where it is still reading the folder when what is in it is typed.
    files_shown.selectionModel().select(
        model.index(str(tmp_path)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
    )
    QTest.keyClick(edit, Qt.Key.Key_Return)
    desk.wait_for_message("Saved mine.bpx")
    assert files.load(tmp_path / "mine.bpx").plan.spec == desk.frame.spec


def test_what_qt_takes_for_two_names_opens_the_first_and_leaves_nobody_waiting(
    small_desk: Desk, tmp_path: Path
) -> None:
    desk = small_desk
    desk.export_weights(tmp_path / "mine.npz")
    desk.wait_for_message("Wrote mine.npz")
    desk.window.actions_by_name["action_import_weights"].trigger()
    edit = desk.find("fileNameEdit")
    desk.wait(edit.hasFocus)
    QTest.keyClick(edit, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(edit, '"mine.npz" "mine.npz"')
    QTest.keyClick(edit, Qt.Key.Key_Return)
    desk.wait_for_message("Imported the weights of mine.npz")
    desk.wait(lambda: not desk.window.files.busy)
