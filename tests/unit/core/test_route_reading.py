"""The routes of one neuron and one probe sample, with what names them."""

import numpy as np
import pytest

from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.readings.routes import read_batch_routes, read_routes
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from tests.frames import Training


def test_the_terms_of_every_neuron_add_up_to_the_delta_that_backpropagation_finds() -> None:
    frame = Training((64, 6, 5, 10), ("tanh", "sigmoid", "softmax")).advance(10).frame()
    trace = frame.trace
    assert trace is not None
    for layer, size in enumerate(frame.spec.sizes[1:], start=1):
        for index in range(size):
            reading = read_routes(
                frame.network,
                frame.data,
                cost="log_likelihood",
                sample=7,
                neuron=Neuron(layer, index),
                step=10,
            )
            assert reading.delta == pytest.approx(trace.deltas[layer - 1][7, index], abs=1e-14)
            assert float(reading.routes.total[0]) == pytest.approx(reading.delta, abs=1e-12)
            assert reading.output == pytest.approx(trace.activations[layer - 1][7, index])


def test_only_an_output_neuron_has_a_target() -> None:
    frame = Training((64, 6, 10), ("tanh", "softmax")).frame()
    options = {"cost": "quadratic", "sample": 4, "step": 0}
    hidden = read_routes(frame.network, frame.data, neuron=Neuron(1, 2), **options)  # type: ignore[arg-type]
    outputs = [
        read_routes(frame.network, frame.data, neuron=Neuron(2, k), **options)  # type: ignore[arg-type]
        for k in range(10)
    ]
    assert hidden.target is None
    np.testing.assert_array_equal([output.target for output in outputs], frame.data.y_probe[4])
    assert (hidden.activation, outputs[0].activation) == ("tanh", "softmax")


def test_inputs_have_no_routes() -> None:
    frame = Training((64, 6, 10), ("tanh", "softmax")).frame()
    with pytest.raises(InvalidNetworkError, match="input"):
        read_routes(frame.network, frame.data, cost="quadratic", sample=0, neuron=Neuron(0, 3), step=0)


@pytest.mark.parametrize("hidden", ["tanh", "softmax"])
def test_of_a_batch_the_terms_of_every_neuron_add_up_to_the_delta_of_its_step(hidden: str) -> None:
    training = Training((64, 6, 5, 10), (hidden, "sigmoid", "softmax")).apply(SetDropout(1, 0.5))
    frame = training.advance(4).frame(batch=True)
    samples = frame.last_batch
    assert samples is not None
    for layer, size in enumerate(frame.spec.sizes[1:], start=1):
        for index in range(size):
            neuron = Neuron(layer, index)
            reading = read_batch_routes(samples, frame.data, cost="log_likelihood", row=7, neuron=neuron)
            assert reading.delta == samples.trace.deltas[layer - 1][7, index]
            assert float(reading.routes.total[0]) == pytest.approx(reading.delta, abs=1e-14)
            assert (reading.number, reading.step) == (samples.rows[7], 4)
            factors = samples.factors(layer)
            expected = None if factors is None else factors[7, index]
            assert (reading.routes.factor is None) == (expected is None)
            if reading.routes.factor is not None:
                assert reading.routes.factor[0] == expected


def test_where_a_batch_is_smaller_than_the_row_asked_for_its_last_sample_is_read() -> None:
    frame = Training((64, 6, 10), ("tanh", "softmax"), batch_size=3).advance(1).frame(batch=True)
    assert frame.last_batch is not None
    reading = read_batch_routes(
        frame.last_batch, frame.data, cost="log_likelihood", row=19, neuron=Neuron(1, 0)
    )
    assert (reading.sample, reading.asked, reading.source) == (2, 19, SampleSource.BATCH)
