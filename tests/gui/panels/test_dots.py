"""Dots on two axes, whatever the numbers."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from bpexplorer.panels.shared.plots.dots import DotPlot
from bpexplorer.panels.shared.plots.ticks import linear_ticks


@pytest.mark.parametrize(
    "values", [[5e-324, 1e-320], [1e300, -1e308], [np.nan, np.inf], [0.0, 0.0], [-2.0, 3.0], []]
)
def test_any_numbers_have_a_picture(qtbot: QtBot, values: list[float]) -> None:
    plot = DotPlot("plot")
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.show()
    x = np.array(values)
    plot.show_dots(x, x[::-1].copy(), np.zeros(len(x), dtype=np.bool_), 0)
    plot.grab()
    (low, high), _ = plot.plot.view_range
    assert np.isfinite([low, high]).all()
    assert low < high


def test_an_axis_grows_but_shrinks_only_when_it_is_refitted(qtbot: QtBot) -> None:
    plot = DotPlot("plot")
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.show()
    none = np.zeros(1, dtype=np.bool_)

    def end(value: float) -> float:
        plot.show_dots(np.array([value]), np.array([value]), none)
        return plot.plot.view_range[0][1]

    first = end(1.0)
    assert end(0.1) == first
    assert end(3.0) > first
    plot.refit()
    assert end(0.1) < first


def test_a_span_that_is_next_to_nothing_has_no_ticks() -> None:
    assert linear_ticks(0.0, 5e-324, at_most=5) == []
