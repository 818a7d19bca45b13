"""Training settings: their ranges, and what a change of them leaves."""

import math

import pytest

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.training.config import MAX_SEED, TrainingConfig


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cost": "none"}, "no cost called 'none'"),
        ({"initializer": "magic"}, "no initialiser called 'magic'"),
        ({"optimizer": "magic"}, "no optimizer called 'magic'"),
        ({"learning_rate": -0.1}, "learning rate is −0.1"),
        ({"learning_rate": math.nan}, "learning rate is not finite"),
        ({"learning_rate": math.inf}, "learning rate is not finite"),
        ({"learning_rate": 1001.0}, "between 0 and 1,000"),
        ({"learning_rate": 1000.001}, "is 1,000.001; it must lie between 0 and 1,000."),
        ({"target_cost": 2e6}, r"from 0 \(off\) to 1,000,000\."),
        ({"batch_size": 0}, "batch size is 0"),
        ({"batch_size": 2.5}, "batch size is 2.5; it must be a whole number"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": MAX_SEED + 1}, "seed is"),
        ({"seed": 1.5}, "whole number"),
        ({"optimizer_settings": {"momentum": 0.5}}, "SGD has no parameter 'momentum'"),
        ({"optimizer": "momentum", "optimizer_settings": {"momentum": 1.0}}, "below 1"),
        ({"optimizer": "momentum", "optimizer_settings": {"momentum": math.nan}}, "is not finite"),
        ({"optimizer": "momentum", "optimizer_settings": {"beta": 0.5}}, "it has momentum"),
    ],
)
def test_a_value_out_of_range_is_refused_with_a_sentence(changes, sentence):
    with pytest.raises(InvalidConfigError, match=sentence):
        TrainingConfig(**changes)


def test_the_ends_of_the_ranges_are_allowed():
    TrainingConfig(learning_rate=0.0, batch_size=1, seed=0)
    TrainingConfig(learning_rate=1000.0, batch_size=1_000_000, seed=MAX_SEED)


def test_missing_settings_of_the_optimizer_are_filled_in():
    assert TrainingConfig(optimizer="momentum").optimizer_settings == {"momentum": 0.9}
    assert TrainingConfig().optimizer_settings == {}


def test_another_optimizer_starts_from_its_own_defaults():
    config = TrainingConfig(optimizer="momentum", optimizer_settings={"momentum": 0.5})
    assert config.with_changes(optimizer="sgd").optimizer_settings == {}
    assert config.with_changes(optimizer="momentum").optimizer_settings == {"momentum": 0.5}
    assert config.with_changes(learning_rate=0.3).optimizer_settings == {"momentum": 0.5}
    given = config.with_changes(optimizer="momentum", optimizer_settings={"momentum": 0.1})
    assert given.optimizer_settings == {"momentum": 0.1}


def test_changing_the_dictionary_it_was_made_from_changes_nothing():
    settings = {"momentum": 0.5}
    config = TrainingConfig(optimizer="momentum", optimizer_settings=settings)
    settings["momentum"] = 0.7
    assert config.optimizer_settings == {"momentum": 0.5}


def test_a_type_of_numbers_that_training_cannot_compute_in_is_refused():
    with pytest.raises(InvalidConfigError, match=r"float16.*Choose one of: float64, float32"):
        TrainingConfig(dtype="float16")


def test_an_engine_that_there_is_not_is_refused():
    with pytest.raises(InvalidConfigError, match=r"'gpu'.*Choose one of: automatic, numpy"):
        TrainingConfig(engine="gpu")
