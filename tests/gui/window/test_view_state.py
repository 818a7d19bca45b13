"""What is shown goes into a project file and comes back."""

import pytest

from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.traced_samples import SampleList, SampleSource
from bpexplorer.document.session import (
    Demon,
    EdgeQuantity,
    NeuronQuantity,
    Pin,
    Scale,
    Scope,
    SessionState,
    Tool,
)
from bpexplorer.document.workspaces import OPENING, Workspace
from bpexplorer.project.project import View, ViewDemon
from bpexplorer.window.view_state import lost_by_reopening, session_state_of, view_of, workspace_of
from bpexplorer.window.workspaces import WORKSPACES
from tests.frames import Training

SPEC = NetworkSpec.create((4, 3, 2), ("tanh", "softmax"))
PROBE = 8

STATES = [
    SessionState(),
    SessionState(
        selection=(Neuron(1, 2), Neuron(2, 1)),
        mapped=Neuron(2, 1),
        sample=7,
        neurons_by=NeuronQuantity.BIAS,
        edges_by=EdgeQuantity.BLAME,
        tool=Tool.DEMON,
        scale=Scale.LOG,
        delta_bound=0.05,
        demon=Demon(Neuron(2, 1), -0.125, Scope.BATCH),
    ),
    SessionState(selection=(Neuron(1, 2),), mapped=None),
]


@pytest.mark.parametrize("state", STATES)
def test_a_session_comes_back_from_a_project_as_it_was(state: SessionState) -> None:
    assert session_state_of(view_of(state, Workspace.EXPLORE), SPEC, PROBE) == state


def test_every_choice_of_every_kind_comes_back() -> None:
    for field, kind in (
        ("neurons_by", NeuronQuantity),
        ("edges_by", EdgeQuantity),
        ("tool", Tool),
        ("scale", Scale),
        ("source", SampleSource),
    ):
        for choice in set(kind) - {SampleSource.HARDEST}:
            state = SessionState(**{field: choice})  # type: ignore[arg-type]
            assert session_state_of(view_of(state, Workspace.EXPLORE), SPEC, PROBE) == state


def test_a_list_of_samples_is_of_the_moment_and_the_fixed_ones_come_back() -> None:
    state = SessionState(source=SampleSource.HARDEST, hardest=SampleList("test", (7, 3)), hardest_sample=1)
    assert session_state_of(view_of(state, Workspace.EXPLORE), SPEC, PROBE) == SessionState()
    assert session_state_of(View(samples="hardest"), SPEC, PROBE).source is SampleSource.PROBE


def test_the_workspace_comes_back_and_one_that_isn_t_there_is_the_usual_one() -> None:
    for workspace in WORKSPACES:
        assert workspace_of(view_of(SessionState(), workspace)) is workspace
    assert workspace_of(View(workspace="attic")) is OPENING


def test_what_the_network_does_not_have_is_left_out() -> None:
    view = View(selection=((1, 2), (1, 3), (5, 0)), sample=99, demon=ViewDemon(1, 3, 0.5))
    state = session_state_of(view, SPEC, PROBE)
    assert state.selection == (Neuron(1, 2),)
    assert state.sample == PROBE - 1
    assert state.demon is None


def test_an_input_cannot_hold_the_demon() -> None:
    assert session_state_of(View(demon=ViewDemon(0, 0, 0.5)), SPEC, PROBE).demon is None


def test_a_word_of_a_later_version_stands_for_the_default() -> None:
    view = View(
        neurons_by="health", edges_by="?", tool="paint", scale="", demon=ViewDemon(1, 0, 0.5, "epoch")
    )
    state = session_state_of(view, SPEC, PROBE)
    assert (state.neurons_by, state.edges_by) == (NeuronQuantity.DELTA, EdgeQuantity.WEIGHT)
    assert (state.tool, state.scale) == (Tool.SELECT, Scale.SHARED)
    assert state.demon == Demon(Neuron(1, 0), 0.5, Scope.SAMPLE)


def test_the_demon_comes_back_where_it_was_and_its_neuron_is_the_selected_one() -> None:
    view = View(selection=((1, 0), (1, 2)), demon=ViewDemon(2, 1, 0.5))
    state = session_state_of(view, SPEC, PROBE)
    assert state.demon == Demon(Neuron(2, 1), 0.5)
    assert state.selection == (Neuron(1, 0), Neuron(1, 2), Neuron(2, 1))


def test_a_file_keeps_that_a_demon_was_pinned_and_opening_it_says_that_it_follows_now() -> None:
    pin = Pin(Training((2, 4, 1), ("tanh", "sigmoid"), data="xor").frame(), Neuron(1, 1))
    state = SessionState(selection=(Neuron(1, 0),), demon=Demon(Neuron(1, 1), 0.5, pin=pin))
    view = view_of(state, Workspace.EXPLORE)
    assert view.demon is not None
    assert not view.demon.follow
    reopened = session_state_of(view, SPEC, PROBE)
    assert reopened.demon == Demon(Neuron(1, 1), 0.5)
    assert str(Neuron(1, 1)) in lost_by_reopening(view)
    assert lost_by_reopening(view_of(reopened, Workspace.EXPLORE)) == ""
