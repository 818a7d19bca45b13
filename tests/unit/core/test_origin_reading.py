"""Where the δ of one neuron comes from, for one sample and on average: terms, names and verdict."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.origin import (
    Adding,
    Passing,
    Raising,
    WorkedSum,
    _adding,
    _raising,
    read_origin,
)
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from tests.frames import Training, origin_of

PROBE, BATCH = SampleSource.PROBE, SampleSource.BATCH


def result(worked: WorkedSum) -> float:
    """What the numbers shown come to when they are multiplied."""
    factor = 1.0 if worked.factor is None else worked.factor
    return worked.total * factor * (1.0 if worked.slope is None else worked.slope)


@pytest.fixture(scope="module")
def opening() -> Frame:
    return Training(learning_rate=0.15, batch_size=20).frame()


def test_the_opening_example_is_the_sum_that_it_is_known_for(opening: Frame) -> None:
    reading = origin_of(opening, 2, 0, row=15)
    one = reading.one
    assert one.path is not None
    assert one.influence is not None
    assert one.neurons[:5].tolist() == [8, 3, 0, 7, 2]
    first = (one.terms[0], one.path[0], one.influence[0])
    assert first == pytest.approx((-0.5873, 0.6421, -0.9147), abs=5e-5)
    assert one.terms[5:].sum() == pytest.approx(-0.0230, abs=5e-5)
    assert (one.total, one.slope, one.delta) == pytest.approx((-0.5799, 0.9586, -0.5559), abs=5e-5)
    assert one.verdict.adding is Adding.AGREE
    assert one.verdict.passing is Passing.NEARLY_ALL
    assert one.verdict.raising is Raising.LOWERS


@pytest.mark.parametrize("hidden", ["tanh", "softmax"])
@pytest.mark.parametrize("source", [PROBE, BATCH])
def test_every_sum_comes_to_its_delta_and_every_mean_to_the_gradient_of_the_bias(
    hidden: str, source: SampleSource
) -> None:
    training = Training((64, 6, 5, 10), (hidden, "sigmoid", "softmax"), l2=0.1, l1=0.01)
    frame = training.apply(SetDropout(1, 0.5)).advance(4).frame(batch=True)
    samples = frame.samples(source)
    assert samples is not None
    for layer, size in enumerate(frame.spec.sizes[1:], start=1):
        for index in range(size):
            reading = origin_of(frame, layer, index, source=source)
            assert reading.one.delta == samples.trace.deltas[layer - 1][7, index]
            assert result(reading.one) == pytest.approx(reading.one.delta, abs=1e-14)
            # The penalty has no part in δ, nor in the gradient of a bias.
            gradient = samples.trace.grad_biases[layer - 1][index]
            assert reading.mean.total == pytest.approx(gradient, abs=1e-14)
            assert reading.mean.delta == pytest.approx(gradient, abs=1e-14)
            for worked in (reading.one, reading.mean):
                assert (np.diff(np.abs(worked.terms)) <= 0).all()
                if worked.path is not None and worked.influence is not None:
                    np.testing.assert_allclose(worked.path * worked.influence, worked.terms, atol=1e-15)


def test_a_batch_is_read_as_it_was_in_its_step() -> None:
    training = Training((64, 6, 5, 10), ("tanh", "sigmoid", "softmax")).apply(SetDropout(1, 0.5))
    frame = training.advance(4).frame(batch=True)
    samples = frame.last_batch
    assert samples is not None
    factors = samples.factors(1)
    assert factors is not None
    reading = origin_of(frame, 1, 2, source=BATCH)
    assert (reading.sample, reading.step, reading.source) == (7, 4, BATCH)
    assert (reading.count, reading.size) == (20, 20)
    assert reading.one.factor == factors[7, 2]
    assert origin_of(frame, 2, 2, source=BATCH).one.factor is None
    row, index = (int(each) for each in np.argwhere(factors == 0.0)[3])
    dropped = origin_of(frame, 1, index, row, BATCH).one
    assert (dropped.verdict.passing, dropped.delta) == (Passing.DROPPED, 0.0)
    assert dropped.verdict.raising is Raising.NEITHER


def test_where_a_batch_is_smaller_than_the_row_asked_for_its_last_sample_is_read() -> None:
    frame = Training((64, 6, 10), ("tanh", "softmax"), batch_size=3).advance(1).frame(batch=True)
    assert origin_of(frame, 1, 0, row=19, source=BATCH).sample == 2


def test_of_a_large_batch_means_are_over_the_samples_that_are_here() -> None:
    frame = Training((64, 6, 10), ("tanh", "softmax"), batch_size=100).advance(1).frame(batch=True)
    reading = origin_of(frame, 1, 0, source=BATCH)
    assert (reading.count, reading.size) == (64, 100)
    assert frame.last_batch is not None
    assert reading.mean.delta == pytest.approx(frame.last_batch.trace.deltas[0][:, 0].mean())


def test_a_removed_connection_is_no_term() -> None:
    training = Training((64, 6, 10), ("tanh", "softmax"))
    frame = training.apply(RemoveConnections(2, ((9, 3),))).advance(3).frame()
    one = origin_of(frame, 1, 3).one
    assert sorted(one.neurons.tolist()) == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert result(one) == pytest.approx(frame.trace.deltas[0][7, 3], abs=1e-14)
    assert len(origin_of(frame, 1, 2).one.neurons) == 10


def test_a_neuron_without_a_connection_onwards_has_no_term_and_no_delta() -> None:
    training = Training((64, 6, 10), ("tanh", "softmax"))
    gone = tuple((k, 3) for k in range(10))
    reading = origin_of(training.apply(RemoveConnections(2, gone)).frame(), 1, 3)
    assert (len(reading.one.terms), reading.one.total, reading.one.delta) == (0, 0.0, 0.0)
    assert reading.one.verdict.adding is Adding.NOTHING


def test_a_held_dz_is_in_the_slope_and_in_delta() -> None:
    training = Training((64, 6, 10), ("tanh", "softmax")).advance(3)
    before = origin_of(training.frame(), 1, 2).one
    frame = training.apply(HoldDemon(Neuron(1, 2), 3.0)).frame()
    held = origin_of(frame, 1, 2).one
    z = frame.trace.zs[0][7, 2]
    assert held.slope == pytest.approx(1.0 - np.tanh(z) ** 2)
    assert held.slope != pytest.approx(before.slope)
    assert result(held) == pytest.approx(frame.trace.deltas[0][7, 2], abs=1e-14)


def test_a_dead_relu_lets_nothing_pass() -> None:
    training = Training((64, 6, 10), ("relu", "softmax"))
    training.trainer.network.biases[0][:] = -100.0
    one = origin_of(training.frame(), 1, 3).one
    assert (one.slope, one.delta) == (0.0, 0.0)
    assert one.total != 0.0
    assert one.verdict.passing is Passing.NOTHING


def test_a_saturated_neuron_has_a_slope_of_nearly_nothing() -> None:
    training = Training((64, 6, 10), ("sigmoid", "softmax"))
    assert origin_of(training.frame(), 1, 3).one.verdict.passing is Passing.SOME
    training.trainer.network.biases[0][:] = -6.0
    assert origin_of(training.frame(), 1, 3).one.verdict.passing is Passing.HARDLY_ANY


def test_a_cost_that_looks_at_one_output_leaves_one_term_whatever_neuron_is_asked(opening: Frame) -> None:
    labels = opening.data.labels_probe
    assert labels is not None
    for j in range(10):
        reading = origin_of(opening, 3, j, row=15)
        assert reading.kind is SumKind.OUTPUT
        assert reading.one.verdict.adding is Adding.ONE
        assert int(reading.one.neurons[0]) == labels[15] == 8


def test_a_matched_pair_has_delta_as_a_difference_for_a_sample_and_for_the_mean(opening: Frame) -> None:
    reading = origin_of(opening, 3, 3, row=15)
    a, y = opening.trace.activations[-1][:, 3], opening.data.y_probe[:, 3]
    assert reading.one.difference == pytest.approx((a[15], y[15]))
    assert reading.mean.difference == pytest.approx((a.mean(), y.mean()))
    assert reading.mean.delta == pytest.approx(a.mean() - y.mean())
    other = Training((64, 6, 10), ("tanh", "softmax"), cost="quadratic").frame()
    assert origin_of(other, 2, 3).one.difference is None
    assert origin_of(opening, 2, 3).one.difference is None


def test_small_deltas_ahead_are_what_the_verdict_names_first() -> None:
    training = Training((64, 6, 10), ("tanh", "sigmoid"), cost="quadratic")
    training.trainer.network.weights[1][:] = 0.0
    training.trainer.network.weights[1][:, 3] = 0.1
    training.trainer.network.biases[1][:] = -9.0
    reading = origin_of(training.frame(), 1, 3)
    assert reading.one.verdict.adding is Adding.SMALL
    assert origin_of(training.frame(), 2, 3).one.verdict.adding is not Adding.SMALL


@pytest.mark.parametrize(
    ("terms", "adding"),
    [
        ([0.3, 0.2, 0.1], Adding.AGREE),
        ([0.85, -0.15], Adding.AGREE),
        ([0.8, -0.2], Adding.PARTLY),
        ([0.59, -0.41], Adding.CANCEL),
        ([0.5, -0.5], Adding.CANCEL),
        ([0.0, 0.5, 0.0], Adding.ONE),
        ([0.0, 0.0], Adding.NOTHING),
        ([], Adding.NOTHING),
        ([0.5, np.inf], Adding.NOT_FINITE),
        ([np.nan], Adding.NOT_FINITE),
    ],
)
def test_terms_agree_or_cancel_by_the_share_that_is_left_of_them(terms: list[float], adding: Adding) -> None:
    assert _adding(np.array(terms), is_small=False) is adding


def test_samples_are_counted_by_what_raising_z_does_to_their_cost(opening: Frame) -> None:
    reading = origin_of(opening, 2, 0)
    deltas = opening.trace.deltas[1][:, 0]
    assert (reading.raises, reading.lowers) == ((deltas > 0).sum(), (deltas < 0).sum())


@pytest.mark.parametrize(
    ("delta", "made_of", "raising"),
    [
        (0.3, 0.5, Raising.RAISES),
        (-1e-9, 0.5, Raising.LOWERS),
        (1e-17, 0.5, Raising.NEITHER),
        (0.0, 0.0, Raising.NEITHER),
        (-1e-300, 1e-300, Raising.LOWERS),
        (np.nan, np.nan, Raising.UNKNOWN),
        (np.inf, np.inf, Raising.UNKNOWN),
    ],
)
def test_what_rounding_left_of_delta_is_no_direction(delta: float, made_of: float, raising: Raising) -> None:
    assert _raising(delta, made_of) is raising


def test_an_input_has_no_delta() -> None:
    frame = Training((64, 6, 10), ("tanh", "softmax")).frame()
    with pytest.raises(InvalidNetworkError, match="input"):
        origin_of(frame, 0, 3)


def test_targets_that_do_not_sum_to_one_leave_no_difference(opening: Frame) -> None:
    halves = replace(opening.data, y_train=0.5 * opening.data.y_train)
    samples = opening.samples(PROBE)
    assert samples is not None
    reading = read_origin(samples, halves, cost="log_likelihood", row=15, neuron=Neuron(3, 3), step=0)
    assert reading.one.difference is not None  # y₃ is 0 either way, and δ is still that of the trace
    assert (
        read_origin(
            samples, halves, cost="log_likelihood", row=15, neuron=Neuron(3, 8), step=0
        ).one.difference
        is None
    )
