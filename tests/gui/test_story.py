"""One sitting with the program inside the test's own process: quick enough for every commit."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bpexplorer.canvas.layout import Part
from bpexplorer.core.training.state import VALUE
from bpexplorer.project import files
from tests.outsider import accuracies_on_test_part
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_network_is_built_trained_questioned_and_taken_away(desk: Desk, tmp_path: Path) -> None:
    new_network_on_digits(desk)
    build(desk)
    desk.play_until_epoch(1)
    train_to_95_percent(desk)
    be_the_demon(desk)
    learned = desk.parameters()
    undo_and_redo(desk)
    np.testing.assert_array_equal(desk.parameters(), learned)

    project, npz, tensors = (tmp_path / name for name in ("mine.bpx", "mine.npz", "mine.safetensors"))
    desk.key(Qt.Key.Key_S, CTRL)
    desk.choose_file(project)
    desk.wait_for_message(project.name)
    for path in (npz, tensors):
        desk.export_weights(path)
        desk.wait_for_message(path.name)
    accuracy = desk.number("test_accuracy")
    opened = files.load(project)
    assert opened.plan.spec.sizes == (64, 14, 12, 10, 10)
    np.testing.assert_array_equal(opened.state.planes.plane(VALUE).flat, learned)
    got = accuracies_on_test_part(opened.prepared, tmp_path, npz, tensors)
    assert [round(100 * share, 1) for share in got] == [accuracy] * 2

    desk.click("button_action_play")
    desk.wait(lambda: desk.window.document.modified)
    desk.key(Qt.Key.Key_Q, CTRL)
    desk.answer("unsaved_discard")
    desk.wait(lambda: not desk.window.isVisible())


def new_network_on_digits(desk: Desk) -> None:
    desk.choose("File", "New…")
    QTest.keyClick(desk.find("new_presets"), Qt.Key.Key_Home)
    desk.click("new_create")
    desk.wait_for_calm()


def build(desk: Desk) -> None:
    desk.click_control(Part.INSERT, 2)
    desk.wait_for_calm()
    desk.click_control(Part.HEADER, 2)
    desk.enter("layer_size", "12")
    desk.pick("layer_activation", "ReLU")
    desk.key(Qt.Key.Key_Escape, widget=desk.find("layer_popup"))
    desk.wait_for_calm()
    assert desk.frame.spec.sizes == (64, 14, 12, 10, 10)
    assert desk.frame.spec.activations == ("tanh", "relu", "tanh", "softmax")


def train_to_95_percent(desk: Desk) -> None:
    desk.run_epochs(12)
    for _ in range(10):
        if desk.number("test_accuracy") >= 95.0:
            break
        desk.run_epochs(2)
    assert desk.number("test_accuracy") >= 95.0


def be_the_demon(desk: Desk) -> None:
    desk.click("tool_demon_button")
    desk.click_neuron(1, 3)
    desk.wait(lambda: "layer 1, neuron 3" in desk.text("status_activity"))
    desk.wait(lambda: desk.text("demon_actual") != "–")
    before = desk.text("demon_actual")
    desk.turn_wheel_on_neuron(1, 3, -4)
    desk.wait(lambda: desk.text("demon_actual") != before)
    predicted, actual, gap = (desk.number(f"demon_{name}") for name in ("predicted", "actual", "gap"))
    assert actual - predicted == pytest.approx(gap, abs=2e-4)
    desk.key(Qt.Key.Key_Escape)
    desk.wait(lambda: "demon" not in desk.text("status_activity"))


def undo_and_redo(desk: Desk) -> None:
    for _ in range(3):
        desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_calm()
    assert desk.frame.spec.sizes == (64, 14, 10, 10)
    for _ in range(3):
        desk.click("button_action_redo")
    desk.wait_for_calm()
    assert desk.frame.spec.sizes == (64, 14, 12, 10, 10)
