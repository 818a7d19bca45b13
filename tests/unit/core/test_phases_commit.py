"""Walking through the phases of a step and then making it is the same as making it: to the bit, whatever acts on it."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.phases.captions import caption_of, notes_of
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.readings.phases.reading import StepPhases, read_phases
from bpexplorer.core.readings.phases.weighted_sum import read_weighted_sum
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.state import VALUE
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.core.training.trainer import Trainer
from tests import interpreted
from tests.overflows import DTYPES, OVERFLOWS, largest, run_with
from tests.runs import advance, assert_same_run, bits, classes_data, start
from tests.strategies import runs
from tests.ways import WAYS, edited

DATA = classes_data()


def walk(reading: StepPhases) -> None:
    """Look at everything in every phase."""
    for phase in reading.phases:
        for layer in range(phase.depth + 1):
            numbers = reading.numbers(phase, layer)
            numbers.one(0), numbers.mean()
            if layer:
                read_weighted_sum(reading, Neuron(layer, 0), len(reading.samples.rows) - 1)
        caption_of(reading, phase, 0), notes_of(reading, phase, 0)
    reading.activations_after(0)


def assert_walked_is_stepped(trainer: Trainer, *, steps: int) -> None:
    """For some steps; and what was shown of the parameters is what they become, to the bit if numpy makes the step."""
    stepped, walked = Trainer(trainer.state()), Trainer(trainer.state())
    for _ in range(steps):
        reading = read_phases(walked.state())
        walk(reading)
        assert_same_run(walked.state(), stepped.state())
        assert walked.advance(1).steps == 1
        assert stepped.advance(1).steps == 1
        assert_same_run(walked.state(), stepped.state())
        made = walked.state().planes.flat[VALUE]
        if reading.shown.engine == "numpy":
            assert bits(reading.shown.after[0]) == bits(made)
        else:
            np.testing.assert_allclose(reading.shown.after[0], made, rtol=1e-10, atol=1e-13)
        assert reading.step + 1 == walked.step


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_walking_and_committing_equals_a_step_for_every_optimizer_and_all_that_acts_on_it(optimizer, dtype):
    for way, (_, config) in WAYS.items():
        trainer = Trainer(
            start((4, 3), data=DATA, optimizer=optimizer, dtype=dtype, learning_rate=0.05, **config)
        )
        # Over the end of an epoch: batches of 5 of 23 samples.
        assert_walked_is_stepped(edited(advance(trainer, 3), way), steps=3)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_with_the_compiled_engine_which_commits_its_own_numbers(optimizer, monkeypatch):
    interpreted.put_in_place(monkeypatch)
    for way in ("all of it", "held", "masks", "clipping"):
        trainer = Trainer(start((4, 3), data=DATA, optimizer=optimizer, **WAYS[way][1]))
        assert trainer.engine.startswith("compiled")
        edited(trainer, way)
        reading = read_phases(trainer.state())
        assert reading.is_float64
        assert_walked_is_stepped(trainer, steps=2)


# Against other ways to compute it


@pytest.mark.parametrize("way", WAYS)
def test_gradients_and_prediction_are_those_of_the_complex_step_whatever_acts(way):
    trainer = advance(
        Trainer(start((4, 3), data=DATA, optimizer="adam", learning_rate=0.05, **WAYS[way][1])), 2
    )
    reading = read_phases(edited(trainer, way).state())
    shown, end = reading.shown, reading.phases[-1]
    found = [reading.numbers(end, layer) for layer in (1, 2, 3)]
    gradient = Parameters.join(
        shown.spec, [n.grad_weights for n in found], [n.grad_biases for n in found]
    ).flat
    values = shown.before[0]
    for place in range(0, len(values), 7):
        moved = values.astype(complex)
        moved[place] += 1e-30j
        assert gradient[place] == pytest.approx(batch_cost(moved, shown).imag / 1e-30, rel=1e-10, abs=1e-14)
    slope = batch_cost(values + 1e-30j * (shown.after[0] - values), shown).imag / 1e-30
    assert reading.update.predicted == pytest.approx(slope, rel=1e-10)
    after = batch_cost(shown.after[0], shown) - batch_cost(values, shown)
    assert reading.update.actual == pytest.approx(after, rel=1e-8)
    assert reading.update.cost_before == pytest.approx(batch_cost(values, shown), rel=1e-13)


def batch_cost(flat, shown):
    """C of the step's batch, with its dropout and held Δz, for parameters that may be complex."""
    values, a = Parameters(shown.spec, flat), DATA.x_train[shown.rows]
    for layer, (w, b) in enumerate(zip(values.weights, values.biases, strict=True), start=1):
        z = a @ w.T + b
        if shown.held is not None and shown.held.neuron.layer == layer:
            z[:, shown.held.neuron.index] += shown.held.dz
        a = np.tanh(z) * shown.factors.get(layer, 1.0)
    shares = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -(DATA.y_train[shown.rows] * np.log(shares)).sum(axis=1).mean()


# Where it fails


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", OVERFLOWS)
def test_a_step_that_diverges_ends_where_the_run_says_it_does(name, dtype):
    state, expected = OVERFLOWS[name](dtype)
    reading, trainer = read_phases(state), Trainer(state)
    assert trainer.advance(1).divergence == reading.divergence == expected
    phase = reading.phases[reading.last]
    assert expected.layer in phase.layers or phase.kind is PhaseKind.COST
    with np.errstate(all="ignore"):  # as in the threads of the program
        walk(reading)
    # The run that has ended there is read as it ended.
    again = read_phases(trainer.state())
    assert (again.last, again.divergence, again.shown.fate) == (reading.last, expected, BatchFate.FAILED)


def test_a_step_after_which_the_training_set_has_no_finite_cost_ends_with_the_update():
    # One sample, y = 0, η = 1000: the step turns w into −999 w, and the cost of that overflows.
    state = run_with("float64", [[largest("float64", 0.5) / 10]], learning_rate=1e3)
    reading, trainer = read_phases(state), Trainer(state)
    assert trainer.advance(1).divergence == reading.divergence
    assert reading.divergence.quantity.endswith("over the training set")
    assert reading.phases[reading.last].kind is PhaseKind.UPDATE


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(runs(DATA), st.integers(0, 6))
def test_any_run_that_is_walked_through_goes_on_as_one_that_is_stepped(state, steps):
    stepped, walked = advance(Trainer(state), steps), advance(Trainer(state), steps)
    for _ in range(2):
        with np.errstate(all="ignore"):  # as in the threads of the program
            reading = read_phases(walked.state())
            walk(reading)
        assert_same_run(walked.state(), stepped.state())
        has_ended = walked.divergence is not None
        progress = walked.advance(1)
        stepped.advance(1)
        assert_same_run(walked.state(), stepped.state())
        assert reading.divergence == walked.divergence
        assert (reading.last == len(reading.phases) - 1) == (walked.divergence is None)
        if not has_ended and progress.divergence is None:
            assert bits(reading.shown.after[0]) == bits(walked.state().planes.flat[VALUE])
