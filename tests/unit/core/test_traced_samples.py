"""The batch of a step, traced: the δ and gradients that the step was made from, to the last places."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from bpexplorer.core.activations import ACTIVATIONS, activation
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.costs import cost
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.run import Configure, GoBack, ResetToStart
from bpexplorer.core.edits.structure import AddNeurons, SetDropout
from bpexplorer.core.output import sample_costs
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.core.training.rules.dropout import Dropout
from bpexplorer.core.training.traced_samples import BatchFate, SampleSource, TracedSamples
from bpexplorer.core.training.trainer import Trainer
from tests.frames import Training
from tests.runs import advance, assert_same_run, bits, classes_data, overflowing, start

DATA = classes_data()
DROPPING = (SetDropout(1, 0.5), SetDropout(2, 0.2))
SMOOTH = sorted(name for name in ACTIVATIONS if name not in {"relu", "leaky_relu", "elu"})


def run(*edits, hidden=(6, 5), steps=0, **config) -> Trainer:
    """A run whose steps subtract just the gradient of the batch."""
    trainer = Trainer(start(hidden, data=DATA, **({"learning_rate": 1.0} | config)))
    for number, edit in enumerate(edits, start=1):
        trainer.apply(edit, Context(number))
    return advance(trainer, steps)


def batch_of(trainer: Trainer):
    batch = trainer.trace_batch().batch
    assert batch is not None
    return batch


def costs_with(network, shifts, factors, x, y, output="softmax"):
    """C_x of each sample where z^l is shifted by ``shifts[l]`` and the factors multiply a^l; complex is allowed."""
    a = x
    for l, (w, b, name) in enumerate(  # noqa: E741
        zip(network.weights, network.biases, network.activations, strict=True), start=1
    ):
        z = a @ w.T + b + shifts.get(l, 0.0)
        a = activation(name).value(z) * factors.get(l, 1.0)
    return sample_costs(cost("log_likelihood"), activation(output), z, a, y)


@pytest.mark.parametrize("name", SMOOTH)
def test_delta_with_dropout_is_the_slope_of_each_samples_cost_by_complex_step(name):
    trainer = run(*DROPPING, steps=2, activation=name, batch_size=7)
    samples = trainer.trace_batch()
    factors = Dropout(trainer.spec, trainer.config.seed).factors(1, 7)
    x, y = DATA.x_train[samples.rows], DATA.y_train[samples.rows]
    for layer, size in enumerate(trainer.spec.sizes[1:], start=1):
        for neuron in range(size):
            shift = np.zeros(size, dtype=complex)
            shift[neuron] = 1e-30j
            slopes = costs_with(samples.network, {layer: shift}, factors, x, y).imag / 1e-30
            assert_allclose(samples.trace.deltas[layer - 1][:, neuron], slopes, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("name", ["tanh", "relu", "softmax"])
@pytest.mark.parametrize("batch_size", [1, 7, 23])
def test_the_batch_of_a_step_holds_the_gradient_that_the_step_was_made_from(name, batch_size):
    trainer = run(*DROPPING, steps=9, activation=name, batch_size=batch_size)
    before = trainer.state().parameters
    advance(trainer, 1)
    samples, after = trainer.trace_batch(), trainer.state().parameters
    assert (batch_of(trainer).step, batch_of(trainer).fate) == (10, BatchFate.TAKEN)
    for layer in range(trainer.spec.depth):
        made = before.weights[layer] - after.weights[layer], before.biases[layer] - after.biases[layer]
        assert bits(samples.network.weights[layer]) == bits(before.weights[layer])
        assert_allclose(samples.trace.grad_weights[layer], made[0], rtol=1e-9, atol=1e-14)
        assert_allclose(samples.trace.grad_biases[layer], made[1], rtol=1e-9, atol=1e-14)
        assert_allclose(samples.trace.deltas[layer].mean(axis=0), made[1], rtol=1e-9, atol=1e-14)


def test_a_dropped_neuron_has_no_delta_and_passes_nothing_on():
    samples = run(*DROPPING, steps=3, batch_size=23).trace_batch()
    dropped = samples.dropped(1)
    assert dropped is not None
    assert 0.2 < dropped.mean() < 0.8
    assert (samples.trace.deltas[0][dropped] == 0.0).all()
    assert (samples.trace.deltas[0][~dropped] != 0.0).all()
    assert samples.dropped(0) is None
    assert samples.dropped(3) is None
    passed = samples.trace.activations[0] * samples.factors(1)
    z = passed @ samples.network.weights[1].T + samples.network.biases[1]
    assert_allclose(samples.trace.zs[1], z, rtol=1e-12)


def test_the_same_cost_of_the_batch_stands_in_the_curve():
    trainer = run(*DROPPING, steps=4)
    assert trainer.trace_batch().trace.cost == pytest.approx(
        trainer.state().history.batches[-1, 1], rel=1e-12
    )


def test_the_batch_goes_through_the_network_with_the_held_demon():
    trainer = run(*DROPPING, HoldDemon(Neuron(1, 2), 0.75), steps=3, batch_size=23)
    samples = trainer.trace_batch()
    z = DATA.x_train[samples.rows] @ samples.network.weights[0].T + samples.network.biases[0]
    z[:, 2] += 0.75
    assert_allclose(samples.trace.zs[0], z, rtol=1e-12)


def test_without_dropout_the_batch_is_traced_as_any_samples_are():
    trainer = run(steps=6)
    samples = trainer.trace_batch()
    plain = backpropagate(
        samples.network, DATA.x_train[samples.rows], DATA.y_train[samples.rows], cost=trainer.config.cost
    )
    assert samples.dropped(1) is None
    for got, want in ((samples.trace.deltas, plain.deltas), (samples.trace.grad_weights, plain.grad_weights)):
        for one, other in zip(got, want, strict=True):
            assert bits(one) == bits(other)


def test_factors_of_one_leave_backpropagation_as_it_is():
    trainer = run()
    x, y = DATA.x_train, DATA.y_train
    ones = {1: np.ones((23, 6)), 2: np.ones((23, 5))}
    with_ones = backpropagate(trainer.network, x, y, cost="log_likelihood", factors=ones)
    plain = backpropagate(trainer.network, x, y, cost="log_likelihood")
    assert bits(with_ones.deltas[0]) == bits(plain.deltas[0])
    assert with_ones.cost == plain.cost


def test_before_the_first_step_the_batch_is_the_one_that_the_first_step_then_takes():
    trainer = run(*DROPPING)
    coming = trainer.trace_batch()
    assert (batch_of(trainer).step, batch_of(trainer).fate) == (1, BatchFate.NEXT)
    advance(trainer, 1)
    taken = trainer.trace_batch()
    assert (batch_of(trainer).step, batch_of(trainer).fate) == (1, BatchFate.TAKEN)
    assert bits(coming.rows) == bits(taken.rows)
    for one, other in zip(coming.trace.deltas, taken.trace.deltas, strict=True):
        assert bits(one) == bits(other)


@pytest.mark.parametrize(
    "edit",
    [ResetToStart(), AddNeurons(1, 2), SetDropout(1, 0.25), "configure"],
    ids=lambda edit: str(edit)[:12],
)
def test_after_an_edit_the_batch_is_the_next_one_in_the_shape_of_then(edit):
    trainer = run(*DROPPING, steps=6)
    config = trainer.config.with_changes(learning_rate=0.5)
    ledger = Ledger()
    ledger.apply(trainer, 9, Configure(config) if edit == "configure" else edit, Context(9))
    coming = trainer.trace_batch()
    assert (batch_of(trainer).step, batch_of(trainer).fate) == (trainer.step + 1, BatchFate.NEXT)
    assert tuple(delta.shape[1] for delta in coming.trace.deltas) == trainer.spec.sizes[1:]
    ledger.revert(trainer, 9, Context(10))
    assert (batch_of(trainer).step, batch_of(trainer).fate) == (7, BatchFate.NEXT)


def test_the_last_batch_of_an_epoch_is_remembered_beyond_its_end():
    trainer = run(*DROPPING, steps=4)
    order = trainer.order.copy()
    advance(trainer, 1)
    assert trainer.epoch == 1
    assert trainer.trace_batch().rows.tolist() == order[20:].tolist()
    assert batch_of(trainer).size == 3


def test_the_batch_of_a_step_that_failed_is_named_and_shown_as_far_as_it_goes():
    trainer = advance(Trainer(overflowing()), 10_000)
    assert trainer.divergence is not None
    for again in (trainer, Trainer(trainer.state())):
        batch = batch_of(again)
        assert (batch.step, batch.fate) == (trainer.divergence.step, BatchFate.FAILED)
    trainer.apply(GoBack(trainer.config.with_changes(learning_rate=1e-7)), Context(3))
    assert batch_of(trainer).fate is BatchFate.NEXT


@pytest.mark.parametrize("steps", [0, 3, 5])
def test_tracing_the_batch_changes_nothing_of_the_run(steps):
    looked, alone = run(*DROPPING, optimizer="adam"), run(*DROPPING, optimizer="adam")
    for _ in range(steps):
        advance(looked, 1).trace_batch()
        advance(alone, 1)
    looked.trace_batch()
    assert_same_run(looked.state(), alone.state())
    assert_same_run(advance(looked, 7).state(), advance(alone, 7).state())


def test_what_was_traced_stays_when_training_goes_on():
    trainer = run(*DROPPING, steps=2)
    samples = trainer.trace_batch()
    before = [bits(array) for array in (samples.rows, *samples.network.weights, *samples.trace.deltas)]
    advance(trainer, 5)
    assert [
        bits(array) for array in (samples.rows, *samples.network.weights, *samples.trace.deltas)
    ] == before


def test_a_run_in_single_precision_is_traced_in_double():
    samples = run(*DROPPING, steps=2, dtype="float32").trace_batch()
    assert {array.dtype for array in (*samples.network.weights, *samples.trace.deltas)} == {np.dtype(float)}


def test_of_a_large_batch_the_first_samples_are_kept_and_the_averages_are_over_all():
    whole = run(*DROPPING, steps=1, batch_size=23).trace_batch()
    some = whole.first(8)
    assert some.rows.tolist() == whole.rows[:8].tolist()
    assert [len(delta) for delta in some.trace.deltas] == [8, 8, 8]
    assert some.dropped(1).tolist() == whole.dropped(1)[:8].tolist()
    assert some.count == whole.count == 23
    assert bits(some.trace.grad_weights[0]) == bits(whole.trace.grad_weights[0])
    assert some.first(20) is some


def test_a_frame_gives_the_probe_or_the_batch_and_says_what_it_lacks():
    frame: Frame = Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").frame(
        batch=True
    )
    probe, batch = frame.samples(SampleSource.PROBE), frame.samples(SampleSource.BATCH)
    assert isinstance(probe, TracedSamples)
    assert probe.trace is frame.trace
    assert probe.batch is None
    assert probe.rows is frame.data.probe
    assert probe.count == len(frame.data.probe)
    assert batch is frame.last_batch is not None
    assert replace(frame, last_batch=None).samples(SampleSource.BATCH) is None
