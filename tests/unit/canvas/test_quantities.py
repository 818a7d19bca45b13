"""What colours can show is what the frame holds, for the selected sample."""

import numpy as np
import pytest

from bpexplorer.canvas.quantities import EDGE_VIEWS, NEURON_VIEWS, largest
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.frame import Frame
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity
from tests.frames import Training


@pytest.fixture(scope="module")
def frame() -> Frame:
    return Training().advance(3).frame()


def test_inputs_that_are_no_image_show_their_own_value() -> None:
    xor = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").frame()
    shown = NEURON_VIEWS[NeuronQuantity.ACTIVATION].values(xor, 3)[0]
    np.testing.assert_array_equal(shown, xor.data.x_probe[3])


@pytest.mark.parametrize("quantity", NeuronQuantity)
def test_neurons_show_the_selected_sample(frame: Frame, quantity: NeuronQuantity) -> None:
    x, y = frame.data.x_probe[5:6], frame.data.y_probe[5:6]
    alone = backpropagate(frame.network, x, y, cost=frame.config.cost)
    expected = {
        NeuronQuantity.ACTIVATION: [None, *(a[0] for a in alone.activations)],
        NeuronQuantity.WEIGHTED_INPUT: [None, *(z[0] for z in alone.zs)],
        NeuronQuantity.DELTA: [None, *(delta[0] for delta in alone.deltas)],
        NeuronQuantity.BIAS: [None, *frame.network.biases],
    }[quantity]
    for shown, wanted in zip(NEURON_VIEWS[quantity].values(frame, 5), expected, strict=True):
        if wanted is None:
            assert shown is None
        else:
            np.testing.assert_allclose(shown, wanted, rtol=1e-12, atol=1e-14)


def test_blame_sums_to_the_delta_before_the_gate(frame: Frame) -> None:
    """The terms of BP2: Σ_k w_kj δ_k times σ'(z_j) is δ_j."""
    assert frame.trace is not None
    blame = EDGE_VIEWS[EdgeQuantity.BLAME].values(frame, 2, 7)
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
        if (values := view.values(frame, layer, sample)) is not None
    ]
    assert view.largest(frame) == pytest.approx(max(everything), rel=1e-12)


def test_the_largest_of_nothing_is_zero_and_infinities_do_not_count() -> None:
    assert largest([]) == 0.0
    assert largest([None, np.array([np.inf, -3.0, np.nan])]) == 3.0
