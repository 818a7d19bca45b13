"""What is read of a step: what it predicted, what it did, and how a parameter came by its change."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from bpexplorer.core.activations import activation
from bpexplorer.core.costs import cost
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Freeze, RemoveBiases
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.output import sample_costs
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.flow import read_flow
from bpexplorer.core.readings.update import UpdateReading, read_update
from bpexplorer.core.readings.update_verdict import UpdateVerdict, judge_update
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.core.training.trainer import Trainer
from tests import interpreted
from tests.frames import Training
from tests.made_up.adding import add_all
from tests.overflows import DTYPES, OVERFLOWS
from tests.runs import advance, assert_same_run, bits, classes_data, overflowing, regression_data, start
from tests.ways import WAYS, edited

DATA = classes_data()
#: So that the smallest layer, too, has weights and biases among the parameters that are read one by one.
SOME = 5
WEIGHT = Connection(2, 0, 9)


def read(trainer: Trainer, place=None) -> UpdateReading:
    return read_update(trainer.shown_step(), trainer.data, place, run=trainer.run)


def opening(**config) -> Trainer:
    return Training(**config).trainer


def run(*edits, hidden=(4, 3), steps=0, **config) -> Trainer:
    trainer = Trainer(start(hidden, data=DATA, **config))
    for number, edit in enumerate(edits, start=1):
        trainer.apply(edit, Context(number))
    return advance(trainer, steps)


def all_places(spec: NetworkSpec) -> list[Connection | Neuron]:
    """In the order of the flat array."""
    found: list[Connection | Neuron] = []
    for layer in range(1, spec.depth + 1):
        n_in, n_out = spec.sizes[layer - 1 : layer + 1]
        found += [Connection(layer, j, k) for j in range(n_out) for k in range(n_in)]
        found += [Neuron(layer, j) for j in range(n_out)]
    return found


# The opening example


def test_the_first_batch_of_the_opening_example_falls_almost_as_predicted():
    reading = read(opening())
    assert round(reading.cost_before, 4) == 2.3193
    assert round(reading.cost_after, 4) == 2.2055
    assert round(reading.actual, 4) == -0.1138
    assert round(reading.predicted, 4) == -0.1251
    assert reading.predicted == pytest.approx(-0.15 * reading.gradient_norm**2, rel=1e-12)
    assert reading.is_plain
    assert reading.verdict is UpdateVerdict.SMALL_ENOUGH


def test_one_weight_of_the_opening_example_moves_by_the_mean_over_the_batch_and_not_over_the_fixed_samples():
    trainer = opening()
    update = read(trainer, WEIGHT).parameter
    assert len(update.shares) == 20
    assert round(update.gradient, 4) == 0.0394
    assert round(update.change, 4) == -0.0059
    assert (update.lowers, update.raises) == (14, 6)
    fixed = Training().frame().trace.grad_weights[1][0, 9]
    assert round(float(fixed), 4) == 0.0304


@pytest.mark.parametrize(("rate", "ratio"), [(0.015, 0.993), (0.15, 0.909), (0.5, 0.614)])
def test_the_ratio_of_the_first_step_falls_with_the_learning_rate(rate, ratio):
    assert round(read(opening(learning_rate=rate)).ratio, 3) == ratio


def test_a_far_too_large_rate_is_at_the_limit_for_its_own_batch_and_raises_the_cost_of_the_training_set():
    reading = read(opening(learning_rate=1.5))
    assert reading.verdict is UpdateVerdict.AT_THE_LIMIT
    assert round(reading.ratio, 2) == 0.16
    whole = read_flow(opening(learning_rate=1.5).state()).next_step
    assert (round(whole.predicted, 2), round(whole.actual, 2)) == (-0.40, 0.17)


# The run's own numbers


def assert_reads_the_step(trainer: Trainer, *, exact_parts: float) -> None:
    """What is read before the next step is what the step leaves, to the bit, and read again afterwards."""
    before, ahead = trainer.state(), trainer.shown_step()
    places = [*enumerate(all_places(trainer.spec))][::SOME]
    coming = [read_update(ahead, trainer.data, place, run=0).parameter for _, place in places]
    assert_same_run(trainer.state(), before)
    trainer.advance(1)
    after = trainer.state()
    behind = trainer.shown_step()
    assert (ahead.fate, behind.fate, ahead.number) == (BatchFate.NEXT, BatchFate.TAKEN, behind.number)
    assert (ahead.learning_rate, ahead.count) == (behind.learning_rate, behind.count)
    for shown in (ahead, behind):
        assert bits(shown.before[0]) == bits(before.parameters.flat)
        assert bits(shown.after[0]) == bits(after.parameters.flat)
    for (number, place), update in zip(places, coming, strict=True):
        again = read_update(behind, trainer.data, place, run=0).parameter
        for each in (update, again):
            assert each.old == before.parameters.flat[number]
            assert each.new == after.parameters.flat[number]
        assert bits(update.shares) == bits(again.shares)
        assert update.terms == again.terms
        parts = sum(term.value for term in update.terms if term.is_part)
        assert update.change == pytest.approx(parts, rel=exact_parts, abs=exact_parts)
        if update.is_frozen or update.is_removed:
            assert update.change == 0.0
            assert update.terms == ()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_next_step_of_every_optimizer_is_read_as_the_run_makes_it(optimizer, way):
    trainer = run(steps=3, optimizer=optimizer, learning_rate=0.05, **WAYS[way][1])
    assert_reads_the_step(Trainer(edited(trainer, way).state()), exact_parts=1e-12)


def test_a_step_in_single_precision_is_read_to_the_bit_though_its_parts_are_double():
    trainer = run(optimizer="adam", dtype="float32")
    assert not read(trainer).is_float64
    assert_reads_the_step(trainer, exact_parts=1e-6)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_step_of_the_compiled_engine_is_read_to_the_bit(optimizer, monkeypatch):
    interpreted.put_in_place(monkeypatch)
    trainer = run(optimizer=optimizer, clip_norm=0.05, l2=0.02)
    assert trainer.engine.startswith("compiled")
    assert not read(trainer).is_float64
    assert_reads_the_step(trainer, exact_parts=1e-10)


@pytest.mark.parametrize("steps", [0, 3, 5])
def test_looking_at_steps_changes_nothing_of_the_run(steps):
    edits = (SetDropout(1, 0.5), SetDropout(2, 0.2))
    looked, alone = (run(*edits, optimizer="adam") for _ in range(2))
    for _ in range(steps):
        advance(looked, 1).shown_step()
        advance(alone, 1)
    looked.shown_step()
    assert_same_run(looked.state(), alone.state())
    assert_same_run(advance(looked, 7).state(), advance(alone, 7).state())


def test_a_step_that_was_shown_stays_when_training_goes_on():
    trainer = run(steps=2)
    shown = trainer.shown_step()
    kept = [bits(array) for array in (shown.before, shown.after, shown.rows)]
    advance(trainer, 5)
    assert [bits(array) for array in (shown.before, shown.after, shown.rows)] == kept


# First order and fact


def costs_with(flat, shown):
    """C of the step's batch, with its dropout and held Δz, for parameters that may be complex."""
    values = Parameters(shown.spec, flat)
    a = DATA.x_train[shown.rows]
    for l, (w, b, name) in enumerate(  # noqa: E741
        zip(values.weights, values.biases, shown.spec.activations, strict=True), start=1
    ):
        z = a @ w.T + b
        if shown.held is not None and shown.held.neuron.layer == l:
            z[:, shown.held.neuron.index] += shown.held.dz
        a = activation(name).value(z)
        out, a = a, a * shown.factors.get(l, 1.0)
    return sample_costs(
        cost("log_likelihood"), activation("softmax"), z, out, DATA.y_train[shown.rows]
    ).mean()


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam"])
@pytest.mark.parametrize("way", ["dropout", "held", "all of it"])
def test_predicted_is_the_slope_of_the_batchs_cost_along_the_step_and_actual_its_change(optimizer, way):
    edits, config = WAYS[way]
    trainer = run(*edits, steps=4, optimizer=optimizer, learning_rate=0.05, **config)
    shown, reading = trainer.shown_step(), read(trainer)
    change = shown.after[0] - shown.before[0]
    slope = costs_with(shown.before[0] + 1e-30j * change, shown).imag / 1e-30
    assert reading.predicted == pytest.approx(slope, rel=1e-10)
    actual = costs_with(shown.after[0], shown) - costs_with(shown.before[0], shown)
    assert reading.actual == pytest.approx(actual, rel=1e-9)


def test_the_penalty_is_told_apart_from_the_cost():
    trainer = run(steps=2, l2=0.3)
    shown, reading = trainer.shown_step(), read(trainer)
    squares = [
        sum(np.square(w).sum() for w in net.weights)
        for net in (shown.network_before(), shown.network_after())
    ]
    assert reading.penalty_change == pytest.approx(0.15 * (squares[1] - squares[0]), rel=1e-12)
    assert read(run(steps=2)).penalty_change is None


def test_a_shortened_gradient_says_by_how_much_and_why():
    update = read(run(clip_norm=0.05), Connection(1, 0, 0)).parameter
    free = read(run())
    assert update.clip.limit == 0.05
    assert update.clip.norm == pytest.approx(free.gradient_norm, rel=1e-12)
    assert update.clip.factor == pytest.approx(0.05 / free.gradient_norm, rel=1e-12)


def test_dropout_names_the_samples_in_which_either_end_is_left_out():
    trainer = run(SetDropout(1, 0.5), SetDropout(2, 0.5), batch_size=23)
    factors = trainer.shown_step().factors
    update = read(trainer, Connection(2, 1, 3)).parameter
    left_out = (factors[1][:, 3] == 0.0) | (factors[2][:, 1] == 0.0)
    assert update.dropped.tolist() == left_out.tolist()
    assert not update.shares[left_out].any()


def test_the_gradient_is_the_mean_of_the_shares_as_the_equations_have_it():
    trainer = run(SetDropout(1, 0.5), steps=2)
    trace = trainer.trace_batch().trace
    for place in all_places(trainer.spec):
        update = read(trainer, place).parameter
        arrays = trace.grad_weights if isinstance(place, Connection) else trace.grad_biases
        wanted = arrays[place.layer - 1][place[1:] if isinstance(place, Connection) else place.index]
        assert_allclose(update.gradient, wanted, rtol=1e-12, atol=1e-16)


# The verdict


@pytest.mark.parametrize(
    ("predicted", "actual", "verdict"),
    [
        (-1.0, -0.99, UpdateVerdict.SMALL_ENOUGH),
        (-1.0, -1.7, UpdateVerdict.SMALL_ENOUGH),
        (-1.0, -0.51, UpdateVerdict.SMALL_ENOUGH),
        (-1.0, -0.49, UpdateVerdict.AT_THE_LIMIT),
        (-1.0, 0.0, UpdateVerdict.AT_THE_LIMIT),
        (-1.0, 0.01, UpdateVerdict.TOO_LARGE),
        (1.0, 0.5, UpdateVerdict.UPHILL),
        (1.0, -0.5, UpdateVerdict.FALLS_AFTER_ALL),
        (-1e-13, 1e-13, UpdateVerdict.TOO_SMALL),
        (-1e-5, -1e-5, UpdateVerdict.HARDLY_ANYTHING),
        (-1e-5, 1e-5, UpdateVerdict.HARDLY_ANYTHING),
        (-1e-5, 1e-2, UpdateVerdict.TOO_LARGE),
        (float("nan"), 0.0, UpdateVerdict.NOT_FINITE),
        (-1.0, float("inf"), UpdateVerdict.NOT_FINITE),
    ],
)
def test_the_verdict_goes_by_the_ratio_and_never_by_rounding(predicted, actual, verdict):
    assert judge_update(predicted=predicted, actual=actual, cost=1.0, rounding=1e-12, moved=True) is verdict


@pytest.mark.parametrize(
    ("of_the_lowest", "verdict"),
    [
        (0.1, UpdateVerdict.SMALL_ENOUGH),
        (0.9, UpdateVerdict.SMALL_ENOUGH),
        (1.1, UpdateVerdict.AT_THE_LIMIT),
        (1.9, UpdateVerdict.AT_THE_LIMIT),
        (2.1, UpdateVerdict.TOO_LARGE),
    ],
)
def test_on_a_parabola_the_verdict_says_on_which_side_of_the_lowest_point_the_step_ends(
    of_the_lowest, verdict
):
    """C = ½(3w)² with one weight: the lowest point is reached with η = 1/9."""
    data = regression_data(np.full((4, 1), 3.0), np.zeros((4, 1)))
    state = start(
        (), data=data, output="identity", cost="quadratic", learning_rate=of_the_lowest / 9, batch_size=4
    )
    trainer = Trainer(state)
    trainer.apply(RemoveBiases(1, True), Context(1))
    assert read(trainer).verdict is verdict
    assert read(trainer).ratio == pytest.approx(1.0 - of_the_lowest / 2.0, rel=1e-9)


def test_where_c_is_tiny_what_is_missing_within_rounding_is_no_fault_of_the_rate():
    found = judge_update(predicted=-1.5e-12, actual=-0.2e-12, cost=1e-9, rounding=1e-12, moved=True)
    assert found is UpdateVerdict.SMALL_ENOUGH


def test_a_tiny_step_is_too_small_to_see_and_one_that_moves_nothing_says_so():
    assert read(run(learning_rate=1e-15)).verdict is UpdateVerdict.TOO_SMALL
    assert read(run(learning_rate=1e-15)).ratio is None
    everything = [Freeze(layer, tuple(range(size)), True) for layer, size in ((1, 4), (2, 3), (3, 3))]
    reading = read(run(*everything), Connection(1, 0, 0))
    assert reading.verdict is UpdateVerdict.NOTHING_MOVED
    assert reading.parameter.is_frozen
    assert reading.parameter.gradient != 0.0


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_what_is_only_rounding_is_never_called_a_step_that_is_too_large(optimizer):
    for exponent in range(-17, -8):
        found = read(run(optimizer=optimizer, learning_rate=10.0**exponent, activation="sigmoid"))
        small = {
            UpdateVerdict.SMALL_ENOUGH,
            UpdateVerdict.HARDLY_ANYTHING,
            UpdateVerdict.TOO_SMALL,
            UpdateVerdict.NOTHING_MOVED,
        }
        assert found.verdict in small


def test_a_velocity_that_points_uphill_is_called_so():
    trainer = run(optimizer="momentum", steps=1)
    state = trainer.state()
    planes = Parameters(state.spec, state.planes.flat.copy())
    planes.flat[2] = -40.0 * planes.flat[2]
    assert read(Trainer(replace(state, planes=planes))).verdict is UpdateVerdict.UPHILL


def test_a_step_that_failed_is_read_as_far_as_it_goes():
    trainer = advance(Trainer(overflowing()), 10_000)
    for again in (trainer, Trainer(trainer.state())):
        reading = read(again, Neuron(1, 0))
        assert reading.batch.fate is BatchFate.FAILED
        assert reading.verdict is UpdateVerdict.NOT_FINITE
        assert reading.ratio is None
        assert_same_run(again.state(), trainer.state())


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", OVERFLOWS)
def test_a_step_is_read_wherever_it_overflows(name, dtype):
    trainer = advance(Trainer(OVERFLOWS[name](dtype)[0]), 1)
    shown = trainer.shown_step()
    reading = read(trainer, Connection(1, 0, 0))
    assert reading.batch.fate is BatchFate.FAILED
    if np.isfinite(shown.after[0]).all():
        return
    assert reading.verdict is UpdateVerdict.NOT_FINITE
    assert reading.ratio is None
    assert reading.parameter.new == shown.after[0][0]


def test_an_optimizer_of_somebody_elses_has_one_part_all_of_its_step(monkeypatch):
    add_all(monkeypatch)
    trainer = Trainer(run(optimizer="averaged", steps=3).state())
    assert [term.is_part for term in read(trainer, Connection(2, 0, 3)).parameter.terms] == [True]
    assert_reads_the_step(trainer, exact_parts=1e-12)
