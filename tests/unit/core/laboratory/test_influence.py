"""Influence beside error and beside saving: read off, and computed by another way."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate, forward
from bpexplorer.core.demon import cost_curve
from bpexplorer.core.network import Network
from bpexplorer.core.readings.laboratory import influence
from bpexplorer.core.readings.laboratory.influence import TRIED, Beside, best_savings, read_influence
from bpexplorer.core.readings.laboratory.sampled import affordable_rows
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.core.training.trainer import Trainer
from tests.claims import after, with_output_bias


def probe(state: TrainerState) -> TracedSamples:
    data, network = state.data, state.network()
    return TracedSamples(
        data.probe, backpropagate(network, data.x_probe, data.y_probe, cost=state.config.cost), network
    )


def read(state: TrainerState, **choice: object) -> influence.InfluenceReading:
    choice.setdefault("layer", state.spec.depth)
    return read_influence(probe(state), state.data, cost=state.config.cost, **choice)  # type: ignore[arg-type]


@pytest.mark.parametrize("hidden", ["tanh", "softmax"])
@pytest.mark.parametrize("layer", [1, 2, 3])
def test_the_best_saving_is_what_the_demon_finds(hidden: str, layer: int) -> None:
    rng = np.random.default_rng(4)
    network = Network.create([3, 4, 5, 3], [hidden, hidden, "softmax"], rng=rng)
    x, y = rng.normal(size=(6, 3)), np.eye(3)[rng.integers(0, 3, 6)]
    factors = {1: rng.integers(0, 2, (6, 4)) * 2.0, 2: rng.integers(0, 2, (6, 5)) * 2.0}
    trace = backpropagate(network, x, y, cost="log_likelihood", factors=factors)
    got = best_savings(network, trace, y, cost="log_likelihood", layer=layer, reach=2.0, factors=factors)
    dzs = np.linspace(-2.0, 2.0, TRIED)
    for j in range(got.shape[1]):
        curve = cost_curve(
            network, x, y, cost="log_likelihood", layer=layer, neuron=j, dzs=dzs, factors=factors
        )
        np.testing.assert_allclose(got[:, j], trace.sample_costs - curve.min(axis=0), atol=1e-12)


def test_of_a_matched_pair_every_output_lies_on_the_diagonal_and_of_another_none() -> None:
    state = after("digits", 0)
    matched, other = read(state), read(state, shown_cost="quadratic")
    assert (matched.on_diagonal, matched.up.size) == (320, 320)
    assert not matched.is_switched
    assert other.is_switched
    assert other.on_diagonal == 0
    # The errors are those of the network as it is, whichever cost is looked at.
    np.testing.assert_array_equal(matched.across, other.across)
    network, data = state.network(), state.data
    for reading, cost in ((matched, "log_likelihood"), (other, "quadratic")):
        trace = backpropagate(network, data.x_probe, data.y_probe, cost=cost)
        np.testing.assert_allclose(reading.up, np.abs(trace.deltas[-1]), atol=1e-15)


def test_the_absolute_cost_has_the_same_influence_for_errors_219_times_apart() -> None:
    reading = read(after("wave", 0, cost="absolute"))
    np.testing.assert_array_equal(reading.up, 1.0)
    low, high = reading.across.min(), reading.across.max()
    assert low == pytest.approx(0.0031, abs=0.00005)
    assert high == pytest.approx(0.669, abs=0.0005)
    assert high / low == pytest.approx(219, abs=1)


@pytest.mark.parametrize(
    ("cost", "promised", "saved"), [("cross_entropy", 12.0, 10.36), ("quadratic", 0.0003, 0.481)]
)
def test_a_huge_push_saves_less_than_a_large_delta_promises_and_more_than_a_small_one(
    cost: str, promised: float, saved: float
) -> None:
    state = with_output_bias(after("circle", 0, cost=cost), -10.0)
    reading = read(state, beside=Beside.SAVING, reach=12.0)
    assert reading.up[0, 0] == pytest.approx(promised, rel=0.03)
    assert reading.across[0, 0] == pytest.approx(saved, abs=0.005)
    assert reading.up[0, 0] == pytest.approx(12.0 * abs(reading.deltas[0, 0]))


def test_hidden_neurons_have_no_error_to_be_laid_over() -> None:
    reading = read(after("digits", 0), layer=2, beside=Beside.ERROR)
    assert reading.beside is Beside.SAVING
    assert reading.up.shape == (32, 10)
    assert (reading.across >= 0.0).all()


def test_where_all_would_take_too_long_some_samples_are_read_spread_over_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(influence, "affordable_rows", lambda n, work: affordable_rows(n, work, most=8 * work))
    whole = probe(after("digits", 0))
    reading = read(after("digits", 0), layer=1)
    assert reading.is_estimated
    assert reading.rows.tolist() == list(range(0, 32, 4))
    np.testing.assert_allclose(reading.deltas, whole.trace.deltas[0][::4], atol=1e-15)


def test_a_held_demon_is_part_of_what_is_read() -> None:
    from bpexplorer.core.spec import Neuron
    from bpexplorer.core.training.held_demon import HeldDemon

    state = after("digits", 0)
    held = HeldDemon(Neuron(3, 0), 1.0, since=0, bias=0.0)
    reading = read(state, held=held)
    trained = replace(state, held=held).trained_network()
    trace = backpropagate(trained, state.data.x_probe, state.data.y_probe, cost="log_likelihood")
    np.testing.assert_allclose(reading.deltas, trace.deltas[-1], atol=1e-15)


@pytest.mark.parametrize(("samples", "most", "rows"), [(10, 30, 10), (10, 9, 3), (10, 0.5, 1), (0, 30, 0)])
def test_as_many_rows_are_affordable_as_the_work_allows(samples: int, most: float, rows: int) -> None:
    got = affordable_rows(samples, 3.0, most=most)
    assert len(got) == rows
    assert len(set(got.tolist())) == rows
    assert all(0 <= each < samples for each in got)


@pytest.mark.parametrize(
    ("cost", "passes", "bias"),
    [("cross_entropy", 4, None), ("quadratic", None, -9.99), ("absolute", None, -10.00)],
)
def test_where_delta_is_next_to_nothing_training_does_not_get_away(
    cost: str, passes: int | None, bias: float | None
) -> None:
    trainer = Trainer(with_output_bias(after("circle", 0, cost=cost), -10.0))
    x, passed = trainer.data.x_probe[:1], None
    epochs = 60 if passes is None else passes
    while trainer.epoch < epochs:
        trainer.advance(1_000_000)
        if passed is None and forward(trainer.network, x).activations[-1][0, 0] > 0.5:
            passed = trainer.epoch
    assert passed == passes
    if bias is not None:
        assert trainer.network.biases[-1][0] == pytest.approx(bias, abs=0.005)
