"""After a fault of ours in the training thread the window goes back to what is whole."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from bpexplorer.app import create_window
from bpexplorer.core.edits.structure import AddNeurons
from bpexplorer.core.training.frame import RunState
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.project.presets import preset
from bpexplorer.window.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = create_window(preset("xor").project())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.frame is not None)
    yield made
    made.closing.shut_down()


def fail(*_: Any) -> Any:
    raise MemoryError("planted")


@pytest.mark.faults
def test_a_change_that_fails_in_the_training_thread_is_taken_back_and_training_goes_on(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = window.document.plan.spec.sizes
    with monkeypatch.context() as patch, qtbot.waitSignal(window.reconciling.reconciled):
        patch.setattr(AddNeurons, "on_state", fail)
        window.document.request(AddNeurons(1))
    assert window.document.plan.spec.sizes == sizes
    assert "taken back" in window.message_bar.text()
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.edit_number == window.document.posted)
    frame = window.frame
    assert frame is not None
    assert frame.state is RunState.PAUSED
    window.training.step_batch()
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.step == 1)


@pytest.mark.faults
def test_after_a_fault_the_edits_of_before_can_still_be_undone(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = window.document.plan.spec.sizes
    window.document.request(AddNeurons(1))
    with monkeypatch.context() as patch, qtbot.waitSignal(window.reconciling.reconciled):
        patch.setattr(AddNeurons, "on_state", fail)
        window.document.request(AddNeurons(1))
    with qtbot.assertNotEmitted(window.reconciling.reconciled):
        window.document.undo_stack.undo()
        qtbot.waitUntil(
            lambda: window.frame is not None and window.frame.edit_number == window.document.posted
        )
    assert window.document.plan.spec.sizes == sizes
    frame = window.frame
    assert frame is not None
    assert frame.spec.sizes == sizes


@pytest.mark.faults
def test_an_undo_that_fails_in_the_training_thread_is_made_undone(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.request(AddNeurons(1))
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.edit_number == window.document.posted)
    sizes = window.document.plan.spec.sizes
    with monkeypatch.context() as patch, qtbot.waitSignal(window.reconciling.reconciled):
        patch.setattr(Ledger, "revert", fail)
        window.document.undo_stack.undo()
    assert window.document.plan.spec.sizes == sizes
    assert window.document.undo_stack.can_undo
