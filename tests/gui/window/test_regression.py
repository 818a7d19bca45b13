"""Numbers are predicted in the window: chosen in Set-up, trained, watched, measured, saved, opened again, exported."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bpexplorer.core.metrics import RegressionMetrics
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from bpexplorer.project.weights import import_weights
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def choose_data(desk: Desk, title: str) -> None:
    desk.unfold("data")
    desk.pick("data_set", title)
    desk.click("data_apply")
    desk.wait_for_calm()


def test_from_the_digits_to_a_wave_and_back_by_undo(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    before = desk.parameters()
    desk.unfold("data")
    desk.pick("data_set", "Damped wave")
    offered = desk.text("data_pending_words")
    assert "Output activation: softmax → identity. Cost: Log-likelihood → Quadratic." in offered
    desk.click("data_apply")
    desk.wait_for_calm()
    plan = desk.window.document.plan
    assert str(plan.spec) == "1-14-10-1 tanh tanh identity"
    assert plan.config.cost == "quadratic"
    assert "320 training, 80 test · numbers" in desk.text("data_counts")
    desk.run_epochs(1)
    assert desk.text("test_accuracy").strip() == "–"
    label = desk.find("test_accuracy").parentWidget()
    assert label is not None
    assert "Regression has no accuracy" in label.toolTip()
    desk.choose("Edit", "Undo: change the data")
    desk.wait_for_calm()
    assert desk.window.document.plan == preset("digits").plan
    assert desk.parameters().tobytes() == before.tobytes()
    desk.wait(lambda: "right" in label.toolTip())


def test_the_metrics_dock_measures_the_distance_and_follows_the_part(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("wave").project())
    desk.open_panel("dock_metrics")
    measuring = desk.window.panel_drawing.measurings["dock_metrics"]
    desk.run_epochs(20)
    desk.wait(lambda: measuring.reading is not None and measuring.reading.step == desk.frame.step)
    measured = measuring.reading.metrics
    assert isinstance(measured, RegressionMetrics)
    assert measured.r_squared > 0.5
    assert desk.number("metrics_r_squared") == pytest.approx(measured.r_squared, abs=1e-4)
    assert desk.number("metrics_rmse") == pytest.approx(measured.rmse, abs=1e-4)
    desk.pick("metrics_part", "training set")
    desk.wait(lambda: measuring.reading.part == "train")
    trained = measuring.reading.metrics
    assert isinstance(trained, RegressionMetrics)
    # C is half the mean square of the one output's miss.
    latest = desk.frame.history and desk.frame.history.latest
    assert latest
    assert trained.rmse**2 / 2 == pytest.approx(latest.train_cost)


def test_no_rule_stops_numbers_at_an_accuracy(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("hill").project())
    desk.unfold("stopping")
    desk.enter("target_accuracy", "90")
    desk.wait_for_message("asks for a share of right answers")
    assert desk.window.document.plan.config.target_accuracy == 0
    assert desk.find("target_accuracy").text() == "off"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["wave", "sine", "hill"])
def test_a_trained_project_comes_back_and_its_weights_go_out(
    open_desk: Callable[..., Desk], tmp_path: Path, name: str
) -> None:
    desk = open_desk(preset(name).project())
    desk.run_epochs(2)
    desk.key(Qt.Key.Key_S, CTRL)
    desk.choose_file(tmp_path / "mine.bpx")
    desk.wait_for_message("Saved mine.bpx")
    desk.export_weights(tmp_path / "mine.npz")
    desk.wait_for_message("mine.npz")
    trained = desk.parameters()
    exported = import_weights(tmp_path / "mine.npz")
    flat = np.concatenate([array.ravel() for array in (*exported.network.weights, *exported.network.biases)])
    np.testing.assert_array_equal(np.sort(flat), np.sort(trained.ravel()))
    saved = files.load(tmp_path / "mine.bpx")
    assert saved.state.step == desk.frame.step
    desk.run_epochs(1)
    desk.key(Qt.Key.Key_O, CTRL)
    desk.answer("unsaved_discard")
    desk.choose_file(tmp_path / "mine.bpx")
    desk.wait(lambda: desk.frame.step == saved.state.step)
    desk.wait_for_calm()
    assert desk.parameters().tobytes() == trained.tobytes()


def test_every_panel_shows_a_regression_without_a_complaint(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("wave").project())
    for name in ("dock_origin", "dock_reuse", "dock_metrics", "dock_flow"):
        desk.open_panel(name)
        desk.run_epochs(1)
    for layer in range(1, 4):
        desk.click_neuron(layer, 0)
        desk.wait_for_calm()
    desk.choose("Demon", "Demon here")
    desk.choose_in_panel("dock_cost", "cost_measure", "cost_measure_accuracy")
    assert any(
        "no accuracy" in label.text()
        for label in desk.window.panels["dock_cost"].findChildren(QLabel)
        if label.isVisible()
    )
    assert desk.message == ""
