"""What is said of a learning rate."""

import pytest

from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.panels.setup.rate_words import rate_hint, rate_tooltip


def test_a_rate_that_is_far_above_the_usual_one_is_spoken_of():
    assert rate_hint(TrainingConfig(optimizer="adam", learning_rate=0.15)) == (
        "Adam usually takes 0.001; 0.15 is 150 times that. Its steps are about η long, whatever the gradient."
    )


@pytest.mark.parametrize(("optimizer", "rate"), [("adam", 0.01), ("adagrad", 0.1), ("rmsprop", 1e-4)])
def test_a_rate_near_the_usual_one_or_below_is_not(optimizer, rate):
    assert rate_hint(TrainingConfig(optimizer=optimizer, learning_rate=rate)) == ""


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov"])
def test_where_the_rate_depends_on_the_gradient_none_is_usual(name):
    assert rate_hint(TrainingConfig(optimizer=name, learning_rate=3.0)) == ""
    assert "usually" not in rate_tooltip(OPTIMIZERS[name])


@pytest.mark.parametrize(
    ("name", "usual"), [("adam", "0.001"), ("adamw", "0.001"), ("rmsprop", "0.001"), ("adagrad", "0.01")]
)
def test_the_tooltip_names_the_usual_rate(name, usual):
    assert rate_tooltip(OPTIMIZERS[name]).endswith(f"{OPTIMIZERS[name].label} usually takes {usual}.")
