"""What can be asked about a neuron: by right click, by the chip beside it, by key, and from the menu bar."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bpexplorer.core.readings.origin import SMALL
from bpexplorer.core.spec import Neuron
from bpexplorer.document.workspaces import Workspace
from bpexplorer.look.widgets import cards
from bpexplorer.panels.origin.words import why_small_words
from bpexplorer.project.presets import preset
from tests.windows import LEFT, NO_MODIFIER, Desk


def right_click(desk: Desk, layer: int, neuron: int) -> QMenu:
    viewport = desk.window.canvas.view.viewport()
    at = desk.window.canvas.view.neuron_position(layer, neuron)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)
    return the_menu(desk)


def the_menu(desk: Desk) -> QMenu:
    menu = desk.find("neuron_menu")
    assert isinstance(menu, QMenu)
    desk.wait_for_calm()
    return menu


def change(menu: QMenu) -> QMenu:
    """What of the menu changes the network."""
    found = next(each.menu() for each in menu.actions() if isinstance(each.menu(), QMenu))
    assert isinstance(found, QMenu)
    assert found.objectName() == "neuron_change"
    return found


def names(menu: QMenu) -> list[str]:
    return [action.objectName() for action in menu.actions() if action.objectName()]


def choose(menu: QMenu, name: str) -> None:
    action = next(each for each in menu.actions() if each.objectName() == name)
    assert action.isEnabled()
    QTest.mouseClick(menu, LEFT, NO_MODIFIER, menu.actionGeometry(action).center())


def test_a_right_click_selects_the_neuron_and_offers_the_questions_and_the_acts(desk: Desk) -> None:
    menu = right_click(desk, 1, 3)
    assert desk.window.document.session.state.selection == (Neuron(1, 3),)
    assert names(menu)[:3] == ["neuron_name", "ask_origin", "ask_demon"]
    acts = {"action_freeze", "action_reinitialise", "action_remove_selected"}
    assert not acts & set(names(menu))
    assert set(names(change(menu))) == acts
    menu.close()


def test_where_it_comes_from_is_shown_in_explore_also_from_train(desk: Desk) -> None:
    desk.window.docks["dock_origin"].close()
    desk.wait_for_calm()
    choose(right_click(desk, 1, 3), "ask_origin")
    desk.wait(desk.window.docks["dock_origin"].isVisible)
    assert desk.window.workspaces.current is Workspace.EXPLORE
    desk.wait_for_calm()
    desk.window.actions_by_name["workspace_train"].trigger()
    desk.wait_for_calm()
    desk.choose("Network", "Where does its δ come from?")
    desk.wait(desk.window.docks["dock_origin"].isVisible)
    assert desk.window.workspaces.current is Workspace.EXPLORE


def test_a_panel_that_was_in_sight_already_is_pointed_out_for_a_moment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "POINTED_OUT", 1)
    dock, outlines = desk.window.docks["dock_origin"], []
    monkeypatch.setattr(type(dock), "update", lambda _dock: outlines.append(dock.is_marked))
    desk.choose("Network", "Where does its δ come from?")
    desk.wait(lambda: outlines == [True, False])


@pytest.mark.parametrize("dz", ["-0.5", "0.5", "0"])
def test_its_demon_goes_there_with_a_dz_against_delta(desk: Desk, dz: str) -> None:
    desk.enter("demon_dz", dz)
    desk.wait_for_calm()
    choose(right_click(desk, 1, 3), "ask_demon")
    desk.wait_for_calm()
    state = desk.window.document.session.state
    delta = desk.frame.trace.deltas[0][state.sample, 3]
    assert state.demon is not None
    assert state.demon.neuron == Neuron(1, 3)
    assert state.demon.dz != 0.0
    assert np.sign(state.demon.dz) == -np.sign(delta)
    assert desk.window.docks["dock_demon"].isVisible()


def of_size(desk: Desk, *, small: bool) -> Neuron:
    """A neuron of layer 1 whose δ is small, or isn't."""
    row = desk.window.document.session.state.sample
    deltas = np.abs(desk.frame.trace.deltas[0][row])
    return Neuron(1, int(np.argmin(deltas) if small else np.argmax(deltas)))


def test_weights_of_layer_1_are_shown_as_images_from_the_menu_where_samples_are_pictures(desk: Desk) -> None:
    menu = right_click(desk, 2, 1)
    assert "ask_image" not in names(menu)
    menu.close()
    assert not desk.window.docks["dock_image"].isVisible()
    choose(right_click(desk, 1, 3), "ask_image")
    desk.wait(desk.window.docks["dock_image"].isVisible)
    desk.window.open_project(preset("xor").project(), None)
    desk.wait_for_calm()
    menu = right_click(desk, 1, 1)
    assert "ask_image" not in names(menu)
    menu.close()


def test_why_it_is_small_is_asked_only_where_it_is_and_answered_with_a_way_to_see_it(desk: Desk) -> None:
    desk.run_epochs(20)
    large = right_click(desk, 1, of_size(desk, small=False).index)
    assert abs(desk.frame.trace.deltas[0]).max() >= SMALL
    assert "ask_why_small" not in names(large)
    large.close()
    choose(right_click(desk, 1, of_size(desk, small=True).index), "ask_why_small")
    picture = desk.window.newest_picture()
    assert picture is not None
    assert picture.origin is not None
    assert desk.message == why_small_words(picture.origin)
    desk.window.docks["dock_origin"].close()
    desk.wait_for_calm()
    desk.click("why_small_show")
    desk.wait(desk.window.docks["dock_origin"].isVisible)


def test_the_answer_leaves_with_its_neuron(desk: Desk) -> None:
    desk.choose("Network", "Why is δ small?")
    assert "isn't small" in desk.message
    desk.click_neuron(1, 2)
    assert desk.message == ""


def test_acts_of_the_menu_go_to_all_that_are_selected_if_it_is_one_of_them(desk: Desk) -> None:
    desk.click_neuron(1, 2)
    desk.click_neuron(1, 5, Qt.KeyboardModifier.ControlModifier)
    menu = right_click(desk, 1, 2)
    menu.setActiveAction(change(menu).menuAction())
    QTest.keyClick(menu, Qt.Key.Key_Right)
    desk.wait(change(menu).isVisible)
    choose(change(menu), "action_freeze")
    desk.wait_for_calm()
    menu = right_click(desk, 1, 5)
    assert "action_unfreeze" in names(change(menu))
    menu.close()
    menu = right_click(desk, 1, 3)
    assert "action_freeze" in names(change(menu))
    menu.close()


def test_the_connection_to_the_neuron_that_was_selected_is_below_them(desk: Desk) -> None:
    desk.click_neuron(2, 1)
    menu = right_click(desk, 1, 3)
    connection = menu.actions()[-1].menu()
    assert isinstance(connection, QMenu)
    assert connection.objectName() == "edge_menu"
    assert "edge_toggle" in [action.objectName() for action in connection.actions()]
    menu.close()


def test_the_menu_key_opens_it_for_the_selected_neuron(desk: Desk) -> None:
    desk.click_neuron(1, 4)
    view = desk.window.canvas.view
    at = view.neuron_position(1, 4)
    # Qt's platform makes this event of the key; the offscreen one has no such keys.
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    menu = the_menu(desk)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is not None
    assert menu.title() == str(Neuron(1, 4))
    QTest.keyClick(menu, Qt.Key.Key_Escape)


# The chip


def chip_rect(desk: Desk) -> QRect | None:
    found = desk.find_all("neuron_chip")
    return found[0].geometry() if found else None


def test_a_click_on_the_chip_opens_the_menu(desk: Desk) -> None:
    desk.click_neuron(1, 6)
    desk.wait_for_calm()
    desk.click("neuron_chip")
    menu = the_menu(desk)
    assert menu.title() == str(Neuron(1, 6))
    menu.close()


def test_the_chip_covers_no_neuron_and_no_label_wherever_it_stands(desk: Desk) -> None:
    view = desk.window.canvas.view
    seen = 0
    for layer, size in enumerate(desk.frame.spec.sizes[1:], start=1):
        for index in (0, size // 2, size - 1):
            desk.click_neuron(layer, index)
            desk.wait_for_calm()
            rect = chip_rect(desk)
            if rect is None:
                continue
            seen += 1
            for other, count in enumerate(desk.frame.spec.sizes[1:], start=1):
                for each in range(count):
                    assert not rect.contains(view.neuron_position(other, each))
            label = view.demon_label_rect()
            assert label is None or not label.intersects(rect.toRectF())
            far = rect.center() - view.neuron_position(layer, index)
            assert far.manhattanLength() < 60
    assert seen >= 7


def test_the_chip_goes_along_with_zoom_and_pan_and_away_with_the_selection(desk: Desk) -> None:
    desk.click_neuron(1, 6)
    desk.wait_for_calm()
    view = desk.window.canvas.view

    def away() -> QPoint:
        rect = chip_rect(desk)
        assert rect is not None
        return rect.center() - view.neuron_position(1, 6)

    before = away()
    view.pan(40, 25)
    assert (away() - before).manhattanLength() <= 2
    desk.click_neuron(1, 2, Qt.KeyboardModifier.ControlModifier)
    assert chip_rect(desk) is None
    desk.window.document.session.select()
    assert chip_rect(desk) is None
