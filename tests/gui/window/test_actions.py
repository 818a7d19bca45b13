"""Every action has a name that scripts find, and says what it does."""

from collections import Counter

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMenu

from bpexplorer.window.chrome.actions import ACTIONS
from bpexplorer.window.chrome.menus import MENUS
from tests.windows import Desk

STABLE_ACTIONS = [
    *(
        "action_play",
        "action_step",
        "action_reset",
        "action_undo",
        "action_redo",
        "action_new",
        "action_open",
    ),
    *("action_save", "action_save_as", "action_export_weights", "action_import_weights"),
    *("tool_select", "tool_demon"),
]
STABLE_LABELS = [
    *("epoch", "step", "train_cost", "test_cost", "test_accuracy"),
    *("demon_predicted", "demon_actual", "demon_gap", "network_view"),
]
STABLE_DOCKS = ["dock_setup", "dock_cost", "dock_delta", "dock_demon", "dock_origin"]


def test_the_names_that_scripts_rely_on_are_there(desk: Desk) -> None:
    for name in STABLE_ACTIONS:
        assert desk.window.findChild(QAction, name) is not None, name
    for name in STABLE_DOCKS:
        assert desk.window.findChild(QDockWidget, name) is not None, name
    for name in STABLE_LABELS:
        assert len(desk.find_all(name)) == 1, name


def test_every_action_has_a_text_and_says_in_a_sentence_what_it_does(desk: Desk) -> None:
    for name in ACTIONS:
        action = desk.window.actions_by_name[name]
        assert action.objectName() == name
        assert action.text()
        assert ". (" in action.toolTip() or action.toolTip().endswith("."), action.toolTip()


def test_no_two_actions_share_a_shortcut(desk: Desk) -> None:
    keys = [desk.window.actions_by_name[name].shortcut() for name in ACTIONS]
    counts = Counter(key.toString() for key in keys if not key.isEmpty())
    assert [key for key, count in counts.items() if count > 1] == []


def test_a_shortcut_stands_in_the_tooltip(desk: Desk) -> None:
    play = desk.window.actions_by_name["action_play"]
    assert play.shortcut() == QKeySequence("P")
    assert play.toolTip().endswith("(P)")


def test_every_action_can_be_reached_by_the_menus_or_the_tool_strip(desk: Desk) -> None:
    reachable = {action.objectName() for menu in desk.window.findChildren(QMenu) for action in menu.actions()}
    assert set(ACTIONS) - reachable == {"tool_select"}  # a button on the canvas's strip
    assert desk.find("tool_select_button")


def test_no_two_entries_of_a_menu_or_of_the_menu_bar_share_a_letter() -> None:
    for title, _, entries in MENUS:
        texts = [
            ACTIONS[entry].text if isinstance(entry, str) else entry[0]
            for entry in entries
            if entry is not None
        ]
        letters = Counter(text[text.index("&") + 1].lower() for text in texts if "&" in text)
        assert [letter for letter, count in letters.items() if count > 1] == [], title
    letters = Counter(title[title.index("&") + 1].lower() for title, _, _ in MENUS)
    assert max(letters.values()) == 1


def test_what_cannot_be_done_now_is_grey(desk: Desk) -> None:
    actions = desk.window.actions_by_name
    assert not actions["action_undo"].isEnabled()
    assert not actions["action_redo"].isEnabled()
    desk.click_neuron(1, 0)
    assert actions["action_remove_selected"].isEnabled()
    assert actions["action_remove_layer"].isEnabled()
    desk.click_neuron(3, 0)
    assert not actions["action_remove_selected"].isEnabled()
    assert not actions["action_remove_layer"].isEnabled()
    assert actions["action_demon_here"].isEnabled()
    desk.click_neuron(0, 0)
    assert not actions["action_demon_here"].isEnabled()


def test_undo_and_redo_say_what_they_would_do(desk: Desk) -> None:
    actions = desk.window.actions_by_name
    desk.click_neuron(1, 0)
    desk.choose("Network", "Add a neuron")
    assert "neuron" in actions["action_undo"].text()
    actions["action_undo"].trigger()
    assert "neuron" in actions["action_redo"].text()
    desk.wait_for_calm()
