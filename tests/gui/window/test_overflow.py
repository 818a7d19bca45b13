"""Every view shows a network whose numbers overflow, vanish or are all 0: without a fault, a warning or a “nan”."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel

from bpexplorer.core.training.frame import RunState
from tests.overflows import hostile_project


def unreadable(place):
    """What isn't a number among all that can be read there in labels and tables."""
    found = [each.text() for each in place.findChildren(QLabel) if each.isVisible()]
    for view in place.findChildren(QAbstractItemView):
        model = view.model()
        # The heads of a table have its model, too.
        if view.isVisible() and model is not None and not isinstance(view, QHeaderView):
            rows, columns = model.rowCount(), model.columnCount()
            cells = (model.index(row, column).data() for row in range(rows) for column in range(columns))
            found += [cell for cell in cells if isinstance(cell, str)]
    return [each for each in found if re.search(r"\b(nan|inf)\b", each)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("xor", "zeros"),
        ("wave", "huge"),
        ("xor", "largest"),
        pytest.param("xor", "mixed", marks=pytest.mark.slow),
        pytest.param("wave", "mixed", marks=pytest.mark.slow),
    ],
)
def test_every_panel_shows_it(open_desk, name, kind):
    desk = open_desk(hostile_project(name, kind))
    window = desk.window
    for layer in (window.frame.spec.depth, 1):
        desk.click_neuron(layer, 0)
        for dock in window.docks.values():
            dock.show()
            dock.raise_()
            desk.wait_for_calm()
            assert unreadable(dock) == []
        assert unreadable(window) == []
    desk.key(Qt.Key.Key_Space, widget=window.canvas.view.viewport())
    desk.wait(lambda: window.frame.step > 0 or window.frame.divergence is not None)
    if window.frame.state is RunState.PLAYING:
        desk.key(Qt.Key.Key_Space, widget=window.canvas.view.viewport())
    desk.wait_for_calm()
