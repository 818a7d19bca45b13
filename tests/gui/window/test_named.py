"""What is named on the command line is what the window opens with."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from bpexplorer.app import window_with
from bpexplorer.core.network import Network
from bpexplorer.data.scaling import Scaling
from bpexplorer.project import files, weights
from bpexplorer.project.presets import preset
from bpexplorer.project.weights import WeightsFile
from bpexplorer.window.main_window import MainWindow
from tests.windows import PATIENCE


class Opener:
    """Opens windows, and closes them when the test is over."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.windows: list[MainWindow] = []

    def __call__(self, name: str | None) -> MainWindow:
        window = window_with(name)
        self.windows.append(window)
        self._qtbot.addWidget(window)
        self._qtbot.waitUntil(lambda: not window.files.busy, timeout=PATIENCE)
        return window


@pytest.fixture
def open_with(qtbot: QtBot) -> Iterator[Opener]:
    opener = Opener(qtbot)
    yield opener
    for window in opener.windows:
        qtbot.waitUntil(window.closing.shut_down, timeout=PATIENCE)


def test_the_name_of_an_example_opens_it(open_with: Opener) -> None:
    window = open_with("spiral")
    assert window.document.plan.data.name == "spiral"
    assert not window.document.modified


def test_the_name_of_a_project_opens_it(open_with: Opener, tmp_path: Path) -> None:
    path = tmp_path / "mine.bpx"
    files.save(preset("circle").project(), path)
    window = open_with(str(path))
    assert window.document.path == path
    assert window.document.plan == preset("circle").plan


@pytest.mark.parametrize("ending", [".npz", ".safetensors", ".json"])
def test_weights_open_in_the_example_that_they_fit(open_with: Opener, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"mine{ending}"
    project = preset("gaussians").project()
    weights.export_weights(project.weights(), path)
    window = open_with(str(path))
    assert window.document.plan.data.name == "gaussians"
    assert window.document.path is None
    assert "into the example" in window.message_bar.text()
    assert "a new run begins from them" in window.message_bar.text()
    assert window.document.undo_stack.can_undo


def test_weights_that_fit_no_example_say_how_to_import_them(open_with: Opener, tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    network = Network([np.ones((1, 5))], [np.ones(1)], ["sigmoid"])
    weights.export_weights(
        WeightsFile(network=network, scaling=Scaling(np.zeros(5), np.ones(5)), cost="quadratic"), path
    )
    window = open_with(str(path))
    assert window.document.plan.data.name == "digits"
    assert "“other.npz” can't be opened by itself." in window.message_bar.text()
    assert "a network with 5 inputs and 1 output" in window.message_bar.text()
    assert "File → Import weights" in window.message_bar.text()


def test_a_file_that_can_t_be_read_is_told(open_with: Opener, tmp_path: Path) -> None:
    path = tmp_path / "damaged.bpx"
    path.write_bytes(b"PK\x03\x04 and no more")
    assert "Can't open “damaged.bpx”" in open_with(str(path)).message_bar.text()
