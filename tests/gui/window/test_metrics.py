"""The metrics dock in the window: read while it is seen, and only then."""

from collections.abc import Callable

from bpexplorer.core.metrics import ClassMetrics
from bpexplorer.core.readings.metrics import MetricsReading
from tests.windows import Desk


def reading_of(desk: Desk) -> MetricsReading | None:
    measuring = desk.window.panel_drawing.measurings.get("dock_metrics")  # there with the panel
    return None if measuring is None else measuring.reading


def test_another_part_is_read_at_once(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.open_panel("dock_metrics")
    desk.wait(lambda: reading_of(desk) is not None)
    assert reading_of(desk).part == "test"
    desk.pick("metrics_part", "training set")
    desk.wait(lambda: reading_of(desk).part == "train")


def test_a_hidden_dock_asks_nothing_and_one_that_comes_up_in_a_pause_shows_what_is(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    desk.run_epochs(1)
    assert reading_of(desk) is None
    desk.open_panel("dock_metrics")
    desk.wait(lambda: reading_of(desk) is not None)
    assert reading_of(desk).step == desk.frame.step
    latest = desk.frame.history and desk.frame.history.latest
    assert latest
    assert isinstance(reading_of(desk).metrics, ClassMetrics)
    assert reading_of(desk).metrics.accuracy == latest.test_accuracy
