"""The user's decisions as one value, and where layers stand on the canvas."""

import pytest

from bpexplorer.core.edits.run import Configure
from bpexplorer.core.edits.structure import InsertLayer, RemoveLayer
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.spec import LayerSpec, NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import DataChoice
from bpexplorer.project.plan import Plan

PLAN = Plan(
    NetworkSpec.create((2, 4, 3, 1), ("tanh", "tanh", "sigmoid")),
    TrainingConfig(cost="quadratic"),
    DataChoice(name="xor", samples=40),
    ((0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 3.0)),
)


def test_layers_take_their_places_along_when_others_come_and_go():
    inserted = PLAN.after(InsertLayer(1, LayerSpec(5, "relu")))
    assert [x for x, _ in inserted.offsets] == [0, 0, 1, 2, 3]
    assert [x for x, _ in inserted.after(RemoveLayer(2)).offsets] == [0, 0, 2, 3]
    assert PLAN.spec.sizes == (2, 4, 3, 1)


def test_an_edit_of_the_training_leaves_structure_data_and_places():
    config = PLAN.config.with_changes(learning_rate=0.5)
    after = PLAN.after(Configure(config))
    assert after == Plan(PLAN.spec, config, PLAN.data, PLAN.offsets)


def test_moving_a_layer_adds_up():
    moved = PLAN.with_layer_moved(1, 10.0, 0.5).with_layer_moved(1, 0.0, 0.5)
    assert moved.offsets == ((0, 0), (11, 2), (2, 2), (3, 3))


def test_without_places_every_layer_stands_where_it_is_put():
    assert Plan(PLAN.spec, PLAN.config, PLAN.data).offsets == ((0.0, 0.0),) * 4


@pytest.mark.parametrize("layer", [-1, 4])
def test_a_layer_that_is_not_there_cannot_be_moved(layer):
    with pytest.raises(InvalidNetworkError, match=f"no layer {layer} to move"):
        PLAN.with_layer_moved(layer, 1.0, 1.0)


def test_a_place_for_each_layer_is_needed():
    with pytest.raises(InvalidNetworkError, match="4 layers need as many offsets; there are 1"):
        Plan(PLAN.spec, PLAN.config, PLAN.data, ((0.0, 0.0),))
