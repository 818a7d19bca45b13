"""The waterfall of a δ, and of all of a layer."""

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.readings.origin import Adding, OriginReading, read_origin
from bpexplorer.core.readings.waterfall import StageKind, read_layer_origin, waterfall
from bpexplorer.core.readings.why_small import WhySmall, why_small
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.traced_samples import TracedSamples
from tests.claims import after


def probe(state: TrainerState) -> TracedSamples:
    data, network = state.data, state.network()
    return TracedSamples(
        data.probe, backpropagate(network, data.x_probe, data.y_probe, cost=state.config.cost), network
    )


def origin(state: TrainerState, neuron: Neuron, row: int) -> OriginReading:
    return read_origin(
        probe(state), state.data, cost=state.config.cost, row=row, neuron=neuron, step=state.step
    )


@pytest.mark.parametrize("neuron", [Neuron(1, 3), Neuron(2, 1), Neuron(3, 8)])
def test_each_stage_begins_where_the_one_before_has_led_and_the_last_is_delta(neuron: Neuron) -> None:
    reading = origin(after("digits", 20), neuron, 15)
    for worked in (reading.one, reading.mean):
        stages = waterfall(worked)
        kinds = [stage.kind for stage in stages]
        at = 0.0
        for stage in stages[: kinds.index(StageKind.SUM)]:
            assert stage.start == at
            at = stage.end
        total = stages[kinds.index(StageKind.SUM)]
        assert (total.start, total.end, stages[-1].start) == (0.0, worked.total, 0.0)
        assert at == pytest.approx(worked.total)
        assert stages[-1].end == worked.delta
        assert (StageKind.SLOPE in kinds) == (worked.slope is not None)
        if worked.slope is not None:
            assert (stages[-2].start, stages[-2].end) == (worked.total, worked.delta)
        terms = dict(zip(worked.neurons.tolist(), worked.terms.tolist(), strict=True))
        for stage in stages[: kinds.count(StageKind.TERM)]:
            assert stage.value == pytest.approx(terms[stage.neuron], abs=1e-15)


def test_one_delta_is_small_because_its_terms_cancel_and_another_because_of_its_slope() -> None:
    state = after("digits", 20)
    cancelling = origin(state, Neuron(2, 1), 15)
    stages = waterfall(cancelling.one)
    assert [stage.value for stage in stages[:2]] == pytest.approx([-0.4743, 0.4692], abs=5e-5)
    assert cancelling.one.slope == pytest.approx(0.038, abs=5e-4)
    assert stages[-1].value == pytest.approx(1.6e-4, abs=5e-6)
    assert cancelling.one.verdict.adding is Adding.CANCEL
    held_up = origin(state, Neuron(2, 5), 5)
    assert held_up.one.total == pytest.approx(-0.314, abs=5e-4)
    assert held_up.one.slope == pytest.approx(0.029, abs=5e-4)
    assert why_small(held_up) is why_small(cancelling) is WhySmall.SLOPE


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_the_table_of_a_layer_says_of_each_neuron_what_its_sum_says(layer: int) -> None:
    state = after("digits", 20)
    table = read_layer_origin(
        probe(state), state.data, cost="log_likelihood", row=15, layer=layer, step=state.step
    )
    assert table.size == len(table.readings) == state.spec.sizes[layer]
    for j, reading in enumerate(table.readings):
        alone = origin(state, Neuron(layer, j), 15)
        assert reading.neuron == alone.neuron
        assert reading.one.delta == alone.one.delta
        assert reading.one.total == pytest.approx(alone.one.total)
        assert table.verdicts[j] is why_small(alone)


def test_saturated_slopes_are_counted_over_all_samples_that_are_looked_at() -> None:
    shares = []
    for epochs in (0, 20):
        state = after("digits", epochs)
        table = read_layer_origin(
            probe(state), state.data, cost="log_likelihood", row=0, layer=2, step=state.step
        )
        a = probe(state).trace.activations[1]
        assert table.narrow_share == pytest.approx(float((1 - a**2 < 0.05).mean()))
        shares.append(table.narrow_share)
    assert shares == pytest.approx([0.0, 0.26], abs=0.005)


def test_sums_that_are_not_finite_are_read_as_they_are() -> None:
    from dataclasses import replace

    worked = origin(after("digits", 0), Neuron(2, 1), 15).one
    broken = replace(worked, terms=np.array([np.inf, -np.inf, 1.0]), neurons=np.arange(3))
    assert np.isnan(waterfall(broken)[3].end)
