"""One's own data: opened by the menu, a drop, a name or the list of recent files; looked at, and chosen from."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.app import window_with
from bpexplorer.data.choice import TableChoice
from bpexplorer.data.recipe import Missing, Role
from bpexplorer.data.table.table import Kind
from bpexplorer.look import numbers
from bpexplorer.project.outputs import Outputs
from bpexplorer.project.presets import preset
from bpexplorer.translation import tr_n
from bpexplorer.window.data.class_bars import ClassBars
from bpexplorer.window.data.columns import ColumnsList
from bpexplorer.window.data.columns_table import HEADINGS, Part
from bpexplorer.window.data.preview import Preview
from bpexplorer.window.data.table_reader import TableReader
from tests.museum.made import png
from tests.walk import cut
from tests.windows import PATIENCE, Desk, choose_in_menu

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def write_flowers(path: Path, rows: int = 60) -> Path:
    """Semicolons, decimal commas, a byte order mark, a number of each row, and two values missing."""
    rng = np.random.default_rng(0)
    lines = ["nr;long;wide;island;species"]
    for row in range(rows):
        kind = row % 2
        long, wide = 4.0 + 2.0 * kind + 0.3 * rng.standard_normal(), 1.0 + 0.5 * kind
        cells = [f"{long:.2f}" if row != 3 else "", f"{wide:.2f}", ("Biscoe", "Dream")[row % 3 == 0]]
        lines.append(";".join([str(row), *cells, ("iris", "rose")[kind]]).replace(".", ","))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


class DataHand:
    """A hand on the dialog that is open."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.dialog = desk.find("dialog_data")
        desk.wait(lambda: self.columns is not None and self.use.isEnabled())

    @property
    def columns(self) -> ColumnsList | None:
        return self.dialog.findChild(ColumnsList)

    @property
    def list(self) -> ColumnsList:
        assert self.columns is not None
        return self.columns

    @property
    def preview(self) -> Preview:
        found = self.dialog.findChild(Preview)
        assert found is not None
        return found

    @property
    def use(self) -> QPushButton:
        found = self.dialog.findChild(QPushButton, "data_use")
        assert found is not None
        return found

    def said(self, name: str) -> str:
        label = self.dialog.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def text(self, row: int, part: Part) -> str:
        return self.list.shown.text(row, part)

    def choose(self, row: int, part: Part, entry: str) -> None:
        """With the mouse, in the menu of a cell."""
        place = self.list.visualRect(self.list.model().index(row, part)).center()
        QTest.mouseClick(self.list.viewport(), LEFT, NO_MODIFIER, place)
        choose_in_menu(self._desk.qtbot, f"data_choice_{entry}")

    def wait_for(self, name: str, part: str) -> None:
        self._desk.wait(lambda: part in self.said(name))

    def pick(self, name: str, value: object) -> None:
        box = self.dialog.findChild(QComboBox, name)
        assert box is not None
        row = box.findData(value)
        assert row >= 0
        QTest.mouseClick(box, LEFT)
        self._desk.wait(box.view().isVisible)
        for key in (Qt.Key.Key_Home, *row * [Qt.Key.Key_Down], Qt.Key.Key_Return):
            QTest.keyClick(box.view(), key)

    def typed(self, name: str) -> str:
        field = self.dialog.findChild(QLineEdit, name)
        assert field is not None
        return field.text()

    def empty(self, name: str) -> None:
        field = self.dialog.findChild(QLineEdit, name)
        assert field is not None
        field.setFocus()
        field.selectAll()
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return):
            QTest.keyClick(field, key)

    def take(self) -> None:
        self._desk.answer("data_use")
        self._desk.wait(lambda: not self._desk.window.files.busy)  # it is kept before it is used
        self._desk.wait_for_calm()


def drop(window: QWidget, *paths: Path, on: QWidget | None = None) -> bool:
    """Drag files onto the middle of the window and let them go, as the window system tells of it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, copy = QPoint(window.width() // 2, window.height() // 2), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, copy, data, LEFT, NO_MODIFIER)
    QApplication.sendEvent(on or window, enter)
    hint = window.findChild(QLabel, "drop_hint")
    assert hint is not None
    assert hint.isVisible() == enter.isAccepted()
    if enter.isAccepted():
        assert len(paths) > 1 or paths[0].name in hint.text()
        QApplication.sendEvent(on or window, QDropEvent(QPointF(place), copy, data, LEFT, NO_MODIFIER))
    assert not hint.isVisible()
    return enter.isAccepted()


def test_a_table_is_read_looked_at_and_taken_in_one_step_that_can_be_undone(
    small_desk: Desk, tmp_path: Path
) -> None:
    path, desk = write_flowers(tmp_path / "flowers.csv"), small_desk
    before = desk.window.document.plan
    desk.key(Qt.Key.Key_O, CTRL_SHIFT)
    desk.choose_file(path)
    hand = DataHand(desk)
    assert [hand.text(row, Part.NAME) for row in range(5)] == ["nr", "long", "wide", "island", "species"]
    roles = [column.role for column in hand.list.shown.recipe.columns]
    assert roles == [Role.LEAVE_OUT, Role.INPUT, Role.INPUT, Role.INPUT, Role.TARGET]
    assert hand.text(1, Part.MISSING) == "1"
    assert "species" in hand.said("data_target")
    assert numbers.count(59) in hand.said("data_rows")
    assert numbers.count(60) in hand.said("data_rows")
    assert "nr" in hand.said("data_left_out")
    hand.take()
    choice = desk.window.document.plan.data
    assert isinstance(choice, TableChoice)
    assert desk.frame.spec.sizes == (4, 4, 1)  # two numbers, and an input for each island
    assert desk.window.document.prepared.training.class_names == ("iris", "rose")
    assert path in desk.window.settings.recent_files
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.wait_for_calm()
    assert desk.window.document.plan == before


def test_what_is_chosen_of_the_columns_is_what_the_network_gets(small_desk: Desk, tmp_path: Path) -> None:
    desk = small_desk
    desk.window.files.open_dropped(write_flowers(tmp_path / "flowers.csv"))
    hand = DataHand(desk)
    hand.choose(3, Part.ROLE, Role.LEAVE_OUT)
    hand.choose(1, Part.RULE, Missing.MEAN)
    hand.wait_for("data_rows", numbers.count(60))
    assert "long" in hand.said("data_rows")
    hand.choose(2, Part.ROLE, Role.TARGET)
    hand.wait_for("data_target", "wide")
    columns = hand.list.shown.recipe.columns
    assert [column.role for column in columns][2:] == [Role.TARGET, Role.LEAVE_OUT, Role.INPUT]
    hand.choose(1, Part.ROLE, "also")
    hand.wait_for("data_target", "long, wide")
    hand.choose(2, Part.KIND, Kind.CATEGORY)
    desk.wait(lambda: "wide" in hand.said("data_status") and not hand.use.isEnabled())
    hand.choose(2, Part.KIND, Kind.NUMBER)
    desk.wait(hand.use.isEnabled)
    hand.take()
    assert desk.window.document.plan.is_regression
    assert desk.frame.spec.outputs == 2


def test_the_columns_of_the_table_in_use_are_chosen_anew_with_the_weights_or_from_the_start(
    small_desk: Desk, tmp_path: Path
) -> None:
    desk = small_desk
    desk.window.files.open_dropped(write_flowers(tmp_path / "flowers.csv"))
    hand = DataHand(desk)
    assert not desk.find_all("data_keep_weights")
    hand.take()
    (tmp_path / "flowers.csv").unlink()
    desk.run_epochs(2)
    before = desk.frame.network.weights[1].copy()
    desk.unfold("data")
    desk.click("data_choose_columns")
    hand = DataHand(desk)
    assert hand.list.shown.recipe == desk.window.document.plan.data.recipe  # type: ignore[union-attr]
    hand.choose(3, Part.ROLE, Role.LEAVE_OUT)
    hand.wait_for("data_inputs", tr_n("{count} column", "{count} columns", 2))
    desk.click("data_keep_weights")
    hand.take()
    assert desk.frame.spec.inputs == 2
    assert desk.frame.step == 0
    assert desk.frame.network.weights[1].tobytes() == before.tobytes()
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.wait_for_calm()
    assert desk.frame.spec.inputs == 4


def test_several_selected_columns_are_given_one_role_at_once(small_desk: Desk, tmp_path: Path) -> None:
    desk = small_desk
    desk.window.files.open_dropped(write_flowers(tmp_path / "flowers.csv"))
    hand = DataHand(desk)
    cells = [hand.list.visualRect(hand.list.model().index(row, 0)).center() for row in (1, 3)]
    QTest.mouseClick(hand.list.viewport(), LEFT, NO_MODIFIER, cells[0])
    QTest.mouseClick(hand.list.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, cells[1])
    hand.choose(2, Part.ROLE, Role.LEAVE_OUT)
    desk.wait(lambda: "input" in hand.said("data_status") and not hand.use.isEnabled())
    assert [column.role for column in hand.list.shown.recipe.columns][1:4] == [Role.LEAVE_OUT] * 3
    hand.list.setCurrentIndex(hand.list.model().index(1, Part.ROLE))
    QTest.keyClick(hand.list, Qt.Key.Key_Return)
    choose_in_menu(desk.qtbot, f"data_choice_{Role.INPUT}")
    desk.wait(hand.use.isEnabled)
    desk.answer("data_cancel")


def test_how_the_file_was_read_is_shown_as_guessed_and_another_way_is_read_anew(
    small_desk: Desk, tmp_path: Path
) -> None:
    desk = small_desk
    desk.window.files.open_dropped(write_flowers(tmp_path / "flowers.csv"))
    hand = DataHand(desk)
    boxes = {box.objectName(): box.currentData() for box in hand.dialog.findChildren(QComboBox)}
    assert (boxes["data_delimiter"], boxes["data_decimal"], boxes["data_header"]) == (";", ",", 0)
    hand.pick("data_delimiter", ",")
    desk.wait(lambda: len(hand.list.shown.rows) != 5 or not hand.list.isVisible())
    hand.pick("data_delimiter", ";")
    desk.wait(lambda: hand.list.isVisible() and len(hand.list.shown.rows) == 5 and hand.use.isEnabled())
    desk.enter("data_skip_rows", "1")
    desk.wait(lambda: hand.use.isEnabled() and hand.list.shown.table.names[0] != "nr")
    desk.answer("data_cancel")


def test_what_still_changes_while_the_dialog_closes_begins_no_reading(
    small_desk: Desk, tmp_path: Path
) -> None:
    desk = small_desk
    desk.window.files.open_dropped(write_flowers(tmp_path / "flowers.csv"))
    hand = DataHand(desk)
    skipped, reader = hand.dialog.findChild(QWidget, "data_skip_rows"), hand.dialog.findChild(TableReader)
    assert skipped is not None
    assert reader is not None
    hand.dialog.close()
    QTest.keyClick(skipped, Qt.Key.Key_Up)
    assert not reader.is_reading


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence_and_nothing_changes(
    small_desk: Desk, tmp_path: Path
) -> None:
    path, desk = tmp_path / "broken.csv", small_desk
    path.write_text('a,b\n1,2\n3,"4\n', encoding="utf-8")
    plan = desk.window.document.plan
    desk.window.files.open_dropped(path)
    dialog = desk.find("dialog_data")
    said = dialog.findChild(QLabel, "data_said")
    use = dialog.findChild(QPushButton, "data_use")
    assert said is not None
    assert use is not None
    desk.wait(lambda: "line" in said.text())
    assert path.name in said.text()
    assert not use.isEnabled()
    assert desk.find("data_delimiter").isEnabled()
    desk.answer("data_cancel")
    assert desk.window.document.plan is plan


def write_unreadable(path: Path, cell: str = "n. lesbar") -> Path:
    """Numbers but for one cell, and enough of them that this is a mistake; three classes."""
    rows = [f"{row / 7:.3f};{row % 13 / 7:.3f};{('iris', 'lily', 'rose')[row % 3]}" for row in range(60)]
    rows[4] = f"{cell};0.5;iris"
    path.write_text("\n".join(["petal_length;petal_width;species", *rows]), encoding="utf-8")
    return path


def test_a_cell_that_is_no_number_is_missing_or_its_column_text_or_another_file_is_taken_with_usual_outputs(
    small_desk: Desk, tmp_path: Path
) -> None:
    path, desk = write_unreadable(tmp_path / "broken.csv"), small_desk
    desk.window.files.open_dropped(path)
    dialog = desk.find("dialog_data")
    desk.wait(lambda: dialog.findChild(QPushButton, "data_remedy_0") is not None)
    missing = dialog.findChild(QPushButton, "data_remedy_0")
    assert missing is not None
    assert "n. lesbar" in missing.text()
    QTest.mouseClick(missing, LEFT)
    hand = DataHand(desk)
    assert hand.text(0, Part.MISSING) == numbers.count(1)
    assert hand.typed("data_missing_marks") == "n. lesbar"
    hand.empty("data_missing_marks")  # and it is refused as before
    desk.wait(lambda: bool(desk.find_all("data_remedy_1")))
    assert not hand.use.isEnabled()
    desk.click("data_remedy_1")
    desk.wait(hand.use.isEnabled)
    assert hand.list.shown.table.columns[0].kind is Kind.CATEGORY
    hand.empty("data_as_text")
    desk.wait(lambda: bool(desk.find_all("data_another_file")))
    desk.click("data_another_file")
    desk.wait(lambda: desk.find_all("dialog_data") == [])
    desk.choose_file(write_unreadable(tmp_path / "other.csv", "0.5"))
    hand = DataHand(desk)
    before = desk.window.document.plan  # one sigmoid, with two classes
    now, usual = Outputs.of(before), Outputs("softmax", "log_likelihood")
    assert all(words in hand.said("data_status") for words in now.changes_to(usual))
    desk.click("data_usual_outputs")
    assert not any(words in hand.said("data_status") for words in now.changes_to(usual))
    desk.click("data_usual_outputs")
    hand.take()
    assert Outputs.of(desk.window.document.plan) == usual
    assert desk.window.document.plan.spec.outputs == 3
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.document.plan == before
    desk.wait_for_calm()


def test_what_is_dropped_is_opened_wherever_on_the_window(small_desk: Desk, tmp_path: Path) -> None:
    desk, window = small_desk, small_desk.window
    path = write_flowers(tmp_path / "flowers.csv")
    assert drop(window, path)
    DataHand(desk)
    desk.answer("data_cancel")
    assert drop(window, path, path)
    desk.wait_for_message("one file")
    data = QMimeData()
    data.setText("no file")
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, LEFT, NO_MODIFIER)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


def test_a_folder_of_pictures_is_chosen_in_the_dialog_or_dropped(small_desk: Desk, tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    desk, folder = small_desk, tmp_path / "shades"
    for name, shade in (("dark", 0), ("light", 255)):
        (folder / name).mkdir(parents=True)
        for number in range(6):
            picture = png(np.full((4, 4), abs(shade - number), np.uint8))
            (folder / name / f"{number}.png").write_bytes(picture)
    desk.key(Qt.Key.Key_O, CTRL_SHIFT)
    desk.click("file_folder")
    desk.choose_file(folder)
    hand = DataHand(desk)
    assert folder.name in hand.dialog.windowTitle()
    hand.take()
    assert desk.window.document.prepared.training.class_names == ("dark", "light")
    assert desk.frame.spec.inputs == 16
    assert drop(desk.window, folder)
    DataHand(desk)
    desk.answer("data_cancel")


def test_a_recent_table_is_opened_like_any_recent_file(small_desk: Desk, tmp_path: Path) -> None:
    desk = small_desk
    desk.window.files.open_recent(write_flowers(tmp_path / "flowers.csv"))
    DataHand(desk).take()
    assert isinstance(desk.window.document.plan.data, TableChoice)


def test_the_same_table_again_changes_nothing_and_says_so(small_desk: Desk, tmp_path: Path) -> None:
    desk, path = small_desk, write_flowers(tmp_path / "flowers.csv")
    desk.window.files.open_recent(path)
    DataHand(desk).take()
    said: list[str] = []
    desk.window.files.own_data.done.connect(said.append)
    before = desk.window.document.plan
    desk.window.files.open_recent(path)
    DataHand(desk).take()
    assert desk.window.document.plan is before
    assert said == ["flowers.csv holds the data that are in use."]


@pytest.fixture
def named_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[object, Path]]:
    path = write_flowers(tmp_path / "flowers.csv")
    window = window_with(str(path))
    qtbot.addWidget(window)
    yield window, path
    qtbot.waitUntil(window.closing.shut_down, timeout=PATIENCE)


def test_a_table_that_is_named_on_the_command_line_is_looked_at_first(
    named_desk: tuple[QWidget, Path], qtbot: QtBot
) -> None:
    window, path = named_desk
    qtbot.waitUntil(lambda: window.findChild(QWidget, "dialog_data") is not None, timeout=PATIENCE)
    dialog = window.findChild(QWidget, "dialog_data")
    assert dialog is not None
    assert path.name in dialog.windowTitle()
    dialog.reject()  # type: ignore[attr-defined]


LONG = "measurement of the second campaign, counted from the first of the year"


def write_long(path: Path) -> Path:
    """Thirty columns of long names, a value missing here and there, and a class that hardly a row has."""
    rng = np.random.default_rng(0)
    lines = [",".join([f'"{LONG} {column}"' for column in range(29)] + ["what will become of the customer"])]
    for row in range(80):
        cells = [f"{value:.3f}" for value in rng.standard_normal(29)]
        cells[3] = "" if row % 9 == 0 else cells[3]
        lines.append(
            ",".join([*cells, '"certainly goes on, as far as anybody can tell"' if row % 20 else "leaves"])
        )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [(1440, 900), (780, 460)])
def test_nothing_is_cut_however_long_the_names_and_a_lopsided_class_is_warned_of(
    open_desk: Callable[..., Desk], tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = open_desk(preset("xor").project(), size=size)
    desk.window.files.open_dropped(write_long(tmp_path / f"{LONG}.csv"))
    hand = DataHand(desk)
    assert hand.dialog.width() <= size[0]
    assert hand.dialog.height() <= size[1]
    assert "certainly goes on" in hand.said("data_warnings")
    assert numbers.percent(76 / 80).strip() in hand.dialog.findChild(ClassBars).words[0]  # type: ignore[union-attr]
    desk.wait(lambda: hand.list.shown.glances is not None)
    # What is scrolled may end within a line.
    assert [each for each in cut(hand.dialog) if "of its height" not in each] == []
    desk.answer("data_cancel")


def test_a_preview_says_what_becomes_of_a_row_without_a_value(small_desk: Desk, tmp_path: Path) -> None:
    desk = small_desk
    desk.window.files.open_dropped(write_flowers(tmp_path / "flowers.csv"))
    hand = DataHand(desk)
    shown = hand.preview.shown
    assert shown.text(0, 1) == numbers.limit(float(shown.columns[1].values[0]))
    assert shown.is_left_out(3, 2)
    assert "left out" in shown.meaning(3, 2)
    hand.choose(1, Part.RULE, Missing.MEDIAN)
    desk.wait(lambda: not hand.preview.shown.is_left_out(3, 2))
    assert "median" in hand.preview.shown.meaning(3, 1)
    assert set(HEADINGS) == set(Part)
    desk.answer("data_cancel")


def test_where_no_row_is_left_the_column_is_named_and_another_rule_brings_them_back(
    small_desk: Desk, tmp_path: Path
) -> None:
    desk, path = small_desk, tmp_path / "holes.csv"
    rows = [
        f"{(i * 7 % 11) / 2 if i % 2 else ''},{'' if i % 2 else i * 5 % 7 / 2},{'ab'[i // 2 % 2]}"
        for i in range(20)
    ]
    path.write_text("\n".join(["x,size,kind", *rows]), encoding="utf-8")
    desk.window.files.open_dropped(path)
    hand = DataHand(desk)
    hand.choose(2, Part.ROLE, Role.TARGET)
    for row in (0, 1):
        hand.choose(row, Part.RULE, Missing.LEAVE_OUT_ROW)
    hand.wait_for("data_status", f"No row is left of {numbers.count(20)}")
    assert "“x”" in hand.said("data_status")
    assert not hand.use.isEnabled()
    hand.choose(0, Part.RULE, Missing.MEDIAN)
    desk.wait(hand.use.isEnabled)
    desk.answer("data_cancel")
