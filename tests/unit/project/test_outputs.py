"""Which outputs usually predict what, and what becomes of a plan that is given them with other data."""

import pytest

from bpexplorer.data.choice import DataChoice
from bpexplorer.project.fitting import fitted
from bpexplorer.project.outputs import Outputs
from bpexplorer.project.presets import preset

SIGMOID, SOFTMAX = Outputs("sigmoid", "cross_entropy"), Outputs("softmax", "log_likelihood")
IDENTITY = Outputs("identity", "quadratic")


@pytest.mark.parametrize(
    ("now", "classes", "usual"),
    [
        (SIGMOID, 2, None),
        (SOFTMAX, 2, None),
        (Outputs("tanh", "quadratic"), 2, None),
        (IDENTITY, 2, SIGMOID),
        (SIGMOID, 3, SOFTMAX),
        (IDENTITY, 10, SOFTMAX),
        (SOFTMAX, 10, None),
        (IDENTITY, 0, None),
        (Outputs("identity", "huber"), 0, None),
        (SIGMOID, 0, IDENTITY),
        (Outputs("relu", "quadratic"), 0, IDENTITY),
    ],
)
def test_what_is_usual_is_proposed_where_the_outputs_do_not_suit(
    now: Outputs, classes: int, usual: Outputs | None
) -> None:
    assert now.usual_for(classes) == usual


def test_a_plan_is_fitted_with_the_outputs_that_are_wanted_and_both_changes_are_said() -> None:
    plan, blobs = preset("xor").plan, DataChoice(name="blobs", samples=90)
    now = Outputs.of(plan)
    as_is, usual = fitted(plan, blobs), fitted(plan, blobs, outputs=SOFTMAX)
    assert (as_is.spec.activations[-1], as_is.config.cost) == (now.activation, now.cost)
    assert (usual.spec.activations[-1], usual.config.cost) == (SOFTMAX.activation, SOFTMAX.cost)
    assert usual.spec.outputs == len(usual.prepared.training.class_names)
    assert set(now.changes_to(SOFTMAX)) <= set(usual.changes)
    assert len(now.changes_to(SOFTMAX)) == 1 + (now.cost != SOFTMAX.cost)
