"""What a screen reader is told of the window: names, roles, values, and what is said when something changes.

Who adds a control needs no test of it here: the walk finds by itself what one can act on.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.workspaces import Workspace
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.access.speech import aloud, announcer, delta_words
from bpexplorer.panels.shared.cells.heatmap import Heatmap
from bpexplorer.window.workspaces import WORKSPACES
from tests.access import called, interface, name, nameless
from tests.walk import too_small
from tests.windows import Desk


def everywhere(desk: Desk) -> Iterator[None]:
    """In each workspace, with all panels and all of Set-up open."""
    for workspace in WORKSPACES:
        desk.window.workspaces.show(workspace)
        desk.wait_for_calm()
        for dock in desk.window.docks.values():
            dock.show()
            dock.raise_()
            desk.wait_for_calm()
        yield


def test_everything_one_acts_on_has_a_name_and_no_letters_are_too_small(small_desk: Desk) -> None:
    desk = small_desk
    desk.click_neuron(1, 0)
    found: dict[str, None] = {}
    for _ in everywhere(desk):
        found |= dict.fromkeys(nameless(desk.window))
        found |= dict.fromkeys(too_small(desk.window))
    assert not found, "\n".join(found)


def test_everything_in_a_dialog_has_a_name(small_desk: Desk) -> None:
    for action in ("action_new", "action_run_epochs", "action_guide", "action_shortcuts", "action_about"):
        assert_names_in_dialog(small_desk, action)


def assert_names_in_dialog(small_desk: Desk, action: str) -> None:
    shown = set(QApplication.topLevelWidgets())
    small_desk.window.actions_by_name[action].trigger()

    def dialogs() -> list[QWidget]:
        return [each for each in QApplication.topLevelWidgets() if each.isVisible() and each not in shown]

    small_desk.wait(lambda: dialogs() != [])
    for dialog in dialogs():
        assert nameless(dialog) == []
        dialog.close()
    small_desk.wait(lambda: dialogs() == [])


def test_the_walk_finds_what_has_no_name(qtbot: QtBot) -> None:
    top = QWidget()
    qtbot.addWidget(top)
    layout = QVBoxLayout(top)
    button, box = QPushButton(top), QComboBox(top)
    box.addItem("linear")
    for each in (button, box):
        layout.addWidget(each)
    assert len(nameless(top)) == 2
    button.setText("Go")
    name_choice(box, "Scale")
    assert nameless(top) == []
    assert called(box) == "Scale"
    # And where a box is moved, what it is called goes with it.
    other = QWidget(top)
    box.setParent(other)
    assert called(box) == "Scale"


@pytest.fixture
def heard(qapp: QApplication) -> Iterator[list[str]]:
    """All that is said from now on."""
    words: list[str] = []
    announcer().said.connect(words.append)
    yield words
    announcer().said.disconnect(words.append)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (numbers.signed(-0.25), "minus 0.2500"),
        (f"δ {numbers.signed(0.269, decimals=3)}", "δ +0.269"),
        (f"C {numbers.significant(-1.2e-7)}", "C minus 1.2 times 10 to the power of minus 7"),
        (numbers.significant(1e6), "10 to the power of 6"),
        ("layer 1, neuron 0 · frozen", "layer 1, neuron 0, frozen"),
        ("a − y", "a − y"),
    ],
)
def test_numbers_are_said_with_their_signs(shown: str, said: str) -> None:
    assert aloud(shown) == said


def test_a_number_is_said_with_its_caption(small_desk: Desk) -> None:
    label = small_desk.find("step")
    assert name(label) == f"Step: {small_desk.text('step')}"


def test_what_is_painted_by_hand_says_what_it_is(desk: Desk) -> None:
    roles = {"network_view": "Canvas", "delta_heatmap_1": "Table", "workspace_switch": "Grouping"}
    for widget, role in roles.items():
        assert interface(desk.find(widget)).role() is getattr(QAccessible.Role, role), widget
    shown = [each for each in (Workspace.EXPLORE, Workspace.TRAIN) if is_checked(desk, each)]
    assert shown == [desk.window.workspaces.current]
    desk.click("button_workspace_train")
    assert is_checked(desk, Workspace.TRAIN)


def is_checked(desk: Desk, workspace: Workspace) -> bool:
    state = interface(desk.find(f"button_workspace_{workspace.value}")).state()
    return bool(state.checkable and state.checked)


def test_arrow_keys_on_the_canvas_say_the_neuron_and_what_its_delta_means(
    desk: Desk, heard: list[str]
) -> None:
    desk.click_neuron(2, 0)
    heard.clear()
    desk.key(Qt.Key.Key_Down, widget=desk.window.canvas.view)
    delta = float(
        desk.frame.samples(SampleSource.PROBE).trace.deltas[1][desk.window.document.session.state.row, 1]
    )
    assert len(heard) == 1
    assert heard[0].startswith(f"layer 2, neuron 1, {aloud(delta_words(delta))}")
    assert f"raising z {'raises' if delta > 0 else 'lowers'} C" in heard[0]
    desk.wait_for_calm()
    assert name(desk.window.canvas.view) == f"Network: {heard[0]}"


def test_keys_lead_from_a_layers_first_neuron_to_its_buttons_and_press_them(
    small_desk: Desk, heard: list[str]
) -> None:
    desk, view = small_desk, small_desk.window.canvas.view
    desk.click_neuron(1, 0)
    desk.wait_for_calm()
    heard.clear()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right):
        desk.key(key, widget=view)
    assert [words.split(":")[0] for words in heard] == ["layer 1, tanh 4", "Add a neuron to layer 1"]
    desk.key(Qt.Key.Key_Return, widget=view)
    desk.wait_for_calm()
    assert desk.window.document.plan.spec.sizes == (2, 5, 1)
    desk.key(Qt.Key.Key_Left, widget=view)
    desk.key(Qt.Key.Key_Return, widget=view)
    popup = desk.find("layer_popup")
    assert nameless(popup) == []
    desk.key(Qt.Key.Key_Escape, widget=popup)
    desk.key(Qt.Key.Key_Down, widget=view)
    assert heard[-1].startswith("layer 1, neuron 0")
    # Back among the neurons, Return does what the tool does.
    desk.key(Qt.Key.Key_Down, widget=view)
    assert heard[-1].startswith("layer 1, neuron 1")


def test_arrow_keys_say_the_cell_of_a_grid(desk: Desk, heard: list[str]) -> None:
    grid = desk.find("delta_heatmap_2")
    assert isinstance(grid, Heatmap)
    desk.click_neuron(2, 3)
    desk.wait_for_calm()
    grid.setFocus()
    heard.clear()
    desk.key(Qt.Key.Key_Right, widget=grid)
    desk.wait_for_calm()
    neuron, sample = grid.current_cell()
    said = f"neuron {neuron}, sample {sample}, {aloud(delta_words(float(grid.values[sample, neuron])))}"
    assert heard == [said]
    assert name(grid).endswith(said)


def test_a_run_says_that_it_began_and_where_it_paused_and_not_each_step(
    small_desk: Desk, heard: list[str]
) -> None:
    desk = small_desk
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.step > 20)
    desk.click("button_action_play")
    desk.wait_for_calm()
    assert heard == ["Training", f"Paused at step {numbers.count(desk.frame.step)}"]
    desk.click("button_action_step")
    desk.wait(lambda: len(heard) > 2)
    assert heard[2:] == [f"Paused at step {numbers.count(desk.frame.step)}"]


def test_workspaces_messages_and_refusals_are_said(small_desk: Desk, heard: list[str]) -> None:
    desk = small_desk
    desk.click("button_workspace_train")
    desk.wait_for_calm()
    assert heard == ["Workspace Train"]
    heard.clear()
    desk.window.messages.complain("There is no such file.")
    assert heard == ["Error: There is no such file."]


def test_the_demons_verdict_is_said_when_the_user_changes_dz_and_not_while_training(
    small_desk: Desk, heard: list[str]
) -> None:
    desk = small_desk
    desk.click_neuron(1, 0)
    desk.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    desk.wait_for_calm()
    heard.clear()
    desk.click("demon_halve")
    desk.wait_for_calm()
    dz = desk.window.document.session.state.demon
    assert dz is not None
    assert heard == [aloud(f"Δz {numbers.signed(dz.dz).strip()}. {desk.text('demon_words')}")]
    heard.clear()
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.step > 20)
    desk.click("button_action_play")
    desk.wait_for_calm()
    assert not [words for words in heard if "Δz" in words]


def test_small_letters_are_found(qtbot: QtBot) -> None:
    label = QLabel("small")
    qtbot.addWidget(label)
    label.show()
    assert too_small(label) == []
    label.setFont(fonts.text_font(9.5))
    assert len(too_small(label)) == 1
