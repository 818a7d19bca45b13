"""What is shown goes into a project file and comes back."""

import pytest

from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.session import (
    Demon,
    EdgeQuantity,
    NeuronQuantity,
    Scale,
    Scope,
    SessionState,
    Tool,
)
from bpexplorer.project.project import View, ViewDemon
from bpexplorer.window.view_state import session_state_of, view_of

SPEC = NetworkSpec.create((4, 3, 2), ("tanh", "softmax"))
PROBE = 8

STATES = [
    SessionState(),
    SessionState(
        selection=(Neuron(0, 3), Neuron(1, 2)),
        sample=7,
        neurons_by=NeuronQuantity.BIAS,
        edges_by=EdgeQuantity.BLAME,
        tool=Tool.DEMON,
        scale=Scale.LOG,
        delta_bound=0.05,
        demon=Demon(Neuron(2, 1), -0.125, Scope.BATCH, follow=True),
    ),
]


@pytest.mark.parametrize("state", STATES)
def test_a_session_comes_back_from_a_project_as_it_was(state: SessionState) -> None:
    assert session_state_of(view_of(state), SPEC, PROBE) == state


def test_every_choice_of_every_kind_comes_back() -> None:
    for field, kind in (
        ("neurons_by", NeuronQuantity),
        ("edges_by", EdgeQuantity),
        ("tool", Tool),
        ("scale", Scale),
        ("source", SampleSource),
    ):
        for choice in kind:
            state = SessionState(**{field: choice})  # type: ignore[arg-type]
            assert session_state_of(view_of(state), SPEC, PROBE) == state


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
