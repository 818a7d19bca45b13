"""What frames bring along beyond what all views need: asked for while something in sight needs it."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDockWidget

from bpexplorer.core.training.frame import FrameRequest
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import EdgeQuantity, Session, SessionState
from bpexplorer.guard import guard
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Show
from bpexplorer.panels.entries import PANELS
from bpexplorer.window.drawing import is_seen
from bpexplorer.window.panels_made import PanelsMade


class FrameRequests(QObject):
    """Tells the training thread whenever what is needed has changed."""

    def __init__(
        self,
        session: Session,
        live: LiveController,
        panels: PanelsMade,
        docks: Mapping[str, QDockWidget],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._live, self._panels, self._docks = session, live, panels, docks
        self._asked = FrameRequest()
        self._is_ahead = False
        session.changed.connect(self._on_session_changed)
        for dock in docks.values():
            dock.visibilityChanged.connect(self.ask)

    @guard
    def ask(self) -> None:
        """Let frames have what visible views need."""
        session = self._session.state
        there = self._panels.there
        seen = [PANELS[name] for name in there if is_seen(self._docks[name])]
        request = FrameRequest(
            batch=session.source is SampleSource.BATCH or self._is_ahead,
            hardest=session.hardest if session.source is SampleSource.HARDEST else None,
            step=any(spec.needs_step for spec in seen)
            or session.walk is not None
            or session.edges_by is EdgeQuantity.CHANGE,
            run=any(spec.question is not None and spec.question.needs_run for spec in seen)
            or any(panel.needs_run for panel in there.values()),
            ahead=self._is_ahead,
        )
        if request != self._asked:
            self._asked = request
            self._live.post(Show(request))

    def look_ahead(self, wanted: bool) -> None:
        """Let frames have the step that comes next instead of the last one, or not any more."""
        self._is_ahead = wanted
        self.ask()

    def see_to_step(self, picture: Picture, _before: Picture | None) -> None:
        """A panel that needs the step has come into sight: let frames have it."""
        if picture.frame.shown_step is None:
            self.ask()

    @guard
    def _on_session_changed(self, state: SessionState, old: SessionState) -> None:
        if _needed(state) != _needed(old):
            self.ask()


def _needed(state: SessionState) -> tuple[object, ...]:
    """What the requests go by of a session."""
    return state.source, state.hardest, state.walk is None, state.edges_by is EdgeQuantity.CHANGE
