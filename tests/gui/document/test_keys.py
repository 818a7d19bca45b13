"""The table of keys: what each asks for, and that none asks for two things."""

from collections import Counter

import pytest

from bpexplorer.document.acts.looking import Escape, SelectAll
from bpexplorer.document.acts.network import AddNeuron, RemoveSelected
from bpexplorer.document.keys import KEYS, Where, Zoom, act_of, keys_of
from bpexplorer.window.chrome.actions import ACTIONS


@pytest.mark.parametrize("places", [(Where.WINDOW, Where.CANVAS), (Where.SLIDER,)], ids=["canvas", "slider"])
def test_no_key_asks_for_two_things_in_one_place(places: tuple[Where, ...]) -> None:
    keys = Counter(key for each in KEYS if each.where in places for key in each.acts)
    assert max(keys.values()) == 1, keys.most_common(3)


def test_no_shortcut_of_a_command_is_a_key_of_the_table() -> None:
    table = {key for each in KEYS for key in each.acts}
    commands = {name: spec for name, spec in ACTIONS.items() if spec.act is None}
    shortcuts = {keys.toString() for spec in commands.values() for keys in spec.shortcuts}
    assert len(shortcuts) > 8
    assert not table & shortcuts


def test_ctrl_and_the_signs_zoom_both_ways_and_bare_they_resize() -> None:
    assert [act_of(key, Where.WINDOW) for key in ("Ctrl++", "Ctrl+=", "Ctrl+-")] == [
        Zoom(1),
        Zoom(1),
        Zoom(-1),
    ]
    assert act_of("Shift++", Where.CANVAS) == AddNeuron(), "plus may need Shift"


def test_one_act_has_all_its_keys() -> None:
    assert keys_of(RemoveSelected()) == ("Del", "Backspace")
    assert keys_of(SelectAll()) == ("Ctrl+A",)
    assert keys_of(Escape()) == ("Esc",)
