"""Runs of the presets by numpy, for the claims of the laboratory; each is made once in a process."""

from dataclasses import replace
from functools import cache

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project


@cache
def after(name: str, epochs: int, layers: tuple[int, ...] = (), **config: object) -> TrainerState:
    """The run of a preset after so many epochs, with another configuration, or without hidden layers but these."""
    plan = preset(name).plan
    spec = plan.spec
    if layers:
        spec = NetworkSpec.create((spec.inputs, *layers), spec.activations[-len(layers) :])
    changed = plan.config.with_changes(engine="numpy", **config)
    trainer = Trainer(Project.at_start(replace(plan, spec=spec, config=changed, offsets=())).state)
    while trainer.epoch < epochs:
        trainer.advance(1_000_000)
    return trainer.state()


def with_output_bias(state: TrainerState, bias: float) -> TrainerState:
    """The same run with another bias of every output."""
    from bpexplorer.core.edits.base import Context
    from bpexplorer.core.edits.values import SetBiases

    outputs = tuple(range(state.spec.outputs))
    changed, _ = SetBiases(state.spec.depth, outputs, bias).on_state(state, Context(0))
    return changed
