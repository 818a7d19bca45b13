"""A table as the data of the open project: one step of undo, with or without the weights."""

from dataclasses import replace

import pytest

from bpexplorer.data.recipe import Role
from bpexplorer.document.acts.training import ChooseData
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.project.presets import preset
from tests.tables import flower_choice, project_on


def test_a_table_fits_the_network_to_it_in_one_step_of_undo() -> None:
    document = NetworkDocument(preset("digits").plan)
    before = document.plan
    ChooseData(flower_choice()).on_document(document, None)
    data = document.prepared.training
    assert document.plan.spec.sizes == (data.inputs, *before.spec.sizes[1:-1], 2)
    assert "flowers" in document.name
    document.undo_stack.undo()
    assert document.plan == before


@pytest.mark.parametrize("keep_weights", [True, False])
def test_other_columns_are_one_step_with_the_weights_or_without(keep_weights: bool) -> None:
    document = NetworkDocument(project_on(flower_choice(), steps=0).plan)
    before = document.plan
    recipe = before.data.recipe.with_column("wide", role=Role.LEAVE_OUT)
    ChooseData(replace(before.data, recipe=recipe), keep_weights).on_document(document, None)
    assert document.plan.spec.inputs == before.spec.inputs - 1
    assert ("keeping weights" in document.undo_stack.undo_text) == keep_weights
    document.undo_stack.undo()
    assert document.plan == before
