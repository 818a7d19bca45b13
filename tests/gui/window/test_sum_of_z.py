"""On the way forward, Where δ comes from shows where z comes from: the terms, the bias, z, and a on its curve."""

import pytest
from PySide6.QtCore import Qt

from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.readings.phases.weighted_sum import read_weighted_sum
from bpexplorer.look import numbers
from bpexplorer.panels.origin.table import OriginTableView
from tests.gui.window.test_stepping import enter, walk_of, walk_to
from tests.windows import Desk


def test_the_sum_of_each_layer_is_that_of_the_selected_neuron_and_gives_way_to_delta(desk: Desk) -> None:
    enter(desk)
    for layer in (1, 2, 3):
        walk_to(desk, PhaseKind.FORWARD, layer)
        neuron = desk.window.document.session.state.primary
        assert neuron is not None
        assert neuron.layer == layer
        found = read_weighted_sum(walk_of(desk).reading, neuron, 0)
        assert desk.number("weighted_z") == pytest.approx(found.z, abs=5e-5)
        assert desk.number("weighted_a") == pytest.approx(found.a, abs=5e-5)
        assert desk.number("weighted_sum") == pytest.approx(found.total, abs=5e-5)
        table = desk.find("weighted_table")
        assert isinstance(table, OriginTableView)
        shown = [table.table.text(row, 3) for row in range(len(table.table.rows))]
        assert shown == [numbers.signed(term).strip() for term in found.terms[: len(shown)]]
        left = desk.number("weighted_rest") if table.table.left else 0.0
        assert sum(found.terms[: len(shown)]) + left == pytest.approx(found.total, abs=1e-4)
    # After the output layer's cost there is δ to speak of.
    walk_to(desk, PhaseKind.COST)
    assert desk.find_all("weighted_z") != []
    walk_to(desk, PhaseKind.OUTPUT_ERROR)
    assert desk.find_all("weighted_z") == []
    assert desk.find_all("origin_delta") != []


def test_another_sample_and_another_neuron_show_their_own_sum(desk: Desk) -> None:
    enter(desk)
    walk_to(desk, PhaseKind.FORWARD, 2)
    desk.click_neuron(2, 4)
    desk.wait_for_calm()
    desk.key(Qt.Key.Key_Up, widget=desk.find("sample"))
    desk.wait(lambda: desk.window.document.session.state.row == 1)
    desk.wait_for_calm()
    state = desk.window.document.session.state
    assert state.primary is not None
    found = read_weighted_sum(walk_of(desk).reading, state.primary, state.row)
    assert (state.primary.index, desk.number("weighted_z")) == (4, pytest.approx(found.z, abs=5e-5))
