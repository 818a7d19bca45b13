"""Single connections under mouse and keys: select, remove, bring back, freeze."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.chrome.edge_menu import EdgeMenu
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Freeze, FreezeConnections, RemoveConnections
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.document.acts.network import RemoveSelected
from bpexplorer.document.session import EdgeQuantity, Tool
from bpexplorer.look.theme import apply_theme
from tests.gui.canvas.conftest import Canvas
from tests.pictures import draw

MOUSE, KEYS = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard
EDGE = Connection(3, 0, 0)


def on_edge(canvas: Canvas, edge: Connection, share: float = 0.5) -> QPoint:
    """A point of the view on an edge. Between the first two neurons of both layers no other edge is nearer."""
    source, target = (canvas.at(end.layer, end.index) for end in edge.ends)
    return source + (target - source) * share


def open_menu(canvas: Canvas, at: QPoint, reason: QContextMenuEvent.Reason = MOUSE) -> EdgeMenu | None:
    viewport = canvas.view.viewport()
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, at, viewport.mapToGlobal(at)))
    menu = canvas.view.findChild(EdgeMenu)
    return menu if menu is not None and menu.isVisible() else None


def choose(menu: EdgeMenu | None, name: str, qtbot: QtBot) -> None:
    """Click an entry."""
    assert menu is not None
    action = menu.findChild(QAction, name)
    assert action is not None
    assert action.isEnabled()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def edit(canvas: Canvas, *edits: object, number: int = 1) -> None:
    for each in edits:
        canvas.training.trainer.apply(each, Context(number))  # type: ignore[arg-type]
    canvas.frame = canvas.training.frame(edit=number)
    draw(canvas.view, canvas.frame)


def picture(canvas: Canvas) -> QImage:
    return canvas.view.grab().toImage()


def has_ink(canvas: Canvas, at: QPoint) -> bool:
    """Whether anything is painted near a point."""
    image = picture(canvas)
    background = image.pixelColor(3, image.height() - 3)
    return any(image.pixelColor(at + QPoint(0, dy)) != background for dy in range(-3, 4))


# Selecting and removing


def test_a_click_on_an_edge_selects_it_and_shows_that(canvas: Canvas) -> None:
    before = picture(canvas)
    canvas.mouse.click(on_edge(canvas, EDGE, 0.2))
    assert canvas.state.connection == EDGE
    assert canvas.state.selection == (Neuron(3, 0),)
    canvas.mouse.hover(QPoint(2, 2))
    assert picture(canvas) != before


def test_the_neuron_that_is_looked_at_stays_if_it_is_an_end(canvas: Canvas) -> None:
    canvas.mouse.click(canvas.at(2, 0))
    canvas.mouse.click(on_edge(canvas, EDGE))
    assert (canvas.state.connection, canvas.state.selection) == (EDGE, (Neuron(2, 0),))


@pytest.mark.parametrize("away", ["neuron", "nothing", "arrow"])
def test_selecting_something_else_lets_the_edge_go(canvas: Canvas, qtbot: QtBot, away: str) -> None:
    canvas.mouse.click(on_edge(canvas, EDGE))
    if away == "arrow":
        qtbot.keyClick(canvas.view, Qt.Key.Key_Down)
    else:
        canvas.mouse.click(canvas.at(1, 4) if away == "neuron" else QPoint(4, 4))
    assert canvas.state.connection is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_removes_the_selected_edge_and_no_neuron(canvas: Canvas, qtbot: QtBot, key: Qt.Key) -> None:
    canvas.mouse.click(canvas.at(2, 0))
    canvas.mouse.click(on_edge(canvas, EDGE))
    qtbot.keyClick(canvas.view, key)
    assert canvas.asked == [RemoveSelected()]
    edit(canvas, RemoveConnections(3, ((0, 0),)))
    qtbot.keyClick(canvas.view, key)
    assert len(canvas.asked) == 1
    assert "is removed" in canvas.view.hover_text()


def test_esc_lets_go_of_the_edge_and_then_of_the_neuron(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.mouse.click(on_edge(canvas, EDGE))
    qtbot.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert (canvas.state.connection, canvas.state.selection) == (None, (Neuron(3, 0),))
    qtbot.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert canvas.state.selection == ()


def test_a_selected_edge_that_is_removed_looks_otherwise(canvas: Canvas) -> None:
    canvas.mouse.click(on_edge(canvas, EDGE))
    canvas.mouse.hover(QPoint(2, 2))
    before = picture(canvas)
    edit(canvas, RemoveConnections(3, ((0, 0),)))
    removed = picture(canvas)
    place = on_edge(canvas, EDGE)
    assert removed.pixelColor(place) != before.pixelColor(place)
    # The rails are there on both sides.
    assert has_ink(canvas, place)


# The menu


def test_a_right_click_on_an_edge_removes_it_and_brings_it_back(canvas: Canvas, qtbot: QtBot) -> None:
    place = on_edge(canvas, EDGE)
    menu = open_menu(canvas, place)
    assert canvas.state.connection == EDGE
    choose(menu, "edge_toggle", qtbot)
    assert canvas.asked == [RemoveConnections(3, ((0, 0),))]
    edit(canvas, RemoveConnections(3, ((0, 0),)))
    canvas.mouse.hover(place)
    assert "removed" in canvas.view.hover_text()
    choose(open_menu(canvas, place), "edge_toggle", qtbot)
    assert canvas.asked[1:] == [RemoveConnections(3, ((0, 0),), removed=False)]


def test_a_right_click_on_an_edge_freezes_its_weight_and_frees_it(canvas: Canvas, qtbot: QtBot) -> None:
    place = on_edge(canvas, EDGE)
    choose(open_menu(canvas, place), "edge_freeze", qtbot)
    assert canvas.asked == [FreezeConnections(3, ((0, 0),), frozen=True)]
    edit(canvas, FreezeConnections(3, ((0, 0),)))
    canvas.mouse.hover(place)
    assert canvas.view.hover_text().endswith("frozen weight")
    choose(open_menu(canvas, place), "edge_freeze", qtbot)
    assert canvas.asked[1:] == [FreezeConnections(3, ((0, 0),), frozen=False)]


def test_a_removed_connection_offers_nothing_to_freeze(canvas: Canvas) -> None:
    edit(canvas, RemoveConnections(3, ((0, 0),)))
    menu = open_menu(canvas, on_edge(canvas, EDGE))
    assert menu is not None
    freeze = menu.findChild(QAction, "edge_freeze")
    assert freeze is not None
    assert not freeze.isEnabled()


def test_the_menu_key_opens_it_for_the_selected_edge_or_the_two_ends(canvas: Canvas, qtbot: QtBot) -> None:
    assert open_menu(canvas, QPoint(5, 5), KEYS) is None
    canvas.session.select(Neuron(3, 4), Neuron(2, 7))
    choose(open_menu(canvas, QPoint(5, 5), KEYS), "edge_toggle", qtbot)
    assert canvas.asked == [RemoveConnections(3, ((4, 7),))]
    canvas.session.select_connection(EDGE)
    menu = open_menu(canvas, QPoint(5, 5), KEYS)
    assert menu is not None
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert canvas.asked[1:] == [FreezeConnections(3, ((0, 0),), frozen=True)]


def test_a_right_click_on_a_cell_means_its_weight_into_the_selected_neuron(
    canvas: Canvas, qtbot: QtBot
) -> None:
    canvas.mouse.click(canvas.at(1, 6))
    menu = open_menu(canvas, canvas.at(0, 37))
    assert canvas.state.connection == Connection(1, 6, 37)
    assert canvas.state.selection == (Neuron(1, 6),)
    choose(menu, "edge_freeze", qtbot)
    assert canvas.asked == [FreezeConnections(1, ((6, 37),), frozen=True)]


def test_elsewhere_a_right_click_opens_nothing(canvas: Canvas) -> None:
    assert open_menu(canvas, canvas.at(1, 0)) is None
    canvas.mouse.click(canvas.at(3, 0))
    assert open_menu(canvas, canvas.at(1, 0)) is None


# Frozen weights


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_frozen_weight_looks_unlike_a_free_or_a_removed_one(
    canvas: Canvas, qapp: QApplication, theme: str
) -> None:
    only = ((0, 0),)
    try:
        apply_theme(qapp, theme)
        free = picture(canvas)
        edit(canvas, FreezeConnections(3, only))
        frozen = picture(canvas)
        edit(canvas, FreezeConnections(3, only, frozen=False), RemoveConnections(3, only), number=2)
        removed = picture(canvas)
        edit(canvas, RemoveConnections(3, only, removed=False), number=3)
        assert free != frozen != removed != free
    finally:
        apply_theme(qapp, "light")


def test_weights_that_are_frozen_with_their_neuron_have_its_mark_only(canvas: Canvas) -> None:
    edit(canvas, Freeze(3, (0,)))
    with_neuron = picture(canvas)
    edit(canvas, FreezeConnections(3, ((0, 4),)), number=2)
    assert picture(canvas) == with_neuron
    canvas.mouse.hover(on_edge(canvas, EDGE))
    assert canvas.view.hover_text().endswith("frozen with its neuron")


def test_beside_a_grid_the_selected_neuron_s_frozen_weights_are_marked(canvas: Canvas) -> None:
    edit(canvas, FreezeConnections(1, ((6, 0),)))
    canvas.session.select(Neuron(1, 5))
    elsewhere = picture(canvas)
    edit(canvas, FreezeConnections(1, ((6, 0),), frozen=False), number=2)
    assert picture(canvas) == elsewhere
    canvas.session.select(Neuron(1, 6))
    without = picture(canvas)
    edit(canvas, FreezeConnections(1, ((6, 0),)), number=3)
    assert picture(canvas) != without


# The Connect tool


@pytest.fixture
def connecting(canvas: Canvas) -> Canvas:
    """A canvas with the Connect tool, and one connection removed."""
    edit(canvas, RemoveConnections(3, ((0, 0),)))
    canvas.session.update(tool=Tool.CONNECT)
    return canvas


@pytest.mark.parametrize("quantity", EdgeQuantity)
def test_removed_connections_show_with_the_connect_tool_only(
    connecting: Canvas, quantity: EdgeQuantity
) -> None:
    connecting.session.update(edges_by=quantity, selection=(Neuron(2, 0),))
    along = [on_edge(connecting, EDGE, share / 40) for share in range(8, 16)]
    assert any(has_ink(connecting, point) for point in along)
    connecting.session.update(tool=Tool.SELECT)
    assert not any(has_ink(connecting, point) for point in along)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("by_clicks", [False, True])
def test_neuron_to_neuron_brings_a_connection_back(
    connecting: Canvas, by_clicks: bool, backwards: bool
) -> None:
    ends = connecting.at(2, 0), connecting.at(3, 0)
    start, end = reversed(ends) if backwards else ends
    if by_clicks:
        connecting.mouse.click(start)
        connecting.mouse.hover((start + end) / 2)
        assert connecting.asked == []
        connecting.mouse.click(end)
    else:
        connecting.mouse.drag(start, end)
    assert connecting.asked == [RemoveConnections(3, ((0, 0),), removed=False)]
    assert connecting.state.connection == EDGE


def test_a_click_on_a_dashed_edge_brings_it_back(connecting: Canvas) -> None:
    connecting.mouse.click(on_edge(connecting, EDGE))
    assert connecting.asked == [RemoveConnections(3, ((0, 0),), removed=False)]


def test_connecting_what_is_connected_selects_it(connecting: Canvas) -> None:
    connecting.mouse.drag(connecting.at(0, 37), connecting.at(1, 6))
    assert connecting.asked == []
    assert connecting.state.connection == Connection(1, 6, 37)
    assert "is there" in connecting.view.hover_text()


def test_neurons_that_are_not_neighbours_cannot_be_connected(connecting: Canvas) -> None:
    connecting.mouse.drag(connecting.at(1, 0), connecting.at(3, 0))
    assert connecting.asked == []
    assert "next one" in connecting.view.hover_text()


def test_the_edge_follows_the_mouse_until_esc(connecting: Canvas, qtbot: QtBot) -> None:
    connecting.mouse.click(connecting.at(2, 0))
    place = connecting.at(2, 0) + QPoint(60, -34)
    connecting.mouse.hover(place)
    # An empty place has neither words nor marks, but for the edge that is drawn there.
    drawing = picture(connecting)
    qtbot.keyClick(connecting.view, Qt.Key.Key_Escape)
    assert picture(connecting) != drawing
    assert connecting.state.selection == (Neuron(2, 0),)
    connecting.mouse.click(connecting.at(3, 0))
    assert connecting.asked == []


@pytest.mark.parametrize("how", ["dropped on nothing", "second click on it", "other tool"])
def test_drawing_ends_without_an_edge(connecting: Canvas, how: str) -> None:
    start = connecting.at(2, 0)
    if how == "dropped on nothing":
        connecting.mouse.drag(start, QPoint(4, 4))
    else:
        connecting.mouse.click(start)
        if how == "second click on it":
            connecting.mouse.click(start)
        else:
            connecting.session.update(tool=Tool.SELECT)
            connecting.session.update(tool=Tool.CONNECT)
    connecting.mouse.click(connecting.at(3, 0))
    assert connecting.asked == []


def test_enter_takes_up_both_ends_without_the_mouse(connecting: Canvas, qtbot: QtBot) -> None:
    connecting.session.select(Neuron(2, 0))
    qtbot.keyClick(connecting.view, Qt.Key.Key_Return)
    qtbot.keyClick(connecting.view, Qt.Key.Key_Right)
    assert connecting.state.primary == Neuron(3, 0)
    qtbot.keyClick(connecting.view, Qt.Key.Key_Return)
    assert connecting.asked == [RemoveConnections(3, ((0, 0),), removed=False)]


def test_enter_twice_on_one_neuron_draws_nothing(connecting: Canvas, qtbot: QtBot) -> None:
    connecting.session.select(Neuron(2, 0))
    before = picture(connecting)
    qtbot.keyClick(connecting.view, Qt.Key.Key_Return)
    qtbot.keyClick(connecting.view, Qt.Key.Key_Return)
    connecting.view.show_keyboard(False)
    assert picture(connecting) == before
