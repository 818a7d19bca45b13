"""The tables of the panels: an index never outlives the table that it was made for."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

import bpexplorer
from bpexplorer.core.spec import Neuron
from bpexplorer.look import fonts
from bpexplorer.panels.flow.cells import FlowCell, FlowColumn, FlowTable
from bpexplorer.panels.flow.table import FlowModel
from bpexplorer.panels.origin import rows as origin_rows
from bpexplorer.panels.origin.table import OriginModel
from bpexplorer.panels.shared.cells import cells
from bpexplorer.panels.shared.tables.cell_table import CellModel, CellTable
from bpexplorer.panels.shared.tables.table_model import TableModel
from tests.walk import tooltip

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def of_cells(rows: int) -> cells.Table:
    row = cells.Row("0", "A row.", (cells.Cell("1"), cells.Cell("2", bar=0.5)))
    return cells.Table((cells.Column("a", "A.", 3), cells.Column("b", "B.", 3)), (row,) * rows)


def of_flow(rows: int) -> FlowTable:
    row = (FlowCell("1"), FlowCell("2", neurons=(Neuron(1, 0),)))
    columns = (FlowColumn("layer", "Layers.", 3), FlowColumn("dead", "Dead.", 4))
    return FlowTable("flow_neurons", "Neurons", columns, (row,) * rows, (None, None))


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


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(0, 6), min_size=1, max_size=8))
def test_no_index_outlives_its_table_whatever_tables_follow(
    kind: str, sizes: list[int], qapp: QApplication
) -> None:
    make, table = MODELS[kind]
    parent = QWidget()
    model = make(parent)
    made: list[tuple[QModelIndex | QPersistentModelIndex, int]] = []
    era = 0  # how often the shape has changed
    for size in sizes:
        era += model.show_table(table(size))
        places = [(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
        fresh = [model.index(row, column) for row, column in places]
        made += [(index, era) for index in (*fresh, *map(QPersistentModelIndex, fresh))]
        made += [(model.index(size, 0), -1), (model.index(0, 99), -1), (model.index(-1, 0), -1)]
        for index, born in made:
            if born == era:
                assert model.holds(index)
                assert model.data(index) is not None
            else:
                assert not model.holds(index)
                assert read_everything(model, index) == {None}
                assert model.flags(index) == Qt.ItemFlag.NoItemFlags


def test_words_give_way_to_numbers_where_there_is_little_room_and_the_tooltip_has_them_whole(
    qtbot: QtBot,
) -> None:
    columns = (
        cells.Column("Σ", "The sum.", 8),
        cells.Column("δ", "What is left.", 8),
        cells.Column("why", "What takes it away.", 13, has_words=True),
    )
    why = "δ ahead small"
    row = cells.Row("0", "Neuron 0.", (cells.Cell("−0.00016"), cells.Cell("−0.00016"), cells.Cell(why)))
    view = CellTable("words", "Words")
    qtbot.addWidget(view)
    view.show_table(cells.Table(columns, (row,) * 3))
    with qtbot.waitExposed(view):
        view.show()
    view.resize(400, 160)
    wide = view.columnWidth(0)
    view.resize(200, 160)
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() == 0)
    digits = QFontMetrics(fonts.number_font(fonts.SECONDARY)).horizontalAdvance("−0.00016")
    assert digits < view.columnWidth(0) <= wide
    assert view.columnWidth(2) > QFontMetrics(fonts.secondary_font()).horizontalAdvance("why")
    words = view.model().index(1, 2)
    assert view.visualRect(words).width() < QFontMetrics(fonts.secondary_font()).horizontalAdvance(why)
    assert why in tooltip(view.viewport(), view.visualRect(words).center())


def test_every_table_of_the_program_is_shown_by_the_one_model() -> None:
    for module in pkgutil.walk_packages(bpexplorer.__path__, "bpexplorer."):
        if ".panels." in module.name or ".window." in module.name or ".look." in module.name:
            importlib.import_module(module.name)

    def kinds_of(kind: type) -> set[type]:
        return {kind, *(each for below in kind.__subclasses__() for each in kinds_of(below))}

    ours = {kind for kind in kinds_of(QAbstractItemModel) if kind.__module__.startswith("bpexplorer.")}
    assert {FlowModel, OriginModel, CellModel} < ours
    assert all(issubclass(kind, TableModel) for kind in ours)
