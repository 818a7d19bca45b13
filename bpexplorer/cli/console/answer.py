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
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.stopping import STOPPING_RULES
from bpexplorer.data.choice import DataChoice
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project
from bpexplorer.project.weights import WeightsFile

#: What a command answers: its exit code, what it found, and the same as lines of text.
Answer = tuple[int, dict[str, Any], list[str]]


def project_facts(project: Project) -> tuple[dict[str, Any], list[str]]:
    """What there is to say about a project."""
    plan, state = project.plan, project.state
    found = {
        "kind": "project",
        "plan": msgspec.to_builtins(plan),
        "pair": msgspec.to_builtins(plan.pair),
    } | run_facts(state)
    config = plan.config
    settings = _in_words(config.optimizer_settings)
    lines = [
        f"Project: {plan.spec}, {plan.spec.parameter_count:,} parameters",
        f"Training: {config.cost}, {config.optimizer} {config.learning_rate:g}{settings}, "
        f"batch {config.batch_size}, {_start(config)}, seed {config.seed}",
        pair_line(plan),
        *_extras(config),
        *_dropouts(plan.spec),
        f"Data: {plan.data.name}, {plan.data.samples:,} samples, {_shares(plan.data)}, "
        f"scaling {plan.data.scaling}, seed {plan.data.seed}",
        run_line(state),
    ]
    if state.mask is not None:
        counts = [f"{count:,} {what}" for what, count in _mask_facts(state).items()]
        lines.append(f"Parameters that training leaves alone: {', '.join(counts)}")
    if state.held is not None:
        lines.append(f"Δz = {state.held.dz:+g} held on {state.held.neuron} since step {state.held.since:,}")
    return found, lines + ([str(state.divergence)] if state.divergence else [])


def pair_line(plan: Plan) -> str:
    """What the cost and the output layer are to each other."""
    return f"Cost and output, {plan.config.cost} after {plan.spec.activations[-1]}: {plan.pair}"


def _shares(data: DataChoice) -> str:
    held_back = f", {data.validation_share:.0%} of the others for validation" if data.validation_share else ""
    return f"{data.test_share:.0%} for the test{held_back}"


def _start(config: TrainingConfig) -> str:
    """How weights are drawn, and how biases, where that isn't what goes with the weights."""
    start = f"{config.initializer}{_in_words(config.initializer_settings)}"
    if config.bias_initializer != "usual":
        start += f", biases {config.bias_initializer}{_in_words(config.bias_initializer_settings)}"
    return start


def _in_words(settings: Mapping[str, float]) -> str:
    return "".join(f", {name} {value:g}" for name, value in settings.items())


def _extras(config: TrainingConfig) -> list[str]:
    """What is added to plain training, where it is."""
    parts = []
    if config.schedule != "constant":
        parts.append(f"schedule {config.schedule}{_in_words(config.schedule_settings)}")
    if config.dtype != "float64":
        parts.append(f"numbers of type {config.dtype}")
    if config.engine != "automatic":
        parts.append(f"the engine {config.engine}")
    parts += [
        f"{name} {value:g}"
        for name in ("l1", "l2", "clip_norm", *STOPPING_RULES)
        if (value := getattr(config, name))
    ]
    return [f"With {', '.join(parts)}"] if parts else []


def _dropouts(spec: NetworkSpec) -> list[str]:
    parts = [
        f"{layer.dropout:.0%} of layer {number}"
        for number, layer in enumerate(spec.layers, start=1)
        if layer.dropout
    ]
    return [f"Dropout: {', '.join(parts)}"] if parts else []


def weights_facts(content: WeightsFile) -> tuple[dict[str, Any], list[str]]:
    """What there is to say about a weights file."""
    sizes = content.network.sizes
    found = {"kind": "weights", "sizes": sizes, "metadata": msgspec.to_builtins(content.metadata())}
    lines = [
        f"Weights: {'-'.join(map(str, sizes))} {' '.join(content.network.activations)}",
        f"Trained with {content.cost}; inputs scaled: {content.scaling_name}; by {content.program_version}",
        f"Classes: {', '.join(content.class_names) or 'not named'}",
    ]
    return found, lines


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
        return "Not trained yet."
    parts = [
        f"After epoch {latest.epoch} (step {latest.step:,}): training cost {shown(latest.train_cost, '.4g')}"
    ]
    if not math.isnan(latest.validation_cost):
        parts.append(f"validation cost {shown(latest.validation_cost, '.4g')}")
    if not math.isnan(latest.test_cost):
        parts.append(f"test cost {shown(latest.test_cost, '.4g')}")
    if not math.isnan(latest.test_accuracy):
        parts.append(f"test accuracy {latest.test_accuracy:.2%}")
    if penalty := state.config.penalty:
        parts.append(f"penalty {shown(penalty.value(state.parameters.weights).real, '.4g')}")
    if state.clipped_steps:
        parts.append(f"{state.clipped_steps:,} steps clipped")
    if state.step != latest.step:
        parts.append(f"now at step {state.step:,}")
    if state.held_steps:
        parts.append(f"{state.held_steps:,} steps under a demon's Δz")
    return ", ".join(parts)
