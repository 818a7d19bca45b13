"""The keys: which asks for what, where it does, and how that is said. No Qt; keys are named as Qt names them portably.

The canvas, the menus, the page of shortcuts and the user's guide all take them from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.demon import ArmDemon, HalveDz, StepDz, ZeroDz
from bpexplorer.document.acts.looking import Escape, GoBack, SelectAll, SelectLayer, TakeTool
from bpexplorer.document.acts.network import AddLayer, AddNeuron, DropLayer, DropNeuron, RemoveSelected
from bpexplorer.document.acts.training import NewSeed, Restart
from bpexplorer.document.acts.walking import NextPhase, PhaseBack, WalkTo
from bpexplorer.document.dz import PAGE_STEPS
from bpexplorer.document.session import Tool
from bpexplorer.document.workspaces import Workspace
from bpexplorer.translation import tr


class ViewAct:
    """What the canvas does by itself: nothing but the view of it changes, or it asks for something else."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Walk(ViewAct):
    """Select the next neuron that way; ``extend`` keeps those that are selected."""

    right: int
    down: int
    extend: bool = False


@dataclass(frozen=True, slots=True)
class Fit(ViewAct):
    """Show the whole network."""


@dataclass(frozen=True, slots=True)
class Zoom(ViewAct):
    """Zoom in by so many steps, or out."""

    steps: int


@dataclass(frozen=True, slots=True)
class EditLayer(ViewAct):
    """Open the properties of the selected neuron's layer."""


@dataclass(frozen=True, slots=True)
class UseTool(ViewAct):
    """Do to the selected neuron what the tool does to one that is clicked."""


class WindowAct:
    """What the window does by itself: neither the network nor what is looked at changes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ShowWorkspace(WindowAct):
    """Arrange the window for another task."""

    workspace: Workspace


class Where(Enum):
    """Where a key does what it does."""

    WINDOW = tr("everywhere")
    CANVAS = tr("on the canvas")
    SLIDER = tr("on the slider of Δz")
    PHASES = tr("on the phases of a step")


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that belong together: a line of the page of shortcuts, and of the guide."""

    #: As the line names them.
    written: str
    words: str
    acts: Mapping[str, Act | ViewAct | WindowAct]
    where: Where = Where.WINDOW


_WAYS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}
_SLIDER_STEPS = {"Up": 1, "Right": 1, "Down": -1, "Left": -1, "PgUp": PAGE_STEPS, "PgDown": -PAGE_STEPS}

KEYS: tuple[Keys, ...] = (
    Keys(
        tr("Arrow keys"),
        tr("go from neuron to neuron, and from the first of a layer up to its name and buttons"),
        {key: Walk(*way) for key, way in _WAYS.items()},
        Where.CANVAS,
    ),
    Keys(
        tr("Shift + arrow keys"),
        tr("go on and select more"),
        {f"Shift+{key}": Walk(*way, extend=True) for key, way in _WAYS.items()},
        Where.CANVAS,
    ),
    Keys(
        "Alt+Left",
        tr("goes back to the neuron from which a row or a verdict led on"),
        {"Alt+Left": GoBack()},
    ),
    Keys("Ctrl+A", tr("selects every neuron"), {"Ctrl+A": SelectAll()}),
    Keys("Ctrl+Shift+A", tr("selects the layer of the selected neuron"), {"Ctrl+Shift+A": SelectLayer()}),
    Keys(
        tr("Delete, Backspace"),
        tr("removes the selected neurons or connection"),
        {"Del": RemoveSelected(), "Backspace": RemoveSelected()},
    ),
    Keys(
        "+, −",
        tr("add or remove a neuron of the layer"),
        {"+": AddNeuron(), "=": AddNeuron(), "-": DropNeuron()},
        Where.CANVAS,
    ),
    Keys("Ctrl+L", tr("inserts a layer before this one"), {"Ctrl+L": AddLayer()}),
    Keys(tr("Insert"), tr("inserts a layer before this one"), {"Ins": AddLayer()}, Where.CANVAS),
    Keys("Ctrl+Shift+L", tr("removes the layer"), {"Ctrl+Shift+L": DropLayer()}),
    Keys("F2", tr("opens the properties of the layer"), {"F2": EditLayer()}, Where.CANVAS),
    Keys(
        tr("Enter"),
        tr(
            "does what the tool does to the selected neuron: its layer, a connection, the "
            "demon; presses a button"
        ),
        {"Return": UseTool(), "Enter": UseTool()},
        Where.CANVAS,
    ),
    Keys(
        "V, C, D",
        tr("select tool, connect tool, demon tool"),
        {"V": TakeTool(Tool.SELECT), "C": TakeTool(Tool.CONNECT), "D": TakeTool(Tool.DEMON)},
    ),
    Keys("Ctrl+D", tr("puts the demon on the selected neuron"), {"Ctrl+D": ArmDemon()}),
    Keys("H, 0", tr("halves Δz, sets it to zero"), {"H": HalveDz(), "0": ZeroDz()}),
    Keys(
        tr("Page Up, Page Down"),
        tr("Δz of the demon, up and down; with Shift finely"),
        {
            "PgUp": StepDz(1),
            "PgDown": StepDz(-1),
            "Shift+PgUp": StepDz(1, fine=True),
            "Shift+PgDown": StepDz(-1, fine=True),
        },
        Where.CANVAS,
    ),
    Keys(
        tr("Arrow keys, Page Up, Page Down"),
        tr("Δz by a step, by five; with Shift finely"),
        {key: StepDz(steps) for key, steps in _SLIDER_STEPS.items()}
        | {f"Shift+{key}": StepDz(steps, fine=True) for key, steps in _SLIDER_STEPS.items()},
        Where.SLIDER,
    ),
    Keys("F", tr("shows the whole network"), {"F": Fit()}),
    Keys(
        "Ctrl++, Ctrl+−", tr("zoom in, zoom out"), {"Ctrl++": Zoom(1), "Ctrl+=": Zoom(1), "Ctrl+-": Zoom(-1)}
    ),
    Keys(
        tr("Ctrl+1 to Ctrl+4"),
        tr("go to a workspace: Learn, Explore, Step through, Train"),
        {
            each.key: ShowWorkspace(each)
            for each in (Workspace.LEARN, Workspace.EXPLORE, Workspace.STEP, Workspace.TRAIN)
        },
    ),
    Keys(
        tr(", and Shift+,"),
        tr("next phase of the step, and the one before"),
        {",": NextPhase(), "Shift+,": PhaseBack()},
    ),
    Keys(
        tr("Arrow keys, Space, Home"),
        tr("→ and Space: the next phase; ←: the one before; Home: the first"),
        {"Right": NextPhase(), "Space": NextPhase(), "Left": PhaseBack(), "Home": WalkTo(0)},
        Where.PHASES,
    ),
    Keys("Ctrl+Home", tr("returns to the numbers that this run started from"), {"Ctrl+Home": Restart()}),
    Keys("Ctrl+Shift+R", tr("draws other numbers to start from"), {"Ctrl+Shift+R": NewSeed()}),
    Keys(
        tr("Esc"),
        tr(
            "closes a message, else ends a gesture, else deselects the connection, removes "
            "the demon, deselects neurons"
        ),
        {"Esc": Escape()},
    ),
)


def keys_of(act: Act | ViewAct | WindowAct) -> tuple[str, ...]:
    """The keys that ask for an act everywhere in the window."""
    return tuple(
        key for keys in KEYS if keys.where is Where.WINDOW for key, each in keys.acts.items() if each == act
    )


def act_of(key: str, *places: Where) -> Act | ViewAct | WindowAct | None:
    """What a key asks for in one of these places; where Shift means nothing, it may be down."""
    known = {name: act for keys in KEYS if keys.where in places for name, act in keys.acts.items()}
    return known.get(key) or known.get(key.replace("Shift+", "", 1))
