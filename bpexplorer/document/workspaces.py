"""The workspaces by name, and the places that panels have in them. No Qt."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from bpexplorer.translation import tr


class Workspace(Enum):
    """A task that the window is arranged for, in the order of the switch."""

    LEARN = "learn"
    EXPLORE = "explore"
    STEP = "step"
    TRAIN = "train"
    COMPARE = "compare"

    @property
    def title(self) -> str:
        """What stands on the switch."""
        return {
            "learn": tr("Learn"),
            "explore": tr("Explore"),
            "step": tr("Step through"),
            "train": tr("Train"),
            "compare": tr("Compare"),
        }[self.value]

    @property
    def key(self) -> str:
        """The key that goes there."""
        return f"Ctrl+{list(Workspace).index(self) + 1}"


#: The one that a window opens in.
OPENING: Final = Workspace.EXPLORE


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a window of 1440 × 900, in logical pixels; in another one its place is in proportion."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height


#: What the panels share among them: below the toolbar, above the status line.
STAGE: Final = Region(8, 80, 1424, 790)
