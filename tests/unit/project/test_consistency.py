"""What stands in a project file may all be in range and still be no run: then it is refused, with the place."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import MOMENTS
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import DataChoice
from bpexplorer.project import files
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View, ViewDemon
from tests.bpx import put, with_array, with_record
from tests.runs import advance

PLAN = Plan(
    NetworkSpec.create([2, 3, 1], ["tanh", "sigmoid"]),
    TrainingConfig(cost="cross_entropy", optimizer="adam", learning_rate=0.1, batch_size=7),
    DataChoice(name="xor", samples=40, validation_share=0.2),
)
SAMPLES = len(Project.at_start(PLAN).state.data.x_train)
VIEW = View(demon=ViewDemon(1, 2, -0.25))


def trained(plan: Plan = PLAN) -> Project:
    """Step 32, epoch 8, held since step 3, with a connection that is removed."""
    trainer = advance(Trainer(Project.at_start(plan).state), 3)
    trainer.apply(HoldDemon(Neuron(1, 1), 0.25), Context(1))
    trainer.apply(RemoveConnections(1, ((0, 0),)), Context(2))
    return Project(plan, advance(trainer, 31).state(), VIEW)


PROJECT = trained()
DATA = files.dump(PROJECT)


def refused(data: bytes) -> ProjectFileError:
    with pytest.raises(ProjectFileError) as caught:
        files.parse(data)
    return caught.value


def at(**changes: int) -> Callable[[Any], Any]:
    return lambda record: record["run"]["at"].update(changes)


def refuge_at(**changes: int) -> Callable[[Any], Any]:
    return lambda record: record["run"]["refuge"]["at"].update(changes)


WRONG: dict[str, tuple[Callable[[Any], Any], str]] = {
    "moments older than the run": (at(moment_steps=10**12), "run.at.moment_steps"),
    "more epochs than steps": (at(epoch=99999), "run.at.step"),
    "an epoch of too few steps": (at(step=8, moment_steps=8, epoch=8, position=1), "run.at.step"),
    "steps without samples": (at(epoch=0, position=0), "run.at.step"),
    "a position beyond the samples": (at(position=SAMPLES), "run.at.position"),
    "a refuge later than the run": (refuge_at(step=40, epoch=10, position=0), "run.refuge.at"),
    "a refuge of another way": (refuge_at(step=34, epoch=8, position=0), "run.refuge.at"),
    "a refuge of no batches": (refuge_at(step=1, epoch=2), "run.refuge.at.step"),
    "moments older than the refuge": (refuge_at(moment_steps=33), "run.refuge.at.moment_steps"),
    "a negative training cost": (lambda r: r["run"]["refuge"].update(train_cost=-5), "refuge.train_cost"),
    "a negative validation cost": (
        lambda r: r["run"]["refuge"].update(validation_cost=-5e-9),
        "run.refuge.validation_cost",
    ),
    "held before it was": (lambda r: r["run"]["held"].update(since=35), "run.held.since"),
    "held since before the run": (lambda r: r["run"]["held"].update(since=-1), "run.held.since"),
    "held since after the refuge": (lambda r: r["run"]["held"].update(since=34), "run.refuge.at.step"),
    "held on nothing": (lambda r: r["run"]["held"]["neuron"].update(index=3), "run.held.neuron"),
    "held on an input": (lambda r: r["run"]["held"]["neuron"].update(layer=0), "run.held.neuron"),
    "diverged later": (
        lambda r: r["run"].update(divergence={"step": 36, "layer": 1, "quantity": "z"}),
        "run.divergence.step",
    ),
    "diverged at the input": (
        lambda r: r["run"].update(divergence={"step": 35, "layer": 0, "quantity": "z"}),
        "run.divergence.layer",
    ),
    "diverged in a control character": (
        lambda r: r["run"].update(divergence={"step": 35, "layer": 1, "quantity": "z\x1b[31m"}),
        "run.divergence.quantity",
    ),
    "a colour scale of nothing": (lambda r: r["view"].update(delta_bound=0), "view.delta_bound"),
    "a demon on an input": (lambda r: r["view"]["demon"].update(layer=0, index=0), "view.demon"),
    "a second neuron that isn't there": (
        lambda r: r["view"].update(selection=[[1, 0], [3, 0]]),
        "view.selection[1]",
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_no_run_can_come_to_is_refused_with_its_place(fault: str) -> None:
    change, place = WRONG[fault]
    error = refused(with_record(DATA, change))
    assert error.place.startswith("project.json, ")
    assert error.place.endswith(place)


WRONG_ARRAYS: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "batches before the first": ("history_batches.npy", put((0, 0), 0.0), "steps"),
    "batches that weren't made": ("history_batches.npy", put((-1, 0), 99.0), "the run's, 34"),
    "an infinite cost of a batch": ("history_batches.npy", put((0, 1), np.inf), "inf"),
    "epochs that weren't made": ("history_epochs.npy", put((-1, 0), 99.0), "step 34"),
    "epochs without steps": ("history_epochs.npy", put((-1, 1), 0.0), "step 34"),
    "an epoch and a half": ("history_epochs.npy", put((-1, 1), 20.5), "20.5, is no count"),
    "an accuracy above 1": ("history_epochs.npy", put((0, 4), 1.5), "1.5, is no share"),
    "a newest record of the future": ("history_latest.npy", put(1, 99.0), "step 99"),
    "a newest record that is old": ("history_latest.npy", put(0, 1.0), "epoch 1"),
    "a removed weight in the refuge": ("refuge.npy", put((0, 0), 1.0), "removed"),
}


@pytest.mark.parametrize("fault", WRONG_ARRAYS)
def test_arrays_that_no_run_can_come_to_are_refused(fault: str) -> None:
    name, change, words = WRONG_ARRAYS[fault]
    error = refused(with_array(DATA, name, change))
    assert error.place.startswith(name)
    assert words in str(error)


@pytest.mark.parametrize("name", [name for name, each in OPTIMIZERS.items() if each.moments_of_squares])
@pytest.mark.parametrize("member", ["planes.npy", "refuge.npy"])
def test_a_mean_of_squares_below_0_is_refused(name: str, member: str) -> None:
    project = trained(replace(PLAN, config=PLAN.config.with_changes(optimizer=name)))
    rule = OPTIMIZERS[name]
    row = MOMENTS + rule.moment_names.index(rule.moments_of_squares[0])
    error = refused(with_array(files.dump(project), member, put((row, 4), -1e-9)))
    assert (error.place, "below 0" in str(error)) == (f"{member}, row {row}", True)


def test_a_velocity_may_point_either_way() -> None:
    project = trained(replace(PLAN, config=PLAN.config.with_changes(optimizer="momentum")))
    files.parse(with_array(files.dump(project), "planes.npy", put((2, 4), -1e-9)))


@pytest.mark.parametrize("number", [0.1, 1e300])
def test_numbers_that_the_runs_type_does_not_have_are_refused(number: float) -> None:
    project = trained(replace(PLAN, config=PLAN.config.with_changes(dtype="float32")))
    error = refused(with_array(files.dump(project), "planes.npy", put((1, 4), number)))
    assert error.place == "planes.npy"
    assert "is no number of type float32" in str(error)


def test_a_cost_that_may_be_negative_is_taken() -> None:
    """With outputs above 1, the logarithm in the log-likelihood is positive."""
    spec = NetworkSpec.create([2, 3, 1], ["tanh", "softplus"])
    config = PLAN.config.with_changes(cost="log_likelihood")
    plan = replace(PLAN, spec=spec, config=config, data=replace(PLAN.data, validation_share=0.0))
    trainer = advance(Trainer(Project.at_start(plan).state), 60)
    assert trainer.best.cost < 0
    project = Project(plan, trainer.state())
    assert files.parse(files.dump(project)).same_as(project)


def test_with_targets_that_are_no_probabilities_a_cost_may_be_negative_too() -> None:
    spec = NetworkSpec.create([2, 3, 1], ["tanh", "sigmoid"])
    config = PLAN.config.with_changes(cost="log_likelihood")
    plan = Plan(spec, config, DataChoice(name="hill", samples=40))
    trainer = advance(Trainer(Project.at_start(plan).state), 60)
    assert trainer.best.cost < 0
    project = Project(plan, trainer.state())
    assert files.parse(files.dump(project)).same_as(project)


def test_a_batch_size_that_was_changed_on_the_way_leaves_any_position() -> None:
    trainer = advance(Trainer(Project.at_start(PLAN).state), 2)
    for number, size in enumerate((3, 25, 1, 4)):
        config = trainer.config.with_changes(batch_size=size)
        trainer = Trainer(replace(trainer.state(), config=config))
        advance(trainer, number + 1)
        project = Project(replace(PLAN, config=config), trainer.state())
        assert files.parse(files.dump(project)).same_as(project)
