"""A panel without anything to show says what is lacking: a gesture that fills it, or what it waits for."""

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.phases.strip import PhaseStrip
from bpexplorer.project.presets import preset
from tests.windows import Desk

#: Set-up always has something to set.
FILLED = [name for name in PANELS if name != "dock_setup"]
LEADS_ON = re.compile(r"\b(Press|Click|click|Choose)\b|once the network has been evaluated")


def empty_words(panel: QWidget) -> list[str]:
    """What a panel says in place of its content, if it does: in a label, or painted where its content would be."""
    painted = [strip.spoken() for strip in panel.findChildren(PhaseStrip) if strip.walk is None]
    return painted + [
        label.text()
        for label in panel.findChildren(QLabel)
        if label.isVisible()
        and label.text().endswith((".", ":"))
        and (isinstance(label.parentWidget(), EmptyState) or label.objectName().endswith("_message"))
    ]


@pytest.mark.parametrize("name", FILLED)
def test_before_there_is_a_network_it_says_when_its_content_comes(name: str, qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    panel = PANELS[name].make(around)
    panel.resize(400, 300)
    around.resize(400, 300)
    around.show()
    said = empty_words(panel)
    assert said
    assert all(LEADS_ON.search(each) for each in said), said


def test_with_nothing_selected_it_names_the_gesture(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("xor").project())
    for _ in range(2):  # the demon goes first, then the selection
        desk.key(Qt.Key.Key_Escape)
    desk.wait_for_calm()
    said: dict[str, list[str]] = {}
    for name in ("dock_demon", "dock_origin", "dock_update"):
        desk.open_panel(name)
        if name == "dock_update":
            desk.click("update_switch_1")
        desk.wait_for_calm()
        said[name] = empty_words(desk.window.docks[name])
    for name, words in said.items():
        assert any(re.search(r"\b[Cc]lick a (neuron|connection)", each) for each in words), (name, words)


def test_an_empty_set_is_named_with_what_gives_it_samples(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("xor").project())  # without a validation set
    for name in ("dock_metrics", "dock_samples", "dock_flow"):
        desk.open_panel(name)
        desk.wait_for_calm()
    for name, box, words in (
        ("dock_metrics", "metrics_part", "validation set"),
        ("dock_samples", "samples_part", "validation set"),
        ("dock_flow", "flow_samples", "validation"),
    ):
        desk.open_panel(name)
        desk.pick(box, words)
        desk.wait(lambda name=name: empty_words(desk.window.docks[name]) != [])
        said = " ".join(empty_words(desk.window.docks[name]))
        assert "This set is empty." in said
        assert "Choose" in said
        assert "Set-up" in said
