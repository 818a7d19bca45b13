"""What the guide's chapter on the laboratory tells in numbers comes out of the core."""

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.readings.laboratory.influence import Beside, InfluenceReading, read_influence
from bpexplorer.core.readings.laboratory.silence import SilenceReading, read_silence
from bpexplorer.core.readings.laboratory.slices import read_slices
from bpexplorer.core.readings.laboratory.tug import TugReading, read_tug
from bpexplorer.core.readings.origin import OriginReading, read_origin
from bpexplorer.core.readings.waterfall import read_layer_origin
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.traced_samples import TracedSamples
from tests.claims import after, with_output_bias
from tests.guide import assert_says, passage


def probe(state: TrainerState) -> TracedSamples:
    data, network, cost = state.data, state.network(), state.config.cost
    return TracedSamples(data.probe, backpropagate(network, data.x_probe, data.y_probe, cost=cost), network)


def test_influence_error_and_saving() -> None:
    wave = read_influence(
        probe(after("wave", 0, cost="absolute")), after("wave", 0).data, cost="absolute", layer=3
    )
    assert_says(
        passage("the damped wave with the absolute cost has", "And the circle"),
        [float(wave.up.max()), float(wave.across.min()), float(wave.across.max())],
    )

    def circle(cost: str) -> InfluenceReading:
        state = with_output_bias(after("circle", 0, cost=cost), -10.0)
        return read_influence(probe(state), state.data, cost=cost, layer=2, beside=Beside.SAVING, reach=12.0)

    shown = [
        float(values[0, 0])
        for cost in ("cross_entropy", "quadratic")
        for values in (circle(cost).up, circle(cost).across)
    ]
    assert_says(passage("And the circle with an output bias of"), [-10.0, 0, 12, *shown])


def tug(steps: int) -> TugReading:
    state = after("gaussians", steps, layers=(2,), batch_size=320, learning_rate=1.0)
    return read_tug(state.network(), state.data, cost="log_likelihood", neuron=Neuron(1, 0))


def test_tug_of_war() -> None:
    reading = tug(1000)
    said = passage("training set as one batch, η = 1.")
    assert_says(said, [1000, reading.mean, reading.mean_size, abs(reading.largest)])


@pytest.mark.slow
def test_tug_of_war_after_5000_steps() -> None:
    reading = tug(5000)
    said = passage("the largest |δ| 0.93. After")
    assert_says(said, [5000, reading.mean, reading.mean_size])


def test_why_a_delta_is_small() -> None:
    state = after("digits", 20)

    def origin(neuron: Neuron, row: int) -> OriginReading:
        return read_origin(
            probe(state), state.data, cost="log_likelihood", row=row, neuron=neuron, step=state.step
        )

    one, other = origin(Neuron(2, 1), 15).one, origin(Neuron(2, 5), 5).one
    assert one.slope is not None
    assert other.slope is not None
    said = passage("A sentence says what made it small.")
    assert_says(said, [*one.terms[:2].tolist(), one.slope, other.total, other.slope])
    layer = read_layer_origin(
        probe(state), state.data, cost="log_likelihood", row=0, layer=2, step=state.step
    )
    assert_says(passage("none at the start, "), [100 * layer.narrow_share])


def test_silence() -> None:
    def read(name: str, epochs: int, layer: int) -> SilenceReading:
        state = after(name, epochs)
        return read_silence(state.network(), state.data, cost=state.config.cost, layer=layer)

    xor = read("xor", 100, 1)
    begun, learned = read("digits", 0, 2), read("digits", 20, 2)
    said = passage("XOR after 100 epochs: neurons")
    assert_says(said, [*xor.median[[0, 2]].tolist(), *(100 * xor.accuracies[[0, 2]]).tolist()])
    changes = [begun.rms.mean() / learned.rms.mean(), learned.influence.mean() / begun.influence.mean()]
    costs = [begun.cost_changes.mean(), learned.cost_changes.mean()]
    assert_says(said.split("20 epochs")[1], [*map(float, changes), *map(float, costs)])


def test_slices() -> None:
    reading = read_slices(after("digits", 0))
    random = reading.random_changes
    said = passage("At the start of the opening example ‖∇C‖ is")
    assert_says(
        said,
        [
            reading.gradient_norm,
            reading.cost,
            reading.cost_at_best,
            reading.best,
            5,
            1,
            reading.downhill_change,
            float(random.mean()),
            float(random.std()),
        ],
    )
    assert reading.costs[-1] > reading.cost
    assert reading.rates[-1] < 5.0
    assert np.all(np.diff(reading.costs[-3:]) > 0.0)
