"""One step of the demon's slider: what the GUI thread computes until everything in sight is painted with the new Δz."""

import statistics
import time

from program import SETTLING_SECONDS, opened_window, run_for, wait_until
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSlider
from report import Row

from bpexplorer.window.main_window import MainWindow

STEPS = 100
#: A step that takes less than this misses no picture of a 60 Hz screen.
LIMIT = 16.0


def step_milliseconds(window: MainWindow, slider: QSlider, position: int) -> float:
    """Move the slider by hand's width, and give the GUI thread's own time until that is painted."""
    session = window.document.session
    began = time.thread_time()
    slider.setValue(position)
    wait_until(
        lambda: (
            (picture := window.newest_picture()) is not None
            and picture.session == session.state
            and window.draw_loop.is_idle
        )
    )
    QCoreApplication.processEvents()  # what was drawn is painted
    return (time.thread_time() - began) * 1000


def measure() -> list[Row]:
    """Step after step along the slider, in the window as it opens."""
    with opened_window() as window:
        run_for(2 * SETTLING_SECONDS)  # panels that aren't in sight yet are made meanwhile
        slider = window.findChild(QSlider, "demon_slider")
        assert slider is not None
        middle = slider.value()
        taken = [
            step_milliseconds(window, slider, middle + 3 * (number % 40) - 60) for number in range(STEPS)
        ]
    quantiles = statistics.quantiles(taken, n=20)
    return [
        Row(
            f"one step of the demon's slider, GUI thread: median of {STEPS}",
            statistics.median(taken),
            "ms",
            LIMIT,
        ),
        Row("one step of the demon's slider, GUI thread: p95", quantiles[-1], "ms"),
    ]
