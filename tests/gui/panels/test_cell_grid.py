"""What all grids of painted cells have in common."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.readings.metrics import read_metrics
from bpexplorer.look.colours import SignedScale
from bpexplorer.panels.metrics.confusion import ConfusionMatrix
from bpexplorer.panels.shared.cells.cell_grid import CellGrid
from bpexplorer.panels.shared.cells.heatmap import Heatmap, Marks
from tests.frames import Training

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def heatmap() -> Heatmap:
    heatmap = Heatmap()
    heatmap.show_values(np.random.default_rng(0).normal(size=(7, 5)), SignedScale(1.0))
    heatmap.show_marks(Marks(neurons=(0,), sample=0))
    return heatmap


def confusion() -> ConfusionMatrix:
    frame = Training().frame()
    matrix = ConfusionMatrix()
    matrix.show_reading(without_pauses(read_metrics(frame.network, frame.data, part="test", step=frame.step)))
    return matrix


@pytest.fixture(params=[heatmap, confusion])
def grid(request: pytest.FixtureRequest, qtbot: QtBot) -> CellGrid:
    made: CellGrid = request.param()
    qtbot.addWidget(made)
    made.resize(500, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_each_cell_is_found_where_it_is_drawn_and_none_beside_them(grid: CellGrid) -> None:
    rows, columns = grid.grid()
    for cell in np.ndindex(rows, columns):
        assert grid.cell_at(grid.cell_rect(*cell).center()) == cell
    around = grid.grid_rect()
    assert grid.cell_at(around.topLeft() - QPointF(1, 1)) is None
    assert grid.cell_at(around.bottomRight() + QPointF(1, 1)) is None


def test_a_click_names_the_cell_under_it_and_the_mouse_takes_its_word_back_when_it_leaves(
    grid: CellGrid, qtbot: QtBot
) -> None:
    place = grid.cell_rect(3, 2).center().toPoint()
    with qtbot.waitSignal(grid.cell_clicked) as clicked:
        qtbot.mouseClick(grid, LEFT, NO_MODIFIER, place)
    assert clicked.args == [3, 2]
    hovered: list[object] = []
    grid.cell_hovered.connect(hovered.append)
    QTest.mouseMove(grid, place)
    QTest.mouseMove(grid, grid.cell_rect(1, 1).center().toPoint())
    assert hovered[-1] == (1, 1)
    QApplication.sendEvent(grid, QEvent(QEvent.Type.Leave))
    assert hovered[-1] is None


def test_arrow_keys_stay_within_the_grid(grid: CellGrid) -> None:
    gone: list[tuple[int, int]] = []
    grid.cell_clicked.connect(lambda *cell: gone.append(cell))
    grid.cell_hovered.connect(gone.append)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left):
        QTest.keyClick(grid, key)
    assert gone == [(0, 0), (0, 0)]
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert gone[-1] == (1, 0)


@pytest.mark.parametrize("make", [Heatmap, ConfusionMatrix])
def test_a_grid_without_cells_has_none_to_point_at_nor_to_go_to(qtbot: QtBot, make: type[CellGrid]) -> None:
    grid = make()
    qtbot.addWidget(grid)
    grid.cell_clicked.connect(lambda *_: pytest.fail("there is no cell"))
    assert grid.cell_at(QPointF(1, 1)) is None
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Return)


def test_where_the_cells_lie_is_measured_once_a_painting_and_not_for_each_cell(
    grid: CellGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure, measured = grid.grid_rect, []
    monkeypatch.setattr(grid, "grid_rect", lambda: measured.append(grid) or measure())
    grid.repaint()
    assert len(measured) == 1
    grid.resize(grid.size() * 2)
    assert grid.cell_at(grid.cell_rect(1, 1).center()) == (1, 1), "nothing of that painting is kept"
