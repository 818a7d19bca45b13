"""The examples that come with the program learn what they say, in the time that they say."""

import re
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.assets import asset
from bpexplorer.core.backprop import forward
from bpexplorer.core.demon import perturb
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.metrics import ClassMetrics, measure
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project import presets
from bpexplorer.project.presets import PRESETS, STARTERS, preset
from bpexplorer.project.project import Project

#: Epochs, and the test accuracy that is reached by then; where a number is predicted, R² over the test set.
REACHED = {
    "digits": (20, 0.95),
    "xor": (10, 0.97),
    "circle": (20, 0.95),
    "gaussians": (5, 0.97),
    "moons": (40, 0.97),
    "blobs": (5, 0.97),
    "spiral": (80, 0.95),
    "parity": (20, 0.95),
    "wave": (60, 0.95),
    "sine": (60, 0.9),
    "hill": (60, 0.9),
    "xor_small": (10, 0.97),
}


def test_every_file_in_the_folder_is_offered() -> None:
    assert sorted(path.stem for path in asset("presets").iterdir()) == sorted((*PRESETS, *STARTERS))


def test_the_program_opens_with_the_digits_as_they_are_described() -> None:
    plan = preset(PRESETS[0]).plan
    assert str(plan.spec) == "64-14-10-10 tanh tanh softmax"
    assert (plan.config.cost, plan.config.optimizer, plan.config.initializer) == (
        "log_likelihood",
        "sgd",
        "normal_fan_in",
    )
    assert (plan.config.learning_rate, plan.config.batch_size, plan.config.seed) == (0.15, 20, 20261121)
    assert (plan.data.name, plan.data.test_share, plan.data.scaling) == ("digits", 0.2, "unit")


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_the_gap_of_the_opening_neuron_falls_to_about_a_quarter_with_each_halving(side: float) -> None:
    example = preset(PRESETS[0])
    assert (example.neuron, example.sample) == ((2, 1), 15)
    project = example.project()
    assert project.view.selection == ((2, 1),)
    data, row = project.state.data, slice(example.sample, example.sample + 1)
    at = {"cost": example.plan.config.cost, "layer": 2, "neuron": 1}
    network = project.state.network()
    found = [
        perturb(network, data.x_probe[row], data.y_probe[row], dz=dz, **at)
        for dz in side * 0.25 / 2.0 ** np.arange(6)
    ]
    assert found[0].delta[0] == pytest.approx(0.269, abs=5e-4)
    gaps = np.array([each.gap[0] for each in found])
    falls = gaps[:-1] / gaps[1:]
    assert falls.min() > 3.9
    assert falls.max() < 4.01


def how_good(trainer: Trainer) -> float:
    data = trainer.data
    outputs = forward(trainer.network, data.x_test).activations[-1]
    metrics = measure(data, outputs, data.y_test, data.labels_test)
    return metrics.accuracy if isinstance(metrics, ClassMetrics) else metrics.r_squared


@pytest.mark.parametrize("name", [*PRESETS, *STARTERS])
def test_an_example_learns_what_its_description_promises(name: str) -> None:
    example = preset(name)
    epochs, wanted = REACHED[name]
    assert re.search(rf"\b{epochs} epochs", example.description)
    trainer = Trainer(Project.at_start(example.plan).state)
    best = 0.0
    while trainer.epoch < epochs:
        trainer.advance(1000)
        best = max(best, how_good(trainer))
    assert best >= wanted


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(BpExplorerError, match=r"no preset “mnist”.*digits, xor"):
        preset("mnist")


def test_a_misspelt_key_of_an_example_is_refused_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = asset("presets/xor.json").read_text(encoding="utf-8")
    changed = tmp_path / "xor.json"
    changed.write_text(text.replace('"learning_rate"', '"learning_ratee"'), encoding="utf-8")
    monkeypatch.setattr(presets, "asset", lambda name: changed)
    with pytest.raises(BpExplorerError, match=r"plan\.config\.learning_ratee: .* Is learning_rate meant\?"):
        preset.__wrapped__("xor")
