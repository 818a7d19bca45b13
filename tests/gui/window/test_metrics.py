"""The metrics dock in the window: read while it is seen, and only then."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from bpexplorer.core.metrics import ClassMetrics
from bpexplorer.core.metrics_reading import MetricsReading
from bpexplorer.live.asker import Asker
from bpexplorer.panels.confusion import ConfusionMatrix
from bpexplorer.window.metrics_reader import MetricsReader
from tests.frames import Training
from tests.windows import LEFT, NO_MODIFIER, Desk


@pytest.fixture
def asker(qtbot: QtBot) -> Iterator[Asker]:
    made = Asker()
    yield made
    assert made.shutdown(5000)


def test_another_part_is_read_at_once(asker: Asker, qtbot: QtBot) -> None:
    reader = MetricsReader(asker)
    reader.choose_part("test")  # there is nothing to measure yet
    frame = Training((64, 5, 10), ("tanh", "softmax")).frame()
    with qtbot.waitSignal(reader.reading_changed) as first:
        reader.show_frame(frame)
    with qtbot.waitSignal(reader.reading_changed) as second:
        reader.choose_part("train")
    assert (first.args[0].part, second.args[0].part) == ("test", "train")


def readings_of(desk: Desk) -> list[MetricsReading]:
    found: list[MetricsReading] = []
    desk.window.metrics_reader.reading_changed.connect(found.append)
    return found


def test_a_hidden_dock_asks_nothing_and_one_that_comes_up_in_a_pause_shows_what_is(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    readings = readings_of(desk)
    desk.run_epochs(1)
    assert readings == []
    desk.window.docks["dock_metrics"].raise_()
    desk.wait(lambda: bool(readings))
    assert readings[-1].step == desk.frame.step
    latest = desk.frame.history and desk.frame.history.latest
    assert latest
    assert isinstance(readings[-1].metrics, ClassMetrics)
    assert readings[-1].metrics.accuracy == latest.test_accuracy


def test_a_click_on_a_cell_shows_an_example_of_it_everywhere(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    readings = readings_of(desk)
    desk.window.docks["dock_metrics"].raise_()
    desk.wait(lambda: bool(readings))
    reading = readings[-1]
    now = desk.window.document.session.state.sample
    sample = next(each for each in range(32) if reading.cell_of(each) != reading.cell_of(now))
    cell = reading.cell_of(sample)
    assert cell is not None
    matrix = desk.find("confusion_matrix")
    assert isinstance(matrix, ConfusionMatrix)
    desk.qtbot.mouseClick(matrix, LEFT, NO_MODIFIER, matrix.cell_rect(*cell).center().toPoint())
    state = desk.window.document.session.state
    assert state.sample in reading.examples(*cell)
    assert matrix.mark == cell
