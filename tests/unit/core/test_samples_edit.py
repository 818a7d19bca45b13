"""Samples that come and go while a run goes on: from the next epoch on, and no weight is touched."""

import numpy as np

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.run import RestoreBest
from bpexplorer.core.edits.samples import NEW, ChangeSamples
from bpexplorer.core.training.next_step import make_next_step
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance, assert_same_run, bits, classes_data, start

DATA = classes_data()
#: Batches of 5: the epoch's first two, and three that are left of it.
MIDDLE = 2
#: Every third sample is another one now.
PLACES = np.where(np.arange(23) % 3, np.arange(23), NEW)
CHANGE = ChangeSamples(classes_data(seed=5), PLACES)


def trained(steps: int = MIDDLE) -> Trainer:
    return advance(Trainer(start((4,), data=DATA, optimizer="adam")), steps)


def test_the_epoch_goes_on_with_those_that_stayed_in_their_order_and_the_next_has_all() -> None:
    trainer = trained()
    before, rest = trainer.state(), trainer.order[10:]
    trainer.apply(CHANGE, Context(1))
    assert bits(trainer.state().planes.flat) == bits(before.planes.flat)
    assert (trainer.run, trainer.step, trainer.epoch) == (0, 2, 0)
    stayed = [row for row in rest if PLACES[row] != NEW]
    assert trainer.order[trainer.position :].tolist() == stayed
    first = make_next_step(trainer.state()).shown
    assert first.rows.tolist() == stayed[:5]
    trainer.advance(1)
    assert trainer.shown_step().rows.tolist() == stayed[:5]
    while trainer.epoch == 0:
        trainer.advance(1)
    assert trainer.step == MIDDLE + -(-len(stayed) // 5)
    assert sorted(trainer.order) == list(range(23))


def test_between_two_epochs_the_next_one_has_all_at_once() -> None:
    trainer = trained(5)
    assert (trainer.epoch, trainer.position) == (1, 0)
    trainer.apply(CHANGE, Context(1))
    assert trainer.state().order is None


def test_an_epoch_ends_of_which_nothing_is_left_and_its_undo_brings_the_rest_back() -> None:
    trainer = trained()
    before, done = trainer.state(), trainer.order[:10]
    few = classes_data(samples=10, seed=1)
    inverse = trainer.apply(ChangeSamples(few, np.sort(done)), Context(1))
    assert (trainer.epoch, trainer.position, trainer.recorder.latest.epoch) == (1, 0, 1)
    trainer.apply(inverse, Context(2))
    assert_same_run(trainer.state(), before)


def test_undone_after_more_steps_the_samples_are_back_and_what_was_learned_stays() -> None:
    trainer = trained()
    inverse = trainer.apply(CHANGE, Context(1))
    advance(trainer, 1)
    learned, left = trainer.state(), trainer.order[trainer.position :].tolist()
    trainer.apply(inverse, Context(2))
    assert trainer.data is DATA
    assert bits(trainer.state().planes.flat) == bits(learned.planes.flat)
    assert trainer.order[trainer.position :].tolist() == left


def test_the_best_state_is_one_of_those_with_the_samples_there_are_now() -> None:
    trainer = trained(60)
    trainer.apply(CHANGE, Context(1))
    assert trainer.best.step == trainer.step == 60


def test_who_goes_back_to_a_best_state_in_the_middle_of_an_epoch_goes_on_as_from_there() -> None:
    trainer = trained()
    trainer.apply(CHANGE, Context(1))
    there, order = trainer.step, trainer.order.tolist()
    advance(trainer, 1)
    trainer.apply(RestoreBest(), Context(2))
    assert (trainer.step, trainer.order.tolist()) == (there, order)
