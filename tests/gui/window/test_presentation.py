"""Presentation: everything larger, without menus and Set-up, by keys and mouse; and afterwards all as it was."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from bpexplorer.canvas.picture.items.edges import EdgesItem
from bpexplorer.canvas.picture.prepare import EDGE_LEVELS
from bpexplorer.document.workspaces import Workspace
from bpexplorer.look import fonts
from bpexplorer.look.theme import apply_theme
from bpexplorer.look.widgets.formula import typeset
from bpexplorer.project.presets import preset
from bpexplorer.window.chrome.presentation import MAGNIFICATION
from tests.walk import cut
from tests.windows import Desk


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    typeset("x", 12.0)  # what stands in plain characters until then has another size
    yield
    apply_theme(qapp, "light")


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    return open_desk(preset("xor").project())


def places(desk: Desk) -> list[tuple[str, str, tuple[int, ...]]]:
    """Where everything in sight lies."""
    found = []
    for each in desk.window.findChildren(QWidget):
        if not each.visibleRegion().isEmpty():
            place = each.mapTo(desk.window, each.rect().topLeft())
            found.append(
                (type(each).__name__, each.objectName(), (*place.toTuple(), each.width(), each.height()))
            )
    return sorted(found)


def letters(desk: Desk, name: str) -> float:
    """How large the text of a label is, as it is drawn."""
    label = desk.find(name)
    assert isinstance(label, QLabel)
    return QFontInfo(label.font()).pointSizeF()


def begin(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F11)
    desk.wait(desk.window.menuBar().isHidden)
    desk.wait_for_calm()


#: Of a secondary text, a number with a font of its own, and one on the toolbar.
LABELS = ("delta_readout", "origin_delta", "step")


def test_everything_is_larger_without_menus_and_set_up_and_then_again_as_it_was(desk: Desk) -> None:
    desk.click_neuron(1, 1)
    desk.wait_for_measured()
    lay, looked = places(desk), desk.window.grab().toImage()
    sizes = {name: letters(desk, name) for name in LABELS}
    begin(desk)
    assert desk.find_all("setup_panel") == []
    for name, size in sizes.items():
        assert letters(desk, name) == pytest.approx(MAGNIFICATION * size, rel=0.03), name
    desk.key(Qt.Key.Key_F11)
    desk.wait(lambda: places(desk) == lay)
    desk.wait(lambda: desk.window.grab().toImage() == looked)


def test_the_canvas_follows_with_its_edges_and_its_zoom_be_it_fitted_or_chosen(desk: Desk) -> None:
    view = desk.window.canvas.view

    def looks() -> tuple[float, float]:
        items = [each for each in view.scene().items() if isinstance(each, EdgesItem)]
        widths = {each.pen(level).widthF() for each in items for level in (0, EDGE_LEVELS)}
        return view.zoom, max(widths)

    for chosen in (False, True):
        if chosen:
            view.zoom_by(1.25)
        zoom, width = looks()
        begin(desk)
        desk.wait(lambda zoom=zoom: looks()[0] > zoom)  # type: ignore[misc]
        assert looks()[1] == pytest.approx(MAGNIFICATION * width)
        if chosen:
            assert view.zoom == pytest.approx(MAGNIFICATION * zoom)
        desk.key(Qt.Key.Key_F11)
        desk.wait(lambda zoom=zoom, width=width: looks() == pytest.approx((zoom, width)))  # type: ignore[misc]


def test_the_menu_begins_it_and_a_button_in_sight_says_how_it_ends_and_ends_it(desk: Desk) -> None:
    desk.choose("View", "Presentation")
    desk.wait(desk.window.menuBar().isHidden)
    end = desk.find("presentation_end")
    assert "F11" in end.accessibleName()
    assert desk.window.rect().contains(QRect(end.mapTo(desk.window, end.rect().topLeft()), end.size()))
    desk.click("presentation_end")
    desk.wait(desk.window.menuBar().isVisible)
    assert desk.find_all("presentation_end") == []
    assert desk.find_all("setup_panel") != []


def test_another_theme_keeps_it_and_leaves_as_much_to_take_back(desk: Desk) -> None:
    sizes = {name: letters(desk, name) for name in LABELS}
    lay = places(desk)
    begin(desk)
    larger = {name: letters(desk, name) for name in LABELS}
    desk.window.actions_by_name["action_theme_dark"].trigger()
    desk.wait_for_calm()
    assert {name: letters(desk, name) for name in LABELS} == larger
    desk.key(Qt.Key.Key_F11)
    desk.wait(lambda: places(desk) == lay)
    assert {name: letters(desk, name) for name in LABELS} == sizes


def test_it_goes_through_the_workspaces_and_changes_none(desk: Desk) -> None:
    desk.window.docks["dock_cost"].close()
    below = desk.window.docks["dock_demon"]
    desk.wait(lambda: below.geometry().bottom() == desk.window.workspaces.area.contentsRect().bottom())
    desk.wait_for_calm()
    lay = places(desk)
    begin(desk)
    for workspace in (Workspace.TRAIN, Workspace.EXPLORE, Workspace.TRAIN):
        desk.window.workspaces.show(workspace)
        desk.wait_for_calm()
        assert desk.find_all("setup_panel") == []
    desk.key(Qt.Key.Key_F11)
    desk.wait(lambda: desk.find_all("setup_panel") != [])
    desk.window.workspaces.show(Workspace.EXPLORE)
    desk.wait(lambda: places(desk) == lay)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_nothing_is_cut(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.click_neuron(1, 1)
    begin(desk)
    for workspace in (Workspace.EXPLORE, Workspace.TRAIN):
        desk.window.workspaces.show(workspace)
        desk.wait_for_rest()
        assert list(cut(desk.window)) == [], workspace


def test_a_window_that_is_closed_meanwhile_leaves_the_next_one_in_the_usual_size(
    desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    size = letters(desk, "step")
    begin(desk)
    desk.put_away()
    assert fonts.magnification() == 1.0
    assert letters(open_desk(preset("xor").project()), "step") == size
