"""The metrics of a regression: R², RMSE and MAE over all outputs and by output, beside a picture of the fit."""

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bpexplorer.core.metrics import Fit, RegressionMetrics
from bpexplorer.core.readings.metrics import FitPoints
from bpexplorer.core.training_data import PartName
from bpexplorer.look import fonts, numbers
from bpexplorer.look.widgets import NumberLabel
from bpexplorer.panels.metrics.fit_plot import FitPlot
from bpexplorer.panels.shared.cells.cells import Cell, Column, Row, Table
from bpexplorer.panels.shared.tables.cell_table import CellTable
from bpexplorer.translation import tr

R_SQUARED = tr("1 − Σ(a − y)² / Σ(y − ȳ)²: 1 is perfect, 0 is no better than the mean target.")
RMSE = tr("√ of the mean (a − y)², in the units of the targets.")
MAE = tr("The mean |a − y|, in the units of the targets.")
_WIDTH, _WIDTH_BY_OUTPUT, _WIDTH_BY_NAME = 132, 200, 300


class ValuesPage(QWidget):
    """Shows how near the outputs come to numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._r_squared = self._number("R²", "metrics_r_squared", R_SQUARED)
        self._rmse = self._number("RMSE", "metrics_rmse", RMSE)
        self._mae = self._number("MAE", "metrics_mae", MAE)
        self._by_output = CellTable("metrics_by_output", tr("R², RMSE and MAE by output"), self)
        self._by_output.setFixedWidth(round(_WIDTH_BY_OUTPUT * fonts.dpi_scale()))
        # Until there are several outputs it takes no room from the panels around this one.
        self._by_output.hide()
        self._plot = FitPlot(self)
        column = QVBoxLayout()
        column.setSpacing(2)
        for each in (self._r_squared, self._rmse, self._mae):
            each.setFixedWidth(round(_WIDTH * fonts.dpi_scale()))
            column.addWidget(each)
        column.addWidget(self._by_output, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(column)
        layout.setAlignment(column, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._plot, 1)

    def show_metrics(
        self,
        metrics: RegressionMetrics,
        points: FitPoints | None,
        part: PartName,
        target_names: tuple[str, ...] = (),
    ) -> None:
        """Show metrics over a part, and samples of it."""
        self._r_squared.set_text(_r_squared(metrics))
        self._rmse.set_text(_number(metrics.rmse))
        self._mae.set_text(_number(metrics.mae))
        # Of one output the numbers above are all there is.
        self._by_output.setVisible(len(metrics.by_output) > 1)
        self._by_output.setFixedWidth(
            round((_WIDTH_BY_NAME if target_names else _WIDTH_BY_OUTPUT) * fonts.dpi_scale())
        )
        self._by_output.show_table(output_table(metrics, target_names))
        if points is not None:
            self._plot.show_points(points, part)

    def _number(self, caption: str, name: str, tooltip: str) -> NumberLabel:
        return NumberLabel(caption, name=name, tooltip=tooltip, beside=True, parent=self)


def output_table(metrics: RegressionMetrics, target_names: tuple[str, ...] = ()) -> Table:
    """A row for each output, by its name if it has one."""
    names = target_names or tuple(map(str, range(len(metrics.by_output))))
    columns = (Column("R²", R_SQUARED, 8), Column("RMSE", RMSE, 7), Column("MAE", MAE, 7))
    return Table(
        columns,
        tuple(
            Row(
                name,
                tr("Output {index} alone.", index=name),
                (
                    Cell(_r_squared(fit), value=fit.r_squared),
                    Cell(numbers.unsigned(fit.rmse), value=fit.rmse),
                    Cell(numbers.unsigned(fit.mae), value=fit.mae),
                ),
            )
            for name, fit in zip(names, metrics.by_output, strict=True)
        ),
    )


def _number(value: float) -> str:
    """A number in the targets' own units; a dash where several have units of their own."""
    return "–" if math.isnan(value) else numbers.unsigned(value)


def _r_squared(fit: Fit) -> str:
    return "–" if math.isnan(fit.r_squared) else numbers.signed(fit.r_squared)
