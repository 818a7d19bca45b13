"""The gradient check on screen: on a button, with progress and cancel, its U and its table."""

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.training.frame import Frame
from bpexplorer.look import numbers
from bpexplorer.panels.checks.checked import SAMPLE, STEPS, Checked
from bpexplorer.panels.checks.panel import ChecksPanel
from bpexplorer.panels.checks.words import check_table
from bpexplorer.panels.panel import Kept
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.panels.shared.tables.cell_table import CellTable
from tests.frames import Training
from tests.pictures import draw

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot) -> ChecksPanel:
    panel = ChecksPanel()
    qtbot.addWidget(panel)
    panel.resize(760, 380)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture(scope="module")
def small() -> Frame:
    return Training((64, 4, 10), ("relu", "softmax"), engine="numpy").frame()


def part(panel: QWidget, kind: type[Any], name: str) -> Any:
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def asked(panel: ChecksPanel, qtbot: QtBot) -> Callable[[], Generator[float, None, Checked]]:
    """The job that a click on the button asks for."""
    with qtbot.waitSignal(panel.job_requested) as emitted:
        QTest.mouseClick(part(panel, QPushButton, "checks_button"), LEFT)
    job: Callable[[], Generator[float, None, Checked]] = emitted.args[0]
    return job


def carried_out(panel: ChecksPanel, job: Callable[[], Generator[float, None, Checked]]) -> Checked:
    slices = job()
    while True:
        try:
            panel.show_progress(next(slices))
        except StopIteration as end:
            panel.show_result(end.value)
            checked: Checked = end.value
            return checked


def test_before_there_is_a_network_there_is_nothing_to_check(panel: ChecksPanel, small: Frame) -> None:
    assert not part(panel, QPushButton, "checks_button").isEnabled()
    draw(panel, small)
    assert part(panel, QPushButton, "checks_button").isEnabled()
    assert not part(panel, CellTable, "checks_table").isVisible()


def test_the_u_the_table_and_the_verdict_are_the_core_s(
    panel: ChecksPanel, small: Frame, qtbot: QtBot
) -> None:
    draw(panel, small)
    checked = carried_out(panel, asked(panel, qtbot))
    check = checked.check
    assert (check.checked, check.size) == (small.spec.parameter_count,) * 2
    line = part(panel, Plot, "checks_plot").content()
    u = [row[1:] for row in line.rows if row[0] == 0]
    by_step = {each.step: each.error for each in check.by_step}
    assert len(u) == len(STEPS)
    for step, error in u:
        nearest = min(by_step, key=lambda each: abs(np.log10(each / step)))
        assert error == pytest.approx(by_step[nearest], rel=1e-9)
    model = part(panel, CellTable, "checks_table").model()
    shown = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert shown == [[cell.text for cell in row.cells] for row in check_table(check).rows]
    verdict = part(panel, QLabel, "checks_verdict").text()
    assert numbers.significant(check.complex_step_error, digits=2) in verdict
    assert "Passed" in verdict
    assert numbers.count(check.size) in panel.note


def test_progress_is_shown_and_cancel_ends_it(panel: ChecksPanel, small: Frame, qtbot: QtBot) -> None:
    draw(panel, small)
    button, bar = part(panel, QPushButton, "checks_button"), part(panel, QProgressBar, "checks_progress")
    assert not bar.isVisible()
    job = asked(panel, qtbot)()
    panel.show_progress(next(job))
    for share in job:
        panel.show_progress(share)
        if share > 0.3:
            break
    assert bar.isVisible()
    assert 30 <= bar.value() < 50
    with qtbot.waitSignal(panel.work_cancelled):
        QTest.mouseClick(button, LEFT)
    assert not bar.isVisible()
    assert panel.checked is None


def test_without_the_sum_it_fails_and_says_so(panel: ChecksPanel, small: Frame, qtbot: QtBot) -> None:
    draw(panel, small)
    QTest.mouseClick(part(panel, QCheckBox, "checks_without_sum"), LEFT)
    checked = carried_out(panel, asked(panel, qtbot))
    assert checked.without_sum
    assert not checked.check.passed
    assert "without the sum" in part(panel, QLabel, "checks_verdict").text()


def test_of_a_large_network_a_sample_is_checked_and_the_title_says_estimated(
    panel: ChecksPanel, qtbot: QtBot
) -> None:
    draw(panel, Training((64, 40, 10), ("tanh", "softmax"), engine="numpy").frame())
    checked = carried_out(panel, asked(panel, qtbot))
    assert SAMPLE <= checked.check.checked < SAMPLE + 10
    assert "estimated from" in panel.note
    assert numbers.count(checked.check.checked) in panel.note


def test_the_title_says_that_the_check_is_from_before_an_edit(panel: ChecksPanel, qtbot: QtBot) -> None:
    training = Training((64, 4, 10), ("relu", "softmax"), engine="numpy")
    draw(panel, training.frame(edit=7))
    checked = carried_out(panel, asked(panel, qtbot))
    said = panel.note
    assert said.startswith("step 0 · ")
    draw(panel, training.advance(1).frame(edit=7))
    assert panel.note == said, "training goes on, and the title names the step that was checked"
    draw(panel, training.frame(edit=8))
    assert panel.note.startswith("step 0, before the last edit · ")
    assert panel.kept == Kept(step=0, edit=7)
    job = asked(panel, qtbot)
    draw(panel, training.frame(edit=9))
    assert carried_out(panel, job) is not checked
    assert panel.note.startswith("step 1, before the last edit · "), "it was edited while it was checked"


def test_kinks_are_named_by_activation_and_layer(panel: ChecksPanel, small: Frame, qtbot: QtBot) -> None:
    draw(panel, small)
    checked = carried_out(panel, asked(panel, qtbot))
    more = part(panel, QLabel, "checks_more").text()
    assert ("ReLU in layer 1" in more) is (1 in checked.check.kinks)
    large_steps = [each for each in checked.check.by_step if each.step == STEPS[0]]
    assert large_steps[0].at_kinks > 0, "a step of 0.1 crosses some"
