"""Looking changes nothing: the same seed and N epochs give the same bits, in the window and without it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bpexplorer.core.types import FloatArray
from bpexplorer.project.presets import preset
from bpexplorer.project.weights import import_weights
from tests.outsider import ROOT
from tests.windows import Desk

EPOCHS = 3


@pytest.fixture(scope="module")
def headless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FloatArray]:
    """What the command line exports after so many epochs of the digits, in a process of its own."""
    path = tmp_path_factory.mktemp("headless") / "digits.npz"
    command = [sys.executable, "-m", "bpexplorer.cli", "train", "digits", "--epochs", str(EPOCHS), "--export"]
    subprocess.run([*command, str(path)], cwd=ROOT, check=True, capture_output=True)
    return dict(import_weights(path).arrays())


@pytest.mark.parametrize("docks", ["open", "closed"])
def test_the_window_trains_to_the_very_bits_of_the_command_line(
    open_desk: Callable[..., Desk], tmp_path: Path, headless: dict[str, FloatArray], docks: str
) -> None:
    desk = open_desk(preset("digits").project())
    if docks == "closed":
        for dock in desk.window.docks.values():
            dock.close()
    else:
        # Everything that can be looked at while training goes on.
        desk.click_neuron(1, 3)
        desk.choose("Demon", "Demon here")
        desk.choose_in_panel("dock_demon", "demon_follow")
        desk.open_panel("dock_flow")
        desk.open_panel("dock_update")
        desk.open_panel("dock_reuse")
        desk.choose_in_panel("dock_delta", "delta_source", "delta_source_batch")
    desk.run_epochs(EPOCHS)
    path = tmp_path / "digits.npz"
    desk.export_weights(path)
    desk.wait_for_message(path.name)
    got = import_weights(path).arrays()
    assert list(got) == list(headless)
    assert {key: array.tobytes() for key, array in got.items()} == {
        key: array.tobytes() for key, array in headless.items()
    }
