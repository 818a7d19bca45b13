"""The user's guide stays true: it knows every command, panel, data set and example."""

import re

import pytest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from bpexplorer.app import create_window
from bpexplorer.assets import asset
from bpexplorer.data.dataset import DATASETS
from bpexplorer.document.keys import KEYS
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.panel import PanelSpec
from bpexplorer.project.presets import PRESETS
from bpexplorer.window.chrome.actions import ACTIONS
from bpexplorer.window.main_window import MainWindow

GUIDE = asset("guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ACTIONS)
def test_the_guide_names_every_command(name: str) -> None:
    words = ACTIONS[name].text.replace("&", "")
    assert re.search(rf"\b{re.escape(words)}", GUIDE), (
        f"resources/guide.md doesn't mention “{words}” ({name})"
    )


def test_the_guide_has_the_table_of_keys_line_for_line() -> None:
    section = GUIDE.split("## Keyboard and mouse")[1].split("\n## ")[0]
    table = section.split("| Key | Does | Where |\n|---|---|---|\n")[1].split("\n\n")[0]
    assert table.splitlines() == [f"| {keys.written} | {keys.words} | {keys.where.value} |" for keys in KEYS]


@pytest.mark.parametrize("title", [spec.title for spec in PANELS.values()])
def test_the_guide_names_every_panel(title: str) -> None:
    assert f"| {title}" in GUIDE


@pytest.mark.parametrize("spec", PANELS.values(), ids=lambda spec: spec.name)
def test_the_guide_has_the_heading_that_a_panel_s_entry_names(spec: PanelSpec) -> None:
    assert re.search(rf"^#+ {re.escape(spec.guide)}", GUIDE, re.MULTILINE)


def test_the_guide_names_every_data_set_and_example() -> None:
    for dataset in DATASETS.values():
        assert f"| {dataset.title} |" in GUIDE
    assert ", ".join(PRESETS) in GUIDE


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
