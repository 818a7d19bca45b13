"""The network that a card needs: a project from the example that a lesson's state names, and its changes. No Qt."""

from dataclasses import replace
from typing import Final

import msgspec

from bpexplorer.core.errors import InvalidNetworkError, about
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec, NetworkSpec
from bpexplorer.core.training.state import draw_start, start_run
from bpexplorer.data.prepare import prepare
from bpexplorer.document.workspaces import Workspace
from bpexplorer.lessons.lesson import Number, State
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project, View
from bpexplorer.translation import tr

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
    spec = plan.spec
    if state.layers:
        layers = tuple(LayerSpec(layer.size, layer.activation, layer.dropout) for layer in state.layers)
        spec = NetworkSpec(spec.inputs, layers)
        with about("layers"):
            if spec.outputs != plan.spec.outputs:
                raise InvalidNetworkError(
                    tr(
                        "The last layer has {outputs} neurons; these data need {needed}.",
                        outputs=spec.outputs,
                        needed=plan.spec.outputs,
                    )
                )
    with about("settings.cost"):
        made = Plan(spec, config, plan.data)
        if made.pair.kind == "refused":
            raise InvalidNetworkError(made.pair.words)
    return made


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
