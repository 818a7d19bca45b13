"""Where ``train`` begins: a project as its file has it, or with other weights, as the command line changes it."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from bpexplorer.cli.changes import changed
from bpexplorer.cli.data import say_what_was_guessed
from bpexplorer.cli.data_options import changed_choice, choice_of
from bpexplorer.cli.reading import file_of, read
from bpexplorer.cli.sources import open_source, project_of
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.run import Configure
from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.core.errors import InvalidConfigError, InvalidNetworkError
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.core.training.state import START, TrainerState, start_run
from bpexplorer.data.prepare import prepare
from bpexplorer.project import sources
from bpexplorer.project.fitting import fitted
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import PRESETS
from bpexplorer.project.project import Project, View
from bpexplorer.project.suited import suited_plan
from bpexplorer.translation import tr

#: A hidden layer of a network that had none is one of these.
_HIDDEN_ACTIVATION = "tanh"


def beginning(options: argparse.Namespace) -> Project:
    """The project where training begins: as it stands, at its start, or at one from a seed or a file of weights.

    What is asked of layers, neurons and connections are then edits of it, in the order of the command line.
    """
    is_data = options.source not in PRESETS and sources.is_data(file_of(options.source))
    project = _on_data(options) if is_data else open_source(options.source, options.weights)
    plan = _planned(options, project.plan, is_new=is_data)
    if options.weights is not None:
        _check_start_stays(project.plan, plan)
    state = _continued(project, plan) if options.resume else _started(options, project, plan)
    for request in options.edits or ():
        edit = request(plan.spec)
        plan = plan.after(edit)
        state, _ = edit.on_state(state, Context(state.run))
    plan.pair.check()
    # What was looked at may not be there in another structure.
    view = project.view if plan.spec.sizes == project.plan.spec.sizes else View()
    return Project(plan, state, view)


def _on_data(options: argparse.Namespace) -> Project:
    """A project on a table, at its start; what was guessed is said."""
    choice, proposal = choice_of(read(options.source, options), options)
    project = Project.at_start(suited_plan(choice))
    if not options.target:
        say_what_was_guessed(choice, proposal)
    return project_of(project, options.source, options.weights)


def _check_start_stays(before: Plan, plan: Plan) -> None:
    """Raise InvalidConfigError if a start that weights were read for would be drawn instead."""
    for is_other, what in (
        (
            plan.spec.sizes != before.spec.sizes,
            tr("The weights are those of layers {sizes}.", sizes=_listed(before.spec.sizes)),
        ),
        (not plan.config.draws_like(before.config), tr("Seed and initialisers decide the start.")),
    ):
        if is_other:
            raise InvalidConfigError(tr("{what} Leave out --weights, or what changes that.", what=what))


def _listed(sizes: Sequence[int]) -> str:
    return ",".join(map(str, sizes))


def _planned(options: argparse.Namespace, plan: Plan, *, is_new: bool) -> Plan:
    """What the user has decided, and the options for the whole network decide anew.

    Of one that ``is_new``, input and output are the data's: only hidden layers can be asked for.
    """
    data = plan.data if is_new else changed_choice(plan.data, options)
    if options.validation_share is not None:
        data = replace(data, validation_share=options.validation_share)
    if data != plan.data:
        fitting = fitted(plan, data)
        plan = Plan(fitting.spec, fitting.config, data, plan.offsets)
    layers = options.layers
    if is_new and layers is not None:
        layers = ",".join(filter(None, (str(plan.spec.inputs), layers.strip(), str(plan.spec.outputs))))
    spec = _structure(plan.spec, layers, options.activations)
    offsets = plan.offsets if spec.depth == plan.spec.depth else ()
    return Plan(spec, _config(options, plan.config), data, offsets)


def _config(options: argparse.Namespace, config: TrainingConfig) -> TrainingConfig:
    chosen = [f"{name}={value}" for name in ("dtype", "engine") if (value := getattr(options, name))]
    rules = [
        f"{name}={limit}" for name in STOPPING_RULES if (limit := getattr(options, name, None)) is not None
    ]
    config = changed(config, [*options.changes, *chosen, *rules])
    return config if options.seed is None else config.with_changes(seed=options.seed)


def _structure(spec: NetworkSpec, layers: str | None, activations: str | None) -> NetworkSpec:
    """The network with other sizes, or other activations; a layer that keeps its number and size keeps its dropout."""
    sizes = spec.sizes if layers is None else _sizes(layers)
    if activations is not None:
        names = [name.strip() for name in activations.split(",")]
    elif len(sizes) == len(spec.sizes):
        names = list(spec.activations)
    else:
        hidden = spec.activations[0] if spec.hidden else _HIDDEN_ACTIVATION
        names = [hidden] * (len(sizes) - 2) + [spec.activations[-1]]
    after = NetworkSpec.create(sizes, names)
    if after.sizes == spec.sizes:
        for layer in spec.hidden:
            after = after.with_layer(layer, dropout=spec.layer(layer).dropout)
    return after


def _sizes(text: str) -> list[int]:
    try:
        return [int(size) for size in text.split(",")]
    except ValueError:
        raise InvalidNetworkError(
            tr(
                "“{text}” are no sizes of layers. Write whole numbers from input to output, "
                "such as 64,14,10.",
                text=text,
            )
        ) from None


def _started(options: argparse.Namespace, project: Project, plan: Plan) -> TrainerState:
    """The run at its start: where the project has it, unless something decides on another one."""
    before, state = project.plan, project.state
    data = state.data
    if (plan.data, plan.spec.activations[-1]) != (before.data, before.spec.activations[-1]):
        data = prepare(plan.data, plan.spec.activations[-1]).training
    is_same_shape = plan.spec.sizes == before.spec.sizes
    draws_anew = options.seed is not None or not plan.config.draws_like(before.config)
    parameters = mask = None
    if is_same_shape and not draws_anew:
        parameters = Parameters(plan.spec, state.planes.flat[START])
    if is_same_shape and state.mask is not None:
        mask = Parameters(plan.spec, state.mask.flat)
    return start_run(plan.spec, plan.config, data, parameters=parameters, mask=mask)


def _continued(project: Project, plan: Plan) -> TrainerState:
    """The run where it stands, under what may change while it goes on."""
    before, state = project.plan, project.state
    for is_other, what in (
        (plan.data != before.data, tr("Other data, or another split, are another training set.")),
        (plan.spec.sizes != before.spec.sizes, tr("Other layers are another start.")),
        (not plan.config.draws_like(before.config), tr("Seed and initialisers decide the start.")),
        (plan.config.dtype != before.config.dtype, tr("A run keeps its type of numbers.")),
        (plan.config.engine != before.config.engine, tr("A run keeps its engine.")),
        (_has_other_targets(plan, before), tr("The outputs of another activation need other targets.")),
    ):
        if is_other:
            raise InvalidConfigError(tr("{what} Leave out --continue to start over.", what=what))
    context = Context(state.run)
    for layer, name in enumerate(plan.spec.activations, start=1):
        if name != state.spec.layer(layer).activation:
            state, _ = SetActivation(layer, name).on_state(state, context)
    if plan.config != before.config:
        state, _ = Configure(plan.config).on_state(state, context)
    return state


def _has_other_targets(plan: Plan, before: Plan) -> bool:
    outputs = [each.spec.activations[-1] for each in (before, plan)]
    now, then = (prepare(before.data, output).training.y_train for output in outputs)
    return now.shape != then.shape or bool((now != then).any())
