"""What stands on the first screen of each workspace: few controls, few numbers, short tables."""

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from bpexplorer.document.workspaces import Workspace
from bpexplorer.panels.entries import PANELS
from bpexplorer.window.workspaces import WORKSPACES
from tests import counting
from tests.windows import Desk


@pytest.fixture(params=WORKSPACES, ids=lambda workspace: workspace.value)
def first_screen(request: pytest.FixtureRequest, desk: Desk) -> Desk:
    """A workspace as it comes up, the mouse on nothing."""
    workspace: Workspace = request.param
    QTest.mouseMove(desk.window.menuBar())  # wherever another test has left it
    desk.window.actions_by_name[f"workspace_{workspace.value}"].trigger()
    desk.wait_for_measured()
    return desk


def test_a_number_is_counted_once() -> None:
    network, product = (
        "64-14-10-10 · tanh · 1,170 parameters",
        "numpy float64 · Normal 1/√n · δ −0.25 · 98.9 %",
    )
    assert counting.numbers_in([network]) == ["64-14-10-10", "1,170"]
    assert counting.numbers_in([product, "layer 2, neuron 1 at <b>step 30</b>"]) == ["−0.25", "98.9"]
    assert counting.numbers_in(["sample 15 of 32"], with_ordinals=True) == ["15", "32"]


def test_there_is_little_to_choose_and_little_to_read(first_screen: Desk) -> None:
    window = first_screen.window
    controls = [each.objectName() or each.accessibleName() for each in counting.controls(window)]
    assert len(controls) <= 20, " ".join(controls)
    numbers = counting.numbers(window)
    assert len(numbers) <= 25, numbers
    assert len(counting.toolbar_controls(window)) <= 12
    assert max(counting.rows(window).values(), default=0) <= 10


def test_train_has_room_even_for_the_ordinals(desk: Desk) -> None:
    """Layers, steps and seeds don't count as numbers about anything, but there mustn't be many of them either."""
    desk.window.workspaces.show(Workspace.TRAIN)
    desk.wait_for_measured()
    everything = counting.numbers(desk.window, with_ordinals=True)
    assert len(counting.numbers(desk.window)) < len(everything) <= 25, everything


def test_what_is_counted_is_there_to_be_counted(desk: Desk) -> None:
    """That nothing is counted mustn't pass for calm."""
    named = {each.objectName() for each in counting.controls(desk.window)}
    assert {"training_section", "demon_dz", "demon_against"} <= named
    assert len(counting.toolbar_controls(desk.window)) >= 6
    assert counting.rows(desk.window)


def test_what_stands_on_a_title_line_stands_within_it(desk: Desk) -> None:
    for workspace in WORKSPACES:
        desk.window.workspaces.show(workspace)
        desk.wait_for_measured()
        for name, dock in desk.window.docks.items():
            for each in dock.title_line.findChildren(QWidget):
                assert not each.isVisible() or dock.title_line.rect().contains(each.geometry()), name


def test_the_menu_of_a_panel_is_drawn_while_the_mouse_or_the_keyboard_is_at_it(desk: Desk) -> None:
    dock = desk.window.docks["dock_cost"]
    assert dock.more.isVisible()
    assert not dock.more.is_drawn
    empty = dock.more.grab().toImage()
    dock.more.setFocus(Qt.FocusReason.TabFocusReason)
    assert dock.more.is_drawn
    assert dock.more.grab().toImage() != empty
    desk.key(Qt.Key.Key_Space)
    desk.wait(lambda: QApplication.activePopupWidget() is not None)
    desk.key(Qt.Key.Key_Escape, widget=QApplication.activePopupWidget())
    desk.window.canvas.view.setFocus()
    assert not dock.more.is_drawn
    at = QPointF(dock.rect().center())
    QApplication.sendEvent(dock, QEnterEvent(at, at, at))
    assert dock.more.is_drawn
    QApplication.sendEvent(dock, QEvent(QEvent.Type.Leave))
    assert not dock.more.is_drawn


class LayingOut(QObject):
    """Counts what is laid out, by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.counts[watched.objectName() or type(watched).__name__] += 1
        return False


@pytest.mark.parametrize("panel", PANELS)
def test_nothing_is_laid_out_while_nothing_changes(desk: Desk, panel: str) -> None:
    """What tells its layout something whenever it was laid out keeps a core busy for as long as it can be seen."""
    desk.window.workspaces.reveal(panel)
    desk.wait_for_measured()
    laying_out = LayingOut()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(laying_out)
    try:
        for _ in range(100):  # what was measured may have to find its place
            laying_out.counts.clear()
            for _ in range(10):
                QApplication.processEvents()
            if not laying_out.counts:
                break
    finally:
        app.removeEventFilter(laying_out)
    assert not laying_out.counts
