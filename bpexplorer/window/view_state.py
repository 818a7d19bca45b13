"""What is shown, as the session holds it and as a project file keeps it."""

from enum import Enum
from typing import TypeVar

from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.session import Demon, Scope, SessionState
from bpexplorer.document.workspaces import OPENING, Workspace
from bpexplorer.project.project import View, ViewDemon
from bpexplorer.translation import tr
from bpexplorer.window.workspaces import WORKSPACES

Word = TypeVar("Word", bound=Enum)


def view_of(state: SessionState, workspace: Workspace) -> View:
    """What a project file keeps of the session, and the workspace that shows it."""
    demon = state.demon
    return View(
        workspace=workspace.value,
        selection=tuple((neuron.layer, neuron.index) for neuron in state.selection),
        sample=state.sample,
        # Which samples are the hardest is another matter when the file is opened again.
        samples=(SampleSource.PROBE if state.source is SampleSource.HARDEST else state.source).value,
        neurons_by=state.neurons_by.value,
        edges_by=state.edges_by.value,
        tool=state.tool.value,
        scale=state.scale.value,
        delta_bound=state.delta_bound,
        maps_selection=state.mapped is not None or not state.selection,
        demon=None
        if demon is None
        else ViewDemon(demon.neuron.layer, demon.neuron.index, demon.dz, demon.scope.value, demon.follow),
    )


def session_state_of(view: View, spec: NetworkSpec, probe_size: int) -> SessionState:
    """The session that a project file describes; what this network doesn't have is left out.

    The demon is where it was, and its neuron is selected: see `lost_by_reopening`.
    """
    default, demon = SessionState(), _demon(view.demon)
    selection = _with_demon(tuple(Neuron(*place) for place in view.selection), demon)
    state = SessionState(
        selection=selection,
        mapped=selection[-1] if selection and view.maps_selection else None,
        sample=view.sample,
        source=_word(view.samples, default.source),
        neurons_by=_word(view.neurons_by, default.neurons_by),
        edges_by=_word(view.edges_by, default.edges_by),
        tool=_word(view.tool, default.tool),
        demon=demon,
        scale=_word(view.scale, default.scale),
        delta_bound=view.delta_bound,
    )
    return state.within(spec, probe_size)


def workspace_of(view: View) -> Workspace:
    """The workspace that a project file was saved in; one that the window doesn't have stands for the usual one."""
    workspace = _word(view.workspace, OPENING)
    return workspace if workspace in WORKSPACES else OPENING


def lost_by_reopening(view: View) -> str:
    """What a project file doesn't bring back of what was shown, in a sentence; empty if it does all."""
    demon = view.demon
    if demon is None or demon.follow:
        return ""
    return tr(
        "The demon was pinned when this project was saved. The file doesn't hold that "
        "step's network, so the demon on {neuron} follows training now.",
        neuron=Neuron(demon.layer, demon.index),
    )


def _with_demon(selection: tuple[Neuron, ...], demon: Demon | None) -> tuple[Neuron, ...]:
    """The selection, with the demon's neuron as its primary one, where another that has a z was."""
    if demon is None or not selection or selection[-1].layer == 0:
        return selection
    return (*(neuron for neuron in selection if neuron != demon.neuron), demon.neuron)


def _demon(demon: ViewDemon | None) -> Demon | None:
    if demon is None:
        return None
    # What it may have been pinned to is gone with the frames of that time: it follows.
    return Demon(Neuron(demon.layer, demon.index), demon.dz, _word(demon.scope, Scope.SAMPLE))


def _word(text: str, default: Word) -> Word:
    """The member with this value; a word that isn't known stands for the default."""
    return next((member for member in type(default) if member.value == text), default)
