"""Where δ comes from, in the window: what is pointed at lights up on the canvas, and rows are walked along."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bpexplorer.core.spec import Neuron
from bpexplorer.panels.origin.table import OriginTableView
from tests.windows import LEFT, NO_MODIFIER, Desk


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    desk = open_desk()
    desk.click_neuron(2, 0)
    desk.wait_for_calm()
    return desk


def table(desk: Desk) -> OriginTableView:
    view = desk.find("origin_table")
    assert isinstance(view, OriginTableView)
    return view


def place_of(desk: Desk, row: int) -> QPoint:
    view = table(desk)
    return view.visualRect(view.model().index(row, 1)).center()


def hover(desk: Desk, row: int | None) -> None:
    """Move the mouse onto a row, or away; QTest.mouseMove needs the real pointer, which offscreen has none of."""
    viewport, none = table(desk).viewport(), Qt.MouseButton.NoButton
    if row is None:
        QApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
        return
    at = QPointF(place_of(desk, row))
    place = QPointF(viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, QMouseEvent(QEvent.Type.MouseMove, at, place, none, none, NO_MODIFIER))


def picture_of(desk: Desk) -> QImage:
    return desk.window.canvas.view.viewport().grab().toImage()


def test_a_row_under_the_mouse_lights_its_edge_both_ends_and_the_factors_on_the_canvas(desk: Desk) -> None:
    view = desk.window.canvas.view
    before = picture_of(desk)
    hover(desk, 0)
    shown = table(desk).table
    assert view.pointed_words() == shown.in_words(0)
    after = picture_of(desk)
    ends = [view.neuron_position(2, 0), view.neuron_position(3, shown.neuron(0).index)]
    third = QPoint(
        *(round(a + (b - a) / 3) for a, b in zip(ends[0].toTuple(), ends[1].toTuple(), strict=True))
    )
    for place in (*ends, third):
        around = [QPoint(place.x() + dx, place.y() + dy) for dx in range(-18, 19) for dy in range(-18, 19)]
        assert any(before.pixel(each) != after.pixel(each) for each in around)
    hover(desk, None)
    assert view.pointed_words() == ""
    assert picture_of(desk) == before


def test_what_is_pointed_at_goes_out_where_an_edit_takes_it_away(desk: Desk) -> None:
    hover(desk, 0)
    assert desk.window.canvas.view.pointed_words()
    desk.choose("Network", "Remove the layer")
    assert desk.window.canvas.view.pointed_words() == ""
    desk.wait_for_calm()
    assert desk.window.canvas.view.pointed_words() == ""


def test_walking_along_the_rows_keeps_step_sample_and_demon(desk: Desk) -> None:
    desk.click("button_action_step")
    desk.wait(lambda: desk.frame.step == 1)
    desk.wait_for_calm()
    desk.choose("Demon", "Demon here")
    desk.wait_for_calm()
    before = desk.window.document.session.state
    demon = before.demon
    assert demon is not None
    walked = table(desk).table.neuron(1)
    delta = float(desk.frame.trace.deltas[2][before.sample, walked.index])
    QTest.mouseClick(table(desk).viewport(), LEFT, NO_MODIFIER, place_of(desk, 1))
    desk.wait_for_calm()
    state = desk.window.document.session.state
    assert state.primary == walked == Neuron(3, walked.index)
    assert (state.sample, desk.frame.step) == (before.sample, 1)
    assert state.demon is not None
    assert (state.demon.dz, state.demon.scope) == (demon.dz, demon.scope)
    assert desk.number("origin_delta") == pytest.approx(delta, abs=6e-5)


def assert_the_demon_tests_what_is_shown(desk: Desk) -> None:
    demon = desk.window.document.session.state.demon
    assert demon is not None
    assert demon.neuron == desk.window.document.session.state.primary
    delta = desk.number("origin_delta")
    assert delta * demon.dz < 0.0
    assert desk.number("demon_predicted") == pytest.approx(delta * demon.dz, rel=1e-2)


def choose_mean(desk: Desk) -> None:
    pill = desk.find("origin_pill")
    QTest.mouseClick(pill, LEFT)
    menu = desk.find("origin_pill_menu")
    desk.wait(menu.isVisible)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(menu, key)
    desk.wait(lambda: "32 fixed samples" in pill.accessibleName())


def test_testing_a_delta_puts_the_demon_there_and_brings_its_panel_to_the_front(desk: Desk) -> None:
    desk.window.docks["dock_demon"].close()
    desk.wait_for_calm()
    desk.click("origin_test")
    desk.wait_for_calm()
    assert desk.find("demon_predicted").isVisible()
    assert_the_demon_tests_what_is_shown(desk)
    desk.enter("demon_dz", "0")
    desk.click_neuron(1, 4)
    desk.wait_for_calm()
    desk.click("origin_test")
    desk.wait_for_calm()
    assert_the_demon_tests_what_is_shown(desk)
    choose_mean(desk)
    desk.click("origin_test")
    desk.wait_for_calm()
    assert_the_demon_tests_what_is_shown(desk)


def test_the_mean_of_delta_is_the_gradient_of_the_bias_that_set_up_shows(desk: Desk) -> None:
    choose_mean(desk)
    mean = float(np.mean(desk.frame.trace.deltas[1][:, 0]))
    assert desk.number("origin_delta") == pytest.approx(mean, abs=6e-5)
