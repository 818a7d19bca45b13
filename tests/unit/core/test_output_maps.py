"""Maps of what each neuron makes of every input, against a pass of single points."""

import numpy as np
import pytest

from bpexplorer.core.backprop import forward
from bpexplorer.core.network import Network
from bpexplorer.core.readings.maps import CURVE_POINTS, MAP_POINTS, MOST_NEURONS, can_be_mapped, read_maps
from tests.frames import Training


def test_input_0_grows_to_the_right_and_input_1_upwards() -> None:
    frame = Training((2, 3, 1), ("tanh", "sigmoid"), data="circle", cost="cross_entropy").frame()
    maps = read_maps(frame.network, frame.data, step=7)
    assert maps.step == 7
    assert maps.sizes == (2, 3, 1)
    inputs = maps.layers[0]
    assert inputs is not None
    x = np.concatenate([frame.data.x_train, frame.data.x_test])
    assert (maps.low < x.min(axis=0)).all()
    assert (maps.high > x.max(axis=0)).all()
    across, up = inputs
    # A value is that in the middle of its cell.
    half = (maps.high - maps.low) / MAP_POINTS / 2
    np.testing.assert_allclose([across[0, 0], across[0, -1]], [maps.low[0] + half[0], maps.high[0] - half[0]])
    np.testing.assert_allclose([up[-1, 0], up[0, 0]], [maps.low[1] + half[1], maps.high[1] - half[1]])
    assert (np.diff(across, axis=1) > 0).all()
    assert (np.diff(up, axis=0) < 0).all()


def test_each_place_has_what_the_network_makes_of_its_inputs() -> None:
    frame = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").advance(20).frame()
    inputs, hidden, output = read_maps(frame.network, frame.data, step=20).layers
    assert inputs is not None
    assert hidden is not None
    assert output is not None
    for row, column in ((0, 0), (3, 17), (MAP_POINTS - 1, MAP_POINTS - 1)):
        passed = forward(frame.network, inputs[:, row, column][np.newaxis])
        np.testing.assert_allclose(hidden[:, row, column], passed.activations[0][0], rtol=1e-12)
        np.testing.assert_allclose(output[:, row, column], passed.activations[1][0], rtol=1e-12)


def test_one_input_has_maps_of_one_row() -> None:
    frame = Training((1, 3, 1), ("tanh", "identity"), data="wave", cost="quadratic").frame()
    inputs, hidden, _ = read_maps(frame.network, frame.data, step=0).layers
    assert inputs is not None
    assert hidden is not None
    assert inputs.shape == (1, 1, CURVE_POINTS)
    assert hidden.shape == (3, 1, CURVE_POINTS)
    np.testing.assert_allclose(
        hidden[:, 0].T, forward(frame.network, inputs[0, 0][:, np.newaxis]).activations[0], rtol=1e-12
    )


def test_a_layer_of_many_neurons_has_no_maps_and_the_others_do() -> None:
    wide = MOST_NEURONS + 1
    frame = Training((2, wide, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").frame()
    assert read_maps(frame.network, frame.data, step=0).sizes == (2, None, 1)


@pytest.mark.parametrize(("inputs", "can"), [(1, True), (2, True), (3, False), (64, False)])
def test_there_are_maps_where_inputs_fit_a_picture(inputs: int, can: bool) -> None:
    assert can_be_mapped(inputs) == can


def test_huge_weights_are_mapped_without_a_warning() -> None:
    data = Training((2, 1), ("identity",), data="xor", cost="quadratic").trainer.data
    net = Network([np.full((1, 2), 1e308)], [np.zeros(1)], ["identity"])
    assert read_maps(net, data, step=0).sizes == (2, 1)
