"""Brings each panel, once it is made, what it shows: pictures, readings, the step and the run."""

from functools import partial

from PySide6.QtCore import QObject

from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.panels.entries import PANELS
from bpexplorer.window.drawing import DrawLoop, DrawnView, is_seen
from bpexplorer.window.frame_requests import FrameRequests
from bpexplorer.window.measuring import PanelMeasuring
from bpexplorer.window.panel_work import PanelWork
from bpexplorer.window.panels_made import PanelsMade
from bpexplorer.window.picturing import Picturing
from bpexplorer.window.workspaces.dock_area import DockArea


class PanelDrawing(QObject):
    """Lets panels be drawn while they are in sight, and what they ask be measured."""

    def __init__(
        self,
        panels: PanelsMade,
        area: DockArea,
        draw_loop: DrawLoop,
        frame_requests: FrameRequests,
        picturing: Picturing,
        asker: Asker,
    ) -> None:
        super().__init__(panels)
        self._picturing = picturing
        self._panels, self._docks, self._draw_loop = panels, area.docks, draw_loop
        self._frame_requests, self._asker = frame_requests, asker
        #: Of the panels that have a question, by the names of their docks.
        self.measurings: dict[str, PanelMeasuring] = {}
        panels.made.connect(self._on_panel_made)
        area.uncovered.connect(self._on_docks_uncovered)
        for dock in area.docks.values():
            dock.visibilityChanged.connect(self._on_dock_visibility_changed)

    def forget(self) -> None:
        """Another project is open: what is asked is no longer of interest."""
        for measuring in self.measurings.values():
            measuring.forget()

    @guard
    def _on_panel_made(self, name: str) -> None:
        panel, question = self._panels[name], PANELS[name].question
        # The title line says what step all is of, also where nothing below it is on the screen.
        dock = self._docks[name]
        self._draw_loop.add(DrawnView(dock, panel.show_picture))
        PanelWork(panel, self._asker)
        panel.needs_changed.connect(self._frame_requests.ask)
        if question is not None:
            measuring = PanelMeasuring(panel, question, self._asker, is_seen=partial(is_seen, dock))
            self.measurings[name] = measuring
            measuring.run_needed.connect(self._frame_requests.ask)
            self._draw_loop.add(DrawnView(dock, measuring.show_picture))
        if PANELS[name].needs_step:
            self._draw_loop.add(DrawnView(dock, self._frame_requests.see_to_step))
        if PANELS[name].reads:
            self._draw_loop.add(DrawnView(dock, self._see_again))

    def _see_again(self, _picture: Picture, _before: Picture | None) -> None:
        """A panel has come into sight: what it alone shows may not be in the picture."""
        self._picturing.see_again()

    @guard
    def _on_dock_visibility_changed(self, _visible: bool) -> None:
        # What was hidden has missed the pictures since; while training pauses, no other would come. Whether it is seen
        # the loop knows: see `PanelsMade` for what Qt says.
        self._catch_up()

    @guard
    def _on_docks_uncovered(self) -> None:
        self._catch_up()

    def _catch_up(self) -> None:
        self._draw_loop.catch_up()
        for measuring in self.measurings.values():
            measuring.go_on()
