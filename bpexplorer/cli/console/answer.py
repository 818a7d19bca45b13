"""What a command answers, as text for people and as facts for scripts."""

import math
from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from bpexplorer.cli.console.numbers import shown
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.mask import is_frozen, is_removed
from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.core.training.state import TrainerState
from bpexplorer.data.choice import Source, TableChoice
from bpexplorer.data.recipe import Role
from bpexplorer.project.parts.stored_plan import stored
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project
from bpexplorer.project.weights import WeightsFile
from bpexplorer.project.weights.columns import of_role
from bpexplorer.translation import tr

#: What a command answers: its exit code, what it found, and the same as lines of text.
Answer = tuple[int, dict[str, Any], list[str]]


def project_facts(project: Project) -> tuple[dict[str, Any], list[str]]:
    """What there is to say about a project."""
    plan, state = project.plan, project.state
    found = {
        "kind": "project",
        "plan": msgspec.to_builtins(stored(plan)),
        "pair": msgspec.to_builtins(plan.pair),
    } | run_facts(state)
    config = plan.config
    settings = _in_words(config.optimizer_settings)
    lines = [
        tr(
            "Project: {spec}, {parameter_count:,} parameters",
            spec=plan.spec,
            parameter_count=plan.spec.parameter_count,
        ),
        tr(
            "Training: {cost}, {optimizer} {learning_rate:g}{settings}, batch "
            "{batch_size}, {start}, seed {seed}",
            cost=config.cost,
            optimizer=config.optimizer,
            learning_rate=config.learning_rate,
            settings=settings,
            batch_size=config.batch_size,
            start=_start(config),
            seed=config.seed,
        ),
        pair_line(plan),
        *_extras(config),
        *_dropouts(plan.spec),
        tr(
            "Data: {name}, {samples:,} samples, {shares}, scaling {scaling}, seed {seed}",
            name=plan.data.name,
            samples=state.data.sample_count,
            shares=_shares(plan.data),
            scaling=plan.data.scaling,
            seed=plan.data.seed,
        ),
        *_scaled_targets(plan.data),
        run_line(state),
    ]
    if state.mask is not None:
        counts = [f"{count:,} {what}" for what, count in _mask_facts(state).items()]
        lines.append(tr("Parameters that training leaves alone: {counts}", counts=", ".join(counts)))
    if state.held is not None:
        lines.append(
            tr(
                "Δz = {dz:+g} held on {neuron} since step {since:,}",
                dz=state.held.dz,
                neuron=state.held.neuron,
                since=state.held.since,
            )
        )
    return found, lines + ([str(state.divergence)] if state.divergence else [])


def pair_line(plan: Plan) -> str:
    """What the cost and the output layer are to each other."""
    return tr(
        "Cost and output, {cost} after {activation}: {pair}",
        cost=plan.config.cost,
        activation=plan.spec.activations[-1],
        pair=plan.pair,
    )


def _shares(data: Source) -> str:
    held_back = (
        tr(", {validation_share:.0%} of the others for validation", validation_share=data.validation_share)
        if data.validation_share
        else ""
    )
    return tr("{test_share:.0%} for the test{held_back}", test_share=data.test_share, held_back=held_back)


def _scaled_targets(data: Source) -> list[str]:
    if not isinstance(data, TableChoice) or not data.is_regression or data.target_scaling == "none":
        return []
    return [
        tr("Targets are scaled: {scaling}; C and δ are those of scaled targets.", scaling=data.target_scaling)
    ]


def _start(config: TrainingConfig) -> str:
    """How weights are drawn, and how biases, where that isn't what goes with the weights."""
    start = f"{config.initializer}{_in_words(config.initializer_settings)}"
    if config.bias_initializer != "usual":
        start += tr(
            ", biases {bias_initializer}{in_words}",
            bias_initializer=config.bias_initializer,
            in_words=_in_words(config.bias_initializer_settings),
        )
    return start


def _in_words(settings: Mapping[str, float]) -> str:
    return "".join(f", {name} {value:g}" for name, value in settings.items())


def _extras(config: TrainingConfig) -> list[str]:
    """What is added to plain training, where it is."""
    parts = []
    if config.schedule != "constant":
        parts.append(
            tr(
                "schedule {schedule}{in_words}",
                schedule=config.schedule,
                in_words=_in_words(config.schedule_settings),
            )
        )
    if config.dtype != "float64":
        parts.append(tr("numbers of type {dtype}", dtype=config.dtype))
    if config.engine != "automatic":
        parts.append(tr("the engine {engine}", engine=config.engine))
    parts += [
        f"{name} {value:g}"
        for name in ("l1", "l2", "clip_norm", *STOPPING_RULES)
        if (value := getattr(config, name))
    ]
    return [tr("With {parts}", parts=", ".join(parts))] if parts else []


def _dropouts(spec: NetworkSpec) -> list[str]:
    parts = [
        tr("{dropout:.0%} of layer {number}", dropout=layer.dropout, number=number)
        for number, layer in enumerate(spec.layers, start=1)
        if layer.dropout
    ]
    return [tr("Dropout: {parts}", parts=", ".join(parts))] if parts else []


def weights_facts(content: WeightsFile) -> tuple[dict[str, Any], list[str]]:
    """What there is to say about a weights file."""
    sizes = content.network.sizes
    found = {"kind": "weights", "sizes": sizes, "metadata": msgspec.to_builtins(content.metadata())}
    lines = [
        tr(
            "Weights: {sizes} {activations}",
            sizes="-".join(map(str, sizes)),
            activations=" ".join(content.network.activations),
        ),
        tr(
            "Trained with {cost}; inputs scaled: {scaling_name}; by {program_version}",
            cost=content.cost,
            scaling_name=content.scaling_name,
            program_version=content.program_version,
        ),
        *_column_lines(content),
        *_target_lines(content),
    ]
    return found, lines


def _column_lines(content: WeightsFile) -> list[str]:
    """The columns that raw rows need, where the file says it."""
    inputs = of_role(content.columns, Role.INPUT)
    return [tr("Columns: {names}", names=", ".join(each.name for each in inputs))] if inputs else []


def _target_lines(content: WeightsFile) -> list[str]:
    """What is predicted."""
    targets = of_role(content.columns, Role.TARGET)
    if content.is_of_classes or not targets:
        return [tr("Classes: {class_names}", class_names=", ".join(content.class_names) or tr("not named"))]
    names = ", ".join(each.name for each in targets)
    if content.target_scaling is None:
        return [tr("Predicts: {names}", names=names)]
    return [tr("Predicts: {names}; in training their numbers were scaled, and so were C and δ", names=names)]


def run_facts(state: TrainerState) -> dict[str, Any]:
    """Where a run is."""
    latest = state.history.latest
    return {
        "epoch": state.epoch,
        "step": state.step,
        "seed": state.config.seed,
        "penalty": state.config.penalty.value(state.parameters.weights).real,
        "clipped_steps": state.clipped_steps,
        "held": None if state.held is None else msgspec.to_builtins(state.held),
        "held_steps": state.held_steps,
        "mask": _mask_facts(state),
        "latest": None if latest is None else latest._asdict(),
        "divergence": None if state.divergence is None else msgspec.to_builtins(state.divergence),
    }


def _mask_facts(state: TrainerState) -> dict[str, int]:
    codes = np.empty(0) if state.mask is None else state.mask.flat
    frozen, removed = is_frozen(codes) & ~is_removed(codes), is_removed(codes)
    return {"frozen": int(frozen.sum()), "removed": int(removed.sum())}


def run_line(state: TrainerState) -> str:
    """The newest costs and accuracy."""
    latest = state.history.latest
    if latest is None:
        return tr("Not trained yet.")
    parts = [
        tr(
            "After epoch {epoch} (step {step:,}): training cost {train_cost}",
            epoch=latest.epoch,
            step=latest.step,
            train_cost=shown(latest.train_cost, ".4g"),
        )
    ]
    if not math.isnan(latest.validation_cost):
        parts.append(
            tr("validation cost {validation_cost}", validation_cost=shown(latest.validation_cost, ".4g"))
        )
    if not math.isnan(latest.test_cost):
        parts.append(tr("test cost {test_cost}", test_cost=shown(latest.test_cost, ".4g")))
    if not math.isnan(latest.test_accuracy):
        parts.append(tr("test accuracy {test_accuracy:.2%}", test_accuracy=latest.test_accuracy))
    if penalty := state.config.penalty:
        parts.append(tr("penalty {real}", real=shown(penalty.value(state.parameters.weights).real, ".4g")))
    if state.clipped_steps:
        parts.append(tr("{clipped_steps:,} steps clipped", clipped_steps=state.clipped_steps))
    if state.step != latest.step:
        parts.append(tr("now at step {step:,}", step=state.step))
    if state.held_steps:
        parts.append(tr("{held_steps:,} steps under a demon's Δz", held_steps=state.held_steps))
    return ", ".join(parts)
