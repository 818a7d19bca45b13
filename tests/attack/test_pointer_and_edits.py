"""What the mouse holds when an edit takes it away: nothing fails, and nothing is selected that isn't there."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.layout import Part
from bpexplorer.core.edits.structure import AddNeurons, RemoveLayer, RemoveNeurons
from bpexplorer.core.spec import Neuron
from bpexplorer.data.choice import default_choice
from bpexplorer.project.presets import preset
from tests.gui.canvas.conftest import MIDDLE, Mouse
from tests.windows import Desk

#: The hidden layer that was added last, the neuron that was added to it, and one beside it.
LAYER, NEW, BESIDE = 2, Neuron(2, 4), Neuron(1, 4)


class Hand:
    """The canvas, a mouse on it, and where things are."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.view = desk, desk.window.canvas.view
        self.mouse = Mouse(self.view)

    def at(self, neuron: Neuron) -> QPoint:
        return self.view.neuron_position(neuron.layer, neuron.index)

    def on(self, part: Part, layer: int = LAYER) -> QPoint:
        return self.view.control_position(part, layer)

    @property
    def edge(self) -> QPoint:
        start, end = self.at(BESIDE), self.at(NEW)
        return start + (end - start) * 0.5

    @property
    def empty(self) -> QPoint:
        return self.on(Part.HEADER, 0) - QPoint(0, 40)

    def drag(self, start: QPoint, *, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        self.mouse.press(start, button)
        for away in (QPoint(8, 8), QPoint(30, 20)):
            self.mouse.move(start + away, button)

    def take(self, tool: str) -> None:
        self.desk.window.actions_by_name[tool].trigger()

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.view, key)


def a_connection_by_two_clicks(hand: Hand) -> None:
    hand.take("tool_connect")
    hand.mouse.click(hand.at(NEW))
    hand.key(Qt.Key.Key_Return)
    hand.mouse.hover(hand.at(BESIDE))


def a_demon_drag(hand: Hand) -> None:
    hand.take("tool_demon")
    hand.drag(hand.at(NEW))


def a_connection_by_a_drag(hand: Hand) -> None:
    hand.take("tool_connect")
    hand.drag(hand.at(NEW))


def the_demon_by_the_wheel(hand: Hand) -> None:
    hand.take("tool_demon")
    hand.mouse.click(hand.at(NEW))
    hand.mouse.wheel(hand.at(NEW), 1)


def the_menu_of_an_edge(hand: Hand) -> None:
    hand.mouse.click(hand.at(NEW))
    place = hand.at(BESIDE)
    viewport = hand.view.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    menu = hand.desk.window.findChild(QMenu, "neuron_menu")
    assert menu.isVisible()
    menu.setActiveAction(hand.desk.window.findChild(QMenu, "edge_menu").menuAction())


def a_walk_by_key(hand: Hand) -> None:
    hand.mouse.click(hand.at(Neuron(2, 3)))
    hand.key(Qt.Key.Key_Down)
    assert hand.desk.window.document.session.state.primary == NEW


def the_popup_of_a_layer(hand: Hand) -> None:
    hand.mouse.click(hand.at(NEW))
    hand.mouse.click(hand.on(Part.HEADER))
    assert hand.desk.find_all("layer_popup") != []


HELD: Mapping[str, Callable[[Hand], None]] = {
    "a neuron under the mouse": lambda hand: hand.mouse.hover(hand.at(NEW)),
    "an edge under the mouse": lambda hand: hand.mouse.hover(hand.edge),
    "a + under the mouse": lambda hand: hand.mouse.hover(hand.on(Part.ADD)),
    "a selected edge": lambda hand: hand.mouse.click(hand.edge),
    "a pressed + ": lambda hand: hand.mouse.press(hand.on(Part.ADD)),
    "a layer dragged by a neuron": lambda hand: hand.drag(hand.at(NEW)),
    "a layer dragged by its header": lambda hand: hand.drag(hand.on(Part.HEADER)),
    "a rectangle": lambda hand: hand.drag(hand.at(NEW) + QPoint(24, 24)),
    "the view": lambda hand: hand.drag(hand.at(NEW), button=MIDDLE),
    "a connection by a drag": a_connection_by_a_drag,
    "a connection by two clicks": a_connection_by_two_clicks,
    "the demon by a drag": a_demon_drag,
    "the demon by the wheel": the_demon_by_the_wheel,
    "the menu of an edge": the_menu_of_an_edge,
    "a walk by key": a_walk_by_key,
    "the popup of a layer": the_popup_of_a_layer,
}


def undo(desk: Desk) -> None:
    desk.window.actions_by_name["action_undo"].trigger()


def undo_all(desk: Desk) -> None:
    for _ in range(3):
        undo(desk)


def undo_all_and_redo(desk: Desk) -> None:
    undo_all(desk)
    desk.window.actions_by_name["action_redo"].trigger()


EDITS: Mapping[str, Callable[[Desk], None]] = {
    "undo": undo,
    "undo of all": undo_all,
    "redo": undo_all_and_redo,
    "neurons removed": lambda desk: desk.window.document.request(RemoveNeurons(2, (3, 4))),
    "a layer removed": lambda desk: desk.window.document.request(RemoveLayer(LAYER)),
    "a layer inserted": lambda desk: desk.window.document.insert_layer(1),
    "other data": lambda desk: desk.window.document.choose_data(default_choice("wave")),
    "another project": lambda desk: desk.window.files.project_opened.emit(
        preset("gaussians").project(), None
    ),
}


def open_with_what_will_be_removed(desk: Desk) -> None:
    """XOR as 2-5-5-1: an undo takes `NEW` away, another the layer, a third `BESIDE`."""
    document = desk.window.document
    desk.window.files.project_opened.emit(preset("xor").project(), None)
    document.request(AddNeurons(1))
    document.insert_layer(2, size=4)
    document.request(AddNeurons(2))
    desk.wait_for_calm()


def go_on(hand: Hand) -> None:
    """Move, release, turn the wheel and press keys, as a hand would that hasn't noticed."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape):
            QTest.keyClick(popup, key)
    place = QPoint(hand.view.width() // 2, hand.view.height() // 2)
    hand.mouse.move(place)
    hand.mouse.release(place)
    hand.mouse.hover(place + QPoint(5, 5))
    hand.mouse.wheel(place, 1)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        hand.key(key)


def assert_all_is_there(desk: Desk, what: str) -> None:
    state, spec = desk.window.document.session.state, desk.window.document.plan.spec
    named = [*state.selection, *(state.connection.ends if state.connection else ())]
    named += [state.demon.neuron] if state.demon else []
    assert all(map(spec.has, named)), f"{what}: {named} in {spec}"


def pairs(count: int) -> list[tuple[str, str]]:
    """The first so many pairs of what is held and the edit under it: each thing once, then each with another edit."""
    edits = list(EDITS)
    return [
        (held, edits[(number + turn) % len(edits)])
        for turn in range(len(edits))
        for number, held in enumerate(HELD)
    ][:count]


def test_what_the_mouse_holds_is_let_go_of_with_an_edit(
    qtbot: QtBot, trials: Callable[[int, int], int]
) -> None:
    desk = Desk(qtbot, preset("xor").project())
    for dock in desk.window.docks.values():
        dock.hide()
    for held, edit in pairs(trials(len(HELD), len(HELD) * len(EDITS))):
        what = f"{edit} under {held}"
        open_with_what_will_be_removed(desk)
        hand = Hand(desk)
        HELD[held](hand)
        plan = desk.window.document.plan
        EDITS[edit](desk)
        assert_all_is_there(desk, what)
        assert desk.window.document.plan is not plan, what
        go_on(hand)
        assert_all_is_there(desk, what)
        assert not any(map(any, desk.window.document.plan.offsets)), f"{what} moved a layer"
        hand.take("tool_select")
