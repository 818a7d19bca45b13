"""The user's guide stays true: it knows every command, panel, data set and example, and its recipe runs."""

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from bpexplorer.app import create_window
from bpexplorer.assets import asset
from bpexplorer.core.backprop import forward
from bpexplorer.data.dataset import DATASETS
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.weights import export_weights
from bpexplorer.window.actions import ACTIONS
from bpexplorer.window.docks import DOCKS
from bpexplorer.window.main_window import MainWindow

GUIDE = asset("guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ACTIONS)
def test_the_guide_names_every_command(name: str) -> None:
    words = ACTIONS[name].text.replace("&", "")
    assert re.search(rf"\b{re.escape(words)}", GUIDE), (
        f"resources/guide.md doesn't mention “{words}” ({name})"
    )


@pytest.mark.parametrize("title", [title for title, _ in DOCKS.values()])
def test_the_guide_names_every_panel(title: str) -> None:
    assert f"| {title}" in GUIDE


def test_the_guide_names_every_data_set_and_example() -> None:
    for dataset in DATASETS.values():
        assert f"| {dataset.title} |" in GUIDE
    assert ", ".join(PRESETS) in GUIDE


def test_the_recipe_in_the_guide_gives_the_network_s_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = preset("digits").project()
    export_weights(project.weights(), tmp_path / "mine.npz")
    found = re.search(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
    assert found is not None
    monkeypatch.chdir(tmp_path)
    recipe: dict[str, object] = {}
    exec(found[1], recipe)  # the guide is ours
    weights = project.weights()
    pixels = np.random.default_rng(0).uniform(0, 16, (5, 64))
    outputs = recipe["outputs"]
    assert callable(outputs)
    expected = forward(weights.network, (pixels - weights.scaling.offset) / weights.scaling.scale)
    np.testing.assert_allclose(outputs(pixels), expected.activations[-1], rtol=1e-12)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """A window that is held until it is closed: as garbage it would be taken apart while Qt still sends it events."""
    made = create_window()
    qtbot.addWidget(made)
    return made


def test_help_shows_the_guide(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitExposed(window):
        window.show()
    window.actions_by_name["action_guide"].trigger()
    browser = window.findChild(QTextBrowser)
    assert browser is not None
    assert "Why is BP1 a sum over k?" in browser.toPlainText()
    assert browser.verticalScrollBar().value() == 0
    window.shut_down()
