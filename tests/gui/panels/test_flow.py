"""The gradient flow panel: readings shown, counts clicked, samples chosen, room shared out."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from bpexplorer.core.readings.flow import FlowReading, read_flow
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.state import Divergence
from bpexplorer.document.acts.looking import Follow, Select
from bpexplorer.look import fonts
from bpexplorer.look.theme import THEMES, Scheme, apply_theme, current_theme
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.flow import words
from bpexplorer.panels.flow.panel import FlowPanel
from bpexplorer.panels.flow.rows import flow_tables
from bpexplorer.panels.flow.table import FlowTableView, bar_colour
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from tests.frames import Training
from tests.pictures import draw


@pytest.fixture(scope="module")
def reading() -> FlowReading:
    """Of layer 2, neurons 3 and 5 are dead."""
    made = read_flow(Training().advance(20).trainer.state())
    layers = list(made.layers)
    layers[1] = replace(layers[1], health=replace(layers[1].health, dead=(3, 5)))
    return replace(made, layers=tuple(layers))


@pytest.fixture
def panel(qtbot: QtBot) -> FlowPanel:
    made = FlowPanel()
    qtbot.addWidget(made)
    made.resize(900, 260)
    with qtbot.waitExposed(made):
        made.show()
    return made


def tables_of(panel: FlowPanel) -> dict[str, FlowTableView]:
    return {table.objectName(): table for table in panel.findChildren(FlowTableView)}


def place_of(panel: FlowPanel, layer: int, symbol: str) -> tuple[FlowTableView, QModelIndex]:
    """Where the cell of a layer below this heading stands."""
    for view in tables_of(panel).values():
        symbols = [column.symbol for column in view.table.columns]
        if symbol in symbols:
            return view, view.model().index(layer - 1, symbols.index(symbol))
    raise AssertionError(f"no column {symbol}")


def click(panel: FlowPanel, layer: int, symbol: str) -> None:
    view, index = place_of(panel, layer, symbol)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def shows_words(panel: FlowPanel) -> bool:
    empty = panel.findChild(EmptyState)
    assert empty is not None
    return empty.isVisible()


def words_of(panel: FlowPanel) -> str:
    empty = panel.findChild(EmptyState)
    assert empty is not None
    return f"{empty.title.text()} {empty.message.text()}"


def test_before_the_first_reading_the_panel_says_what_will_appear(panel: FlowPanel) -> None:
    assert shows_words(panel)
    assert "Appears once" in words_of(panel)
    panel.show_reading(None)
    assert shows_words(panel)


def test_a_reading_is_shown_with_its_title_tables_and_sentence(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.note_changed) as told:
        panel.show_reading(reading)
    assert told.args == [words.title(reading)]
    assert not shows_words(panel)
    for table in flow_tables(reading):
        model = tables_of(panel)[table.name].model()
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                assert model.index(row, column).data() == cell.text
    sentence = panel.findChild(QLabel, "flow_sentence")
    assert sentence is not None
    assert sentence.text() == words.flow_sentence(reading)


DEEP = (2, 10, 10, 10, 10, 10, 10, 1)


@pytest.fixture(scope="module")
def fading() -> FlowReading:
    """Of seven layers of sigmoids, whose δ fades on its way back."""
    training = Training(DEEP, ["sigmoid"] * 7, data="xor", cost="cross_entropy")
    made = read_flow(training.trainer.state())
    assert made.verdict.kind == "fades"
    return made


def sentence_of(panel: FlowPanel) -> QLabel:
    sentence = panel.findChild(QLabel, "flow_sentence")
    assert sentence is not None
    return sentence


def test_the_verdict_is_in_sight_whole_above_all_tables_however_many_layers_there_are(
    panel: FlowPanel, fading: FlowReading, qtbot: QtBot
) -> None:
    panel.resize(308, 190)
    panel.show_reading(fading)
    sentence = sentence_of(panel)
    qtbot.waitUntil(lambda: sentence.visibleRegion().boundingRect() == sentence.rect())
    needed = sentence.heightForWidth(sentence.width())
    assert needed <= sentence.height()
    top = tables_of(panel)["flow_layers"].mapTo(panel, QPoint(0, 0)).y()
    assert sentence.geometry().bottom() < top


def test_what_asks_for_something_has_the_colour_of_a_warning_and_what_keeps_is_calm(
    panel: FlowPanel, reading: FlowReading, fading: FlowReading
) -> None:
    panel.show_reading(fading)
    assert sentence_of(panel).property("ink") == "warning"
    assert reading.verdict.kind == "keeps"
    panel.show_reading(reading)
    assert sentence_of(panel).property("ink") == "secondary"
    panel.show_reading(replace(reading, divergence=Divergence(41, 2, "∂C/∂w")))
    assert sentence_of(panel).property("ink") == "error"


def test_who_follows_the_verdict_comes_to_the_layer_that_it_speaks_of(
    panel: FlowPanel, reading: FlowReading, fading: FlowReading, qtbot: QtBot
) -> None:
    draw(panel, Training().frame())
    panel.show_reading(fading)
    assert str(fading.verdict.layer) in sentence_of(panel).toolTip()
    assert fading.verdict.layer is not None
    with (
        qtbot.waitSignal(panel.act_requested) as asked,
        qtbot.waitSignal(panel.dock_requested) as led,
    ):
        QTest.mouseClick(sentence_of(panel), Qt.MouseButton.LeftButton)
    assert asked.args == [Follow(Neuron(fading.verdict.layer, 0))]
    assert led.args == ["dock_delta"]
    panel.show_reading(reading)
    with qtbot.assertNotEmitted(panel.act_requested), qtbot.waitSignal(panel.dock_requested):
        QTest.mouseClick(sentence_of(panel), Qt.MouseButton.LeftButton)


def test_a_click_on_a_count_asks_for_the_neurons_it_counts(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot
) -> None:
    panel.show_reading(reading)
    with qtbot.waitSignal(panel.act_requested) as clicked:
        click(panel, 2, "dead")
    assert clicked.args == [Select((Neuron(2, 3), Neuron(2, 5)))]


def test_a_count_can_be_chosen_by_the_keyboard(panel: FlowPanel, reading: FlowReading, qtbot: QtBot) -> None:
    panel.show_reading(reading)
    view, index = place_of(panel, 2, "dead")
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.currentIndex() == index
    with qtbot.waitSignal(panel.act_requested):
        QTest.keyClick(view, Qt.Key.Key_Return)


@pytest.mark.parametrize(("layer", "symbol"), [(1, "RMS δ"), (1, "dead")])
def test_a_click_on_a_number_or_on_a_count_of_none_asks_for_nothing(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot, layer: int, symbol: str
) -> None:
    assert reading.layers[0].health.dead == ()
    panel.show_reading(reading)
    with qtbot.assertNotEmitted(panel.act_requested):
        click(panel, layer, symbol)


def test_every_heading_says_what_it_is(panel: FlowPanel, reading: FlowReading) -> None:
    panel.show_reading(reading)
    for view in tables_of(panel).values():
        for at, each in enumerate(view.table.columns):
            heading = view.model().headerData(at, Qt.Orientation.Horizontal)
            assert heading == each.symbol
            tip = view.model().headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
            assert each.meaning.split()[-1] in tip
            assert view.table.tooltip(None, at) == QTextDocumentFragment.fromHtml(tip).toPlainText()


@pytest.mark.parametrize("width", [236, 253, 336, 560, 900, 1600])
def test_nothing_scrolls_sideways_and_no_heading_is_cut(
    panel: FlowPanel, reading: FlowReading, width: int, qtbot: QtBot
) -> None:
    panel.show_reading(reading)
    panel.resize(width, 150)
    scroll = panel.findChild(QScrollArea, "flow_scroll")
    assert scroll is not None
    inside = scroll.widget()
    qtbot.waitUntil(lambda: inside.width() == scroll.viewport().width())
    assert inside.minimumSizeHint().width() <= scroll.viewport().width()
    for view in tables_of(panel).values():
        columns = view.horizontalHeader()
        assert columns.length() <= view.viewport().width()
        for at, each in enumerate(view.table.columns):
            if view.isColumnHidden(at):
                assert each.is_repeated
                continue
            needed = QFontMetrics(fonts.secondary_font()).horizontalAdvance(
                view.model().headerData(at, Qt.Orientation.Horizontal)
            )
            assert columns.sectionSize(at) >= needed


def test_what_another_table_has_too_is_left_out_where_there_is_no_room(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot
) -> None:
    panel.show_reading(reading)
    view = tables_of(panel)["flow_layers"]
    panel.resize(340, 600)
    qtbot.waitUntil(lambda: not view.isColumnHidden(4))
    panel.resize(236, 600)
    qtbot.waitUntil(lambda: view.isColumnHidden(4))


def test_a_wide_panel_has_its_tables_beside_each_other(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot
) -> None:
    panel.show_reading(reading)

    def tops() -> set[int]:
        return {view.mapTo(panel, view.rect().topLeft()).y() for view in tables_of(panel).values()}

    panel.resize(300, 900)
    qtbot.waitUntil(lambda: len(tops()) == 7)
    panel.resize(900, 300)
    qtbot.waitUntil(lambda: len(tops()) == 3)


def test_other_samples_are_asked_for_and_shown_once_they_are_read(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot
) -> None:
    panel.show_reading(reading)
    choice = panel.title_controls
    assert isinstance(choice, ChoiceBox)
    assert choice.currentText() == "training"
    choice.setFocus()
    with qtbot.waitSignal(panel.choice_changed):
        QTest.keyClick(choice, Qt.Key.Key_End)
    assert panel.choice == "probe"


def test_a_set_without_samples_says_so_until_there_is_a_reading_again(
    panel: FlowPanel, reading: FlowReading
) -> None:
    draw(panel, Training().frame())
    panel.show_reading(reading)
    choice = panel.title_controls
    choice.setFocus()
    QTest.keyClicks(choice, "val")
    assert panel.choice == "validation"
    assert shows_words(panel)
    assert "This set is empty." in words_of(panel)
    assert "validation set" in words_of(panel)
    panel.show_reading(reading)
    assert not shows_words(panel)


def test_another_project_begins_afresh(panel: FlowPanel, reading: FlowReading, qtbot: QtBot) -> None:
    panel.show_reading(reading)
    with qtbot.waitSignal(panel.note_changed) as told:
        panel.clear()
    assert told.args == [""]
    assert shows_words(panel)


def test_the_numbers_follow_in_place_and_another_depth_brings_its_rows(
    panel: FlowPanel, reading: FlowReading
) -> None:
    panel.show_reading(reading)
    later = read_flow(Training().advance(30).trainer.state())
    panel.show_reading(later)
    _, index = place_of(panel, 1, "RMS δ")
    assert index.data() == flow_tables(later)[0].rows[0][1].text
    view, _ = place_of(panel, 1, "RMS δ")
    height = view.height()
    panel.show_reading(read_flow(Training((64, 6, 10), ("relu", "softmax")).trainer.state()))
    assert view.model().rowCount() == 2
    assert view.height() < height


@pytest.fixture
def in_theme(qapp: QApplication) -> Iterator[Callable[[Scheme], object]]:
    """Shows another theme until the end of the test."""
    yield lambda scheme: apply_theme(qapp, scheme)
    apply_theme(qapp, "light")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [253, 900])
def test_it_draws_bars_and_markers_in_every_theme(
    panel: FlowPanel,
    reading: FlowReading,
    theme: Scheme,
    width: int,
    in_theme: Callable[[Scheme], object],
) -> None:
    in_theme(theme)
    panel.resize(width, 600)
    panel.show_reading(reading)
    strong, index = place_of(panel, 1, "RMS δ")
    picture = strong.grab().toImage()
    cell = strong.visualRect(index).translated(
        strong.viewport().pos()
    )  # the bar stands beside its number or below
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(cell.left(), cell.right())
        for y in range(cell.top(), cell.bottom())
    }
    assert bar_colour("plain", current_theme()).name() in colours
    counts, index = place_of(panel, 2, "dead")
    picture = counts.grab().toImage()
    box = counts.visualRect(index).translated(counts.viewport().pos())
    inks = {picture.pixelColor(x, box.center().y()).name() for x in range(box.left(), box.right())}
    assert current_theme().warning_soft.name() in inks


def test_the_wheel_over_a_table_scrolls_the_panel(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot
) -> None:
    panel.resize(260, 150)
    panel.show_reading(reading)
    scroll = panel.findChild(QScrollArea, "flow_scroll")
    assert scroll is not None
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    table = tables_of(panel)["flow_layers"]
    place = table.viewport().mapTo(panel, table.viewport().rect().center())
    QTest.wheelEvent(panel.windowHandle(), QPointF(place), QPoint(0, -120))
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().value() > 0)
