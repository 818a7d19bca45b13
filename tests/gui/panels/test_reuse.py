"""What reuse saves, as a panel of its own."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from bpexplorer.core.reuse.comparison import Way, count_ways
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.document.session import SessionState
from bpexplorer.look.theme import DARK, LIGHT, Scheme, apply_theme
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.panel import Kept
from bpexplorer.panels.reuse.panel import Counted, ReusePanel
from bpexplorer.panels.reuse.rows import reuse_sentence, reuse_table
from bpexplorer.panels.shared.tables.cell_table import CellTable
from tests.frames import Training
from tests.pictures import draw

LEFT = Qt.MouseButton.LeftButton


SPEC = NetworkSpec.create([64, 14, 10, 10], ["tanh", "tanh", "softmax"])


@pytest.fixture
def panel(qtbot: QtBot) -> ReusePanel:
    panel = ReusePanel()
    qtbot.addWidget(panel)
    panel.resize(560, 240)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def ways() -> tuple[Way, ...]:
    return count_ways(SPEC)


def table_of(panel: ReusePanel) -> CellTable:
    found = panel.findChild(CellTable, "reuse_table")
    assert found is not None
    return found


def button_of(panel: ReusePanel) -> QPushButton:
    found = panel.findChild(QPushButton, "reuse_measure")
    assert found is not None
    return found


def sentence_of(panel: ReusePanel) -> str:
    found = panel.findChild(QLabel, "reuse_sentence")
    assert found is not None
    return found.text()


def test_before_anything_is_counted_there_is_nothing_to_measure(
    panel: ReusePanel, ways: tuple[Way, ...]
) -> None:
    assert not table_of(panel).isVisible()
    assert not button_of(panel).isEnabled()
    panel.show_reading(Counted(SPEC, ways))
    assert table_of(panel).isVisible()
    assert button_of(panel).isEnabled()
    panel.clear()
    assert not button_of(panel).isEnabled()


def test_it_shows_a_row_for_each_way_and_a_sentence(panel: ReusePanel, ways: tuple[Way, ...]) -> None:
    panel.show_reading(Counted(SPEC, ways))
    model, table = table_of(panel).model(), reuse_table(ways)
    shown = [[model.index(row, at).data() for at in range(model.columnCount())] for row in range(4)]
    assert shown == [[cell.text for cell in row.cells] for row in table.rows]
    names = [model.headerData(row, Qt.Orientation.Vertical) for row in range(4)]
    assert names == [row.name for row in table.rows]
    assert sentence_of(panel) == reuse_sentence(ways)


def test_the_button_asks_once_and_rests_while_it_is_measured(
    panel: ReusePanel, ways: tuple[Way, ...], qtbot: QtBot
) -> None:
    draw(panel, Training().frame())
    panel.show_reading(Counted(SPEC, ways))
    with qtbot.waitSignal(panel.job_requested):
        QTest.mouseClick(button_of(panel), LEFT)
    panel.show_progress(ways[0])  # the first way is measured, the others aren't yet
    with qtbot.assertNotEmitted(panel.job_requested):
        QTest.mouseClick(button_of(panel), LEFT)
    panel.show_result(None)
    assert button_of(panel).isEnabled()


def test_what_was_measured_on_stands_on_the_title_line(
    panel: ReusePanel, ways: tuple[Way, ...], qtbot: QtBot
) -> None:
    draw(panel, Training().advance(40).frame(), SessionState(sample=3))
    panel.show_reading(Counted(SPEC, ways))
    QTest.mouseClick(button_of(panel), LEFT)
    with qtbot.waitSignal(panel.note_changed) as told:
        panel.show_progress(replace(ways[0], seconds=1e-4))
    assert told.args == ["measured: sample 3 · step 40"]
    other = NetworkSpec.create([64, 5, 10], ["tanh", "softmax"])
    panel.show_reading(Counted(other, count_ways(other)))
    assert panel.note == "", "another structure wasn't measured"
    panel.show_progress(replace(ways[1], seconds=1.0))
    assert panel.note == ""


def test_the_title_says_that_it_was_measured_before_an_edit(
    panel: ReusePanel, ways: tuple[Way, ...], qtbot: QtBot
) -> None:
    training = Training()
    draw(panel, training.frame(edit=7))
    panel.show_reading(Counted(SPEC, ways))
    QTest.mouseClick(button_of(panel), LEFT)
    assert panel.kept is None, "nothing of it is shown yet"
    panel.show_progress(replace(ways[0], seconds=1e-4))
    assert panel.kept == Kept(step=0, edit=7)
    draw(panel, training.advance(1).frame(edit=7))
    assert panel.note == "measured: sample 0 · step 0"
    draw(panel, training.frame(edit=8))
    assert panel.note == "measured: sample 0 · step 0, before the last edit"
    panel.show_progress(replace(ways[1], seconds=1e-4))
    assert panel.note == "measured: sample 0 · step 0, before the last edit"


def test_a_structure_is_asked_for_once(panel: ReusePanel) -> None:
    picture = draw(panel, Training().frame())
    question = PANELS["dock_reuse"].question
    assert question is not None
    panel.show_reading(question.ask(picture, panel.choice)())
    assert question.ask(picture, panel.choice) is None
    assert sentence_of(panel) == reuse_sentence(count_ways(SPEC))


def test_every_cell_and_heading_says_what_it_is(panel: ReusePanel, ways: tuple[Way, ...]) -> None:
    panel.show_reading(Counted(SPEC, ways))
    model, role = table_of(panel).model(), Qt.ItemDataRole.ToolTipRole
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    for row in range(model.rowCount()):
        assert len(model.headerData(row, down, role)) > 40
        for column in range(model.columnCount()):
            assert model.headerData(column, across, role)[4:-5] in model.index(row, column).data(role)


def test_wider_panels_have_wider_columns_up_to_a_measure(panel: ReusePanel, ways: tuple[Way, ...]) -> None:
    panel.show_reading(Counted(SPEC, ways))
    table = table_of(panel)

    def widths() -> list[int]:
        QApplication.processEvents()
        return [table.columnWidth(column) for column in range(3)]

    panel.resize(200, 240)
    narrow = widths()
    assert table.horizontalScrollBar().maximum() > 0
    panel.resize(600, 240)
    wide = widths()
    assert all(one > other for one, other in zip(wide, narrow, strict=True))
    panel.resize(4000, 240)
    assert sum(widths()) < 2 * sum(narrow)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_bars_are_drawn_in_the_colours_of_the_theme(
    panel: ReusePanel, ways: tuple[Way, ...], theme, qapp: QApplication
) -> None:
    panel.show_reading(Counted(SPEC, ways))
    scheme: Scheme = theme.name
    apply_theme(qapp, scheme)
    try:
        table = table_of(panel)
        image = table.viewport().grab().toImage()
        ratio = image.devicePixelRatio()
        cell = table.visualRect(table.model().index(3, 1))
        y = round((cell.bottom() - 1) * ratio)
        row = [image.pixelColor(x, y) for x in range(round(cell.left() * ratio), round(cell.right() * ratio))]
        assert theme.outline in row
        assert row.index(theme.outline) < len(row) // 4
        assert theme.field_pressed in row[len(row) // 2 :] or reuse_table(ways).rows[3].cells[1].bar == 1.0
    finally:
        apply_theme(qapp, "light")
