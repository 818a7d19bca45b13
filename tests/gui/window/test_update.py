"""The update dock in the window: of the step on screen, only while it is seen, and in the run's own numbers."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bpexplorer.core.readings.update import UpdateReading
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.workspaces import Workspace
from bpexplorer.panels.update.shares import ShareBars
from bpexplorer.panels.update.sparkline import Sparkline
from bpexplorer.panels.update.words import trail_words
from tests.windows import LEFT, NO_MODIFIER, Desk

CTRL = Qt.KeyboardModifier.ControlModifier
WEIGHT = Connection(2, 0, 9)


def reading_of(desk: Desk) -> UpdateReading | None:
    picture = desk.window.newest_picture()
    return None if picture is None else picture.update


def step(desk: Desk, number: int) -> None:
    desk.click("button_action_step")
    desk.wait(lambda: note_of(desk) == f"of step {number}")
    desk.wait_for_calm()


def note_of(desk: Desk) -> str:
    return desk.window.docks["dock_update"].title_line.note.text()


def test_in_train_the_next_step_is_foretold_then_made_and_read_to_the_bit(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    desk.key(Qt.Key.Key_4, CTRL)
    desk.wait(lambda: desk.window.workspaces.current is Workspace.TRAIN and reading_of(desk) is not None)
    desk.wait_for_calm()
    # The whole step, before and after it is made.
    foretold = reading_of(desk)
    assert foretold is not None
    assert note_of(desk) == "of the next step"
    predicted, actual = desk.number("update_predicted"), desk.number("update_actual")
    assert predicted == pytest.approx(-0.1251, abs=5e-5)
    assert actual == pytest.approx(-0.1138, abs=5e-5)
    desk.window.document.session.select_connection(WEIGHT)
    before = desk.state().parameters.weights[1][0, 9]
    step(desk, 1)
    taken = reading_of(desk)
    assert taken is not None
    assert (taken.predicted, taken.actual) == (foretold.predicted, foretold.actual)
    assert (desk.number("update_predicted"), desk.number("update_actual")) == (predicted, actual)
    # One weight of it: the run's own numbers, and a sample of the batch.
    desk.click("update_switch_1")
    assert taken.parameter is not None
    assert (taken.parameter.old, taken.parameter.new) == (before, desk.state().parameters.weights[1][0, 9])
    assert desk.text("update_votes") == "14 samples want this weight lower, 6 higher"
    bars = desk.find("update_shares")
    assert isinstance(bars, ShareBars)
    QTest.mouseClick(bars, LEFT, NO_MODIFIER, bars.cell_rect(0, 7).center().toPoint())
    desk.wait_for_calm()
    state, batch = desk.window.document.session.state, desk.frame.last_batch
    assert (state.source, state.batch_sample) == (SampleSource.BATCH, 7)
    assert batch is not None
    assert batch.rows[7] == taken.rows[7]
    # Another selection, an edit, and many steps.
    desk.window.document.session.select(Neuron(3, 4))
    desk.wait_for_calm()
    assert desk.text("update_name") == "bias of layer 3, neuron 4"
    mean = float(np.mean(reading_of(desk).parameter.deltas))  # type: ignore[union-attr]
    assert desk.number("update_line_0") == pytest.approx(mean, abs=5e-5)
    desk.enter("learning_rate", "0.5")
    desk.wait(lambda: note_of(desk) == "of the next step")
    assert reading_of(desk).learning_rate == 0.5  # type: ignore[union-attr]
    desk.click("update_switch_0")
    desk.run_epochs(1)
    line = desk.find("update_ratios")
    assert isinstance(line, Sparkline)
    desk.wait(lambda: line.trail.points[-1][0] == desk.frame.step)
    assert all(0 < each <= desk.frame.step for each, _ in line.trail.points)
    assert desk.text("update_measured") == trail_words(line.trail)


def test_nothing_is_asked_of_training_while_the_panel_is_out_of_sight(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.click("button_action_step")
    desk.wait_for_calm()
    assert desk.frame.shown_step is None
    desk.open_panel("dock_update")
    desk.wait(lambda: note_of(desk) == "of step 1")
    desk.window.docks["dock_update"].close()
    desk.wait_for_calm()
    desk.click("button_action_step")
    desk.wait(lambda: desk.frame.step == 2)
    assert desk.frame.shown_step is None
