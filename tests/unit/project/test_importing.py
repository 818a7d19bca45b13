"""What a file of weights says is taken over into the plan, as far as the data allow; the rest is said."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bpexplorer.core.costs import COSTS
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.data.scaling import SCALINGS, Scaling
from bpexplorer.project.importing import imported
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, Targets, WeightsFile, parse

CIRCLE = preset("circle").plan  # two inputs as they are, one sigmoid for the classes 0 and 1


def weights_of(output: str = "sigmoid", sizes: tuple[int, ...] = (2, 3, 1), **said: Any) -> WeightsFile:
    activations = ["tanh"] * (len(sizes) - 2) + [output]
    network = Network.create(sizes, activations, rng=np.random.default_rng(0))
    scaling = Scaling(np.zeros(sizes[0]), np.ones(sizes[0]))
    return WeightsFile(**({"network": network, "scaling": scaling, "cost": "cross_entropy"} | said))


def with_scaling(plan: Plan, scaling: str) -> Plan:
    return replace(plan, data=replace(plan.data, scaling=scaling))


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("name", PRESETS)
def test_what_one_project_exports_another_of_the_same_data_trains_on(name: str, cost: str) -> None:
    plan = preset(name).plan
    weights = Project.at_start(plan).weights()
    other = replace(plan, config=plan.config.with_changes(cost=cost))
    taken = imported(other, weights)
    taken.plan.pair.check()
    assert taken.plan == plan
    assert taken.differences == ()
    assert bool(taken.changes) is (cost != plan.config.cost)


def test_every_setting_that_is_taken_over_is_said() -> None:
    plan = replace(with_scaling(CIRCLE, "unit"), config=CIRCLE.config.with_changes(cost="log_likelihood"))
    taken = imported(plan, weights_of())
    assert taken.changes == (
        "Scaling of the inputs: 0…1 → none.",
        "Cost: Log-likelihood → Cross-entropy.",
    )
    assert taken.differences == ()


@pytest.mark.parametrize("here", SCALINGS)
@pytest.mark.parametrize("there", SCALINGS)
def test_the_scaling_of_the_file_is_taken_over_where_it_gives_the_same_numbers(here: str, there: str) -> None:
    weights = Project.at_start(with_scaling(CIRCLE, there)).weights()
    taken = imported(with_scaling(CIRCLE, here), weights)
    assert taken.plan.data.scaling == there
    assert taken.differences == ()


def test_a_scaling_by_other_numbers_is_said() -> None:
    weights = weights_of(scaling=Scaling(np.array([7.0, 7.0]), np.ones(2)))
    taken = imported(CIRCLE, weights)
    assert taken.plan.data == CIRCLE.data
    assert "scaled by other numbers" in taken.differences[0]


def test_a_file_of_network2_says_nothing_of_the_scaling() -> None:
    text = b'{"sizes": [2, 1], "weights": [[[1, 2]]], "biases": [[[0]]], "cost": "CrossEntropyCost"}'
    taken = imported(with_scaling(CIRCLE, "standard"), parse(text))
    assert taken.plan.data.scaling == "standard"
    assert taken.plan.config.cost == "cross_entropy"
    assert taken.differences == ()


def test_a_file_of_network2_goes_round_through_every_format() -> None:
    text = b'{"sizes": [2, 1], "weights": [[[1, 2]]], "biases": [[[0]]], "cost": "CrossEntropyCost"}'
    weights = parse(text)
    for entry in FORMATS.values():
        assert parse(entry.dump(weights)).same_as(weights), entry.name


@pytest.mark.parametrize(
    ("said", "part"),
    [
        (
            {"class_names": ("inside", "outside"), "threshold": 0.5},
            "classes are “inside”, “outside”; those here are “0”, “1”",
        ),
        ({"threshold": 0.2}, "threshold between the two classes is 0.2; here it is 0.5"),
        ({"targets": Targets(0.1, 0.9)}, "targets are 0.1 and 0.9; here, sigmoid is trained towards 0 and 1"),
    ],
)
def test_what_the_data_decide_stays_and_is_said(said: dict[str, Any], part: str) -> None:
    [difference] = imported(CIRCLE, weights_of(**said)).differences
    assert part in difference


def test_a_network_for_classes_is_said_to_be_one_where_targets_are_numbers() -> None:
    taken = imported(preset("hill").plan, weights_of("identity", cost="quadratic", threshold=0.5))
    assert taken.differences == (
        "The file's network tells classes apart; the targets of this data set are numbers.",
    )


@pytest.mark.parametrize(
    ("name", "output", "cost", "kept"),
    [
        ("circle", "tanh", "cross_entropy", "quadratic"),  # the plan's, cross-entropy, can't either
        ("hill", "identity", "log_likelihood", "quadratic"),
    ],
)
def test_a_cost_that_cannot_be_used_here_leaves_one_that_can_and_is_said(
    name: str, output: str, cost: str, kept: str
) -> None:
    weights = weights_of(output, cost=cost)
    taken = imported(preset(name).plan, weights)
    assert taken.plan.config.cost == kept
    taken.plan.pair.check()
    assert COSTS[cost].label in taken.differences[0]


@pytest.mark.parametrize("sizes", [(3, 3, 1), (2, 3, 2), (64, 10)])
def test_another_number_of_inputs_or_outputs_is_refused(sizes: tuple[int, ...]) -> None:
    with pytest.raises(InvalidNetworkError, match=f"has {sizes[0]} inputs and {sizes[-1]} outputs"):
        imported(CIRCLE, weights_of(sizes=sizes))


def test_layers_stay_where_they_were_moved_if_there_are_as_many() -> None:
    moved = CIRCLE.with_layer_moved(1, 30.0, 0.0)
    sizes = moved.spec.sizes
    assert imported(moved, weights_of(sizes=sizes)).plan.offsets == moved.offsets
    assert set(imported(moved, weights_of(sizes=(2, *[3] * len(sizes), 1))).plan.offsets) == {(0.0, 0.0)}
