"""Whichever way one asks, by gesture, menu, button or key, the same value is asked for."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pytest
from PySide6.QtCore import Qt

from bpexplorer.canvas.chrome.edge_menu import EdgeMenu
from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.masks import FreezeConnections, RemoveConnections
from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.demon import (
    ArmDemon,
    HalveDz,
    ReleaseDemon,
    StepDz,
    TurnAgainstDelta,
    ZeroDz,
)
from bpexplorer.document.acts.looking import (
    Escape,
    PointAt,
    Refit,
    RefitMaps,
    Select,
    SelectAll,
    SelectLayer,
    TakeTool,
)
from bpexplorer.document.acts.network import AddLayer, AddNeuron, DropLayer, RemoveSelected
from bpexplorer.document.acts.training import NewSeed, Restart
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.session import Demon, NeuronQuantity, Tool
from tests.windows import Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
Way = Callable[[Desk], object]


def menu(*entries: str) -> Way:
    return lambda desk: desk.choose(*entries)


def button(name: str) -> Way:
    return lambda desk: desk.click(name)


def entry(button: str, name: str) -> Way:
    return lambda desk: desk.choose_in(button, name)


def button_of_selected(name: str) -> Way:
    """In the section of Set-up that is closed at first."""

    def press(desk: Desk) -> None:
        desk.unfold("selected")
        desk.click(name)

    return press


def with_neurons_by(quantity: NeuronQuantity, way: Way) -> Way:
    """While the neurons show this."""

    def press(desk: Desk) -> None:
        desk.window.document.session.update(neurons_by=quantity)
        desk.wait_for_calm()
        way(desk)

    return press


def key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Way:
    """In the window, with the canvas in hand."""

    def press(desk: Desk) -> None:
        desk.window.canvas.view.setFocus()
        desk.key(key, modifier)

    return press


def key_on(name: str, key: Qt.Key) -> Way:
    return lambda desk: desk.key(key, widget=desk.find(name))


#: Each act, and the ways to ask for it, with neuron 2 of layer 1 selected.
WAYS: Mapping[Act, Sequence[Way]] = {
    Select((Neuron(1, 3),)): [lambda desk: desk.click_neuron(1, 3), key(Key.Key_Down)],
    SelectAll(): [menu("Edit", "Select all"), key(Key.Key_A, CTRL)],
    SelectLayer(): [menu("Edit", "Select the whole layer"), key(Key.Key_A, CTRL | SHIFT)],
    Escape(): [menu("Edit", "Deselect"), key(Key.Key_Escape)],
    RemoveSelected(): [
        menu("Edit", "Remove selected neurons"),
        menu("Network", "Remove selected neurons"),
        key(Key.Key_Delete),
        key(Key.Key_Backspace),
    ],
    AddNeuron(): [menu("Network", "Add a neuron"), key(Key.Key_Plus), key(Key.Key_Equal)],
    AddLayer(): [menu("Network", "Insert a layer"), key(Key.Key_L, CTRL), key(Key.Key_Insert)],
    DropLayer(): [menu("Network", "Remove the layer"), key(Key.Key_L, CTRL | SHIFT)],
    TakeTool(Tool.CONNECT): [menu("Network", "Connect"), button("tool_connect_button"), key(Key.Key_C)],
    TakeTool(Tool.DEMON): [menu("Demon", "Demon"), button("tool_demon_button"), key(Key.Key_D)],
    Restart(): [button("button_action_reset"), menu("Train", "Reset"), key(Key.Key_Home, CTRL)],
    NewSeed(): [menu("Train", "New seed"), key(Key.Key_R, CTRL | SHIFT)],
    Refit(): [
        menu("View", "Rescale δ"),
        with_neurons_by(NeuronQuantity.DELTA, button("canvas_refit")),
        entry("dock_delta_more", "delta_refit"),
    ],
    RefitMaps(): [with_neurons_by(NeuronQuantity.MAP, button("canvas_refit"))],
    ArmDemon(): [
        menu("Demon", "Demon here"),
        button("demon_arm"),
        button_of_selected("selected_arm"),
        key(Key.Key_D, CTRL),
    ],
}

#: The same, with the demon on that neuron.
WAYS_WITH_A_DEMON: Mapping[Act, Sequence[Way]] = {
    HalveDz(): [menu("Demon", "Halve Δz"), button("demon_halve"), key(Key.Key_H)],
    ZeroDz(): [menu("Demon", "Zero"), button("demon_zero"), key(Key.Key_0)],
    TurnAgainstDelta(): [menu("Demon", "Downhill (against δ)"), button("demon_against")],
    ReleaseDemon(): [
        menu("Demon", "Remove demon (Esc)"),
        entry("dock_demon_more", "demon_release"),
        button_of_selected("selected_arm"),
    ],
    Escape(): [key(Key.Key_Escape), key_on("demon_slider", Key.Key_Escape)],
    StepDz(1): [
        key(Key.Key_PageUp),
        key_on("demon_slider", Key.Key_Up),
        lambda desk: desk.turn_wheel_on_neuron(1, 2, 1),
    ],
    StepDz(-1): [key(Key.Key_PageDown), lambda desk: desk.turn_wheel_on_neuron(1, 2, -1)],
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Act | Edit]:
    """What comes to the document, which does nothing of it."""
    asked: list[Act | Edit] = []

    def note(act: Act, _document: NetworkDocument, _picture: object) -> None:
        if not isinstance(act, PointAt):  # a hand on its way, which asks for nothing
            asked.append(act)

    monkeypatch.setattr(Act, "carry_out", note)
    monkeypatch.setattr(NetworkDocument, "request", lambda _document, edit: asked.append(edit))
    return asked


def assert_one_value_a_way(
    desk: Desk, asked: list[Act | Edit], ways: Mapping[Act, Sequence[Way]] | Mapping[Edit, Sequence[Way]]
) -> None:
    for value, each in ways.items():
        for number, way in enumerate(each):
            asked.clear()
            way(desk)
            assert asked == [value], f"{value}, way {number}"


def test_every_way_to_an_act_asks_for_the_same_value(small_desk: Desk, asked: list[Act | Edit]) -> None:
    small_desk.window.document.session.update(selection=(Neuron(1, 2),), demon=None)
    small_desk.wait_for_calm()
    assert_one_value_a_way(small_desk, asked, WAYS)


def test_every_way_to_an_act_on_the_demon_asks_for_the_same_value(
    small_desk: Desk, asked: list[Act | Edit]
) -> None:
    neuron = Neuron(1, 2)
    small_desk.window.document.session.update(selection=(neuron,), demon=Demon(neuron, 0.25))
    small_desk.wait_for_calm()
    assert_one_value_a_way(small_desk, asked, WAYS_WITH_A_DEMON)


def test_the_menu_of_a_connection_and_its_buttons_ask_for_the_same_edit(
    small_desk: Desk, asked: list[Act | Edit]
) -> None:
    desk, edge = small_desk, Connection(2, 0, 1)
    desk.window.document.session.select_connection(edge)
    desk.wait_for_calm()
    canvas_menu = desk.window.canvas.findChild(EdgeMenu)
    canvas_menu.show_connection(edge, desk.frame)
    actions = {action.objectName(): action for action in canvas_menu.actions()}
    ways: Mapping[Edit, Sequence[Way]] = {
        RemoveConnections(2, ((0, 1),)): [
            lambda _desk: actions["edge_toggle"].trigger(),
            button_of_selected("connection_toggle"),
        ],
        FreezeConnections(2, ((0, 1),)): [
            lambda _desk: actions["edge_freeze"].trigger(),
            button_of_selected("connection_freeze"),
        ],
    }
    assert_one_value_a_way(desk, asked, ways)


def test_an_edit_that_would_begin_training_anew_waits_whoever_asks(small_desk: Desk) -> None:
    desk = small_desk
    desk.run_epochs(1)
    edit, step = SetActivation(desk.frame.spec.depth, "tanh"), desk.frame.step
    for ask in (desk.window.canvas.edit_requested, desk.window.panels["dock_setup"].edit_requested):
        ask.emit(edit)
        desk.wait_for_calm()
        assert desk.text("pending_words") == "Not applied yet: Set layer 2 to tanh."
        assert desk.window.document.plan.spec.activations[-1] == "sigmoid"
        assert desk.frame.step == step
    desk.click("pending_apply")
    desk.wait_for_calm()
    assert desk.window.document.plan.spec.activations[-1] == "tanh"
    assert desk.frame.step == 0


def test_esc_closes_a_message_first_and_lets_go_of_one_thing_at_a_time(small_desk: Desk) -> None:
    desk, session = small_desk, small_desk.window.document.session
    session.update(selection=(Neuron(1, 2),), demon=Demon(Neuron(1, 2), 0.25))
    desk.window.messages.say("A word.")
    press: partial[None] = partial(desk.key, Key.Key_Escape, widget=desk.find("demon_slider"))
    press()
    assert not desk.message
    assert session.state.demon is not None
    press()
    assert session.state.demon is None
    desk.key(Key.Key_Escape)
    assert session.state.selection == ()


@pytest.mark.parametrize("pressed", [Key.Key_Backspace, Key.Key_Delete])
def test_a_number_that_is_being_typed_has_its_keys_for_itself(small_desk: Desk, pressed: Qt.Key) -> None:
    desk = small_desk
    desk.window.document.session.select(Neuron(1, 2))
    field = desk.find("quick_learning_rate")
    field.setFocus()
    desk.wait(field.hasFocus)
    desk.key(Key.Key_A, CTRL)
    desk.key(pressed)
    desk.key(Key.Key_0)
    desk.key(Key.Key_Period)
    desk.key(Key.Key_7)
    desk.key(Key.Key_Return)
    desk.wait_for_calm()
    assert desk.window.document.plan.config.learning_rate == 0.7
    assert desk.window.document.plan.spec.sizes == (2, 4, 1)
    assert desk.window.document.session.state.selection == (Neuron(1, 2),)
