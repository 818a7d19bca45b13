"""The gradient flow panel: readings shown, counts clicked."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from bpexplorer.core.flow_reading import FlowReading, read_flow
from bpexplorer.core.spec import Neuron
from bpexplorer.panels import flow_rows as words
from bpexplorer.panels.flow import FlowPanel
from tests.frames import Training


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


def table_of(panel: FlowPanel) -> QTableView:
    found = panel.findChild(QTableView, "flow_table")
    assert found is not None
    return found


def text(panel: FlowPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text()


def column(symbol: str) -> int:
    return [each.symbol for each in words.COLUMNS].index(symbol)


def click(panel: FlowPanel, layer: int, symbol: str) -> None:
    view = table_of(panel)
    index = view.model().index(layer - 1, column(symbol))
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def test_before_the_first_reading_the_panel_says_what_will_appear(panel: FlowPanel) -> None:
    assert not table_of(panel).isVisible()
    assert "appears here" in text(panel, "flow_sentence")
    panel.show_reading(None)
    assert not table_of(panel).isVisible()


def test_a_reading_is_shown_with_its_title_table_and_lines(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.title_changed) as told:
        panel.show_reading(reading)
    assert told.args == [words.title(reading)]
    model = table_of(panel).model()
    shown = [tuple(model.index(row, at).data() for at in range(model.columnCount())) for row in range(3)]
    assert shown == [row.cells for row in words.flow_rows(reading)]
    vertical = [model.headerData(row, Qt.Orientation.Vertical) for row in range(3)]
    assert vertical == ["layer 1", "layer 2", "layer 3"]
    assert text(panel, "flow_sentence") == words.flow_sentence(reading)
    assert text(panel, "flow_step") == words.step_sentence(reading)


def test_a_click_on_a_count_asks_for_the_neurons_it_counts(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot
) -> None:
    panel.show_reading(reading)
    with qtbot.waitSignal(panel.neurons_clicked) as clicked:
        click(panel, 2, "dead")
    assert clicked.args == [(Neuron(2, 3), Neuron(2, 5))]


@pytest.mark.parametrize(("layer", "symbol"), [(1, "RMS δ"), (1, "dead")])
def test_a_click_on_a_number_or_on_a_count_of_none_asks_for_nothing(
    panel: FlowPanel, reading: FlowReading, qtbot: QtBot, layer: int, symbol: str
) -> None:
    assert reading.layers[0].health.dead == ()
    panel.show_reading(reading)
    with qtbot.assertNotEmitted(panel.neurons_clicked):
        click(panel, layer, symbol)


def test_every_header_says_what_it_is(panel: FlowPanel, reading: FlowReading) -> None:
    panel.show_reading(reading)
    model = table_of(panel).model()
    for at, each in enumerate(words.COLUMNS):
        assert model.headerData(at, Qt.Orientation.Horizontal) == each.symbol
        tip = model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        assert tip == each.meaning


def test_another_project_begins_afresh(panel: FlowPanel, reading: FlowReading, qtbot: QtBot) -> None:
    panel.show_reading(reading)
    with qtbot.waitSignal(panel.title_changed) as told:
        panel.clear()
    assert told.args == [""]
    assert not table_of(panel).isVisible()


def test_the_numbers_follow_in_place_and_another_depth_brings_its_rows(
    panel: FlowPanel, reading: FlowReading
) -> None:
    panel.show_reading(reading)
    model = table_of(panel).model()
    later = read_flow(Training().advance(30).trainer.state())
    panel.show_reading(later)
    assert model.index(0, column("RMS δ")).data() == words.flow_rows(later)[0].cells[column("RMS δ")]
    panel.show_reading(read_flow(Training((64, 6, 10), ("relu", "softmax")).trainer.state()))
    assert model.rowCount() == 2
