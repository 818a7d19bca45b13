"""z of a neuron of layer 1, pixel by pixel."""

import numpy as np
import pytest

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.readings.pixels import largest_term, read_pixels
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from tests.frames import Training


@pytest.mark.parametrize("index", [0, 13])
def test_the_terms_add_up_to_z(index: int) -> None:
    frame = Training().advance(30).frame()
    reading = read_pixels(frame, SampleSource.PROBE, 7, index)
    assert reading is not None
    x = frame.data.x_probe[7].reshape(8, 8)
    np.testing.assert_array_equal(reading.x, x)
    np.testing.assert_array_equal(reading.weights, frame.network.weights[0][index].reshape(8, 8))
    np.testing.assert_array_equal(reading.terms, x * reading.weights)
    assert reading.total + reading.bias == pytest.approx(reading.z, rel=1e-12)
    assert reading.z == frame.trace.zs[0][7, index]
    assert reading.bias != 0.0
    assert reading.shift == 0.0


def test_a_held_demon_is_part_of_z() -> None:
    training = Training().advance(5)
    training.trainer.apply(HoldDemon(Neuron(1, 4), 0.5), Context(1))
    frame = training.frame(edit=1)
    reading, other = (read_pixels(frame, SampleSource.PROBE, 2, index) for index in (4, 5))
    assert reading is not None
    assert other is not None
    assert (reading.shift, other.shift) == (0.5, 0.0)
    assert reading.total + reading.bias + 0.5 == pytest.approx(reading.z, rel=1e-12)
    assert other.total + other.bias == pytest.approx(other.z, rel=1e-12)


def test_no_term_of_the_fixed_samples_is_larger_than_the_largest() -> None:
    frame = Training().advance(5).frame()
    readings = [
        read_pixels(frame, SampleSource.PROBE, row, index) for row in range(32) for index in range(14)
    ]
    found = max(float(np.abs(each.terms).max()) for each in readings if each is not None)
    assert found <= largest_term(frame.network, frame.data)
    assert found == pytest.approx(largest_term(frame.network, frame.data), rel=0.5)


def test_only_pictures_have_pixels() -> None:
    frame = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").frame()
    assert read_pixels(frame, SampleSource.PROBE, 0, 0) is None
    assert read_pixels(Training().frame(), SampleSource.BATCH, 0, 0) is None
