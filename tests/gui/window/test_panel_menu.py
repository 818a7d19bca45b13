"""The ⋯ of a panel: what it shows is copied and saved, it is shown elsewhere, closed, and explained."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QMenu, QTextBrowser, QWidget

from bpexplorer.core.backprop import backpropagate
from bpexplorer.document.workspaces import Workspace
from bpexplorer.panels.entries import PANELS
from bpexplorer.project.kinds import PIXELS, TABLE, VECTORS
from bpexplorer.project.presets import preset
from tests.windows import LEFT, NO_MODIFIER, Desk


def choose(desk: Desk, dock: str, *names: str) -> None:
    """Press the ⋯ of a dock and choose an entry, by its name."""
    desk.click(f"{dock}_more")
    desk.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    for name in names:
        assert isinstance(menu, QMenu)
        action = next(each for each in menu.actions() if each.objectName() == name or each.text() == name)
        desk.qtbot.mouseClick(menu, LEFT, NO_MODIFIER, menu.actionGeometry(action).center())
        if action.menu() is not None:
            menu = action.menu()
            desk.wait(menu.isVisible)
    desk.wait(lambda: QApplication.activePopupWidget() is None)


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(text), delimiter=delimiter))


def test_the_heatmaps_are_copied_with_every_digit(desk: Desk) -> None:
    choose(desk, "dock_delta", "copy_table")
    table = rows(QGuiApplication.clipboard().text(), "\t")
    delta = desk.frame.trace.deltas[0]
    assert table[1][:2] == ["neuron", "sample 0"]
    copied = np.array([[float(cell) for cell in row[1:]] for row in table[2 : 2 + delta.shape[1]]])
    assert (copied == delta.T).all()


def test_a_table_of_numbers_is_copied_with_every_digit(desk: Desk) -> None:
    desk.window.workspaces.show(Workspace.TRAIN)
    shown = desk.window.panels["dock_flow"]
    desk.wait(lambda: shown.content().tables != ())
    choose(desk, "dock_flow", "copy_table")
    copied = rows(QGuiApplication.clipboard().text(), "\t")
    head = next(number for number, row in enumerate(copied) if "RMS δ" in row)
    strengths = copied[head + 1 : head + 4]
    frame = desk.frame
    data = frame.data
    trace = backpropagate(frame.network, data.x_train, data.y_train, cost=frame.config.cost)
    for row, delta in zip(strengths, trace.deltas, strict=True):
        assert float(row[1]) == pytest.approx(float(np.sqrt(np.mean(delta**2))), rel=1e-12)


def test_the_picture_that_is_copied_is_that_of_the_panel(desk: Desk) -> None:
    choose(desk, "dock_demon", "copy_picture")
    image = QGuiApplication.clipboard().image()
    dock = desk.window.docks["dock_demon"]
    assert image.size() == dock.size() * 2
    colours = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}
    assert len(colours) > 4


@pytest.mark.parametrize("are_for_all_data", [True, False], ids=["for all data", "for some data"])
def test_every_panel_can_be_drawn_as_a_picture_and_as_lines(
    open_desk: Callable[..., Desk], tmp_path: Path, are_for_all_data: bool
) -> None:
    desk = open_desk(None if are_for_all_data else preset("spiral").project())
    desk.wait_for_measured()
    docks = [
        name
        for name, spec in PANELS.items()
        if Workspace.EXPLORE in spec.workspaces and (spec.suits is None) is are_for_all_data
    ]
    assert docks
    for dock in docks:
        assert_is_drawn_as_a_picture_and_as_lines(desk, dock, tmp_path)


def assert_is_drawn_as_a_picture_and_as_lines(desk: Desk, dock: str, folder: Path) -> None:
    kinds = {".png": PIXELS, ".svg": VECTORS} | (
        {".csv": TABLE} if desk.window.panels[dock].content().tables else {}
    )
    for row, ending in enumerate(kinds):
        path = folder / f"{dock}{ending}"
        choose(desk, dock, "save_content")
        desk.choose_kind(row)
        desk.choose_file(path)
        desk.wait_for_message(path.name)
        assert path.stat().st_size > 0
    assert QImage(str(folder / f"{dock}.png")).width() == 2 * desk.window.docks[dock].width()
    lines = QSvgRenderer(str(folder / f"{dock}.svg"))
    assert lines.isValid()
    assert lines.defaultSize().width() > 100


def test_a_panel_is_shown_in_another_workspace(desk: Desk) -> None:
    choose(desk, "dock_demon", "Show in", "show_in_train")
    assert desk.window.workspaces.current is Workspace.TRAIN
    desk.wait(desk.window.docks["dock_demon"].isVisible)


def test_a_panel_is_closed_and_comes_back_by_the_view_menu(desk: Desk) -> None:
    choose(desk, "dock_cost", "close_panel")
    desk.wait(lambda: not desk.window.docks["dock_cost"].isVisible())
    desk.open_panel("dock_cost")
    desk.wait(desk.window.docks["dock_cost"].isVisible)


@pytest.mark.parametrize("by", ["menu", "key"])
def test_what_a_panel_is_about_stands_in_the_guide(desk: Desk, by: str) -> None:
    if by == "menu":
        choose(desk, "dock_demon", "explain_panel")
    else:
        desk.find("demon_dz").setFocus()
        desk.key(Qt.Key.Key_F1, widget=desk.find("demon_dz"))
    browser = desk.find("dialog_guide_text")
    assert isinstance(browser, QTextBrowser)
    at_top = browser.cursorForPosition(QPoint(20, 12)).block()
    near = [at_top.text(), at_top.next().text(), at_top.next().next().text()]
    assert PANELS["dock_demon"].guide in near


def shown_in_guide(desk: Desk) -> list[str]:
    """The first lines that the guide shows."""
    browser = desk.find("dialog_guide_text")
    assert isinstance(browser, QTextBrowser)
    at_top = browser.cursorForPosition(QPoint(20, 12)).block()
    return [at_top.text(), at_top.next().text(), at_top.next().next().text()]


@pytest.mark.parametrize("place", ["title", "text", "room"])
def test_a_click_anywhere_in_a_panel_makes_it_the_one_that_f1_explains(desk: Desk, place: str) -> None:
    dock = desk.window.docks["dock_demon"]
    if place == "title":
        desk.qtbot.mouseClick(dock.title_line.title, LEFT)
    elif place == "text":
        desk.click("demon_place")
    else:
        desk.qtbot.mouseClick(dock.body, LEFT, pos=QPoint(3, dock.body.height() - 3))
    desk.key(Qt.Key.Key_F1)
    assert PANELS["dock_demon"].guide in shown_in_guide(desk)


def test_without_a_current_panel_f1_opens_the_beginning_of_the_guide(desk: Desk) -> None:
    desk.click("demon_place")
    desk.window.canvas.view.setFocus()
    desk.key(Qt.Key.Key_F1)
    assert shown_in_guide(desk)[0] == "User's guide"


def right_click(desk: Desk, widget: QWidget, place: QPoint) -> None:
    """Press and let go, and what the platform makes of it."""
    desk.qtbot.mouseClick(widget, Qt.MouseButton.RightButton, pos=place)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, asked)


def open_menu(desk: Desk) -> QMenu:
    desk.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_a_right_click_in_a_panel_offers_what_its_menu_does_and_selects_nothing(desk: Desk) -> None:
    before = desk.window.document.session.state
    for name in ("delta_row_1", "demon_place", "delta_readout", "demon_curve"):
        widget = desk.find(name)
        right_click(desk, widget, widget.rect().center())
        menu = open_menu(desk)
        assert menu.objectName() == f"dock_{name.split('_')[0]}_menu"
        assert "copy_picture" in {action.objectName() for action in menu.actions()}
        menu.close()
        desk.wait(lambda: QApplication.activePopupWidget() is None)
        assert desk.window.document.session.state == before, name


def test_a_right_click_on_the_empty_canvas_offers_the_acts_on_the_network_and_selects_nothing(
    desk: Desk,
) -> None:
    before = desk.window.document.session.state
    view = desk.window.canvas.view
    right_click(desk, view.viewport(), QPoint(3, view.viewport().height() - 3))
    menu = open_menu(desk)
    assert desk.window.actions_by_name["action_insert_layer"] in menu.actions()
    menu.close()
    assert desk.window.document.session.state == before
