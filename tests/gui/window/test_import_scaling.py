"""Weights that were trained on inputs scaled otherwise are taken, with a word."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bpexplorer.app import create_window
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import export_weights
from bpexplorer.window.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = create_window(preset("xor").project())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.frame is not None)
    yield made
    made.shut_down()


def import_weights(window: MainWindow, qtbot: QtBot, path: Path) -> str:
    with qtbot.waitSignal(window.files.done) as said:
        window.files._import_weights(path)
    return str(said.args[0])


@pytest.mark.parametrize(("scaling", "warns"), [("standard", False), ("none", True)])
def test_imported_weights_come_with_a_word_if_their_inputs_were_scaled_otherwise(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, scaling: str, warns: bool
) -> None:
    plan = preset("xor").plan
    project = Project.at_start(replace(plan, data=replace(plan.data, scaling=scaling)))
    export_weights(project.weights(), tmp_path / "w.npz")
    assert ("scaled otherwise" in import_weights(window, qtbot, tmp_path / "w.npz")) is warns
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.edit == window.document.posted)
