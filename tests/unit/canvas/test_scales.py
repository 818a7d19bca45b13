"""Colour scales stay where they are until somebody asks for others."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.canvas.picture.legend import legend
from bpexplorer.canvas.picture.quantities import uses_edges
from bpexplorer.canvas.picture.scales import ScaleBook, edge_captions
from bpexplorer.core.network import Network
from bpexplorer.core.readings.phases.reading import read_phases
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity, Scale, SessionState
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.numbers import significant
from tests.frames import Training
from tests.runs import classes_data, start

Z = SessionState(neurons_by=NeuronQuantity.WEIGHTED_INPUT)


@pytest.fixture(scope="module")
def frame() -> Frame:
    return Training().frame()


def with_weights(frame: Frame, factor: float) -> Frame:
    network = frame.network
    larger = Network([factor * w for w in network.weights], network.biases, network.activations)
    return replace(frame, network=larger)


def test_a_bound_does_not_follow_the_numbers_until_refit(frame: Frame) -> None:
    book = ScaleBook()
    before = book.edges(frame, SessionState())
    grown = with_weights(frame, 10)
    assert book.edges(grown, SessionState()) == before
    book.refit()
    assert book.edges(grown, SessionState()).bound == pytest.approx(10 * before.bound)


def test_a_new_run_and_a_newly_chosen_quantity_choose_again(frame: Frame) -> None:
    book = ScaleBook()
    before = book.edges(frame, SessionState())
    grown = with_weights(frame, 10)
    assert book.edges(replace(grown, run=1), SessionState()) != before
    book = ScaleBook()
    book.edges(frame, SessionState())
    book.forget(EdgeQuantity.WEIGHT)
    assert book.edges(grown, SessionState()) != before


def test_while_there_is_no_frame_the_bounds_that_were_chosen_stand(frame: Frame) -> None:
    book = ScaleBook()
    assert book.neurons(None, Z)[0].bound == 1.0
    chosen = book.neurons(frame, Z)[1]
    assert chosen == ScaleBook().neurons(frame, Z)[1]
    # While an edit is under way there is no frame; the bounds that were chosen stand.
    assert book.neurons(None, Z) == (chosen,)


def test_no_value_lies_beyond_a_scale_that_was_just_chosen(frame: Frame) -> None:
    for quantity in NeuronQuantity:
        for sample in range(len(frame.data.probe)):
            state = SessionState(neurons_by=quantity, scale=Scale.OWN, sample=sample)
            book = ScaleBook()
            shown = legend(frame, state, book.neurons(frame, state), book.edges(frame, state))
            assert shown.clipped == 0


def test_delta_is_on_the_scale_of_the_session(frame: Frame) -> None:
    state = SessionState(delta_bound=0.05)
    scales = ScaleBook().neurons(frame, state)
    assert {scale.bound for scale in scales} == {0.05}
    assert frame.trace is not None
    beyond = sum(np.count_nonzero(np.abs(delta[0]) > 0.05) for delta in frame.trace.deltas)
    shown = legend(frame, state, scales, ScaleBook().edges(frame, state))
    assert shown.clipped == beyond > 0
    assert (shown.low, shown.high) == ("raising z lowers C", "raising z raises C")
    assert "shared scale (fixed)" in shown.note
    log = ScaleBook().neurons(frame, replace(state, scale=Scale.LOG))
    assert {scale.mode for scale in log} == {"log"}


def test_own_scales_differ_by_layer_and_the_legend_says_which_it_shows(frame: Frame) -> None:
    state = SessionState(scale=Scale.OWN, selection=(Neuron(1, 0),))
    book = ScaleBook()
    scales = book.neurons(frame, state)
    shown = legend(frame, state, scales, book.edges(frame, state))
    assert shown.scale == scales[1]
    assert "scale of layer 1" in shown.note


def test_the_legend_speaks_of_dashes_only_where_there_are_some(frame: Frame) -> None:
    book = ScaleBook()

    def line(neuron: Neuron, edges: EdgeQuantity) -> str:
        state = SessionState(selection=(neuron,), edges_by=edges)
        return " · ".join(legend(frame, state, book.neurons(frame, state), book.edges(frame, state)).entries)

    assert "dashed" in line(Neuron(2, 0), EdgeQuantity.WEIGHT)
    assert "dashed" not in line(Neuron(1, 0), EdgeQuantity.WEIGHT)  # 64 inputs and 10 outputs are too many
    assert "dashed" in line(Neuron(1, 0), EdgeQuantity.BLAME)


def test_the_legend_says_where_edges_are_pale(frame: Frame) -> None:
    scales = [SignedScale(1.0)] * 4
    for state, is_said in (
        (SessionState(), False),
        (SessionState(selection=(Neuron(1, 0),)), True),
        # Contributions are shown at the selected neuron alone.
        (SessionState(selection=(Neuron(1, 0),), edges_by=EdgeQuantity.BLAME), False),
    ):
        shown = legend(frame, state, scales, SignedScale(1.0))
        assert ("faint except at the selected neuron" in " · ".join(shown.entries)) is is_said


def test_the_legend_speaks_of_edges_only_in_phases_that_colour_some() -> None:
    walked = read_phases(Trainer(start((4, 3), data=classes_data())).state())
    sizes = walked.shown.spec.sizes
    for phase in walked.phases:
        state = SessionState(walk=PhaseWalk(walked, phase.number), edges_by=EdgeQuantity.GRADIENT)
        captions = edge_captions(state, SignedScale(1.0), sizes)
        coloured = any(uses_edges(state, layer) for layer in range(1, len(sizes)))
        assert bool(captions) is coloured
    assert not coloured  # after the step


def test_blame_without_a_selected_neuron_says_what_to_do(frame: Frame) -> None:
    state = SessionState(edges_by=EdgeQuantity.BLAME)
    book = ScaleBook()
    shown = legend(frame, state, book.neurons(frame, state), book.edges(frame, state))
    assert "select a neuron to see its edges" in shown.entries


def test_the_legend_names_the_ends_of_the_edges_scale(frame: Frame) -> None:
    scale = SignedScale(0.05)
    shown = legend(frame, SessionState(), ScaleBook().neurons(frame, SessionState()), scale)
    assert "−0.05 (blue) to +0.05 (red)" in " · ".join(shown.entries)


@pytest.mark.parametrize(
    ("data", "inputs", "note"),
    [
        ("hill", 2, "a over the inputs · scale of layer 2 (fixed) · x0 across, x1 up"),
        ("wave", 1, "a over x0, as curves from {low} to {high} · scale of layer 2 (fixed)"),
    ],
)
def test_the_legend_of_maps_says_where_the_inputs_grow(data: str, inputs: int, note: str) -> None:
    frame = Training((inputs, 3, 1), ("tanh", "identity"), data=data, cost="quadratic").frame()
    state, book = SessionState(neurons_by=NeuronQuantity.MAP), ScaleBook()
    scales = book.neurons(frame, state)
    shown = legend(frame, state, scales, book.edges(frame, state))
    low, high = scales[2].ends
    assert shown.note == note.format(low=significant(low), high=significant(high, plus=True))
    assert shown.is_coloured == (inputs == 2)
    assert shown.scale == scales[2]
    # An activation with bounds reaches as far as these, inputs as far as the samples, outputs as the targets.
    assert scales[1].ends == (-1.0, 1.0)
    assert scales[0].ends[0] < frame.data.x_train.min() < frame.data.x_train.max() < scales[0].ends[1]
    assert scales[2].ends[1] == np.abs(frame.data.y_train).max()


def test_the_legend_says_which_data_have_no_maps(frame: Frame) -> None:
    state, book = SessionState(neurons_by=NeuronQuantity.MAP), ScaleBook()
    shown = legend(frame, state, book.neurons(frame, state), book.edges(frame, state))
    assert shown.note == "a map needs data with one or two inputs"
