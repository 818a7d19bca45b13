"""The table of the ways to begin that the start page offers. The first is meant to be taken first. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bpexplorer.data.dataset import DATASETS
from bpexplorer.document.workspaces import Workspace
from bpexplorer.look import numbers
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on a card: its still, by name, a title, what it is for, a detail, a remark in the accent colour."""

    still: str
    title: str
    text: str
    detail: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Begin with an example in a workspace, with this dock in front and the keyboard on what comes next."""

    preset: str
    workspace: Workspace
    dock: str
    keyboard: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """A card of the start page, and what it begins: an example, or an action of the window by its name."""

    name: str
    face: Face
    begins: Example | str


BEGINNINGS: Final[Sequence[Beginning]] = (
    Beginning(
        "start_step",
        Face(
            "step",
            tr("One step, slowly"),
            tr("XOR with six neurons, one phase at a time: forward, cost, back, update."),
            remark=tr("3 minutes · start here"),
        ),
        Example("xor_small", Workspace.STEP, "dock_phases", "phase_strip"),
    ),
    Beginning(
        "start_watch",
        Face(
            "digits",
            tr("Watch it learn"),
            tr(
                "A network that knows nothing yet, and {samples} handwritten digits. Press "
                "Play, and look at those that are hardest for it.",
                samples=numbers.count(DATASETS["digits"].samples),
            ),
        ),
        Example("digits", Workspace.TRAIN, "dock_cost", "button_action_play"),
    ),
    Beginning(
        "start_demon",
        Face(
            "demon",
            tr("Be the demon"),
            tr("Push one neuron by Δz. Compare the change of cost that δ·Δz predicts with what happens."),
        ),
        Example("digits", Workspace.EXPLORE, "dock_demon", "demon_slider"),
    ),
    Beginning(
        "start_new",
        Face(
            "several",
            tr("New…"),
            tr("XOR, a spiral, a curve: choose data, with a network that suits them."),
        ),
        "action_new",
    ),
    Beginning(
        "start_data",
        Face(
            "data",
            tr("Your own data…"),
            tr("A table, a sheet or pictures: choose what to predict. Or drop the file on the window."),
        ),
        "action_open_data",
    ),
    Beginning(
        "start_open",
        Face("open", tr("Open a file…"), tr("Go on with a project that you saved.")),
        "action_open",
    ),
)
