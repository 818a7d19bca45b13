"""Which workspace is shown, and how each is arranged: changed, kept and reset for itself."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QSize, Signal

from bpexplorer.document.settings import Arrangement, Settings
from bpexplorer.document.workspaces import OPENING, Region, Workspace
from bpexplorer.guard import guard
from bpexplorer.look.cards import CardDock
from bpexplorer.panels.entries import PANELS
from bpexplorer.window.workspaces import WORKSPACES, regions
from bpexplorer.window.workspaces.dock_area import DockArea
from bpexplorer.window.workspaces.tiling import stacked, tile

#: A smaller window has its panels below each other, scrolled.
SMALLEST_WHOLE = QSize(1024, 700)
#: What a panel has there, if it doesn't need more.
STACKED_HEIGHTS = (200, 400)


class Workspaces(QObject):
    """Shows one workspace at a time. What is looked at, the session, is none of its business."""

    #: Another workspace is shown.
    changed = Signal(object)

    def __init__(self, area: DockArea, settings: Settings) -> None:
        super().__init__(area)
        self.area, self._settings = area, settings
        #: Of the workspaces that the user has changed.
        self._kept: dict[Workspace, Arrangement] = {}
        self._is_stacked = False
        self.current = OPENING
        area.rearranged.connect(self._on_area_rearranged)
        self._arrange()

    @property
    def is_stacked(self) -> bool:
        """Whether the window is so small that its panels are in one column."""
        return self._is_stacked

    @guard
    def show(self, workspace: Workspace) -> None:
        """Show this workspace as it was left."""
        if workspace is self.current:
            return
        self._leave()
        self.current = workspace
        self._arrange()
        self.changed.emit(workspace)

    @guard
    def reveal(self, name: str) -> None:
        """Let a dock be seen: where it stands, or in the workspace that has it, or else here behind a tab."""
        dock, homes = self.area.docks[name], PANELS[name].workspaces
        if dock.isHidden() and homes and self.current not in homes:
            self.show(next(iter(homes)))
        dock.show()
        dock.raise_()

    def choose(self, name: str) -> None:
        """Let a dock be seen, give it the keyboard and mark it."""
        self.reveal(name)
        dock = self.area.docks[name]
        assert isinstance(dock, CardDock)
        dock.choose()

    @guard
    def reset(self) -> None:
        """Arrange the workspace that is shown as it was at first."""
        self._kept.pop(self.current, None)
        self._arrange()

    def fit(self, window: QSize) -> None:
        """Lie as is right in a window of this size."""
        is_stacked = _is_small(window)
        if is_stacked != self._is_stacked:
            if is_stacked:
                self._leave()
            self._is_stacked = is_stacked
            self._arrange()

    def restore(self, window: QSize) -> None:
        """Arrange all workspaces as they were kept, for a window of this size."""
        self._is_stacked = _is_small(window)
        kept = {workspace: self._settings.arrangement(workspace) for workspace in WORKSPACES}
        self._kept = {workspace: each for workspace, each in kept.items() if each is not None}
        self._arrange()

    def save(self) -> None:
        """Keep how they are arranged."""
        self._leave()
        for workspace in WORKSPACES:
            self._settings.keep_arrangement(workspace, self._kept.get(workspace))

    def _leave(self) -> None:
        """Remember what can't be told from the regions: what floats, and which tab is in front."""
        self.area.settle()
        if not self._is_stacked and self.current in self._kept:
            self._kept[self.current] = self._now()

    def _now(self) -> Arrangement:
        return Arrangement(self.area.state(), dict(self.area.regions))

    def _arrange(self) -> None:
        self.area.setUpdatesEnabled(False)
        kept, places = self._kept.get(self.current), regions(self.current)
        spare = WORKSPACES[self.current].spare
        if kept is not None and self.area.restore(kept.docks):
            places = dict(kept.regions)
        else:
            self._kept.pop(self.current, None)
            self.area.arrange(tile(places), spare)
        if self._is_stacked:
            places = self._column(places)
            self.area.arrange(tile(places), spare, floating=self.area.floating)
        self.area.use(places, stacked=self._is_stacked)
        self.area.setUpdatesEnabled(True)

    def _column(self, places: Mapping[str, Region]) -> dict[str, Region]:
        """The panels below each other, the largest first."""
        docks, floating = self.area.docks, self.area.floating
        known = [
            name for name in places if name in docks and name not in floating and not docks[name].isHidden()
        ]
        names = sorted(known, key=lambda name: -places[name].width * places[name].height)
        low, high = STACKED_HEIGHTS
        return stacked({name: round(min(max(places[name].height, low), high)) for name in names})

    @guard
    def _on_area_rearranged(self) -> None:
        self._kept[self.current] = self._now()


def _is_small(window: QSize) -> bool:
    return window.width() < SMALLEST_WHOLE.width() or window.height() < SMALLEST_WHOLE.height()
