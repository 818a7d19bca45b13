"""The workspaces: what they show, that each is arranged for itself, and that what is looked at stays."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from bpexplorer.app import create_window
from bpexplorer.canvas.layout import Part
from bpexplorer.core.spec import Neuron
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.workspaces import STAGE, Workspace
from bpexplorer.look.stylesheet import SPACING
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.project.presets import preset
from bpexplorer.window import panels_made
from bpexplorer.window.workspaces import WORKSPACES, regions
from bpexplorer.window.workspaces.switching import SMALLEST_WHOLE
from tests.windows import Desk


def go(desk: Desk, workspace: Workspace) -> None:
    desk.window.actions_by_name[f"workspace_{workspace.value}"].trigger()
    desk.wait_for_calm()


def layout(desk: Desk) -> dict[str, QRect]:
    """Where the docks are that can be seen."""
    desk.wait_for_calm()
    desk.window.stage.area.settle()
    docks = desk.window.stage.area.docks
    return {name: QRect(dock.geometry()) for name, dock in docks.items() if dock.isVisible()}


def resize(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.wait(lambda: (desk.window.width(), desk.window.height()) == size)


def test_each_workspace_shows_its_panels_in_the_places_that_are_drawn(desk: Desk) -> None:
    assert desk.window.workspaces.current is Workspace.EXPLORE
    for workspace in WORKSPACES:
        go(desk, workspace)
        assert_as_drawn(desk, workspace)


def assert_as_drawn(desk: Desk, workspace: Workspace) -> None:
    drawn, shown = regions(workspace), layout(desk)
    assert shown.keys() == drawn.keys()
    scale = desk.window.stage.area.height() / STAGE.height
    for name, box in shown.items():
        if box.right() < 0:  # behind a tab
            assert list(drawn.values()).count(drawn[name]) > 1, name
            continue
        assert abs(box.x() - drawn[name].x) <= 2, name
        # What isn't there yet leaves its room; tabs stand above the panels behind them.
        tabs = 40 if list(drawn.values()).count(drawn[name]) > 1 else 4
        assert box.y() <= (drawn[name].y - STAGE.y) * scale + tabs, name
        assert box.width() >= drawn[name].width - 2, name


def test_the_switch_and_the_keys_go_to_a_workspace_and_both_and_the_menu_tell_which_is_shown(
    desk: Desk,
) -> None:
    desk.click("button_workspace_train")
    assert desk.window.workspaces.current is Workspace.TRAIN
    assert desk.window.actions_by_name["workspace_train"].isChecked()
    assert not desk.window.canvas.isVisible()
    desk.key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.workspaces.current is Workspace.EXPLORE
    assert desk.window.canvas.isVisible()
    desk.choose("View", "Train")
    assert desk.window.workspaces.current is Workspace.TRAIN


def test_the_smallest_window_that_shows_a_workspace_whole_needs_no_scroll_bar(small_desk: Desk) -> None:
    resize(small_desk, SMALLEST_WHOLE.toTuple())
    scroll = small_desk.window.stage.findChild(QScrollArea, "stage_scroll")
    assert scroll is not None
    for workspace in WORKSPACES:
        go(small_desk, workspace)
        small_desk.wait_for_rest()
        assert scroll.widget().size() == scroll.maximumViewportSize(), workspace
    go(small_desk, Workspace.STEP)
    small_desk.wait_for_rest()
    deltas = small_desk.find("delta_scroll")
    assert isinstance(deltas, QScrollArea)
    assert not deltas.verticalScrollBar().isVisible()


def test_what_is_looked_at_stays(desk: Desk) -> None:
    desk.click_neuron(1, 3)
    desk.enter("sample", "7")
    desk.click("button_action_step")
    desk.wait_for_calm()
    picture = desk.window.newest_picture()
    assert picture is not None
    for workspace in (Workspace.TRAIN, Workspace.EXPLORE):
        go(desk, workspace)
        now = desk.window.newest_picture()
        assert now is not None
        assert (now.session, now.frame.step) == (picture.session, picture.frame.step)


def test_what_is_moved_in_one_workspace_stays_there_and_is_reset_there(desk: Desk) -> None:
    explore = layout(desk)
    go(desk, Workspace.TRAIN)
    train = layout(desk)
    desk.choose("View", "Panels", "Metrics")
    desk.wait_for_calm()
    drag_edge(desk, "dock_cost", QPoint(-120, 0))
    changed = layout(desk)
    assert changed != train
    assert changed["dock_cost"].width() == train["dock_cost"].width() - 120
    go(desk, Workspace.EXPLORE)
    assert layout(desk) == explore
    desk.choose("View", "Reset this workspace")
    go(desk, Workspace.TRAIN)
    assert layout(desk) == changed
    desk.choose("View", "Reset this workspace")
    assert layout(desk) == train


def drag_edge(desk: Desk, name: str, by: QPoint) -> None:
    """Drag the edge at the right of a dock."""
    area = desk.window.stage.area
    area.settle()
    box = area.docks[name].geometry()
    at = QPoint(box.right() + 5, box.center().y())
    desk.qtbot.mousePress(area, Qt.MouseButton.LeftButton, pos=at)
    desk.qtbot.mouseMove(area, at + by)
    desk.wait(lambda: area.docks[name].geometry() != box)
    desk.qtbot.mouseRelease(area, Qt.MouseButton.LeftButton, pos=at + by)


def test_a_moved_edge_keeps_its_part_of_every_size(desk: Desk) -> None:
    drag_edge(desk, "dock_network", QPoint(-100, 0))
    before = layout(desk)
    resize(desk, (2560, 1440))
    wide = layout(desk)
    assert wide["dock_demon"].width() > 1.7 * before["dock_demon"].width()
    resize(desk, (1440, 900))
    assert layout(desk) == before


def assert_bars_in_reach_when_small(desk: Desk) -> None:
    resize(desk, (780, 460))
    boxes = sorted(layout(desk).values(), key=lambda box: box.y())
    assert {box.x() for box in boxes} == {boxes[0].x()}
    assert all(upper.bottom() < lower.top() for upper, lower in pairwise(boxes))
    window = desk.window
    for name in ("button_action_play", "button_action_undo", "workspace_list", "train_cost"):
        widget = desk.find(name)
        assert window.rect().contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())), name
    assert window.statusBar().isVisible()
    assert desk.find_all("qt_toolbar_ext_button") == []


def edges(desk: Desk) -> list[QPoint]:
    """A place on the right edge and on the lower one of each dock that can be seen."""
    boxes = layout(desk).values()
    right = [QPoint(box.right() + 5, box.center().y()) for box in boxes]
    return right + [QPoint(box.center().x(), box.bottom() + 5) for box in boxes]


def test_the_mouse_may_be_on_any_edge_when_a_key_asks_for_another_workspace(desk: Desk) -> None:
    """Qt has followed the way to where that edge had been, and crashed."""
    area, actions = desk.window.stage.area, desk.window.actions_by_name
    for edge in edges(desk):
        actions["workspace_explore"].trigger()
        desk.qtbot.mouseMove(area, edge)
        actions["workspace_learn"].trigger()
        desk.qtbot.mouseMove(area, area.rect().center())
    desk.wait_for_calm()


def hold(widget: QWidget, at: QPoint, *ways: QPoint) -> None:
    """Press the left button, and move the mouse with it, from one place on the screen to the next."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    steps = [(QEvent.Type.MouseButtonPress, widget.mapToGlobal(at), left)]
    steps += [(QEvent.Type.MouseMove, to, none) for to in ways]
    for kind, place, changed in steps:
        spot, on_screen = widget.mapFromGlobal(place), QPointF(place)
        event = QMouseEvent(kind, QPointF(spot), on_screen, changed, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)


def test_any_edge_may_be_held_when_a_key_asks_for_another_workspace(desk: Desk) -> None:
    area, actions = desk.window.stage.area, desk.window.actions_by_name
    for edge in edges(desk):
        actions["workspace_explore"].trigger()
        hold(area, edge, area.mapToGlobal(edge + QPoint(3, 3)))
        actions["workspace_learn"].trigger()
        before = layout(desk)
        QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 40))
        assert layout(desk) == before, "it has let go of the edge"


def test_a_panel_may_be_carried_by_its_title_when_a_key_asks_for_another_workspace(desk: Desk) -> None:
    """Qt keeps how the others lay before, and went back to what was no longer there: it crashed."""
    area, at = desk.window.stage.area, QPoint(100, 8)
    go(desk, Workspace.STEP)
    area.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, area.docks["dock_checks"])
    carried = area.docks["dock_phases"]
    hold(carried, at, carried.mapToGlobal(at + QPoint(60, 160)))
    assert carried.isFloating()
    go(desk, Workspace.EXPLORE)
    before = layout(desk)
    QTest.mouseRelease(carried, Qt.MouseButton.LeftButton, pos=at)
    assert layout(desk) == before, "it has been let go of"
    go(desk, Workspace.STEP)
    assert carried.isVisible()


def test_a_panel_that_is_carried_over_another_goes_back_when_a_key_asks_for_another_workspace(
    desk: Desk,
) -> None:
    area, at, before = desk.window.stage.area, QPoint(100, 8), layout(desk)
    carried, over = area.docks["dock_cost"], area.docks["dock_network"]
    middle = over.mapToGlobal(over.rect().center())
    hold(carried, at, *(middle + QPoint(across, 0) for across in (0, 20, 40)))
    assert carried.isFloating()
    go(desk, Workspace.TRAIN)
    QTest.mouseRelease(carried, Qt.MouseButton.LeftButton, pos=at)
    go(desk, Workspace.EXPLORE)
    assert layout(desk) == before


def test_a_narrow_window_has_its_workspaces_in_a_list_and_a_small_one_its_panels_below_each_other(
    desk: Desk,
) -> None:
    assert_bars_in_reach_when_small(desk)
    before = layout(desk)
    desk.window.docks["dock_demon"].close()
    without = {name: box.size() for name, box in layout(desk).items()}
    assert without == {name: box.size() for name, box in before.items() if name != "dock_demon"}
    desk.window.docks["dock_demon"].toggleViewAction().trigger()
    assert layout(desk) == before
    resize(desk, (1279, 800))
    desk.wait(lambda: desk.find_all("button_workspace_train") == [])
    desk.wait(lambda: desk.find_all("quick_settings") == [])
    button = desk.find("workspace_list")
    assert button.text() == "Explore"  # type: ignore[attr-defined]
    go(desk, Workspace.TRAIN)
    assert button.text() == "Train"  # type: ignore[attr-defined]


def test_a_panel_is_made_when_it_is_first_seen(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels_made, "PREWARM_MILLISECONDS", 1_000_000)
    desk = open_desk()
    first = {name for name in regions(Workspace.EXPLORE) if name in PANELS}
    assert desk.window.panels.there.keys() == first
    for name in ("epoch", "step", "train_cost", "test_cost", "test_accuracy", "demon_predicted", "demon_gap"):
        assert desk.window.findChild(QWidget, name) is not None, name
    go(desk, Workspace.TRAIN)
    assert desk.window.panels.there.keys() == first | set(regions(Workspace.TRAIN))


def test_panels_that_nobody_has_seen_are_made_while_there_is_nothing_to_do(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels_made, "PREWARM_MILLISECONDS", 0)
    desk = open_desk()
    desk.wait(lambda: desk.window.panels.there.keys() == PANELS.keys())
    assert not desk.window.panels.there["dock_metrics"].isVisible()


def test_a_message_lies_over_the_canvas_and_pushes_nothing(desk: Desk) -> None:
    view = desk.window.canvas.view
    before, boxes = QRect(view.geometry()), layout(desk)
    desk.window.messages.complain("This can't be done, because something is missing.")
    bar = desk.window.message_bar
    desk.wait(bar.isVisible)
    assert view.geometry() == before
    assert layout(desk) == boxes
    assert on_stage(desk, desk.window.canvas).contains(bar.geometry())
    assert on_stage(desk, desk.window.canvas.foot).bottom() - bar.geometry().bottom() < 2 * SPACING
    for layer, size in enumerate(desk.frame.spec.sizes):
        places = [view.control_position(Part.HEADER, layer)]
        places += [view.neuron_position(layer, neuron) for neuron in range(size)]
        for place in places:
            assert not bar.geometry().contains(view.viewport().mapTo(desk.window.stage, place)), layer
    go(desk, Workspace.TRAIN)
    desk.wait(lambda: on_stage(desk, desk.window.docks["dock_cost"]).contains(bar.geometry()))
    titles = [dock.title_line for dock in desk.window.docks.values() if dock.isVisible()]
    assert not any(on_stage(desk, title).intersects(bar.geometry()) for title in titles)
    plot = desk.window.docks["dock_cost"].findChild(Plot)
    assert plot is not None
    for size in ((1024, 700), (1440, 900)):
        desk.window.resize(*size)
        desk.wait_for_rest()
        inner = plot.inner_rect().translated(on_stage(desk, plot.surface).topLeft())
        assert inner.contains(bar.geometry()), "among the curves, beside the axes"


def test_a_message_covers_no_legend_where_the_network_leaves_room(small_desk: Desk) -> None:
    small_desk.window.messages.complain("This can't be done, because something is missing.")
    bar, foot = small_desk.window.message_bar, small_desk.window.canvas.foot
    small_desk.wait(bar.isVisible)
    assert not bar.geometry().intersects(on_stage(small_desk, foot))
    assert on_stage(small_desk, small_desk.window.canvas.view).contains(bar.geometry())


def on_stage(desk: Desk, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(desk.window.stage, QPoint(0, 0)), widget.size())


def test_play_and_pause_move_nothing_on_the_bar(small_desk: Desk) -> None:
    bar = small_desk.window.top_bar
    places = [QRect(each.geometry()) for each in bar.findChildren(QWidget) if each.isVisible()]
    small_desk.click("button_action_play")
    small_desk.wait(lambda: small_desk.window.actions_by_name["action_play"].text() == "Pause")
    assert [QRect(each.geometry()) for each in bar.findChildren(QWidget) if each.isVisible()] == places
    small_desk.pause()


def test_a_panel_that_floats_has_a_frame_and_can_be_closed_and_put_back(desk: Desk) -> None:
    dock, before = desk.window.docks["dock_demon"], layout(desk)
    dock.setFloating(True)
    flags = Qt.WindowType
    desk.wait(lambda: not dock.windowFlags() & flags.FramelessWindowHint)
    assert dock.windowFlags() & flags.WindowTitleHint
    assert dock.windowFlags() & flags.WindowCloseButtonHint
    desk.wait(dock.isVisible)
    dock.close()
    desk.open_panel("dock_demon")
    assert dock.isFloating()
    dock.setFloating(False)
    desk.wait_for_calm()
    assert layout(desk) == before


@pytest.mark.parametrize("corner", [QPoint(-900, 40), QPoint(40, -900), QPoint(40, 40)])
def test_a_panel_that_floats_on_any_screen_shows_what_is_selected_when_it_is_opened(
    small_desk: Desk, corner: QPoint
) -> None:
    """Qt says of one left of the first screen, or above it, that it isn't visible."""
    desk = small_desk
    go(desk, Workspace.TRAIN)
    dock = desk.window.docks["dock_origin"]
    dock.setFloating(True)
    dock.move(corner)
    desk.wait_for_rest()
    dock.close()
    desk.window.requests.take_act(Select((Neuron(2, 0),)))
    desk.wait_for_rest()
    dock.toggleViewAction().trigger()
    desk.wait_for_rest()
    assert dock.title_line.note.text().startswith("layer 2, neuron 0")


def test_panels_that_are_closed_have_their_places_when_they_are_opened_again(desk: Desk) -> None:
    before = layout(desk)
    for name in ("dock_cost", "dock_delta"):
        desk.window.docks[name].close()
        assert name not in layout(desk)
    for name in ("dock_cost", "dock_delta"):
        desk.open_panel(name)
        assert name in layout(desk)
    assert layout(desk) == before


def test_the_others_belong_where_they_did_when_what_was_beside_them_is_closed(desk: Desk) -> None:
    go(desk, Workspace.TRAIN)
    area, before = desk.window.stage.area, layout(desk)
    regions = dict(area.regions)
    desk.window.docks["dock_cost"].close()  # Update and Gradient flow, one below the other, get its room
    assert "dock_cost" not in layout(desk)
    assert dict(area.regions) == regions
    desk.open_panel("dock_cost")
    assert layout(desk) == before


def test_the_first_window_and_its_frame_fit_the_screen(desk: Desk) -> None:
    made = create_window()
    desk.qtbot.addWidget(made, before_close_func=lambda _: made.closing.shut_down())
    room = made.screen().availableSize() - made.size()
    assert room.width() > 0
    assert room.height() > 30


def test_tabs_that_come_back_with_the_next_window_are_the_upper_part_of_their_card(
    desk: Desk, qtbot: QtBot
) -> None:
    go(desk, Workspace.TRAIN)
    desk.open_panel("dock_reuse")
    front = as_card(desk, "dock_reuse")
    desk.put_away()
    again = Desk(qtbot)
    go(again, Workspace.TRAIN)
    again.wait(lambda: again.window.docks["dock_reuse"].visibleRegion().boundingRect().isValid())
    assert as_card(again, "dock_reuse") == front


def as_card(desk: Desk, name: str) -> tuple[object, ...]:
    """How the tabs look that lead to a dock, which must be on a card with them."""
    layout(desk)
    area, dock = desk.window.stage.area, desk.window.docks[name]
    bars = [bar for bar in area.findChildren(QTabBar) if bar.isVisible() and bar.parent() is area]
    (bar,) = [bar for bar in bars if bar.tabText(bar.currentIndex()) == dock.windowTitle()]
    assert bar.property("role") == "dock-tabs"
    assert (bar.x(), bar.width()) == (dock.x(), dock.width())
    assert not dock.title_line.title.isVisible(), "the tab says it"
    picture, ratio = area.grab().toImage(), area.devicePixelRatioF()
    right = bar.geometry().right() - 12
    colours = {
        picture.pixelColor(round(right * ratio), round(y * ratio)).name()
        for y in range(bar.geometry().top() + 2, dock.geometry().top() + 4)
    }
    assert colours == {current_theme().panel.name()}
    return bar.geometry().height(), [bar.tabText(index) for index in range(bar.count())]


def test_however_many_tabs_a_narrow_card_has_their_names_are_whole_and_within_reach(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(preset("xor").project(), size=(1024, 700))
    names = ["dock_demon", "dock_reuse", "dock_update", "dock_metrics", "dock_image"]
    area = desk.window.workspaces.area
    for name in names[1:]:
        area.tabifyDockWidget(desk.window.docks[names[0]], desk.window.docks[name])
        desk.open_panel(name)
    layout(desk)
    titles = {desk.window.docks[name].windowTitle() for name in names}
    bars = area.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    (bar,) = [each for each in bars if titles <= {each.tabText(place) for place in range(each.count())}]
    for place in range(bar.count()):
        name = bar.tabText(place)
        assert bar.tabRect(place).width() >= bar.fontMetrics().horizontalAdvance(name), name
    forth = bar.findChild(QToolButton, "ScrollRightButton")
    back = bar.findChild(QToolButton, "ScrollLeftButton")
    assert isinstance(forth, QToolButton)
    assert isinstance(back, QToolButton)

    def is_in_sight(place: int) -> bool:
        return bar.tabRect(place).left() >= 0 and bar.tabRect(place).right() <= bar.width()

    for button, place in ((back, 0), (forth, bar.count() - 1)):
        while button.isEnabled():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert is_in_sight(place)


class Resizes(QObject):
    """Counts how often a widget is given another size."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Resize
        return False


def test_a_switch_gives_each_dock_its_size_and_none_on_the_way(desk: Desk) -> None:
    for workspace in (Workspace.TRAIN, Workspace.EXPLORE):  # everything has been there once
        go(desk, workspace)
    counts = {name: Resizes(dock) for name, dock in desk.window.docks.items()}
    go(desk, Workspace.TRAIN)
    assert max(each.count for each in counts.values()) <= 2


def test_no_tabs_stay_in_sight_of_panels_that_lie_elsewhere_now(small_desk: Desk) -> None:
    area = small_desk.window.workspaces.area

    def tabs_in_sight() -> list[set[str]]:
        bars = area.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [
            {bar.tabText(place) for place in range(bar.count())}
            for bar in bars
            if bar.isVisible() and bar.geometry().intersects(area.rect())
        ]

    for workspace in (Workspace.STEP, Workspace.TRAIN, Workspace.EXPLORE, Workspace.STEP):
        small_desk.window.workspaces.show(workspace)
        small_desk.wait_for_calm()
        behind = [
            {
                dock.windowTitle(),
                *(each.windowTitle() for each in area.tabifiedDockWidgets(dock) if not each.isHidden()),
            }
            for dock in area.docks.values()
            if not dock.isHidden()
        ]
        small_desk.wait(
            lambda behind=behind: all(tabs in behind and len(tabs) > 1 for tabs in tabs_in_sight())
        )
        if workspace is Workspace.STEP:
            assert len(tabs_in_sight()) == 1


def test_a_title_line_alone_at_the_edge_names_the_step_that_all_else_is_of(desk: Desk) -> None:
    resize(desk, (780, 460))
    desk.click_neuron(2, 1)
    dock = desk.window.docks["dock_origin"]
    scroll = desk.window.stage.findChild(QScrollArea, "stage_scroll")
    assert scroll is not None
    top = dock.y() + dock.widget().y() - 4 - scroll.viewport().height()
    scroll.verticalScrollBar().setValue(top)
    desk.wait_for_calm()
    assert dock.title_line.isVisible()
    assert not dock.title_line.visibleRegion().isEmpty()
    assert desk.window.panels["dock_origin"].visibleRegion().isEmpty()
    desk.click("button_action_step")
    desk.wait(lambda: desk.frame.step == 1)
    desk.wait_for_calm()
    assert "step 1" in dock.title_line.note.text()
