"""Other data for a network that keeps its weights: inputs and outputs go with their names, with masks and demon."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.ends import UseDataKeepingWeights
from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.mask import is_removed
from bpexplorer.core.training.state import START
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import TableChoice, table_choice
from bpexplorer.data.recipe import Role, proposed
from bpexplorer.project.fitting import fitted, places_by_name
from bpexplorer.project.project import Project
from tests.tables import flowers, project_on, table


def without_island() -> tuple[Project, UseDataKeepingWeights]:
    """A trained project on all columns of the flowers, and the edit that leaves one out and takes another in."""
    made = flowers()
    recipe = proposed(made).recipe.with_column("wide", role=Role.LEAVE_OUT)
    project = project_on(table_choice(made, recipe))
    other = recipe.with_column("island", role=Role.LEAVE_OUT).with_column("wide", role=Role.INPUT)
    return project, edit_for(project, table_choice(made, other))


def edit_for(project: Project, choice: TableChoice) -> UseDataKeepingWeights:
    fitting = fitted(project.plan, choice)
    places = places_by_name(project.state.data, fitting.prepared.training)
    return UseDataKeepingWeights(fitting.spec, fitting.config, fitting.prepared.training, *places)


def test_weights_of_an_input_go_with_its_name_and_those_of_a_new_one_are_drawn() -> None:
    project, edit = without_island()
    assert edit.inputs == (0, None)  # the length was there, the width wasn't
    before = project.state
    after, inverse = edit.on_state(before, Context(5))
    np.testing.assert_array_equal(after.parameters.weights[0][:, 0], before.parameters.weights[0][:, 0])
    assert after.parameters.weights[0][:, 1].any()
    np.testing.assert_array_equal(after.parameters.weights[1], before.parameters.weights[1])
    np.testing.assert_array_equal(after.planes.flat[START], after.parameters.flat)
    assert (after.step, after.run) == (0, 5)
    again, _ = edit.on_state(before, Context(5))
    np.testing.assert_array_equal(after.planes.flat, again.planes.flat)
    back, _ = inverse.on_state(after, Context(6))
    assert back is before
    Trainer(after).advance(3, np.inf)


def test_classes_keep_their_weights_by_name_and_a_gone_one_takes_its_own_along() -> None:
    names = ["a", "b", "c", "d"] * 10
    x = [float(row % 7) for row in range(40)]
    project = project_on(table_choice(table(x=x, y=names)))
    other = table_choice(
        table(x=x, y=["d" if name == "a" else "e" if name == "b" else name for name in names])
    )
    edit = edit_for(project, other)
    assert edit.outputs == (2, 3, None)  # c, d, e
    after, _ = edit.on_state(project.state, Context(1))
    for array, old in (
        (after.parameters.weights[-1], project.state.parameters.weights[-1]),
        (after.parameters.biases[-1], project.state.parameters.biases[-1]),
    ):
        np.testing.assert_array_equal(array[:2], old[[2, 3]])


def test_a_network_of_one_layer_has_both_ends_in_it() -> None:
    project, _ = without_island()
    spec = replace(project.plan.spec, layers=project.plan.spec.layers[-1:])
    project = Project.at_start(replace(project.plan, spec=spec, offsets=()))
    other = project.plan.data.recipe.with_column("wide", role=Role.INPUT)
    edit = edit_for(project, replace(project.plan.data, recipe=other))
    after, _ = edit.on_state(project.state, Context(1))
    new = [place for place, before in enumerate(edit.inputs) if before is None]
    np.testing.assert_array_equal(
        np.delete(after.parameters.weights[0], new, axis=1), project.state.parameters.weights[0]
    )


def test_masks_and_a_held_demon_go_along() -> None:
    project, edit = without_island()
    state, _ = RemoveConnections(1, ((0, 0), (1, 2))).on_state(project.state, Context(1))
    state, _ = HoldDemon(Neuron(1, 2), 0.25).on_state(state, Context(2))
    after, _ = edit.on_state(state, Context(3))
    removed = np.argwhere(is_removed(after.mask.weights[0])).tolist()
    assert removed == [[0, 0]]  # the other led from an input that is gone
    assert after.parameters.weights[0][0, 0] == 0
    assert (after.held.neuron, after.held.dz, after.held.since) == (Neuron(1, 2), 0.25, 0)


@pytest.mark.parametrize(("layer", "index", "place"), [(0, 0, 0), (0, 1, None), (1, 2, 2), (2, 1, 1)])
def test_what_is_selected_is_found_by_its_name(layer: int, index: int, place: int | None) -> None:
    _, edit = without_island()
    found = edit.map_neuron(Neuron(layer, index))
    assert found == (None if place is None else Neuron(layer, place))
