"""Forecast over time on screen: each step's numbers and ratios, and the learning-rate finder."""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.readings.forecast import ForecastReading, read_forecast
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.rate_finder import find_rate
from bpexplorer.document.acts.training import ChangeSettings
from bpexplorer.look import numbers
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.forecast import words
from bpexplorer.panels.forecast.panel import ForecastPanel
from bpexplorer.panels.panel import Kept
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.panels.shared.tables.cell_table import CellTable
from tests.frames import Training
from tests.pictures import draw, picture_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot) -> ForecastPanel:
    panel = ForecastPanel()
    qtbot.addWidget(panel)
    panel.resize(520, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def part(panel: QWidget, kind: type[Any], name: str) -> Any:
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def reading_of(frame: Frame) -> ForecastReading:
    question = PANELS["dock_forecast"].question
    assert question is not None
    asked = question.ask(picture_of(frame), None)
    assert asked is not None
    reading: ForecastReading = without_pauses(asked())
    return reading


def test_a_frame_without_its_step_is_asked_nothing() -> None:
    question = PANELS["dock_forecast"].question
    assert question is not None
    assert question.ask(picture_of(Training(engine="numpy").frame()), None) is None


def test_predicted_actual_and_ratio_of_batch_and_training_set_are_the_core_s(panel: ForecastPanel) -> None:
    training = Training(engine="numpy").advance(1)
    frame = training.frame(step=True)
    reading = reading_of(frame)
    assert frame.shown_step is not None
    again = read_forecast(frame.shown_step, frame.data, run=frame.run)
    assert (again.batch, again.training) == (reading.batch, reading.training)
    panel.show_reading(reading)
    table = part(panel, CellTable, "forecast_table")
    model = table.model()
    shown = [[model.index(row, column).data() for row in range(3)] for column in range(2)]
    for row, change in zip(shown, (reading.batch, reading.training), strict=True):
        assert row[0] == numbers.signed(change.predicted).strip()
        assert row[1] == numbers.signed(change.actual).strip()
        assert row[2] == numbers.signed(change.ratio, decimals=3).strip()
    assert panel.note == words.title(reading)


def test_the_ratios_of_the_steps_become_two_curves(panel: ForecastPanel) -> None:
    training, readings = Training(engine="numpy"), []
    for _ in range(4):
        readings.append(reading_of(training.advance(1).frame(step=True)))
        panel.show_reading(readings[-1])
    batch, whole = panel.steps.trails
    assert batch.points == tuple((reading.step, reading.batch.ratio) for reading in readings)
    assert whole.points == tuple((reading.step, reading.training.ratio) for reading in readings)
    rows = part(panel, Plot, "forecast_plot").content().rows
    drawn = [row[2] for row in rows if row[0] == 3]
    np.testing.assert_allclose(drawn, np.clip([each.training.ratio for each in readings], -0.5, 1.5))
    panel.show_reading(replace(readings[0], run=readings[0].run + 1))
    assert len(panel.steps.trails[0].points) == 1, "another run begins anew"


def test_a_step_that_comes_next_is_forecast_but_no_part_of_the_curves(panel: ForecastPanel) -> None:
    reading = reading_of(Training(engine="numpy").frame(step=True))
    panel.show_reading(reading)
    assert panel.note == words.title(reading)
    assert panel.steps.trails[0].points == ()


def test_a_sampled_training_set_is_said_in_the_title(panel: ForecastPanel) -> None:
    reading = reading_of(Training(engine="numpy").frame(step=True))
    panel.show_reading(replace(reading, training=replace(reading.training, samples=100)))
    assert "estimated from" in panel.note


def test_the_finder_waits_for_the_run_and_says_where_the_linear_regime_ends(
    panel: ForecastPanel, qtbot: QtBot
) -> None:
    training = Training(engine="numpy")
    frame = training.frame(step=True)
    draw(panel, frame)
    panel.show_reading(reading_of(frame))
    QTest.mouseClick(part(panel, QToolButton, "forecast_switch_1"), LEFT)
    button = part(panel, QPushButton, "forecast_find")
    with qtbot.waitSignal(panel.needs_changed):
        QTest.mouseClick(button, LEFT)
    assert panel.needs_run
    with qtbot.waitSignal(panel.job_requested) as emitted:
        draw(panel, replace(frame, run_state=training.trainer.state()))
    assert not panel.needs_run
    job: partial[Any] = emitted.args[0]
    slices = job()
    while True:
        try:
            panel.show_progress(next(slices))
        except StopIteration as end:
            finding = end.value
            break
    panel.show_result(finding)
    said = part(panel, QLabel, "forecast_finding").text()
    assert said == words.finding_words(finding, frame.learning_rate)
    assert numbers.significant(finding.proposal, digits=2) in said
    assert panel.note == "from step 0 on"
    assert panel.kept == Kept(step=0, edit=0)
    draw(panel, replace(frame, edit_number=1))
    assert panel.note == "from step 0 on, before the last edit"
    use = part(panel, QPushButton, "forecast_use")
    assert use.text() == words.use_words(finding.proposal)
    with qtbot.waitSignal(panel.act_requested) as taken_over:
        QTest.mouseClick(use, LEFT)
    assert taken_over.args == [ChangeSettings({"learning_rate": finding.proposal})]
    taken = replace(frame, config=frame.config.with_changes(learning_rate=finding.proposal))
    draw(panel, taken)
    assert not use.isEnabled(), "it is the run's own"
    assert part(panel, QLabel, "forecast_finding").text() == words.finding_words(finding, finding.proposal)
    rows = part(panel, Plot, "finder_plot").content().rows
    drawn = np.array([row[1:] for row in rows if row[0] == 1])
    np.testing.assert_allclose(drawn[:, 0], finding.rates)
    np.testing.assert_allclose(drawn[:, 1], finding.smoothed)
    with qtbot.waitSignal(panel.needs_changed):
        QTest.mouseClick(button, LEFT)
    with qtbot.waitSignal(panel.work_cancelled):
        QTest.mouseClick(button, LEFT)
    assert not panel.needs_run


def test_of_a_network_that_is_there_no_more_the_finder_keeps_nothing(panel: ForecastPanel) -> None:
    """A reset begins another run, and another layer is another network: what the old one said would be untrue."""
    training = Training(engine="numpy").advance(3)
    frame = training.frame(step=True)
    finding = without_pauses(find_rate(training.trainer.state(), steps=3))
    for other in (
        replace(frame, run=frame.run + 1, step=0),
        replace(frame, step=1),
        replace(frame, spec=Training((64, 5, 10), ("tanh", "softmax")).spec),
    ):
        draw(panel, frame)
        panel.show_reading(reading_of(frame))
        QTest.mouseClick(part(panel, QToolButton, "forecast_switch_1"), LEFT)
        panel.show_result(finding)
        assert part(panel, Plot, "finder_plot").isVisibleTo(panel)
        draw(panel, other)
        assert part(panel, QLabel, "forecast_finding").text() == words.NOT_FOUND
        assert not part(panel, Plot, "finder_plot").isVisibleTo(panel)
        assert panel.note == ""
        panel.show_result(finding)
        assert panel.finder.finding is None, "it was under way as the other one came"
