"""A divergence is named by the number that overflowed first, in the numbers and with the dropout of its step."""

from dataclasses import replace

import pytest

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.next_step import make_next_step
from bpexplorer.core.training.rules.dropout import Dropout
from bpexplorer.core.training.state import Divergence, TrainerState
from bpexplorer.core.training.trainer import Trainer
from tests.overflows import DTYPES, OVERFLOWS, largest, overflow_at_ends, run_with
from tests.runs import assert_same_run, classes_data, start

IN_EACH_TYPE = pytest.mark.parametrize("dtype", DTYPES)


def first_step(state: TrainerState) -> Divergence | None:
    """What the first step of a run ends with; nothing of it is left."""
    trainer = Trainer(state)
    before = trainer.state()
    progress = trainer.advance(1)
    if progress.divergence is not None:
        assert progress.steps == 0
        assert_same_run(replace(trainer.state(), divergence=None), before)
    assert make_next_step(state).divergence == progress.divergence
    return progress.divergence


@IN_EACH_TYPE
@pytest.mark.parametrize("name", OVERFLOWS)
def test_the_first_number_that_overflows_is_named(name, dtype):
    state, expected = OVERFLOWS[name](dtype)
    assert first_step(state) == expected


@pytest.mark.parametrize("name", OVERFLOWS)
def test_what_overflows_in_float32_does_not_in_float64(name):
    state, _ = OVERFLOWS[name]("float32")
    wide = replace(state, config=state.config.with_changes(dtype="float64"))
    assert first_step(replace(wide, planes=Parameters(wide.spec, state.planes.flat.astype(float)))) is None


def with_dropout(state: TrainerState, *, seed: int) -> TrainerState:
    """The same with half of layer 1 left out in each step."""
    state = replace(state, config=state.config.with_changes(seed=seed))
    return SetDropout(1, 0.5).on_state(state, Context(1))[0]


def seed_where(state: TrainerState, *, kept: bool) -> int:
    """A seed whose first step keeps neuron 0 of layer 1, or leaves it out."""
    spec = with_dropout(state, seed=0).spec
    return next(s for s in range(100) if (Dropout(spec, s).factors(0, 1)[1][0, 0] > 0) == kept)


@IN_EACH_TYPE
def test_what_dropout_makes_larger_overflows_in_the_step_that_keeps_it(dtype):
    """Twice the activation is too much for z; without the factor of dropout, only the update would overflow."""
    state = run_with(dtype, [[0.7, 0.0], [largest(dtype, 1.0)]], cost="absolute", learning_rate=100.0)
    kept = with_dropout(state, seed=seed_where(state, kept=True))
    assert first_step(kept) == Divergence(1, 2, "the weighted input z")
    assert first_step(state) == Divergence(1, 1, "the update of the weights")


@IN_EACH_TYPE
def test_what_dropout_leaves_out_is_not_what_overflowed(dtype):
    """Neuron 0 would make z of layer 2 overflow; with it left out, neuron 1 makes C overflow."""
    large = largest(dtype, 0.6)
    state = run_with(dtype, [[large, 1.0], [large]])
    left_out = with_dropout(state, seed=seed_where(state, kept=False))
    factors = Dropout(left_out.spec, left_out.config.seed).factors(0, 1)[1][0]
    assert factors[0] == 0
    expected = Divergence(1, 2, "the cost C")
    assert first_step(left_out) == (expected if factors[1] else None)
    assert first_step(state) == Divergence(1, 2, "the weighted input z")


# Where the step is finite, and the cost of the whole training set after it isn't


def test_the_last_step_of_an_epoch_is_not_taken_if_the_cost_after_it_is_not_finite():
    """One sample, y = 0, η = 1000: the step turns w into −999 w, and the cost of that overflows."""
    state = run_with("float64", [[largest("float64", 0.5) / 10]], learning_rate=1e3)
    trainer = Trainer(state)
    before = trainer.state()
    progress = trainer.advance(1)
    assert (progress.steps, progress.epoch_ended) == (0, False)
    assert progress.divergence == Divergence(1, 1, "the cost C over the training set")
    assert_same_run(replace(trainer.state(), divergence=None), before)


def test_the_epoch_does_not_end_and_the_steps_before_its_last_one_stay(monkeypatch):
    state = start(data=classes_data(), learning_rate=0.1)
    trainer = Trainer(state)
    overflow_at_ends(monkeypatch)
    progress = trainer.advance(100)
    assert (progress.steps, progress.epoch_ended) == (4, False)
    assert trainer.divergence.step == 5
    assert (trainer.step, trainer.epoch, trainer.batch) == (4, 0, 4)
    assert trainer.recorder.latest.epoch == 0
    assert trainer.recorder.history().batches[:, 0].tolist() == [1, 2, 3, 4]
    monkeypatch.undo()
    undisturbed = Trainer(state)
    undisturbed.advance(4)
    assert_same_run(replace(trainer.state(), divergence=None), undisturbed.state())


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_a_step_that_was_taken_back_can_be_made_again_to_the_bit(dropout, monkeypatch):
    state = SetDropout(1, dropout).on_state(start((6,), optimizer="adam"), Context(1))[0]
    diverged = Trainer(state)
    with monkeypatch.context() as patch:
        overflow_at_ends(patch)
        diverged.advance(100)
    going_on = diverged
    going_on.divergence = None
    going_on.advance(100)
    whole = Trainer(state)
    whole.advance(100)
    assert_same_run(going_on.state(), whole.state())


@IN_EACH_TYPE
def test_the_layer_is_named_where_the_training_part_overflows(dtype):
    """C is |w₂ w₁|. The first step makes w₁ as large as w₂ is, and their product is beyond the numbers."""
    large = largest(dtype, 0.6)
    trainer = Trainer(run_with(dtype, [[0.1], [large]], cost="absolute", learning_rate=1.0))
    assert trainer.advance(1).divergence == Divergence(1, 2, "the weighted input z over the training set")
    assert trainer.step == 0
