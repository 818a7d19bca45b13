"""What colours can show is what the frame holds, for the selected sample."""

import numpy as np
import pytest

from bpexplorer.canvas.picture.quantities import (
    EDGE_VIEWS,
    NEURON_VIEWS,
    dropped_neurons,
    hidden_edges,
    largest,
    sample_index,
)
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.edits.structure import SetActivation, SetDropout
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity, SessionState
from tests.frames import Training

PROBE, BATCH = SampleSource.PROBE, SampleSource.BATCH


@pytest.fixture(scope="module")
def frame() -> Frame:
    return Training().advance(3).frame(step=True)


def test_inputs_that_are_no_image_show_their_own_value() -> None:
    xor = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").frame()
    shown = NEURON_VIEWS[NeuronQuantity.ACTIVATION].values(xor, PROBE, 3)[0]
    np.testing.assert_array_equal(shown, xor.data.x_probe[3])


def test_until_their_maps_come_neurons_show_a_of_the_selected_sample() -> None:
    xor = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").frame()
    shown, plain = (
        NEURON_VIEWS[quantity].values(xor, PROBE, 3)
        for quantity in (NeuronQuantity.MAP, NeuronQuantity.ACTIVATION)
    )
    for one, other in zip(shown, plain, strict=True):
        assert one is not None
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("quantity", NeuronQuantity)
def test_neurons_show_the_selected_sample(frame: Frame, quantity: NeuronQuantity) -> None:
    x, y = frame.data.x_probe[5:6], frame.data.y_probe[5:6]
    alone = backpropagate(frame.network, x, y, cost=frame.config.cost)
    expected = {
        NeuronQuantity.ACTIVATION: [None, *(a[0] for a in alone.activations)],
        NeuronQuantity.WEIGHTED_INPUT: [None, *(z[0] for z in alone.zs)],
        NeuronQuantity.DELTA: [None, *(delta[0] for delta in alone.deltas)],
        NeuronQuantity.BIAS: [None, *frame.network.biases],
        NeuronQuantity.MAP: [None] * 4,  # 64 inputs have no maps
    }[quantity]
    for shown, wanted in zip(NEURON_VIEWS[quantity].values(frame, PROBE, 5), expected, strict=True):
        if wanted is None:
            assert shown is None
        else:
            np.testing.assert_allclose(shown, wanted, rtol=1e-12, atol=1e-14)


def test_blame_sums_to_the_delta_before_the_gate(frame: Frame) -> None:
    """The terms of BP2: Σ_k w_kj δ_k times σ'(z_j) is δ_j."""
    assert frame.trace is not None
    blame = EDGE_VIEWS[EdgeQuantity.BLAME].values(frame, PROBE, 2, 7)
    assert blame is not None
    gate = 1 - frame.trace.activations[0][7] ** 2
    np.testing.assert_allclose(blame.sum(axis=0) * gate, frame.trace.deltas[0][7], rtol=1e-10)


@pytest.mark.parametrize("quantity", EdgeQuantity)
def test_the_largest_edge_is_the_largest_of_all_layers_and_samples(
    frame: Frame, quantity: EdgeQuantity
) -> None:
    view = EDGE_VIEWS[quantity]
    everything = [
        np.abs(values).max()
        for layer in (1, 2, 3)
        for sample in range(len(frame.data.probe))
        if (values := view.values(frame, PROBE, layer, sample)) is not None
    ]
    assert view.largest(frame, PROBE) == pytest.approx(max(everything), rel=1e-12)


def test_the_largest_of_nothing_is_zero_and_infinities_do_not_count() -> None:
    assert largest([]) == 0.0
    assert largest([None, np.array([np.inf, -3.0, np.nan])]) == 3.0


# The last batch


@pytest.fixture(scope="module")
def dropping() -> Frame:
    """Layer 1 of the digits leaves out half of its neurons; a connection into layer 2 is removed."""
    training = Training().apply(SetDropout(1, 0.5)).apply(RemoveConnections(2, ((3, 4),)))
    return training.advance(3).frame(batch=True)


def test_of_a_batch_everything_is_what_its_step_was_made_from(dropping: Frame) -> None:
    samples = dropping.last_batch
    assert samples is not None
    for quantity, arrays in (
        (NeuronQuantity.DELTA, samples.trace.deltas),
        (NeuronQuantity.WEIGHTED_INPUT, samples.trace.zs),
    ):
        for shown, array in zip(NEURON_VIEWS[quantity].values(dropping, BATCH, 6)[1:], arrays, strict=True):
            np.testing.assert_array_equal(shown, array[6])
    for shown, biases in zip(
        NEURON_VIEWS[NeuronQuantity.BIAS].values(dropping, BATCH, 6)[1:], samples.network.biases, strict=True
    ):
        np.testing.assert_array_equal(shown, biases)
    weights = EDGE_VIEWS[EdgeQuantity.WEIGHT].values(dropping, BATCH, 1, 6)
    gradients = EDGE_VIEWS[EdgeQuantity.GRADIENT].values(dropping, BATCH, 1, 6)
    np.testing.assert_array_equal(weights, samples.network.weights[0])
    np.testing.assert_array_equal(gradients, samples.trace.grad_weights[0])
    assert (dropping.network.weights[0] != samples.network.weights[0]).any()


def test_the_selected_sample_is_named_by_its_place_in_the_training_part(dropping: Frame) -> None:
    assert dropping.last_batch is not None
    data, rows = dropping.data, dropping.last_batch.rows
    assert sample_index(data, dropping, SessionState(sample=4, batch_sample=6)) == data.probe[4]
    assert sample_index(data, dropping, SessionState(source=BATCH, batch_sample=6)) == rows[6]
    assert sample_index(data, dropping, SessionState(source=BATCH, batch_sample=999)) == rows[-1]
    assert sample_index(data, None, SessionState(source=BATCH)) is None


def test_edges_from_and_to_a_dropped_neuron_are_gone_and_so_are_removed_ones(dropping: Frame) -> None:
    state = SessionState(source=BATCH, batch_sample=6)
    dropped = dropped_neurons(dropping, 1, state)
    assert dropped is not None
    assert 0 < dropped.sum() < 14
    into, out_of = hidden_edges(dropping, 1, state), hidden_edges(dropping, 2, state)
    assert into is not None
    assert out_of is not None
    np.testing.assert_array_equal(into, np.repeat(dropped[:, np.newaxis], 64, axis=1))
    expected = np.repeat(dropped[np.newaxis], 10, axis=0)
    expected[3, 4] = True
    np.testing.assert_array_equal(out_of, expected)
    last = hidden_edges(dropping, 3, state)
    assert last is not None
    assert not last.any()


def test_means_over_the_batch_and_the_probe_keep_their_edges(dropping: Frame) -> None:
    mean = hidden_edges(dropping, 2, SessionState(source=BATCH, edges_by=EdgeQuantity.GRADIENT))
    probe = hidden_edges(dropping, 2, SessionState())
    for hidden in (mean, probe):
        assert hidden is not None
        assert np.argwhere(hidden).tolist() == [[3, 4]]
    assert dropped_neurons(dropping, 1, SessionState()) is None


def test_what_leads_to_a_dropped_neuron_of_a_softmax_layer_stays_because_others_depend_on_it() -> None:
    training = Training().apply(SetActivation(1, "softmax")).apply(SetDropout(1, 0.5))
    frame = training.advance(1).frame(batch=True)
    state = SessionState(source=BATCH)
    assert hidden_edges(frame, 1, state) is None
    assert hidden_edges(frame, 2, state) is not None
