"""Optimizers meet the reference through the trainer, and keep their moments apart from the parameters."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import start_run
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance, regression_data

REFERENCE = Path(__file__).parents[2] / "reference"
CASES = {
    case["optimizer"]: case
    for case in json.loads((REFERENCE / "manifest.json").read_text(encoding="utf-8"))
    if "optimizer" in case
}


def deviation(got, want):
    return np.max(np.abs(got - want) / (1e-3 + np.abs(want)))


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_an_optimizer_meets_the_reference_through_the_trainer(name):
    case = CASES[name]
    with np.load(REFERENCE / case["file"]) as archive:
        reference = dict(archive)
    spec = NetworkSpec.create(case["sizes"], case["activations"])
    layers = range(1, spec.depth + 1)
    begin = Parameters.join(
        spec,
        [reference[f"w{layer}_start"] for layer in layers],
        [reference[f"b{layer}_start"] for layer in layers],
    )
    settings = dict(case["parameters"])
    config = TrainingConfig(
        cost=case["cost"],
        optimizer=name,
        learning_rate=settings.pop("learning_rate"),
        batch_size=len(reference["x"]),
        optimizer_settings=settings,
    )
    data = regression_data(reference["x"], reference["y"])
    trainer = advance(Trainer(start_run(spec, config, data, parameters=begin)), case["steps"])

    assert trainer.epoch == case["steps"]
    for layer in layers:
        assert deviation(trainer.network.weights[layer - 1], reference[f"w{layer}_end"]) <= 1e-10
        assert deviation(trainer.network.biases[layer - 1], reference[f"b{layer}_end"]) <= 1e-10
    np.testing.assert_allclose(
        trainer.recorder.history().batches[:, 1], reference["costs"].ravel()[: case["steps"]], rtol=1e-10
    )


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_a_step_leaves_what_it_started_from_untouched(name):
    rule = OPTIMIZERS[name]
    rng = np.random.default_rng(0)
    before = rng.random(size=(1 + len(rule.moment_names), 6))  # means of squares are positive
    gradient, after = rng.normal(size=6), np.full_like(before, np.nan)
    kept = before.copy(), gradient.copy()
    settings = {parameter.name: parameter.default for parameter in rule.settings}
    rule.step(before, gradient, after, learning_rate=0.1, settings=settings, count=1)
    np.testing.assert_array_equal(before, kept[0])
    np.testing.assert_array_equal(gradient, kept[1])
    assert np.isfinite(after).all()
    assert (after != before).all()


def step_of(name, before, gradient, *, learning_rate=0.1, count=1, **settings):
    """What one step makes of the rows ``before``; settings that aren't given have their defaults."""
    rule = OPTIMIZERS[name]
    filled = {parameter.name: settings.get(parameter.name, parameter.default) for parameter in rule.settings}
    after = np.full_like(before, np.nan)
    rule.step(before, gradient, after, learning_rate=learning_rate, settings=filled, count=count)
    return after


def rows_at_start(name, parameters):
    """The parameters, and moments of zero below them."""
    return np.vstack([parameters, np.zeros((len(OPTIMIZERS[name].moment_names), len(parameters)))])


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_momentum_of_zero_is_plain_gradient_descent(name):
    rng = np.random.default_rng(0)
    before, gradient = rng.normal(size=(2, 6)), rng.normal(size=6)
    after = step_of(name, before, gradient, momentum=0.0)
    np.testing.assert_array_equal(after[0], step_of("sgd", before[:1], gradient)[0])


def test_adamw_without_decay_is_adam_and_its_decay_passes_the_moments_by():
    rng = np.random.default_rng(0)
    before, gradient = rng.random(size=(3, 6)), rng.normal(size=6)
    adam = step_of("adam", before, gradient, count=4)
    np.testing.assert_array_equal(step_of("adamw", before, gradient, count=4, weight_decay=0.0), adam)
    decayed = step_of("adamw", before, gradient, count=4, weight_decay=0.5)
    np.testing.assert_array_equal(decayed[1:], adam[1:])
    np.testing.assert_allclose(decayed[0], adam[0] - 0.1 * 0.5 * before[0], rtol=1e-15)


@pytest.mark.parametrize("name", ["adagrad", "adam"])
@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_the_first_step_of_an_adaptive_optimizer_has_the_length_of_the_learning_rate(name, size):
    gradient = size * np.array([1.0, -2.0, 3.0])
    before = rows_at_start(name, np.zeros(3))
    after = step_of(name, before, gradient, epsilon=1e-12)
    np.testing.assert_allclose(after[0], [-0.1, 0.1, -0.1], rtol=1e-5)


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name != "adamw"])
def test_a_gradient_that_was_always_zero_moves_nothing(name):
    parameters = np.array([0.5, -2.0])
    before = rows_at_start(name, parameters)
    for count in (1, 2):
        before = step_of(name, before, np.zeros(2), count=count)
    np.testing.assert_array_equal(before, rows_at_start(name, parameters))


@pytest.mark.parametrize("name", ["rmsprop", "adam", "adamw"])
def test_a_huge_gradient_is_forgotten_and_small_ones_are_not_lost_beside_it(name):
    gradient = np.array([1e-9])
    forgetful = {"rmsprop": {"decay": 0.0}}.get(name, {"beta1": 0.0, "beta2": 0.0})
    before = step_of(name, rows_at_start(name, np.zeros(1)), np.array([1e9]), **forgetful)
    after = step_of(name, before, gradient, count=2, **forgetful)
    np.testing.assert_allclose(after[-1], gradient**2)


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_after_a_million_steps_an_optimizer_still_steps(name):
    before = np.ones((1 + len(OPTIMIZERS[name].moment_names), 3))
    after = step_of(name, before, np.ones(3), count=10**6)
    assert np.isfinite(after).all()
    assert (after[0] < before[0]).all()


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_an_optimizer_keeps_float32(name):
    before = np.ones((1 + len(OPTIMIZERS[name].moment_names), 3), dtype=np.float32)
    gradient = np.array([1.0, -2.0, 0.5], dtype=np.float32)
    in_double = step_of(name, before.astype(np.float64), gradient.astype(np.float64), count=3)
    in_single = step_of(name, before, gradient, count=3)
    assert in_single.dtype == np.float32
    np.testing.assert_allclose(in_single, in_double, rtol=1e-5)


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(name, parameter) for name, rule in OPTIMIZERS.items() for parameter in rule.settings],
    ids=lambda each: getattr(each, "name", each),
)
def test_a_parameter_out_of_its_range_is_refused_by_name(name, parameter):
    def config(value):
        return TrainingConfig(optimizer=name, optimizer_settings={parameter.name: value})

    assert config(parameter.low).optimizer_settings[parameter.name] == parameter.low
    for value in (parameter.low - 0.1, parameter.high, np.nan, np.inf):
        with pytest.raises(
            InvalidConfigError, match=f"^{re.escape(parameter.label)} of {OPTIMIZERS[name].label} is"
        ):
            config(value)


def test_every_optimizer_and_parameter_has_words_for_a_person():
    for name, rule in OPTIMIZERS.items():
        assert rule.name == name
        assert rule.label
        assert rule.purpose.endswith(".")
        assert rule.formula
        for parameter in rule.settings:
            assert parameter.label
            assert parameter.purpose.endswith(".")
            assert parameter.formula
            assert parameter.low <= parameter.default < parameter.high
            assert parameter.low == round(parameter.low, 12)  # as fine as the window's fields are


@pytest.mark.parametrize("name", [name for name, each in OPTIMIZERS.items() if each.usual_rate is not None])
@pytest.mark.parametrize("size", [1e-4, 1.0, 1e4])
def test_optimizers_with_a_usual_rate_make_a_first_step_whose_length_is_not_the_gradient_s(name, size):
    """Their first step is η long, or 1/√(1 − ρ) times that; so one rate suits gradients of any size."""
    rule = OPTIMIZERS[name]
    settings = {each.name: each.default for each in rule.settings}
    before = np.zeros((1 + len(rule.moment_names), 3))
    after = np.empty_like(before)
    rule.step(
        before,
        size * np.array([1.0, -2.0, 3.0]),
        after,
        learning_rate=rule.usual_rate,
        settings=settings,
        count=1,
    )
    expected = rule.usual_rate / np.sqrt(1 - settings.get("decay", 0.0))
    np.testing.assert_allclose(abs(after[0]), expected, rtol=1e-2)
