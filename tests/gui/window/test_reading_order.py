"""Tab goes through the window as one reads it, in every workspace, and one sees where the keys go."""

from collections.abc import Iterator
from itertools import groupby, pairwise

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLineEdit, QScrollArea, QTabBar, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.document.workspaces import Workspace
from bpexplorer.look.theme import Scheme, apply_theme
from bpexplorer.window.drawing import is_seen
from bpexplorer.window.reading_order import panel_order, tab_stops
from tests.windows import Desk

#: The regions of each workspace, as they are read.
REGIONS = {
    Workspace.EXPLORE: (
        "toolbar",
        "dock_setup",
        "dock_network",
        "dock_origin",
        "dock_demon",
        "dock_cost",
        "dock_delta",
    ),
    Workspace.STEP: (
        "toolbar",
        "dock_phases",
        "dock_network",
        "dock_forward",
        "dock_update",
        "dock_delta",
    ),
    Workspace.TRAIN: (
        "toolbar",
        "dock_setup",
        "dock_cost",
        "dock_update",
        "dock_flow",
        "dock_metrics",
        "dock_samples",
    ),
}


def stops(desk: Desk) -> Iterator[QWidget]:
    """What Tab leads to, once round."""
    window = desk.window
    first = window.focusWidget()
    assert first is not None
    yield first
    for _ in range(300):
        at = window.focusWidget()
        assert at is not None
        QTest.keyClick(at, Qt.Key.Key_Tab)
        now = window.focusWidget()
        assert now is not None
        if now is first:
            return
        if now is not at:  # a label may have several links
            yield now
    raise AssertionError("Tab never comes round")


def region(widget: QWidget) -> QWidget:
    """The dock or toolbar that a widget lies in."""
    if isinstance(widget, QTabBar):  # the panel right below
        below = widget.mapToGlobal(widget.rect().bottomLeft())
        docks = [each for each in widget.parentWidget().findChildren(QDockWidget) if is_seen(each)]
        tops = [each.mapToGlobal(QPoint()) for each in docks]
        return docks[int(np.argmin([(at - below).manhattanLength() for at in tops]))]
    around: QWidget | None = widget
    while around is not None and not isinstance(around, QDockWidget | QToolBar):
        around = around.parentWidget()
    assert around is not None, f"{widget.objectName()} lies in no panel"
    return around


def scroller(widget: QWidget) -> QScrollArea | None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around


def page(widget: QWidget) -> QWidget:
    """What a widget keeps its place in when a panel scrolls it into sight."""
    around = scroller(widget)
    return region(widget) if around is None else around.widget()


def place(widget: QWidget, within: QWidget) -> QRect:
    return QRect(within.mapFromGlobal(widget.mapToGlobal(QPoint())), widget.size())


def follows(second: QRect, first: QRect) -> bool:
    """Whether one reads a place after another: further down, or in the same row further to the right."""
    in_a_row = second.top() <= first.bottom() and first.top() <= second.bottom()
    return second.left() > first.left() if in_a_row else second.top() > first.bottom()


def test_tab_goes_through_the_window_as_one_reads(desk: Desk) -> None:
    desk.click_neuron(2, 3)
    for workspace in REGIONS:
        assert_read_in_order(desk, workspace)


def assert_read_in_order(desk: Desk, workspace: Workspace) -> None:
    desk.window.workspaces.show(workspace)
    desk.wait_for_rest()
    desk.window.message_bar.forget_project()
    desk.find("button_action_play").setFocus()
    found = [(region(each), each, place(each, page(each)), scroller(each)) for each in stops(desk)]
    regions = [at.objectName() for at, _ in groupby(found, lambda each: each[0])]
    assert regions == list(REGIONS[workspace])
    for (before, first, there, inside), (after, second, here, also) in pairwise(found):
        if before is after and inside is also:
            assert follows(here, there), f"{second.objectName()} isn't read after {first.objectName()}"


def test_shift_tab_goes_back_the_same_way(small_desk: Desk) -> None:
    desk = small_desk
    desk.find("button_action_play").setFocus()
    forth = list(stops(desk))
    back = []
    for _ in range(2 * len(forth)):
        at = desk.window.focusWidget()
        assert at is not None
        if not back or back[-1] is not at:  # a label may have several links
            back.append(at)
        if len(back) > 1 and at is forth[0]:
            break
        QTest.keyClick(at, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    names = [each.objectName() for each in forth]
    assert [each.objectName() for each in back] == [names[0], *reversed(names)]


def test_one_sees_where_the_keys_go(desk: Desk, qapp: QApplication) -> None:
    desk.click_neuron(2, 3)
    schemes: tuple[Scheme, ...] = ("dark", "light")
    for scheme in schemes:
        apply_theme(qapp, scheme)
        for workspace in REGIONS:
            assert keys_without_a_mark(desk, workspace) == [], (scheme, workspace)


def keys_without_a_mark(desk: Desk, workspace: Workspace) -> list[str]:
    desk.window.workspaces.show(workspace)
    desk.wait_for_calm()
    desk.find("button_action_play").setFocus()
    unseen = []
    last: tuple[QWidget, np.ndarray] | None = None
    for widget in stops(desk):
        if last is not None and np.array_equal(pixels(last[0]), last[1]):
            unseen.append(last[0].objectName())
        last = widget, pixels(widget)
    return unseen


def pixels(widget: QWidget) -> np.ndarray:
    image = widget.grab().toImage()
    return np.frombuffer(image.constBits(), dtype=np.uint8).copy()


def test_panels_are_read_by_columns_and_what_lies_below_the_largest_last() -> None:
    setup, network, below = QRect(8, 80, 206, 790), QRect(222, 80, 860, 560), QRect(222, 648, 860, 222)
    upper, lower = QRect(1090, 80, 342, 330), QRect(1090, 418, 342, 300)
    boxes = [lower, below, network, upper, setup]
    assert [boxes[place] for place in panel_order(boxes)] == [setup, network, upper, lower, below]
    assert panel_order([]) == []


def test_what_is_squeezed_to_no_height_keeps_tab_from_nothing(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    fields = [QLineEdit(around) for _ in range(4)]
    for place, field in enumerate(fields):
        field.setGeometry(40 * place, 30 * (place // 2), 40, 0 if place > 1 else 20)
    around.show()
    assert list(tab_stops(around)) == fields
