"""Other data change no more of a plan than they must, and each change is said."""

from dataclasses import replace

import pytest

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.data.choice import default_choice
from bpexplorer.project.fitting import fitted
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import preset

WAVE, HILL = default_choice("wave"), default_choice("hill")


def test_to_predict_numbers_a_softmax_gives_way_to_the_identity_and_its_cost_to_the_quadratic() -> None:
    plan = preset("digits").plan
    made = fitted(plan, WAVE)
    assert str(made.spec) == "1-14-10-1 tanh tanh identity"
    assert made.config == plan.config.with_changes(cost="quadratic")
    assert made.changes == (
        "Input layer: 64 → 1 neuron.",
        "Output layer: 10 → 1 neuron.",
        "Output activation: softmax → identity.",
        "Cost: Log-likelihood → Quadratic.",
    )
    assert made.prepared.training.outputs == 1


@pytest.mark.parametrize("cost", ["quadratic", "absolute", "huber"])
def test_what_can_predict_numbers_stays(cost: str) -> None:
    plan = preset("hill").plan
    plan = replace(plan, config=plan.config.with_changes(cost=cost))
    made = fitted(plan, replace(HILL, seed=3))
    assert (made.spec, made.config, made.changes) == (plan.spec, plan.config, ())


def test_an_output_that_cannot_reach_the_targets_gives_way() -> None:
    plan = preset("circle").plan  # one sigmoid output, 0 to 1; the valley lies below 0
    made = fitted(plan, HILL)
    assert made.spec.activations[-1] == "identity"
    assert made.spec.layers[:-1] == plan.spec.layers[:-1]


def test_a_rule_on_accuracy_is_switched_off_and_said() -> None:
    plan = preset("circle").plan
    plan = replace(plan, config=plan.config.with_changes(target_accuracy=0.9))
    made = fitted(plan, HILL)
    assert made.config.target_accuracy == 0
    assert "Stopping at an accuracy: off, as numbers have none." in made.changes


def test_back_to_classes_only_the_sizes_follow() -> None:
    plan = preset("wave").plan
    made = fitted(plan, default_choice("digits"))
    assert str(made.spec) == "64-12-12-10 tanh tanh identity"
    assert made.config == plan.config


def test_a_plan_that_would_stop_numbers_at_an_accuracy_is_refused() -> None:
    plan = preset("hill").plan
    with pytest.raises(InvalidConfigError, match="“Hill and valley” are numbers") as refused:
        replace(plan, config=plan.config.with_changes(target_accuracy=0.5))
    assert refused.value.key == "config.target_accuracy"


@pytest.mark.parametrize("cost", ["cross_entropy", "log_likelihood"])
def test_a_cost_of_shares_is_refused_for_numbers_whatever_the_output(cost: str) -> None:
    plan = preset("hill").plan
    spec = NetworkSpec.create((2, 4, 1), ("tanh", "sigmoid"))
    odd = Plan(spec, plan.config.with_changes(cost=cost), plan.data)
    assert odd.pair.kind == "refused"
    with pytest.raises(InvalidConfigError, match=r"are any numbers\. Choose another cost: Quadratic, "):
        odd.pair.check()
    assert replace(odd, data=default_choice("circle")).pair.kind != "refused"
