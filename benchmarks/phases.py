"""From the key to a phase of a step that is painted, on 64-100-50-10, first and when it is gone through again."""

import statistics
import time
from dataclasses import replace

from program import opened_window, run_for, show_workspace, wait_until
from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from report import Row

from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.window.main_window import MainWindow

#: Of the two hidden layers.
SIZES = (100, 50)
ROUNDS = 5
LIMIT = 50.0


def milliseconds(window: MainWindow, strip: QWidget, key: Qt.Key, place: int) -> tuple[float, float]:
    """Press the key on the strip, and let everything be painted in that phase; also what this thread computed."""
    began, computed = time.perf_counter(), time.thread_time()
    QTest.keyClick(strip, key)

    def is_drawn() -> bool:
        picture = window.newest_picture()
        walk = None if picture is None else picture.session.walk
        return walk is not None and walk.place == place and window.draw_loop.is_idle

    while not is_drawn():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - computed) * 1000


def large() -> Project:
    """The digits, 64-100-50-10."""
    plan = preset("digits").plan
    *hidden, output = plan.spec.layers
    layers = (*(replace(layer, size=size) for layer, size in zip(hidden, SIZES, strict=True)), output)
    return Project.at_start(replace(plan, spec=replace(plan.spec, layers=layers)))


def measure() -> list[Row]:
    """All phases up to the update, again and again from the first."""
    with opened_window(large()) as window:
        show_workspace(window, "step")
        wait_until(lambda: window.stepping.is_settled and window.draw_loop.is_idle)
        window.actions_by_name["action_reduce_motion"].trigger()  # the wave runs on after the phase is drawn
        strip = window.findChild(QWidget, "phase_strip")
        assert strip is not None
        walk = window.document.session.state.walk
        assert walk is not None
        first: list[tuple[float, float]] = []
        again: list[tuple[float, float]] = []
        for turn in range(ROUNDS):
            for place in range(1, len(walk.phases) - 1):
                taken = milliseconds(window, strip, Qt.Key.Key_Right, place)
                (again if turn else first).append(taken)
                run_for(0.05)
            QTest.keyClick(strip, Qt.Key.Key_Home)
            run_for(0.3)
    return [
        Row(
            "a phase painted after the key, median", statistics.median(wall for wall, _ in again), "ms", LIMIT
        ),
        Row("the longest", max(wall for wall, _ in again), "ms"),
        Row("processor time, median", statistics.median(own for _, own in again), "ms"),
        Row("for the first time, median", statistics.median(wall for wall, _ in first), "ms"),
        Row("for the first time, processor time, median", statistics.median(own for _, own in first), "ms"),
    ]
