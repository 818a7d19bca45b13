"""Which workspace is shown, and how each is arranged: changed, kept and reset for itself.

Where panels stand in a workspace for some data only, it is one arrangement with them, and another without.
"""

from collections.abc import Mapping
from itertools import chain, combinations

from PySide6.QtCore import QObject, QSize, Signal

from bpexplorer.document.settings import Arrangement, Settings
from bpexplorer.document.workspaces import OPENING, Region, Workspace
from bpexplorer.guard import guard
from bpexplorer.look.widgets.cards import CardDock
from bpexplorer.panels.entries import PANELS
from bpexplorer.window.workspaces import NO_CARD, WORKSPACES, Raised, regions, special
from bpexplorer.window.workspaces.dock_area import DockArea
from bpexplorer.window.workspaces.tiling import stacked, tile

#: A smaller window has its panels below each other, scrolled.
SMALLEST_WHOLE = QSize(1024, 700)
#: In a window that is less wide, panels that are for some data only have another place (`PanelSpec.narrow`).
NARROW_BELOW = 1200
#: What a panel has there, if it doesn't need more.
STACKED_HEIGHTS = (200, 400)


class Workspaces(QObject):
    """Shows one workspace at a time. What is looked at, the session, is none of its business."""

    #: Another workspace is shown.
    changed = Signal(object)

    def __init__(self, area: DockArea, settings: Settings) -> None:
        super().__init__(area)
        self.area, self._settings = area, settings
        #: Of the workspaces that the user has changed, each with the panels in it that are for some data only.
        self._kept: dict[tuple[Workspace, frozenset[str]], Arrangement] = {}
        #: Of all these panels those that the open data suit.
        self._suited: frozenset[str] = frozenset()
        self._is_stacked = self._is_narrow = False
        self._smallest = SMALLEST_WHOLE
        #: While these are away: which arrangement was shown before, and what it was.
        self._away: frozenset[str] = frozenset()
        self._before: tuple[tuple[Workspace, frozenset[str]], Arrangement] | None = None
        #: What the card of a lesson has raised, and what its lesson does without.
        self._raised = NO_CARD
        self._withheld: frozenset[str] = frozenset()
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
        if name in self._withheld:
            return
        # Beside a card there is room for any panel, behind a tab.
        is_elsewhere = homes and self.current not in homes and self.current is not Workspace.LEARN
        if dock.isHidden() and is_elsewhere:
            self.show(next(iter(homes)))
        dock.show()
        dock.raise_()

    @guard
    def lead_to(self, name: str) -> None:
        """Let a dock be seen that somebody followed words to, and point it out: it may have been in sight before."""
        self.reveal(name)
        self._card(name).point_out()

    def choose(self, name: str) -> None:
        """Let a dock be seen, give it the keyboard and mark it."""
        self.reveal(name)
        self._card(name).choose()

    def _card(self, name: str) -> CardDock:
        dock = self.area.docks[name]
        assert isinstance(dock, CardDock)
        return dock

    @guard
    def reset(self) -> None:
        """Arrange the workspace that is shown as it was at first."""
        self._kept.pop(self._arranged, None)
        self._arrange()

    def raise_for_lesson(self, raised: Raised) -> None:
        """In Learn, show these panels beside the card."""
        if raised == self._raised:
            return
        is_shown = self.current is Workspace.LEARN
        if is_shown:
            self._leave()
        self._raised = raised
        if is_shown:
            self._arrange()

    def withhold(self, names: frozenset[str]) -> None:
        """Show none of these docks, in any workspace; no others are withheld any more."""
        if names != self._withheld:
            self._leave()
            self._withheld = names
            self._arrange()

    def suit(self, suited: frozenset[str]) -> None:
        """Other data are open: of the panels that are only for some, they suit these."""
        before, was = self._suited, self._arranged
        self._suited = suited
        if self._arranged != was:
            self._suited = before
            self._leave()
            self._suited = suited
            self._arrange()

    @property
    def _arranged(self) -> tuple[Workspace, frozenset[str]]:
        """Which arrangement is shown."""
        if self.current is Workspace.LEARN:
            return self.current, self._raised.panels
        return self.current, self._suited & special(self.current)

    def fit(self, window: QSize) -> None:
        """Lie as is right in a window of this size."""
        is_stacked, is_narrow = self._is_small(window), window.width() < NARROW_BELOW
        if is_stacked != self._is_stacked:
            if is_stacked:
                self._leave()
            self._is_stacked, self._is_narrow = is_stacked, is_narrow
            self._arrange()
        elif is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            is_other = self._first_regions() != self._regions(narrow=not is_narrow)
            if is_other and self._arranged not in self._kept:
                self._arrange()

    def put_away(self, names: frozenset[str], *, smallest: QSize) -> None:
        """Do without these docks in every workspace, without remembering how all lie meanwhile.

        Panels are below each other then in a window that is smaller than ``smallest``.
        """
        self._leave()
        self._before = self._arranged, self._now()
        self._away, self._smallest = names, smallest
        self._is_stacked = self._is_small(self.area.window().size())
        self._arrange()

    def bring_back(self) -> None:
        """Arrange all workspaces as they were before `put_away`."""
        before, self._before = self._before, None
        self._away, self._smallest = frozenset(), SMALLEST_WHOLE
        self._is_stacked = self._is_small(self.area.window().size())
        self._arrange()
        if before is not None and before[0] == self._arranged and not self._is_stacked:
            arrangement = before[1]
            if self.area.restore(arrangement.docks):
                self.area.use(arrangement.regions)

    def restore(self, window: QSize) -> None:
        """Arrange all workspaces as they were kept, for a window of this size."""
        self._is_stacked, self._is_narrow = self._is_small(window), window.width() < NARROW_BELOW
        kept = {each: self._settings.arrangement(*each) for each in _arrangements()}
        self._kept = {which: each for which, each in kept.items() if each is not None}
        self._arrange()

    def save(self) -> None:
        """Keep how they are arranged."""
        self._leave()
        for workspace, panels in _arrangements():
            self._settings.keep_arrangement(workspace, self._kept.get((workspace, panels)), panels)

    def _leave(self) -> None:
        """Remember what can't be told from the regions: what floats, and which tab is in front."""
        self.area.let_go()  # what is carried goes back before it is remembered where it lies
        self.area.settle()
        is_whole = not self._is_stacked and not self._withheld
        if is_whole and not self._away and self._arranged in self._kept:
            self._kept[self._arranged] = self._now()

    def _now(self) -> Arrangement:
        return Arrangement(self.area.state(), dict(self.area.regions))

    def _arrange(self) -> None:
        self.area.setUpdatesEnabled(False)
        kept, places = self._kept.get(self._arranged), self._first_regions()
        spare = self._spare
        if kept is not None and self.area.restore(kept.docks):
            places = dict(kept.regions)
        else:
            self._kept.pop(self._arranged, None)
            self.area.arrange(tile(places), spare)
        if self._is_stacked or self._away or self._withheld:
            places = {name: place for name, place in places.items() if self._is_shown(name)}
            places = _column(places) if self._is_stacked else places
            self.area.arrange(tile(places), spare, floating=self.area.floating)
        self.area.use(places, stacked=self._is_stacked)
        self.area.setUpdatesEnabled(True)

    @property
    def _spare(self) -> str:
        """Behind whose tab a panel comes that isn't here at first."""
        return self._raised.panel if self.current is Workspace.LEARN else WORKSPACES[self.current].spare

    def _first_regions(self) -> dict[str, Region]:
        return self._regions(narrow=self._is_narrow)

    def _regions(self, *, narrow: bool) -> dict[str, Region]:
        return regions(self.current, self._suited, narrow=narrow, raised=self._raised)

    def _is_shown(self, name: str) -> bool:
        """Whether a dock lies with the others now, and is to."""
        dock = self.area.docks.get(name)
        is_there = dock is not None and not (dock.isFloating() or dock.isHidden())
        return is_there and name not in self._away and name not in self._withheld

    @guard
    def _on_area_rearranged(self) -> None:
        if self._away or self._withheld:
            return
        self._kept[self._arranged] = self._now()

    def _is_small(self, window: QSize) -> bool:
        return window.width() < self._smallest.width() or window.height() < self._smallest.height()


def _arrangements() -> list[tuple[Workspace, frozenset[str]]]:
    """All that there can be, but for those of Learn: they are its cards'."""
    found = []
    for workspace in WORKSPACES.keys() - {Workspace.LEARN}:
        panels = sorted(special(workspace))
        subsets = chain.from_iterable(combinations(panels, size) for size in range(len(panels) + 1))
        found += [(workspace, frozenset(each)) for each in subsets]
    return found


def _column(places: Mapping[str, Region]) -> dict[str, Region]:
    """Panels below each other, the largest first."""
    names = sorted(places, key=lambda name: -places[name].width * places[name].height)
    low, high = STACKED_HEIGHTS
    return stacked({name: round(min(max(places[name].height, low), high)) for name in names})
