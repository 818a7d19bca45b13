"""The metrics of a regression on screen: numbers, numbers by output, and a picture of the fit."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.metrics import RegressionMetrics, regression_metrics
from bpexplorer.core.readings.metrics import FitPoints, MetricsReading, read_metrics
from bpexplorer.look.theme import THEMES, Scheme, apply_theme, current_theme
from bpexplorer.panels.metrics.fit_plot import FitPlot
from bpexplorer.panels.metrics.values_page import ValuesPage
from bpexplorer.panels.shared.tables.cell_table import CellTable
from tests.frames import Training
from tests.shown import number as shown_number


def trained(name: str, inputs: int) -> MetricsReading:
    training = Training(
        (inputs, 8, 1),
        ("tanh", "identity"),
        data=name,
        cost="quadratic",
        optimizer="adam",
        learning_rate=0.02,
    ).advance(100)
    return without_pauses(
        read_metrics(training.trainer.network, training.trainer.data, part="test", step=100)
    )


@pytest.fixture(scope="module")
def curve() -> MetricsReading:
    return trained("wave", 1)


@pytest.fixture(scope="module")
def surface() -> MetricsReading:
    return trained("hill", 2)


@pytest.fixture
def page(qtbot: QtBot) -> ValuesPage:
    made = ValuesPage()
    qtbot.addWidget(made)
    made.resize(420, 180)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(page: ValuesPage, reading: MetricsReading) -> FitPlot:
    assert isinstance(reading.metrics, RegressionMetrics)
    page.show_metrics(reading.metrics, reading.fit, reading.part)
    plot = page.findChild(FitPlot)
    assert plot is not None
    return plot


def text(page: ValuesPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text()


def table_of(page: ValuesPage) -> CellTable:
    table = page.findChild(CellTable)
    assert table is not None
    return table


def test_one_output_has_its_three_numbers_and_no_table(page: ValuesPage, curve: MetricsReading) -> None:
    show(page, curve)
    assert isinstance(curve.metrics, RegressionMetrics)
    for name, value in (
        ("r_squared", curve.metrics.r_squared),
        ("rmse", curve.metrics.rmse),
        ("mae", curve.metrics.mae),
    ):
        assert shown_number(text(page, f"metrics_{name}")) == pytest.approx(value, abs=1e-4)
    assert not table_of(page).isVisible()


def test_the_table_takes_no_room_until_it_is_needed(page: ValuesPage) -> None:
    without = page.minimumSizeHint().width()
    targets = np.eye(3)[:, :2]
    page.show_metrics(regression_metrics(targets * 0.5, targets), None, "test")
    assert page.minimumSizeHint().width() > without


def test_several_outputs_have_a_row_each_and_one_that_never_varies_has_a_dash(page: ValuesPage) -> None:
    targets = np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 2.0]])
    metrics = regression_metrics(targets + np.array([[0.5, -1.0]]), targets)
    page.show_metrics(metrics, None, "test")
    table = table_of(page)
    assert table.isVisible()
    rows = [[cell.text.strip() for cell in row.cells] for row in table.table.rows]
    assert rows == [["+0.6250", "0.5000", "0.5000"], ["–", "1.0000", "1.0000"]]


def test_of_one_input_a_line_runs_through_the_targets_over_it(
    page: ValuesPage, curve: MetricsReading
) -> None:
    plot = show(page, curve)
    assert plot.axis_names == ("x0", "y, a")
    points = curve.fit
    assert points is not None
    high, low = int(points.targets.argmax()), int(points.targets.argmin())
    left, right = int(points.x.argmin()), int(points.x.argmax())
    assert plot.dot_at(high).y() < plot.dot_at(low).y()
    assert plot.dot_at(left).x() < plot.dot_at(right).x()
    assert "Line: what the network makes of it" in plot.toolTip()


def test_of_more_inputs_outputs_stand_over_targets(page: ValuesPage, surface: MetricsReading) -> None:
    plot = show(page, surface)
    assert plot.axis_names == ("target y", "output a")
    points = surface.fit
    assert points is not None
    exact = FitPoints(points.x, points.targets, points.targets)
    plot.show_points(exact, "test")
    one, other = plot.dot_at(int(points.targets.argmin())), plot.dot_at(int(points.targets.argmax()))
    assert other.x() > one.x()
    assert other.y() < one.y()


@pytest.fixture
def in_theme(qapp: QApplication) -> Iterator[Callable[[Scheme], object]]:
    """Shows another theme until the end of the test."""
    yield lambda scheme: apply_theme(qapp, scheme)
    apply_theme(qapp, "light")


@pytest.mark.parametrize("theme", THEMES)
def test_the_fit_is_drawn_in_the_colour_of_its_part(
    page: ValuesPage,
    curve: MetricsReading,
    surface: MetricsReading,
    theme: Scheme,
    in_theme: Callable[[Scheme], object],
) -> None:
    in_theme(theme)
    for reading in (curve, surface):
        plot = show(page, reading)
        assert current_theme().test.name() in colours(plot)
        assert reading.fit is not None
        plot.show_points(reading.fit, "train")
        assert current_theme().train.name() in colours(plot)


def test_outputs_that_are_not_finite_draw_nothing(page: ValuesPage, surface: MetricsReading) -> None:
    plot = show(page, surface)
    assert surface.fit is not None
    plot.show_points(replace(surface.fit, outputs=np.full_like(surface.fit.outputs, np.inf)), "test")
    assert current_theme().test.name() not in colours(plot)


def colours(plot: FitPlot) -> set[str]:
    image = plot.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
