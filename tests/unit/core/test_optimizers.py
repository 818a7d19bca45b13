"""Optimizers meet the reference through the trainer, and keep their moments apart from the parameters."""

import json
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.state import start_run
from bpexplorer.core.trainer import Trainer
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
    before = rng.normal(size=(1 + len(rule.moment_names), 6))
    gradient, after = rng.normal(size=6), np.full_like(before, np.nan)
    kept = before.copy(), gradient.copy()
    settings = {parameter.name: parameter.default for parameter in rule.parameters}
    rule.step(before, gradient, after, learning_rate=0.1, settings=settings, count=1)
    np.testing.assert_array_equal(before, kept[0])
    np.testing.assert_array_equal(gradient, kept[1])
    assert np.isfinite(after).all()
    assert (after != before).all()


def test_momentum_of_zero_is_plain_gradient_descent():
    rng = np.random.default_rng(0)
    before, gradient = rng.normal(size=(2, 6)), rng.normal(size=6)
    with_momentum, plain = np.empty((2, 6)), np.empty((1, 6))
    OPTIMIZERS["momentum"].step(
        before, gradient, with_momentum, learning_rate=0.3, settings={"momentum": 0.0}, count=1
    )
    OPTIMIZERS["sgd"].step(before[:1], gradient, plain, learning_rate=0.3, settings={}, count=1)
    np.testing.assert_array_equal(with_momentum[0], plain[0])
