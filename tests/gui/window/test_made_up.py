"""A panel and a weight format from outside, one file and one insertion each, are in the window like ours."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bpexplorer.panels.entries import PANELS
from bpexplorer.project.presets import preset
from bpexplorer.project.weights import FORMATS, import_weights
from tests.made_up import largest_weight
from tests.made_up.flip import FlipNeuron
from tests.made_up.plain_text import PLAIN_TEXT
from tests.windows import Desk


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setitem(PANELS, largest_weight.SPEC.name, largest_weight.SPEC)
    monkeypatch.setitem(FORMATS, PLAIN_TEXT.name, PLAIN_TEXT)
    return Desk(qtbot, preset("xor").project())


def test_its_dock_has_a_title_a_tab_and_an_entry_in_the_view_menu(desk: Desk) -> None:
    window = desk.window
    dock = window.docks["dock_largest_weight"]
    assert window.docks["dock_delta"] in window.stage.area.tabifiedDockWidgets(dock)
    desk.choose("View", "Panels", "Largest weight")
    assert dock.isHidden()
    desk.choose("View", "Panels", "Largest weight")
    assert not dock.isHidden()


def test_it_draws_the_picture_while_it_is_seen_and_what_it_asks_is_measured_beside_training(
    desk: Desk,
) -> None:
    dock = desk.window.docks["dock_largest_weight"]
    desk.run_epochs(1)
    desk.open_panel("dock_largest_weight")
    desk.wait(lambda: desk.find_all("large_weights") != [] and desk.text("large_weights") != "")
    weights = desk.frame.network.weights
    assert desk.text("largest_weight") == f"{max(np.abs(w).max() for w in weights):.4f}"
    assert desk.text("large_weights") == str(largest_weight.large_weights(desk.frame.network))
    assert dock.title_line.note.text() == f"step {desk.frame.step}"


def test_another_project_begins_it_afresh(desk: Desk) -> None:
    dock = desk.window.docks["dock_largest_weight"]
    desk.open_panel("dock_largest_weight")
    desk.wait(lambda: desk.find_all("large_weights") != [] and desk.text("large_weights") != "")
    desk.window.open_project(preset("wave").project(), None)
    assert dock.findChild(QLabel, "largest_weight").text() == ""
    assert dock.title_line.note.text() == ""


def test_weights_are_exported_in_the_format_and_imported_again(desk: Desk, tmp_path: Path) -> None:
    desk.export_weights(tmp_path / "xor.weights.txt")
    desk.wait_for_message("Wrote xor.weights.txt")
    weights = import_weights(tmp_path / "xor.weights.txt")
    for ours, theirs in zip(desk.frame.network.weights, weights.network.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    desk.run_epochs(1)
    desk.choose("File", "Import weights…")
    desk.choose_file(tmp_path / "xor.weights.txt")
    desk.wait_for_message("Imported the weights of xor.weights.txt")


def test_an_edit_is_made_undone_and_redone_and_refused_where_it_cannot_be_made(small_desk: Desk) -> None:
    desk = small_desk
    before, ask = desk.frame.network, desk.window.panels["dock_origin"].edit_requested.emit
    ask(FlipNeuron(1, 2))
    desk.wait_for_calm()
    np.testing.assert_array_equal(desk.frame.network.weights[0][2], -before.weights[0][2])
    np.testing.assert_array_equal(desk.frame.network.weights[0][1], before.weights[0][1])
    desk.choose("Edit", "Undo: flip layer 1, neuron 2")
    desk.wait_for_calm()
    np.testing.assert_array_equal(desk.frame.network.weights[0], before.weights[0])
    desk.choose("Edit", "Redo: flip layer 1, neuron 2")
    ask(FlipNeuron(1, 99))
    desk.wait_for_message("Layer 1 has no neuron 99")
    assert desk.window.document.undo_stack.count() == 1
