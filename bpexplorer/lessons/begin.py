"""The network that a card needs: a project from the example that a lesson's state names, and its changes. No Qt."""

from dataclasses import replace
from typing import Final

import msgspec
import numpy as np

from bpexplorer.core.errors import DataError, InvalidNetworkError, about
from bpexplorer.core.numerals import count
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec, NetworkSpec
from bpexplorer.core.training.state import draw_start, start_run
from bpexplorer.data.choice import TableChoice
from bpexplorer.data.prepare import prepare
from bpexplorer.data.recipe import ColumnRecipe, Recipe, Role
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.document.workspaces import Workspace
from bpexplorer.lessons.lesson import Number, Samples, State
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project, View
from bpexplorer.translation import tr

#: Samples of a lesson's own.
MOST_SAMPLES: Final = 1_000
_VIEW: Final = View(workspace=Workspace.LEARN.value)


def plan_of(state: State) -> Plan:
    """What the state decides; raises BpExplorerError with the key of the state that can't be."""
    with about("preset"):
        plan = preset(state.preset).plan
    changes = {
        name: value for name, value in msgspec.structs.asdict(state.settings).items() if value is not None
    }
    with about("settings"):
        config = plan.config.with_changes(**changes)
    data, inputs, outputs = plan.data, plan.spec.inputs, plan.spec.outputs
    if state.samples is not None:
        with about("samples"):
            data = table_of(state.samples)
        inputs, outputs = len(state.samples.inputs[0]), len(state.samples.targets[0])
    layers = plan.spec.layers
    if state.layers:
        layers = tuple(LayerSpec(layer.size, layer.activation, layer.dropout) for layer in state.layers)
    spec = NetworkSpec(inputs, layers)
    with about("layers"):
        if spec.outputs != outputs:
            raise InvalidNetworkError(
                tr(
                    "The last layer has {outputs} neurons; these data need {needed}.",
                    outputs=spec.outputs,
                    needed=outputs,
                )
            )
    with about("settings.cost"):
        made = Plan(spec, config, data)
        if made.pair.kind == "refused":
            raise InvalidNetworkError(made.pair.words)
    return made


def table_of(samples: Samples) -> TableChoice:
    """The samples as a table that is taken whole, unscaled; raises DataError if they aren't one."""
    rows = len(samples.inputs)
    is_table = 1 <= rows <= MOST_SAMPLES and rows == len(samples.targets) and 0 <= samples.tests < rows
    if not is_table or any(
        len({len(row) for row in part}) != 1 for part in (samples.inputs, samples.targets)
    ):
        raise DataError(
            tr(
                "Give 1 to {most} rows, as many inputs as targets, all of one length.",
                most=count(MOST_SAMPLES),
            )
        )
    named = [(f"x{at}", values, Role.INPUT) for at, values in enumerate(zip(*samples.inputs, strict=True))]
    named += [(f"y{at}", values, Role.TARGET) for at, values in enumerate(zip(*samples.targets, strict=True))]
    none = np.zeros(rows, dtype=np.bool_)
    columns = tuple(Column(name, Kind.NUMBER, np.array(values), none) for name, values, _ in named)
    recipe = Recipe(tuple(ColumnRecipe(name, role, Kind.NUMBER) for name, _, role in named))
    if samples.tests:
        codes = (np.arange(rows) >= rows - samples.tests).astype(np.int32)
        columns += (Column("set", Kind.CATEGORY, codes, none, ("train", "test")),)
        recipe = Recipe((*recipe.columns, ColumnRecipe("set", Role.PART, Kind.CATEGORY)))
    return TableChoice(table=Table(columns), recipe=recipe, test_share=0.0, scaling="none")


def project_of(state: State) -> Project:
    """The project of a state, before its first step; raises BpExplorerError as `plan_of` does."""
    plan = plan_of(state)
    data = prepare(plan.data, plan.spec.activations[-1]).training
    start = draw_start(plan.spec, plan.config)
    for index, number in enumerate(state.numbers):
        with about(f"numbers[{index}]"):
            _put(start, number)
    return Project(plan, start_run(plan.spec, plan.config, data, parameters=start), _VIEW)


def steps_of(state: State, project: Project) -> int:
    """How many steps the run of a state has made."""
    samples, batch = len(project.state.data.x_train), project.plan.config.batch_size
    return state.epochs * -(-samples // batch)


def with_numpy(project: Project) -> Project:
    """The same, with its steps made by numpy: for numbers that must be the same on every machine."""
    plan = replace(project.plan, config=project.plan.config.with_changes(engine="numpy"))
    return Project(plan, replace(project.state, config=plan.config), project.view)


def _put(start: Parameters, number: Number) -> None:
    sizes = start.spec.sizes
    is_there = 1 <= number.layer <= start.spec.depth and 0 <= number.neuron < sizes[number.layer]
    if not is_there or not 0 <= (number.source or 0) < sizes[number.layer - 1]:
        raise InvalidNetworkError(tr("The network {spec} has no such weight or bias.", spec=start.spec))
    if number.source is None:
        start.biases[number.layer - 1][number.neuron] = number.value
    else:
        start.weights[number.layer - 1][number.neuron, number.source] = number.value
