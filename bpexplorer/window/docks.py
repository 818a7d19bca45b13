"""The docks: which panels there are, and how they are arranged at first."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from bpexplorer.look.cards import CardDock, lay_out_cards

Area = Qt.DockWidgetArea

#: Counts up when docks come or go: an arrangement that was saved under another number isn't restored.
ARRANGEMENT_VERSION = 1

#: Object name → (title, area). Docks of one area lie below each other, in this order.
DOCKS: Mapping[str, tuple[str, Qt.DockWidgetArea]] = {
    "dock_build": ("Build", Area.LeftDockWidgetArea),
    "dock_cost": ("Cost", Area.RightDockWidgetArea),
    "dock_delta": ("δ by layer", Area.RightDockWidgetArea),
    "dock_demon": ("Demon", Area.RightDockWidgetArea),
    "dock_equations": ("Equation", Area.BottomDockWidgetArea),
}


def make_docks(window: QMainWindow, panels: Mapping[str, QWidget]) -> dict[str, CardDock]:
    """Put each panel into its dock and the docks where they belong."""
    lay_out_cards(window)
    window.setCorner(Qt.Corner.BottomRightCorner, Area.RightDockWidgetArea)
    window.setCorner(Qt.Corner.BottomLeftCorner, Area.LeftDockWidgetArea)
    docks = {}
    for name, (title, _) in DOCKS.items():
        docks[name] = dock = CardDock(title, name=name, parent=window)
        dock.set_body(panels[name])
    arrange(window, docks)
    return docks


def arrange(window: QMainWindow, docks: Mapping[str, CardDock]) -> None:
    """Put all docks where they are at first."""
    for name, (_, area) in DOCKS.items():
        docks[name].setFloating(False)
        window.addDockWidget(area, docks[name])
        docks[name].show()
    right = [docks[name] for name, (_, area) in DOCKS.items() if area == Area.RightDockWidgetArea]
    window.resizeDocks([docks["dock_build"], right[0]], [232, 424], Qt.Orientation.Horizontal)
    window.resizeDocks(right, [190, 220, 330], Qt.Orientation.Vertical)
    window.resizeDocks([docks["dock_equations"]], [130], Qt.Orientation.Vertical)
