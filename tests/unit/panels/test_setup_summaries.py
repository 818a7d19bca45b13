"""What each section of Set-up says in a line while it is closed."""

from dataclasses import replace

import pytest

from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import default_choice
from bpexplorer.data.prepare import prepare
from bpexplorer.document.session import SessionState
from bpexplorer.look import numbers
from bpexplorer.panels.setup import summaries
from bpexplorer.project.plan import Plan
from tests.frames import Training
from tests.pictures import picture_of

DIGITS = Plan(
    NetworkSpec.create((64, 14, 10, 10), ("tanh", "tanh", "softmax")),
    TrainingConfig(),
    default_choice("digits"),
)


def test_data_are_named_with_the_sizes_of_the_sets_and_the_classes() -> None:
    choice = default_choice("digits")
    said = summaries.data_summary(prepare(choice, "softmax"))
    assert said == f"Digits · {numbers.count(1438)} training, 359 test · 10 classes"
    held_back = summaries.data_summary(prepare(replace(choice, validation_share=0.1), "softmax"))
    assert f"{numbers.count(1293)} training, 145 validation, 359 test" in held_back
    assert summaries.data_summary(prepare(default_choice("wave"), "identity")).endswith("· numbers")


def test_the_network_is_said_by_sizes_activations_and_parameters() -> None:
    said = summaries.network_summary(DIGITS.spec)
    assert said == f"64-14-10-10 · tanh, tanh, softmax · {numbers.count(1170)} parameters"


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        ("log_likelihood", "Log-likelihood · δ = output − target"),
        ("quadratic", "Quadratic · "),
    ],
)
def test_the_cost_is_said_with_what_it_makes_of_delta(cost: str, said: str) -> None:
    plan = replace(DIGITS, config=DIGITS.config.with_changes(cost=cost))
    assert summaries.cost_summary(plan).startswith(said)
    assert summaries.cost_summary(plan).endswith(plan.pair.error) or plan.pair.kind == "matched"


def test_a_cost_that_cannot_be_evaluated_is_said_in_the_summary() -> None:
    spec = NetworkSpec.create((2, 4, 1), ("tanh", "tanh"))
    plan = Plan(spec, TrainingConfig(cost="log_likelihood"), default_choice("xor"))
    assert summaries.cost_summary(plan) == "Log-likelihood · not for these outputs"


def test_training_is_said_with_rate_and_batch_and_of_the_rest_what_is_on() -> None:
    assert summaries.training_summary(TrainingConfig()) == "SGD · rate 0.15 · batch 20"
    config = TrainingConfig(optimizer="adam", schedule="cosine", l2=0.01, clip_norm=2.0)
    assert summaries.training_summary(config) == "Adam · rate 0.15 · cosine · batch 20 · L2 0.01 · clip 2"


def test_initialisation_is_said_with_its_seed_and_of_the_rest_what_is_not_usual() -> None:
    assert summaries.initialisation_summary(TrainingConfig()) == "Normal 1/√n · seed 20261121"
    config = TrainingConfig(initializer="zeros", bias_initializer="constant", dtype="float32", engine="numpy")
    assert summaries.initialisation_summary(config) == (
        "Zeros · seed 20261121 · biases: constant · float32 · numpy"
    )


def test_the_rules_that_stop_training_are_said_as_far_as_they_are_on() -> None:
    assert summaries.stopping_summary(TrainingConfig()) == "no limit"
    config = TrainingConfig(max_epochs=40, max_seconds=2.5, target_accuracy=0.975)
    assert summaries.stopping_summary(config) == (
        f"epochs reach 40 · time reaches 2.5 s · accuracy reaches {numbers.percent(0.975).strip()}"
    )


def test_a_selection_is_said_with_its_own_number() -> None:
    training = Training()
    frame = training.frame()
    delta = float(frame.trace.deltas[1][3, 0])
    one = picture_of(frame, SessionState(selection=(Neuron(2, 0),), sample=3))
    assert summaries.selection_summary(one) == f"layer 2, neuron 0 · δ {numbers.signed(delta).strip()}"
    two = picture_of(frame, SessionState(selection=(Neuron(1, 1), Neuron(2, 0)), sample=3))
    assert summaries.selection_summary(two).startswith("layer 2, neuron 0 and 1 more · δ ")
    assert summaries.selection_summary(picture_of(frame, SessionState())) == ""
    pixel = picture_of(frame, SessionState(selection=(Neuron(0, 7),)))
    assert summaries.selection_summary(pixel) == "layer 0, input 7"
