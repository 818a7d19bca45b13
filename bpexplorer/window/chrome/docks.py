"""The docks of the panels, and how they are arranged at first."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from bpexplorer.look.cards import CardDock, lay_out_cards
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.panel import Panel

Area = Qt.DockWidgetArea

#: The height of the docks at the bottom, as a part of the window's, and between what numbers of pixels.
BOTTOM_SHARE, LOWEST_BOTTOM, HIGHEST_BOTTOM = 0.235, 180, 320
SETUP_WIDTH = 232
#: The width of the column at the right, likewise: what its panels need to show everything, but never most of a window.
RIGHT_SHARE, NARROWEST_RIGHT, WIDEST_RIGHT = 0.304, 388, 424
#: What Cost, δ by layer and Demon need at least to show everything, and which part of what is left each gets.
RIGHT_HEIGHTS, RIGHT_STRETCHES = (150, 228, 315), (0.5, 0.25, 0.25)

#: In a window of this height they have what they need.
LOW = 800

#: Counts up when docks come or go: an arrangement that was saved under another number isn't restored.
ARRANGEMENT_VERSION = 6


def make_docks(window: QMainWindow) -> dict[str, CardDock]:
    """Make the docks, empty: a panel that is made in its dock's body needs its style only once."""
    return {spec.name: CardDock(spec.title, name=spec.name, parent=window) for spec in PANELS.values()}


def fill_docks(window: QMainWindow, docks: Mapping[str, CardDock], panels: Mapping[str, Panel]) -> None:
    """Put each panel into its dock and the docks where they belong."""
    for name, panel in panels.items():
        docks[name].set_body(panel)
        if panel.title_controls is not None:
            docks[name].title_line.add_widget(panel.title_controls)
    lay_out_cards(window)
    window.setCorner(Qt.Corner.BottomRightCorner, Area.RightDockWidgetArea)
    window.setCorner(Qt.Corner.BottomLeftCorner, Area.LeftDockWidgetArea)
    arrange(window, docks)


def right_width(window_width: int) -> int:
    """The width that is asked for the column at the right in a window of this width."""
    return min(max(round(RIGHT_SHARE * window_width), NARROWEST_RIGHT), WIDEST_RIGHT)


def arrange(window: QMainWindow, docks: Mapping[str, CardDock]) -> None:
    """Put all docks where they are at first."""
    for spec in PANELS.values():
        docks[spec.name].setFloating(False)
        window.addDockWidget(spec.area, docks[spec.name])
        docks[spec.name].show()
    for spec in PANELS.values():
        if spec.behind is not None:
            window.tabifyDockWidget(docks[spec.behind], docks[spec.name])
    docks["dock_origin"].raise_()
    right = [docks[spec.name] for spec in PANELS.values() if spec.area == Area.RightDockWidgetArea]
    width = right_width(window.width())
    window.resizeDocks([docks["dock_setup"], right[0]], [SETUP_WIDTH, width], Qt.Orientation.Horizontal)
    left = max(0, window.height() - LOW)
    heights = [round(need + part * left) for need, part in zip(RIGHT_HEIGHTS, RIGHT_STRETCHES, strict=True)]
    window.resizeDocks(right, heights, Qt.Orientation.Vertical)
    height = min(max(round(BOTTOM_SHARE * window.height()), LOWEST_BOTTOM), HIGHEST_BOTTOM)
    window.resizeDocks([docks["dock_origin"]], [height], Qt.Orientation.Vertical)
