"""The stopping rules: each holds from its limit on, watches the right part, and lets a person go on."""

import dataclasses
import math
from dataclasses import replace

import pytest

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.core.training.rules.stopping import (
    STOPPING_RULES,
    Best,
    Ending,
    TrainingStatus,
    Watch,
    ending,
    stops,
)
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.training_data import TrainingData
from tests.frames import Training
from tests.runs import advance, classes_data, start


def moment(*, epoch=10, best=7, part="validation", seconds=5.0, further=0, **record):
    """The end of an epoch of five steps, or so many steps further on."""
    values = {"train_cost": 0.1, "validation_cost": 0.4, "train_accuracy": 0.99, "validation_accuracy": 0.9}
    whole = EpochRecord(epoch, epoch * 5, test_cost=9.0, test_accuracy=0.0, **(values | record))
    return TrainingStatus(whole, Best(best, best * 5, part, 0.3), seconds, epoch * 5 + further)


@pytest.mark.parametrize(
    ("rule", "holds", "fails"),
    [
        ("max_epochs", 10, 11),
        ("max_seconds", 5.0, 5.1),
        ("target_cost", 0.4, 0.399),
        ("target_accuracy", 0.9, 0.901),
        ("patience", 3, 4),
    ],
)
def test_a_rule_holds_from_its_limit_on_and_not_before(rule, holds, fails):
    (said,) = stops({rule: holds}, moment())
    assert said.rule == rule
    assert str(said).startswith("Training stopped after epoch 10: ")
    assert str(said).endswith(".")
    assert stops({rule: fails}, moment()) == ()


def test_within_an_epoch_time_alone_stops_training():
    limits = {"max_epochs": 1, "max_seconds": 5.0, "target_cost": 9.0, "target_accuracy": 0.1, "patience": 1}
    assert len(stops(limits, moment())) == 5
    (said,) = stops(limits, moment(further=3))
    assert said.rule == "max_seconds"
    assert str(said) == "Training stopped after step 53: training has gone on for 5 s of 5 s."
    assert stops(limits, moment(further=3, seconds=4.9)) == ()


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_seconds_of_a_watch_are_those_since_training_was_started():
    clock = Clock()
    watch, limits = Watch(clock), {"max_seconds": 3.0}

    def ask(further: int) -> bool:
        return watch.ask(limits, moment(further=further, seconds=watch.seconds), run=1) is not None

    clock.now += 100
    watch.start()
    assert watch.seconds == 0
    clock.now += 2.9
    assert not ask(1)
    clock.now += 0.1
    assert ask(2)
    assert not ask(3)  # it has been told
    watch.start()
    clock.now += 1
    assert not ask(4)
    clock.now += 2
    assert ask(0)


def test_a_look_within_an_epoch_does_not_forget_what_its_end_has_told():
    watch, limits = Watch(), {"patience": 3, "max_seconds": 100.0}
    assert watch.ask(limits, moment(epoch=10), run=1)
    assert not watch.ask(limits, moment(epoch=10, further=2), run=1)
    assert not watch.ask(limits, moment(epoch=11), run=1)
    assert watch.ask(limits, moment(epoch=11, further=1, seconds=100.0), run=1).rule == "max_seconds"
    assert not watch.ask(limits, moment(epoch=12, seconds=101.0), run=1)


def test_without_limits_nothing_stops_training():
    assert stops(TrainingConfig().stopping_limits, moment(epoch=10**6, seconds=1e9)) == ()


def test_costs_and_accuracies_are_those_of_the_watched_part():
    limits = {"target_cost": 0.2, "target_accuracy": 0.95}
    assert stops(limits, moment(part="validation")) == ()
    reasons = [said.reason for said in stops(limits, moment(part="train"))]
    assert reasons == [
        "the training cost is 0.1, not above 0.2",
        "the training accuracy is 99 %, not below 95 %",
    ]


def test_an_accuracy_or_a_cost_that_does_not_exist_reaches_no_goal():
    now = moment(validation_cost=math.nan, validation_accuracy=math.nan)
    assert stops({"target_cost": 1e6, "target_accuracy": 1e-9}, now) == ()


def test_a_rule_that_has_stopped_training_lets_a_person_go_on_until_it_holds_anew():
    watch, limits = Watch(), {"patience": 3}
    asked = [(9, 7), (10, 7), (11, 7), (12, 7), (13, 13), (14, 13), (15, 13), (16, 13), (17, 13)]
    told = [epoch for epoch, best in asked if watch.ask(limits, moment(epoch=epoch, best=best), run=1)]
    assert told == [10, 16]


def test_another_limit_or_another_run_is_watched_from_the_beginning():
    watch, now = Watch(), moment()
    assert watch.ask({"max_epochs": 5}, now, run=1)
    assert not watch.ask({"max_epochs": 5}, now, run=1)
    assert watch.ask({"max_epochs": 6}, now, run=1)
    assert watch.ask({"max_epochs": 6}, now, run=2)


def test_a_second_rule_stops_training_though_the_first_still_holds():
    watch, limits = Watch(), {"max_epochs": 10, "patience": 4}
    first, second = watch.ask(limits, moment(epoch=10), run=1), watch.ask(limits, moment(epoch=11), run=1)
    assert first is not None
    assert second is not None
    assert (first.rule, second.rule) == ("max_epochs", "patience")


@pytest.mark.parametrize("name", STOPPING_RULES)
def test_a_limit_out_of_range_is_refused_by_name(name):
    rule = STOPPING_RULES[name]
    for wrong in (-1, rule.high * 2, 0.5 if rule.is_whole else math.nan):
        with pytest.raises(InvalidConfigError, match=rf"{name} is .* \(off\)"):
            TrainingConfig(**{name: wrong})
    assert TrainingConfig(**{name: 1}).stopping_limits == {name: 1}


def with_validation() -> TrainingData:
    """Training labels are noise and can be learned by heart; the validation set is then worse and worse."""
    data, others = classes_data(samples=12, seed=3), classes_data(samples=30, seed=4)
    fields = {field.name: getattr(data, field.name) for field in dataclasses.fields(data)}
    return TrainingData(
        **fields
        | {
            "x_validation": others.x_train,
            "y_validation": others.y_train,
            "labels_validation": others.labels_train,
        }
    )


def test_the_best_state_is_that_with_the_lowest_validation_cost_not_training_cost():
    data = with_validation()
    trainer = Trainer(start((12,), data=data, learning_rate=0.05))
    states = [trainer.state()]
    while trainer.epoch < 40:
        trainer.advance(1)
        if trainer.batch == 0:
            states.append(trainer.state())
    costs = trainer.recorder.history().column("validation_cost")
    lowest = int(costs.argmin())
    assert 0 < lowest < 40  # so the test means something
    assert trainer.recorder.history().column("train_cost").argmin() > lowest
    assert (trainer.best.epoch, trainer.best.part, trainer.best.cost) == (lowest, "validation", costs[lowest])
    refuge = trainer.state().refuge
    assert refuge is not None
    assert refuge.flat.tobytes() == states[lowest].planes.flat.tobytes()


def test_stopping_rules_change_no_bit_of_training():
    plain = advance(Trainer(start()), 20)
    watched = advance(Trainer(start(max_epochs=1, target_cost=100.0, patience=1, max_seconds=1e-9)), 20)
    assert plain.state().planes.flat.tobytes() == watched.state().planes.flat.tobytes()


def test_a_run_ends_at_the_first_of_the_ends_that_lie_ahead():
    limits = {"max_epochs": 50.0, "max_seconds": 30.0, "target_cost": 0.1}
    assert ending(limits, epoch=7, seconds=10.0) == Ending(50, 20.0)
    assert ending(limits, epoch=7, seconds=10.0, until_epoch=20) == Ending(20, 20.0)
    assert ending(limits, epoch=50, seconds=31.0) is None, "both are passed: training goes on over them"
    assert ending({"target_cost": 0.1}, epoch=0, seconds=0.0) is None, "nobody knows when C is so low"
    assert ending({}, epoch=3, seconds=0.0, until_epoch=4) == Ending(4, None)


def test_the_time_left_follows_the_pace_and_the_nearer_end():
    frame = replace(Training().advance(36).frame(), steps_per_second=72.0)
    assert (frame.batches_per_epoch, frame.batch) == (72, 36)
    assert frame.seconds_left is None
    assert replace(frame, ending=Ending(3, None)).seconds_left == pytest.approx(2.5)
    assert replace(frame, ending=Ending(3, 1.0)).seconds_left == 1.0
    assert replace(frame, ending=Ending(3, None), steps_per_second=0.0).seconds_left is None
    assert replace(frame, ending=Ending(3, 9.0), steps_per_second=0.0).seconds_left == 9.0
