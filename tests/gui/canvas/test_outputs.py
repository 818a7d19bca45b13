"""What stands beside the outputs: bars as long as the core's numbers, and what is said under the mouse."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel

from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import Demon
from bpexplorer.look.fonts import dpi_scale
from bpexplorer.look.numbers import percent, significant
from bpexplorer.look.theme import current_theme
from tests.gui.canvas.conftest import Canvas


def bar_share(picture: QImage, filled: QColor, left: int, y: int) -> float:
    """How much of the bar that begins right of here is filled, in a row of pixels; NaN without one."""
    empty = current_theme().field
    row = [picture.pixelColor(x, y) for x in range(left, picture.width())]
    full, rest = (sum(colour == each for colour in row) for each in (filled, empty))
    return full / (full + rest) if full + rest else float("nan")


def test_bars_are_as_long_as_the_outputs_before_and_with_dz(canvas: Canvas) -> None:
    canvas.view.resize(1500, 1150)
    canvas.session.update(demon=Demon(Neuron(1, 6), 6.0))
    zoom, theme = canvas.view.zoom, current_theme()
    reading = canvas.view._shown.reading
    assert reading is not None
    before, after = (
        reading.perturbation.activations_before[-1][0],
        reading.perturbation.activations_after[-1][0],
    )
    assert abs(after - before).max() > 0.1
    labels = canvas.frame.data.labels_probe
    assert labels is not None
    picture = canvas.view.grab().toImage()
    for index in range(10):
        at = canvas.at(3, index)
        colour = theme.good if index == labels[0] else theme.secondary
        left = round(at.x() + 30 * zoom)
        upper = bar_share(picture, colour, left, round(at.y() - 2.5 * zoom))
        lower = bar_share(picture, theme.demon, left, round(at.y() + 2.5 * zoom))
        for shown, value in ((upper, before[index]), (lower, after[index])):
            assert shown == pytest.approx(value, abs=0.035)
    canvas.session.release()
    alone = canvas.view.grab().toImage()
    at = canvas.at(3, 0)
    assert theme.demon not in [
        alone.pixelColor(x, round(at.y() + 2.5 * zoom)) for x in range(at.x(), alone.width())
    ]


def test_hovering_an_output_says_a_and_its_target(canvas: Canvas) -> None:
    assert canvas.frame.trace is not None
    a, y = float(canvas.frame.trace.activations[-1][0][8]), float(canvas.frame.data.y_probe[0][8])
    canvas.mouse.hover(canvas.at(3, 8))
    share = percent(a, decimals=0).strip()
    assert f"output 8: a = {significant(a)} ({share}), target {significant(y)}" in canvas.view.hover_text()


def test_what_lies_under_the_mouse_is_said_in_lines_that_can_be_read(canvas: Canvas) -> None:
    canvas.view.resize(1500, 1150)
    canvas.session.update(demon=Demon(Neuron(1, 6), 6.0))
    canvas.mouse.hover(canvas.at(3, 8))
    label = canvas.view.findChild(QLabel, "hover_label")
    assert label is not None
    assert " with the demon: a = " in label.text()
    assert label.width() <= round(300 * dpi_scale())
    assert label.height() >= 2 * label.fontMetrics().height()
