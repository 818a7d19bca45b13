"""My turn in the window: what a phase makes is hidden until it is worked out or shown, and then it is there."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QWidget,
)

from bpexplorer.canvas.picture.items.sample import TermsItem
from bpexplorer.canvas.picture.words import hit_text
from bpexplorer.core.readings.phases.my_turn import Quantity, blanks
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.spec import Connection
from bpexplorer.look import numbers
from bpexplorer.panels.origin.table import OriginTableView
from tests.gui.window.test_stepping import enter, heatmaps_filled, wait_for, walk_of, walk_to
from tests.layouts import settle
from tests.windows import Desk


def asked(desk: Desk) -> list[str]:
    """What is asked for, by the names of the fields."""
    return [desk.find(f"turn_{place}").accessibleName() for place in (0, 1) if desk.find_all(f"turn_{place}")]


def answer(desk: Desk, place: int, value: float) -> str:
    """Type a number with two digits, and read whether it is right."""
    field = desk.find(f"turn_{place}")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, f"{value:.1e}")
    QTest.keyClick(field, Qt.Key.Key_Return)
    verdict = desk.window.findChild(QLabel, f"turn_{place}_verdict")
    assert verdict is not None
    return verdict.text()


def z_below_the_sample(desk: Desk) -> str:
    items = desk.window.canvas.view.scene().items()
    return next(each for each in items if isinstance(each, TermsItem)).words


def values(desk: Desk) -> dict[Quantity, float]:
    """What is to be worked out, by the reading of the walk itself."""
    state, walk = desk.window.document.session.state, walk_of(desk)
    place = state.connection if walk.phase.has_gradient else state.primary
    assert place is not None
    return {each.quantity: each.value for each in blanks(walk.reading, walk.phase, place, state.row)}


def test_delta_is_hidden_until_it_is_worked_out_and_then_fills_its_layer(desk: Desk) -> None:
    enter(desk)
    walk_to(desk, PhaseKind.OUTPUT_ERROR)
    walk_to(desk, PhaseKind.HIDDEN_ERROR, 2)
    canvas = desk.window.canvas
    places = [part.geometry() for part in (canvas.view, canvas.foot, canvas.phase_bar)]
    desk.click("my_turn")
    desk.wait(lambda: walk_of(desk).is_hidden)
    desk.wait_for_calm()
    assert asked(desk) == ["δ"]
    # There was room for the field: nothing has moved.
    assert [part.geometry() for part in (canvas.view, canvas.foot, canvas.phase_bar)] == places
    assert heatmaps_filled(desk) == [False, False, True]
    assert desk.find_all("origin_table") != []
    assert desk.find_all("origin_slope") != []
    assert desk.find_all("origin_sum") == []
    assert desk.text("origin_delta") == "?"
    assert not desk.find("origin_test").isEnabled()
    value = values(desk)[Quantity.DELTA]
    assert answer(desk, 0, -value).startswith("✗")
    assert walk_of(desk).is_hidden
    assert answer(desk, 0, value).startswith("✓")
    desk.wait(lambda: not walk_of(desk).is_hidden)
    desk.wait_for_calm()
    assert heatmaps_filled(desk) == [False, True, True]
    assert desk.number("origin_delta") == pytest.approx(value, abs=5e-5)
    # Back and forth, what was worked out stays.
    walk_to(desk, PhaseKind.OUTPUT_ERROR)
    assert walk_of(desk).is_hidden
    walk_to(desk, PhaseKind.HIDDEN_ERROR, 2)
    assert not walk_of(desk).is_hidden


def test_z_and_a_are_asked_for_together_and_the_canvas_waits_for_them(desk: Desk) -> None:
    enter(desk)
    desk.click("my_turn")
    assert asked(desk) == []
    walk_to(desk, PhaseKind.FORWARD, 1)
    assert asked(desk) == ["z", "a"]
    assert "not reached" in desk.window.canvas.view.spoken()
    assert (desk.text("forward_z"), desk.text("forward_a")) == ("?", "?")
    # Below the sample stand the terms pixel by pixel, without what they come to.
    assert z_below_the_sample(desk) == ""
    wanted = values(desk)
    assert answer(desk, 1, wanted[Quantity.A]).startswith("✓")
    assert walk_of(desk).is_hidden
    answer(desk, 0, wanted[Quantity.Z])
    desk.wait(lambda: not walk_of(desk).is_hidden)
    desk.wait_for_calm()
    assert "not reached" not in desk.window.canvas.view.spoken()
    assert numbers.signed(wanted[Quantity.Z]).strip() in z_below_the_sample(desk)
    assert desk.number("forward_z") == pytest.approx(wanted[Quantity.Z], abs=5e-5)


def test_nothing_gives_away_what_is_asked_for(desk: Desk) -> None:
    """Neither products, nor the line at the mean, nor what is copied, nor what is said of an edge or by a demon."""

    def products(name: str) -> set[str]:
        table = desk.find(name)
        assert isinstance(table, OriginTableView)
        model, last = table.model(), len(table.table.values)
        cells = {model.index(row, last).data() for row in range(model.rowCount())}
        assert any(table.table.share(row) for row in range(model.rowCount())) == (cells != {"?"})
        return cells

    def said_of_edge() -> str:
        edge = desk.window.document.session.state.connection or Connection(3, 0, 0)
        return hit_text(edge, desk.frame.spec, desk.frame, desk.window.document.session.state, None)

    def copied() -> set[str]:
        return {
            str(row[0]) for table in desk.window.panels["dock_update"].content().tables for row in table.rows
        }

    enter(desk)
    desk.click("my_turn")
    for kind, layer, name in (
        (PhaseKind.FORWARD, 2, "forward_table"),
        (PhaseKind.OUTPUT_ERROR, 3, "origin_table"),
        (PhaseKind.HIDDEN_ERROR, 2, "origin_table"),
    ):
        walk_to(desk, kind, layer)
        assert products(name) == {"?"}
        primary = desk.window.document.session.state.primary
        assert primary is not None
        if kind is PhaseKind.HIDDEN_ERROR:
            assert "w·δ" not in said_of_edge()
            desk.window.document.session.arm(primary, 0.5)
            desk.wait_for_calm()
            assert desk.window.newest_picture().demon is None
        desk.click("turn_show")
        desk.wait_for_calm()
        assert "?" not in products(name)
    for kind, hidden in ((PhaseKind.GRADIENT, {"gradient"}), (PhaseKind.UPDATE, {"change", "after"})):
        walk_to(desk, kind)
        bars, told = desk.find("update_shares"), said_of_edge()
        assert not copied() & hidden
        looked = bars.grab().toImage()
        desk.click("turn_show")
        desk.wait_for_calm()
        assert copied() >= hidden
        assert said_of_edge().startswith(told + " · ")
        if kind is PhaseKind.GRADIENT:
            assert bars.grab().toImage() != looked, "now there is the line at the mean"


def test_gradient_and_change_of_a_weight_are_asked_for_and_shown_on_request(desk: Desk) -> None:
    enter(desk)
    desk.click("my_turn")
    walk_to(desk, PhaseKind.GRADIENT)
    assert asked(desk) == ["∂C/∂w"]
    gradient = values(desk)[Quantity.GRADIENT]
    assert desk.text("update_line_0") == "?"
    desk.click("turn_show")
    desk.wait(lambda: not walk_of(desk).is_hidden)
    desk.wait_for_calm()
    assert desk.text("update_line_0") == numbers.signed(gradient).strip()
    walk_to(desk, PhaseKind.UPDATE)
    assert asked(desk) == ["Δw"]
    assert desk.find_all("update_line_1") == []
    assert answer(desk, 0, values(desk)[Quantity.CHANGE]).startswith("✓")
    desk.wait(lambda: desk.find_all("update_line_1") != [])


def test_the_switch_shows_all_again_and_goes_on_to_the_next_step(small_desk: Desk) -> None:
    desk = small_desk
    enter(desk)
    desk.click("my_turn")
    walk_to(desk, PhaseKind.UPDATE)
    assert walk_of(desk).is_hidden
    desk.click("button_action_phase_take")
    desk.wait(lambda: walk_of(desk).is_taken)
    desk.wait_for_calm()
    assert asked(desk) == []
    desk.click("button_action_phase_next")
    desk.wait(lambda: walk_of(desk).step == 2)
    desk.wait_for_calm()
    assert walk_of(desk).is_my_turn
    walk_to(desk, PhaseKind.FORWARD, 1)
    assert walk_of(desk).is_hidden
    desk.click("my_turn")
    desk.wait(lambda: not walk_of(desk).is_my_turn)
    desk.wait_for_calm()
    assert desk.find_all("turn") == []


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_sums_fields_and_network_have_room_beside_and_above_each_other(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.window.resize(*size)
    enter(desk)
    canvas = desk.window.canvas
    for place in (*range(1, 10), *range(1, 10)):
        if place == 1:
            walk_to(desk, PhaseKind.FORWARD, 1)
        else:
            desk.key(Qt.Key.Key_Comma)
            wait_for(desk, place)
        settle(desk.window)
        for name in ("origin_scroll", "forward_scroll"):
            for scroll in desk.find_all(name):
                assert isinstance(scroll, QAbstractScrollArea)
                for child in scroll.viewport().findChildren(QWidget):
                    if child.isVisible() and isinstance(child, QAbstractButton | QLabel | QAbstractItemView):
                        right = child.mapTo(scroll.viewport(), child.rect().topRight()).x()
                        assert right < scroll.viewport().width(), (place, child.objectName())
        parts = [canvas.strip, canvas.view, canvas.foot, canvas.phase_bar]
        for above, below in itertools.pairwise(part.geometry() for part in parts if part is not None):
            # The view is as high as it must be at least: of its empty margin the frame of the dock takes a little.
            assert above.bottom() < below.top() + 4, place
        assert parts[-1] is not None
        assert parts[-1].geometry().bottom() < canvas.height()
        fields = [*desk.find_all("turn_0_verdict"), *desk.find_all("turn_1"), *desk.find_all("turn_show")]
        assert all(
            left.geometry().right() < right.geometry().left() for left, right in itertools.pairwise(fields)
        )
        if place == 9:
            desk.click("my_turn")
            desk.key(Qt.Key.Key_Escape)
            wait_for(desk, 0)
