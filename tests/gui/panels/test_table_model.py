"""The tables of the panels: an index never outlives the table that it was made for."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.spec import Neuron
from bpexplorer.panels.flow import rows as flow_rows
from bpexplorer.panels.flow.table import FlowModel
from bpexplorer.panels.origin import rows as origin_rows
from bpexplorer.panels.origin.table import OriginModel
from bpexplorer.panels.shared import cells
from bpexplorer.panels.shared.cell_table import CellModel
from bpexplorer.panels.shared.table_model import TableModel

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def of_cells(rows: int) -> cells.Table:
    row = cells.Row("0", "A row.", (cells.Cell("1"), cells.Cell("2", bar=0.5)))
    return cells.Table((cells.Column("a", "A.", 3), cells.Column("b", "B.", 3)), (row,) * rows)


def of_flow(rows: int) -> flow_rows.FlowTable:
    row = (flow_rows.FlowCell("1"), flow_rows.FlowCell("2", neurons=(Neuron(1, 0),)))
    columns = (flow_rows.FlowColumn("layer", "Layers.", 3), flow_rows.FlowColumn("dead", "Dead.", 4))
    return flow_rows.FlowTable("flow_neurons", "Neurons", columns, (row,) * rows, (None, None))


def of_terms(rows: int) -> origin_rows.OriginTable:
    columns = (origin_rows.Column("k", "The row"), origin_rows.Column("δₖ", "Its δ"))
    numbers = np.linspace(0.5, 0.1, rows)
    return origin_rows.OriginTable(columns, range(rows), 2, np.arange(rows), (numbers,), ())


MODELS: dict[str, tuple[Callable[[QWidget], TableModel[Any]], Callable[[int], Any]]] = {
    "cells": (CellModel, of_cells),
    "flow": (lambda parent: FlowModel(of_flow(0), parent), of_flow),
    "terms": (OriginModel, of_terms),
}


@pytest.fixture(params=MODELS)
def shown(request: pytest.FixtureRequest, qtbot: QtBot) -> tuple[QTableView, Any, Callable[[int], Any]]:
    view = QTableView()
    qtbot.addWidget(view)
    make, table = MODELS[request.param]
    model = make(view)
    model.show_table(table(4))
    view.setModel(model)
    return view, model, table


def read_everything(model: Any, index: QModelIndex | QPersistentModelIndex) -> set[Any]:
    """What an index reads as, in every role that Qt has."""
    return {model.data(index, role) for role in Qt.ItemDataRole}


@pytest.mark.parametrize("rows", [0, 2, 6])
def test_an_index_of_a_former_table_reads_as_nothing(shown: Any, rows: int) -> None:
    _, model, table = shown
    first, last = model.index(0, 0), model.index(3, 1)
    assert first.data()
    assert last.data()
    model.show_table(table(rows))
    for old in (first, last, QModelIndex()):
        assert not model.holds(old)
        assert read_everything(model, old) == {None}
        assert model.flags(old) == Qt.ItemFlag.NoItemFlags


def test_headings_beyond_the_table_read_as_nothing(shown: Any) -> None:
    _, model, table = shown
    model.show_table(table(2))
    for orientation, beyond in ((Qt.Orientation.Horizontal, 2), (Qt.Orientation.Vertical, 2)):
        for section in (-1, beyond, 1_000):
            assert {model.headerData(section, orientation, role) for role in Qt.ItemDataRole} == {None}


def test_an_index_reads_the_new_numbers_of_a_table_of_the_same_shape(shown: Any) -> None:
    _, model, table = shown
    last = model.index(3, 1)
    assert not model.show_table(table(4))
    assert model.holds(last)
    assert last.data()
    assert model.flags(last) & Qt.ItemFlag.ItemIsEnabled


def test_a_click_that_brings_a_smaller_table_asks_nothing_of_the_row_that_is_gone(
    shown: Any, qtbot: QtBot
) -> None:
    view, model, table = shown
    view.resize(300, 200)
    with qtbot.waitExposed(view):
        view.show()
    view.clicked.connect(lambda _index: model.show_table(table(1)))
    place: QPoint = view.visualRect(model.index(3, 1)).center()
    with qtbot.waitSignal(view.clicked):
        qtbot.mouseClick(view.viewport(), LEFT, NO_MODIFIER, place)
    assert model.rowCount() == 1
