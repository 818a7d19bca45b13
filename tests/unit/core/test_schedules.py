"""Schedules: the curve that each promises, between 0 and the learning rate that is set."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.rules.schedules import SCHEDULES, schedule


def rate(name, epochs, **settings):
    config = TrainingConfig(schedule=name, learning_rate=2.0, schedule_settings=settings)
    return config.learning_rate_after(epochs)


def test_without_a_schedule_the_learning_rate_stays():
    assert rate("constant", 0) == rate("constant", 1000.5) == 2.0
    assert TrainingConfig().schedule == "constant"


@pytest.mark.parametrize(("epochs", "want"), [(0, 2), (2.99, 2), (3, 0.5), (5.9, 0.5), (6, 0.125)])
def test_steps_fall_at_once(epochs, want):
    assert rate("step", epochs, factor=0.25, every=3) == want


@pytest.mark.parametrize(("epochs", "want"), [(0, 2), (1, 1.8), (0.5, 2 * math.sqrt(0.9)), (2, 1.62)])
def test_exponential_falls_by_the_same_share_each_epoch(epochs, want):
    assert rate("exponential", epochs, factor=0.9) == pytest.approx(want, rel=1e-14)


@pytest.mark.parametrize(("epochs", "want"), [(0, 2), (4, 1), (12, 0.5)])
def test_inverse_time_is_halved_then_halved_again_after_three_times_as_long(epochs, want):
    assert rate("inverse_time", epochs, half=4) == pytest.approx(want, rel=1e-14)


@pytest.mark.parametrize(("epochs", "want"), [(0, 2), (5, 1.1), (10, 0.2), (11, 0.2), (1e5, 0.2)])
def test_cosine_falls_to_its_floor_and_stays(epochs, want):
    assert rate("cosine", epochs, length=10, floor=0.1) == pytest.approx(want, rel=1e-14)


@pytest.mark.parametrize(("epochs", "want"), [(0, 0.2), (2, 1.1), (4, 2), (100, 2)])
def test_warm_up_rises_from_a_tenth_and_stays(epochs, want):
    assert rate("warm_up", epochs, length=4) == pytest.approx(want, rel=1e-14)


@given(st.sampled_from(list(SCHEDULES)), st.floats(0, 1e6), st.floats(0, 1e6), st.data())
def test_a_schedule_stays_between_0_and_1_and_goes_one_way(name, first, second, data):
    settings_of = schedule(name).settings
    settings = {
        each.name: data.draw(st.floats(each.low, each.high, exclude_max=True)) for each in settings_of
    }
    early, late = (SCHEDULES[name].factor(epochs, settings) for epochs in sorted((first, second)))
    assert 0 <= early <= 1
    assert 0 <= late <= 1
    assert late >= early if name == "warm_up" else late <= early


def test_another_schedule_has_its_own_settings_and_wrong_ones_are_refused():
    config = TrainingConfig(schedule="step", schedule_settings={"factor": 0.1})
    assert config.schedule_settings == {"factor": 0.1, "every": 10.0}
    assert config.with_changes(schedule="cosine").schedule_settings == {"length": 50.0, "floor": 0.0}
    assert config.with_changes(learning_rate=0.2).schedule_settings["factor"] == 0.1
    with pytest.raises(
        InvalidConfigError, match=r"^Factor r of Steps is 1; it must be at least 0 and below 1"
    ):
        config.with_changes(schedule_settings={"factor": 1.0})
    with pytest.raises(InvalidConfigError, match="Cosine has no parameter 'factor'; it has length, floor"):
        TrainingConfig(schedule="cosine", schedule_settings={"factor": 0.1})
    with pytest.raises(InvalidConfigError, match="no schedule called 'linear'"):
        TrainingConfig(schedule="linear")


def test_every_schedule_has_words_for_a_person():
    for name, one in SCHEDULES.items():
        assert one.name == name
        assert one.label
        assert one.purpose.endswith(".")
        assert one.formula
        assert all(
            each.purpose.endswith(".") and each.formula and each.low <= each.default < each.high
            for each in one.settings
        )
