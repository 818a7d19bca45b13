"""Training: every sample once an epoch, the same bits from the same state, and a stop where numbers end."""

import io
import json
import math
from dataclasses import replace
from itertools import chain

import numpy as np
import pytest

from bpexplorer.core import evaluation
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.masks import Freeze
from bpexplorer.core.edits.run import Configure
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.engine import base as engine_base
from bpexplorer.core.engine.numpy_stepper import NumpyStepper
from bpexplorer.core.engine.threads import MIN_PRODUCT_TO_SHARE, blas_threads
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.history import EpochRecord, History
from bpexplorer.core.training.state import MOMENTS, START, VALUE, Divergence, Refuge, TrainerState, start_run
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance, assert_same_run, bits, classes_data, overflowing, regression_data, start

# An epoch


def samples_of_the_steps(monkeypatch):
    """Let the engine note which rows of the training set each step takes."""
    noted, propagate = [], NumpyStepper._propagate

    def noting(stepper, rows):
        noted.append(rows.tolist())
        return propagate(stepper, rows)

    monkeypatch.setattr(NumpyStepper, "_propagate", noting)
    return noted


def test_every_epoch_goes_through_all_samples_once_in_an_order_of_its_own(monkeypatch):
    rows = samples_of_the_steps(monkeypatch)
    trainer = Trainer(start())
    advance(trainer, 10)
    assert trainer.epoch == 2
    assert [len(batch) for batch in rows] == [5, 5, 5, 5, 3] * 2
    first, second = (list(chain(*batches)) for batches in (rows[:5], rows[5:]))
    assert sorted(first) == sorted(second) == list(range(23))
    assert first != second != list(range(23))


def test_the_last_partial_batch_is_divided_by_its_own_size():
    trainer = advance(Trainer(start()), 4)
    before = Parameters.of_network(trainer.network)
    order = trainer.order[20:]
    assert len(order) == 3
    trace = backpropagate(
        trainer.network, trainer.data.x_train[order], trainer.data.y_train[order], cost="log_likelihood"
    )
    trainer.advance(1)
    want = before.weights[0] - 0.15 * trace.grad_weights[0]
    np.testing.assert_allclose(trainer.network.weights[0], want, rtol=1e-14)


@pytest.mark.parametrize(("batch_size", "batches"), [(1, 23), (5, 5), (22, 2), (23, 1), (1000, 1)])
def test_an_epoch_has_as_many_batches_as_it_takes(batch_size, batches):
    trainer = Trainer(start(batch_size=batch_size))
    assert trainer.batches_per_epoch == batches
    progress = trainer.advance(1000)
    assert (progress.steps, progress.epoch_ended) == (batches, True)
    assert (trainer.epoch, trainer.batch) == (1, 0)


def test_advance_stops_at_its_count_at_an_epochs_end_and_at_its_deadline():
    trainer = Trainer(start())
    assert trainer.advance(2).steps == 2
    assert trainer.batch == 2
    progress = trainer.advance(10)
    assert (progress.steps, progress.epoch_ended) == (3, True)
    assert trainer.advance(10, deadline=0.0).steps == 1  # long past: one step, so that it goes on at all


@pytest.mark.parametrize("hidden", [(6,), (6, 5)])
def test_an_evaluation_that_takes_longer_goes_on_with_the_next_call_and_changes_no_bit(monkeypatch, hidden):
    monkeypatch.setattr(evaluation, "EVALUATED_AT_ONCE", 24)  # four samples, of 23 and more
    state = SetDropout(1, 0.3).on_state(start(hidden, optimizer="adam"), Context(1))[0]
    whole, trainer, before = Trainer(state), Trainer(state), Trainer(state)
    whole.advance(100)
    before.advance(4)
    trainer.settle()
    late = 0
    while not trainer.epoch:
        progress = trainer.advance(100, deadline=0.0)
        if not progress.steps:
            # Whoever looks meanwhile sees the run before its last step.
            assert_same_run(trainer.state(), before.state())
            looked_at = trainer.trace_batch()
            assert (looked_at.batch.step, looked_at.batch.fate) == (5, BatchFate.NEXT)
            assert np.array_equal(trainer.shown_step().after, Trainer(before.state()).shown_step().after)
            late += 1
    assert late >= 3
    assert progress.epoch_ended
    assert progress.steps == 1
    assert_same_run(trainer.state(), whole.state())


def test_the_start_of_a_large_set_is_evaluated_in_slices_and_meanwhile_the_run_can_be_copied_and_edited(
    monkeypatch,
):
    monkeypatch.setattr(evaluation, "EVALUATED_AT_ONCE", 24)
    state = start((6,))
    whole, trainer = Trainer(state), Trainer(state)
    whole.settle()
    assert not trainer.is_settled
    assert trainer.best is None
    begun = trainer.state()
    assert (begun.history.latest, begun.refuge) == (None, None)
    slices = 0
    while not trainer.settle(0.0):
        # There is no step before it is known where the run begins.
        assert trainer.step == 0
        slices += 1
    assert slices >= 4
    assert_same_run(trainer.state(), whole.state())
    # An edit on the way, and a copy that goes on elsewhere, come to what they do when nobody was in a hurry.
    edited, later = Trainer(begun), Trainer(begun)
    for one in (whole, edited):
        one.apply(Configure(one.config.with_changes(cost="quadratic")), Context(1))
    advance(whole, 7)
    advance(edited, 7)
    assert_same_run(edited.state(), whole.state())
    assert_same_run(advance(later, 7).state(), advance(Trainer(state), 7).state())


def test_what_a_run_in_its_middle_has_to_know_after_an_edit_is_evaluated_in_slices_too(monkeypatch):
    monkeypatch.setattr(evaluation, "EVALUATED_AT_ONCE", 24)
    trainer = advance(Trainer(start((6,))), 7)
    inverse = trainer.apply(Configure(trainer.config.with_changes(cost="quadratic")), Context(1))
    assert not trainer.is_settled
    trainer.apply(inverse, Context(2))  # undone before anything is known of it
    assert_same_run(trainer.state(), advance(Trainer(start((6,), data=trainer.data)), 7).state())


SLICED = [
    {},
    {"optimizer": "adam", "l2": 0.01},
    {"clip_norm": 0.01, "optimizer": "momentum"},
    {"dtype": "float32"},
]


def sliced(monkeypatch):
    """Let steps be made in slices of four samples."""
    monkeypatch.setattr(engine_base, "MULTIPLIED_IN_A_STEP", 0)
    monkeypatch.setattr(evaluation, "EVALUATED_AT_ONCE", 24)


@pytest.mark.parametrize("options", SLICED)
def test_a_step_in_slices_is_the_step_on_the_whole_batch(monkeypatch, options):
    state = SetDropout(1, 0.3).on_state(start((6, 5), batch_size=15, **options), Context(1))[0]
    state = Freeze(1, (0,)).on_state(state, Context(2))[0]
    want = advance(Trainer(state), 5).state()
    sliced(monkeypatch)
    got = advance(Trainer(state), 5).state()
    rtol = 1e-4 if state.config.dtype == "float32" else 1e-11
    np.testing.assert_allclose(got.planes.flat, want.planes.flat, rtol=rtol, atol=rtol * 1e-2)
    np.testing.assert_allclose(got.history.batches, want.history.batches, rtol=rtol)
    assert (got.step, got.epoch) == (want.step, want.epoch)


@pytest.mark.parametrize("options", SLICED[:2])
def test_nobody_waits_for_a_step_in_slices_and_in_what_calls_it_is_made_changes_no_bit(monkeypatch, options):
    sliced(monkeypatch)
    state = SetDropout(1, 0.3).on_state(start((6,), batch_size=1000, **options), Context(1))[0]
    whole, trainer = advance(Trainer(state), 3), Trainer(state)
    trainer.settle()
    assert trainer.shown_step() is None  # what comes next would have to be made first
    calls = 0
    while trainer.step < 3:
        before = trainer.state()
        shown = trainer.shown_step()
        if not trainer.advance(100, deadline=0.0).steps:
            calls += 1
            assert_same_run(trainer.state(), before)
            if trainer.step and shown.fate is BatchFate.TAKEN:
                assert shown.number == trainer.step
                assert np.array_equal(shown.after[0], before.planes.flat[VALUE])
    assert calls >= 3 * 5
    assert_same_run(trainer.state(), whole.state())


def test_an_edit_in_the_middle_of_a_step_in_slices_is_made_before_it(monkeypatch):
    sliced(monkeypatch)
    state = start((6,), batch_size=1000)
    whole, trainer = Trainer(state), Trainer(state)
    trainer.settle()
    trainer.advance(1, deadline=0.0)
    for one in (whole, trainer):
        one.apply(Configure(one.config.with_changes(learning_rate=0.01)), Context(1))
        one.advance(1)
        assert one.step == 1
    assert_same_run(trainer.state(), whole.state())


def test_a_step_in_slices_that_overflows_is_not_taken(monkeypatch):
    state = overflowing(batch_size=4)
    want = Trainer(state)
    while want.divergence is None:
        want.advance(1)
    monkeypatch.setattr(engine_base, "MULTIPLIED_IN_A_STEP", 0)
    monkeypatch.setattr(evaluation, "EVALUATED_AT_ONCE", 2)
    trainer = Trainer(state)
    while trainer.divergence is None:
        trainer.advance(1, deadline=0.0)
    assert (trainer.step, trainer.divergence) == (want.step, want.divergence)
    assert np.isfinite(trainer.state().planes.flat).all()


def test_an_edit_while_an_epoch_is_evaluated_is_made_before_its_last_step(monkeypatch):
    monkeypatch.setattr(evaluation, "EVALUATED_AT_ONCE", 24)
    state = start()
    whole, trainer = Trainer(state), Trainer(state)
    whole.advance(4)
    trainer.settle()
    while trainer.step < 4:
        trainer.advance(100, deadline=0.0)
    trainer.advance(1, deadline=0.0)  # the first slice
    for one in (whole, trainer):
        one.apply(Configure(one.config.with_changes(learning_rate=0.01)), Context(1))
        assert one.step == 4
        one.advance(100)
    assert_same_run(trainer.state(), whole.state())


def test_history_has_each_batch_cost_and_each_epochs_end():
    trainer = Trainer(start())
    costs = []
    for _ in range(10):
        order = trainer.order[trainer.position : trainer.position + 5]
        x, y = trainer.data.x_train[order], trainer.data.y_train[order]
        costs.append(backpropagate(trainer.network, x, y, cost="log_likelihood").cost)
        trainer.advance(1)
    history = trainer.recorder.history()
    assert history.batches[:, 0].tolist() == list(range(1, 11))
    np.testing.assert_allclose(history.batches[:, 1], costs, rtol=1e-14)
    assert history.column("epoch").tolist() == [0, 1, 2]
    assert history.column("step").tolist() == [0, 5, 10]
    data = trainer.data
    whole = backpropagate(trainer.network, data.x_train, data.y_train, cost="log_likelihood")
    assert history.latest.train_cost == pytest.approx(whole.cost, rel=1e-13)
    assert history.latest.train_accuracy == data.accuracy(whole.activations[-1], data.labels_train)
    test = backpropagate(trainer.network, data.x_test, data.y_test, cost="log_likelihood")
    assert history.latest.test_cost == pytest.approx(test.cost, rel=1e-13)


def test_without_test_part_and_classes_there_is_only_a_training_cost():
    data = regression_data(np.ones((4, 2)), np.ones((4, 1)))
    latest = Trainer(start(data=data, output="identity", cost="quadratic")).recorder.latest
    assert math.isfinite(latest.train_cost)
    assert all(map(math.isnan, latest[3:]))


# What a step follows


def step_and_gradient(**config):
    """The weights of layer 1 before and after one step, and ∂C/∂w between them."""
    state = start(**config)
    trainer = Trainer(state)
    rows = trainer.order[:5]
    trace = backpropagate(
        state.network(), state.data.x_train[rows], state.data.y_train[rows], cost="log_likelihood"
    )
    trainer.advance(1)
    return state.network(), trainer, trace


def test_a_step_follows_the_gradient_of_cost_and_penalty_and_biases_have_none():
    before, trainer, trace = step_and_gradient(l1=0.01, l2=0.1)
    w = before.weights[0]
    want = w - 0.15 * (trace.grad_weights[0] + 0.01 * np.sign(w) + 0.1 * w)
    np.testing.assert_allclose(trainer.network.weights[0], want, rtol=1e-14)
    np.testing.assert_allclose(
        trainer.network.biases[0], before.biases[0] - 0.15 * trace.grad_biases[0], rtol=1e-14
    )
    plain = Trainer(start())
    plain.advance(1)
    # The penalty isn't part of C.
    np.testing.assert_array_equal(trainer.recorder.history().batches[0], plain.recorder.history().batches[0])


def test_a_gradient_that_is_too_long_is_shortened_and_counted():
    before, trainer, trace = step_and_gradient(clip_norm=0.25)
    parts = (*trace.grad_weights, *trace.grad_biases)
    norm = math.sqrt(sum(float((part**2).sum()) for part in parts))
    assert norm > 0.25
    np.testing.assert_allclose(
        trainer.network.weights[0], before.weights[0] - 0.15 * 0.25 / norm * trace.grad_weights[0], rtol=1e-13
    )
    assert trainer.clipped_steps == trainer.state().clipped_steps == 1
    _, unclipped, _ = step_and_gradient(clip_norm=norm * 1.001)
    assert unclipped.clipped_steps == 0


def test_the_schedule_makes_the_rate_of_each_step_from_its_place_in_the_run():
    trainer = Trainer(start(schedule="exponential", schedule_settings={"factor": 0.25}))
    rates = []
    for _ in range(7):
        rates.append(trainer.learning_rate)
        trainer.advance(1)
    np.testing.assert_allclose(rates, [0.15 * 0.25 ** (step / 5) for step in range(7)], rtol=1e-14)
    faded = Trainer(start(schedule="step", schedule_settings={"factor": 0.0, "every": 1.0}))
    advance(faded, 5)
    before = Parameters.of_network(faded.network).flat
    advance(faded, 3)
    np.testing.assert_array_equal(Parameters.of_network(faded.network).flat, before)


# The same bits


def test_the_same_seed_gives_the_same_bits_and_another_seed_others():
    data = classes_data()
    runs = [advance(Trainer(start(data=data, seed=seed)), 33).state() for seed in (1, 1, 2)]
    assert_same_run(runs[0], runs[1])
    assert not np.array_equal(runs[0].planes.flat, runs[2].planes.flat)


def test_in_what_slices_training_advances_changes_nothing():
    data = classes_data()
    one_by_one, at_once = Trainer(start(data=data)), advance(Trainer(start(data=data)), 17)
    for _ in range(17):
        one_by_one.advance(1)
    assert_same_run(one_by_one.state(), at_once.state())


def through_a_file(state: TrainerState) -> TrainerState:
    """What a project file does to a state: arrays as npy, numbers as JSON."""

    def array(values):
        file = io.BytesIO()
        np.save(file, values)
        file.seek(0)
        return np.load(file)

    def numbers(**values):
        return json.loads(json.dumps(values))

    history, refuge = state.history, state.refuge
    names = ("run", "step", "epoch", "position", "moment_steps", "clipped_steps")
    counters = {name: getattr(state, name) for name in names}
    return TrainerState(
        spec=NetworkSpec.create(state.spec.sizes, state.spec.activations),
        config=state.config,
        data=state.data,
        planes=Parameters(state.spec, array(state.planes.flat)),
        history=History(
            array(history.batches),
            array(history.epochs),
            EpochRecord(*json.loads(json.dumps(history.latest))),
            **numbers(batch_stride=history.batch_stride, epoch_stride=history.epoch_stride),
            eras=history.eras,
        ),
        refuge=Refuge(
            array(refuge.flat),
            **numbers(
                step=refuge.step,
                epoch=refuge.epoch,
                position=refuge.position,
                moment_steps=refuge.moment_steps,
                train_cost=refuge.train_cost,
            ),
        ),
        engine=state.engine,
        threads=state.threads,
        **numbers(**counters),
    )


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("stop_at", [0, 1, 4, 5, 7, 10])
def test_a_run_goes_on_to_the_bit_from_its_state_at_any_step(stop_at, optimizer):
    data = classes_data()
    through = advance(Trainer(start(data=data, optimizer=optimizer)), 18)
    stopped = advance(Trainer(start(data=data, optimizer=optimizer)), stop_at)
    resumed = advance(Trainer(through_a_file(stopped.state())), 18 - stop_at)
    assert_same_run(resumed.state(), through.state())


@pytest.mark.parametrize("stop_at", [1, 5, 7])
def test_a_run_with_schedule_penalty_and_clipping_goes_on_to_the_bit(stop_at):
    data = classes_data()
    config = {"schedule": "cosine", "l1": 1e-3, "l2": 1e-2, "clip_norm": 0.6, "optimizer": "adam"}
    through = advance(Trainer(start(data=data, **config)), 18)
    stopped = advance(Trainer(start(data=data, **config)), stop_at)
    resumed = advance(Trainer(through_a_file(stopped.state())), 18 - stop_at)
    assert_same_run(resumed.state(), through.state())
    assert 0 < through.clipped_steps < 18


def test_the_history_tells_which_steps_were_clipped_and_which_were_made_under_a_demon():
    trainer = Trainer(start(clip_norm=0.5))
    clipped, held = [], []
    for step in range(12):
        if step in (4, 9):
            trainer.apply(HoldDemon(Neuron(1, 0), 0.5) if step == 4 else LetGo(), Context(step))
        before = trainer.clipped_steps
        trainer.advance(1)
        clipped.append(trainer.clipped_steps - before)
        held.append(4 <= step < 9)
    assert 0 < sum(clipped) < 12  # so the test means something
    history = trainer.recorder.history()
    np.testing.assert_array_equal(history.batch_column("clipped_steps"), np.cumsum(clipped))
    np.testing.assert_array_equal(history.batch_column("held_steps"), np.cumsum(held))


def test_looking_changes_nothing():
    data = classes_data()
    alone, watched = Trainer(start(data=data)), Trainer(start(data=data))
    for _ in range(12):
        alone.advance(1)
        watched.advance(1)
        watched.state()
        watched.recorder.history()
        backpropagate(watched.network, data.x_probe, data.y_probe, cost="log_likelihood")
    assert_same_run(watched.state(), alone.state())


def test_a_state_that_was_handed_out_does_not_follow_the_run():
    trainer = advance(Trainer(start(optimizer="momentum")), 3)
    state = trainer.state()
    kept = bits(state.planes.flat)
    advance(trainer, 9)
    assert bits(state.planes.flat) == kept


def test_training_does_not_write_into_the_state_it_was_given():
    state = start()
    kept = bits(state.planes.flat)
    advance(Trainer(state), 7)
    assert bits(state.planes.flat) == kept


def test_the_number_of_blas_threads_stays_with_the_run():
    small, large = start(), start(hidden=(1000, 1000), batch_size=23)
    assert Trainer(small).state().threads == 1
    assert Trainer(large).state().threads == blas_threads(large.spec, 23)
    assert MIN_PRODUCT_TO_SHARE <= 1000 * 1000 * 23
    begun = advance(Trainer(small), 1).state()
    assert Trainer(replace(begun, threads=2)).state().threads == 2
    Trainer(small)  # and BLAS has one thread again


# States


def test_a_run_starts_at_its_start_with_moments_of_zero():
    state = start(optimizer="momentum")
    np.testing.assert_array_equal(state.planes.flat[VALUE], state.planes.flat[START])
    assert not state.planes.flat[MOMENTS:].any()
    assert len(state.planes.flat) == 3


def test_numbers_that_do_not_belong_to_the_network_are_refused():
    state = start()
    with pytest.raises(InvalidNetworkError, match="The data have 3 inputs and 3 outputs"):
        start_run(NetworkSpec.create([2, 3], ["softmax"]), state.config, state.data)
    with pytest.raises(InvalidNetworkError, match="The optimizer momentum needs 3 rows"):
        replace(state, config=TrainingConfig(optimizer="momentum"))
    other = NetworkSpec.create(state.spec.sizes, ["relu", "softmax"])
    with pytest.raises(InvalidNetworkError, match="not of"):
        replace(state, planes=Parameters(other, state.planes.flat))


# Divergence


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_a_run_that_diverges_stops_in_that_step_with_the_last_finite_parameters(optimizer):
    trainer = Trainer(overflowing(optimizer=optimizer))
    last = None
    while trainer.divergence is None:
        last = trainer.state()
        progress = trainer.advance(1)
    assert progress.divergence is trainer.divergence
    assert progress.steps == 0
    assert trainer.divergence.step == last.step + 1
    assert_same_run(replace(trainer.state(), divergence=None), last)
    assert np.isfinite(last.planes.flat).all()


def test_a_diverged_run_makes_no_more_steps():
    trainer = advance(Trainer(overflowing()), 1000)
    state = trainer.state()
    assert trainer.advance(5).steps == 0
    assert_same_run(trainer.state(), state)
    assert_same_run(Trainer(state).state(), state)


def test_divergence_in_the_middle_of_an_epoch_leaves_the_place_in_it():
    trainer = advance(Trainer(overflowing()), 1000)
    assert trainer.step == 4 * trainer.epoch + trainer.batch
    assert trainer.divergence is not None


def test_divergence_names_layer_quantity_and_step():
    data = regression_data(np.full((4, 1), 1e200), np.zeros((4, 1)))
    state = start(hidden=(1,), activation="identity", data=data, output="identity", cost="quadratic")
    trainer = Trainer(replace(state, planes=Parameters(state.spec, np.ones_like(state.planes.flat))))
    trainer.advance(1)
    assert trainer.divergence == Divergence(1, 2, "the cost C")
    assert (
        str(trainer.divergence) == "Training diverged in step 1: in layer 2, the cost C is no longer finite."
    )


def test_divergence_of_the_weighted_input_is_found_first():
    data = regression_data(np.full((4, 2), 1e300), np.zeros((4, 1)))
    state = start(hidden=(1,), activation="relu", data=data, output="identity", cost="quadratic")
    flat = np.full_like(state.planes.flat, 1e10)
    trainer = Trainer(replace(state, planes=Parameters(state.spec, flat)))
    trainer.advance(1)
    assert trainer.divergence == Divergence(1, 1, "the weighted input z")
    np.testing.assert_array_equal(trainer.state().planes.flat, flat)


def test_a_sum_that_overflows_while_every_number_is_finite_is_no_divergence():
    data = regression_data(np.zeros((1, 2)), np.zeros((1, 1)))
    state = start(hidden=(), data=data, output="tanh", cost="quadratic")
    flat = np.zeros_like(state.planes.flat)
    flat[VALUE, :2] = 1e308
    trainer = Trainer(replace(state, planes=Parameters(state.spec, flat)))
    assert trainer.advance(1).steps == 1
    assert trainer.divergence is None


def test_nothing_is_printed_about_numbers_that_overflow(capfd):
    with np.errstate(all="raise"):
        advance(Trainer(overflowing()), 1000)
    assert capfd.readouterr().err == ""


# The refuge


def test_the_refuge_is_the_epochs_end_with_the_lowest_training_cost():
    trainer = Trainer(start(learning_rate=0.5))
    ends = {}
    for epoch in range(20):
        if epoch == 10:
            trainer.apply(Configure(trainer.config.with_changes(learning_rate=20.0)), Context(1))
        advance(trainer, 5)
        ends[trainer.recorder.latest.train_cost] = trainer.state()
    lowest = min(ends)
    refuge = trainer.state().refuge
    assert lowest < trainer.recorder.latest.train_cost  # so the test means something
    assert refuge.train_cost == lowest
    assert (refuge.step, refuge.epoch) == (ends[lowest].step, ends[lowest].epoch)
    assert bits(refuge.flat) == bits(ends[lowest].planes.flat)


def test_before_the_first_epochs_end_the_refuge_is_the_start():
    trainer = advance(Trainer(start()), 3)
    refuge = trainer.state().refuge
    assert refuge.step == 0
    np.testing.assert_array_equal(refuge.flat[VALUE], refuge.flat[START])


def test_a_run_that_only_got_worse_goes_back_to_where_it_began():
    trainer = advance(Trainer(overflowing()), 1000)
    refuge = trainer.state().refuge
    assert trainer.epoch > 1
    assert refuge.step == 0
    assert refuge.train_cost == trainer.recorder.history().column("train_cost")[0]
