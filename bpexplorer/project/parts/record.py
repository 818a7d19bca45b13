"""The contents of a project file: ``project.json`` and the arrays, to a Project and back."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Generic, TypeVar

import msgspec
import numpy as np

from bpexplorer.core.engine.base import EngineName
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.config import CHOICES_WITH_SETTINGS, TrainingConfig
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.history import Era
from bpexplorer.core.training.state import Divergence, Refuge, TrainerState
from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.prepare import prepare
from bpexplorer.data.table.table import Table
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import consistency, json_text, members, strict, table_members, versions
from bpexplorer.project.parts.stored_plan import (
    PlanOfDataSet,
    StoredPlan,
    kind_of,
    stored,
)
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View, epoch_columns

PLACE = "project.json"
_MAX_THREADS = 1024
#: The format version from which on the curve of the batches and the refuge count clipped and held steps.
COUNTED_SINCE = 7
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_Stride = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
#: Of a cost, None stands for one that isn't finite, which JSON doesn't know.
_Cost = float | None


class _Counts(msgspec.Struct, frozen=True):
    """A place in training."""

    step: _Count
    epoch: _Count
    position: _Count
    moment_steps: _Count


class _Refuge(msgspec.Struct, frozen=True):
    at: _Counts
    train_cost: _Cost
    #: None also without a validation set.
    validation_cost: _Cost
    #: None from a version that didn't count them.
    clipped_steps: _Count | None
    held_steps: _Count | None


class _Run(msgspec.Struct, frozen=True):
    number: _Count
    at: _Counts
    batch_stride: _Stride
    epoch_stride: _Stride
    refuge: _Refuge | None
    divergence: Divergence | None
    threads: Annotated[int, msgspec.Meta(ge=1, le=_MAX_THREADS)]
    engine: EngineName
    clipped_steps: _Count
    held: HeldDemon | None
    held_steps: _Count
    eras: tuple[Era, ...]


class _MadeWith(msgspec.Struct, frozen=True):
    """For information: with another numpy, training may give other last digits."""

    numpy: str


_P = TypeVar("_P")


class _Record(msgspec.Struct, Generic[_P], frozen=True):
    """All of ``project.json``. A field that is added is entered in `versions.ADDED`, too."""

    plan: _P
    run: _Run
    view: View
    made_with: _MadeWith


def dump(project: Project) -> bytes:
    """``project.json``, readable by people."""
    state, history = project.state, project.state.history
    run = _Run(
        number=state.run,
        at=_Counts(state.step, state.epoch, state.position, state.moment_steps),
        batch_stride=history.batch_stride,
        epoch_stride=history.epoch_stride,
        refuge=None if state.refuge is None else _refuge_record(state.refuge),
        divergence=state.divergence,
        threads=state.threads,
        engine=state.engine,
        clipped_steps=state.clipped_steps,
        held=state.held,
        held_steps=state.held_steps,
        eras=history.eras,
    )
    record = _Record(stored(project.plan), run, project.view, _MadeWith(np.__version__))
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def parse(
    text: bytes,
    read_arrays: Callable[[StoredPlan], members.Members],
    *,
    version: int = versions.FORMAT_VERSION,
    table: Callable[[str], Table] | None = None,
) -> Project:
    """The project, from ``project.json`` of that version and the ``.npy`` members by name.

    Parameters
    ----------
    read_arrays : callable
        Gives the members, and the parts of a table, once it is known which plan they are to fit.
    table : callable, optional
        Gives the table of a digest where its parts aren't among them.

    Raises
    ------
    ProjectFileError
        If anything is unknown, missing, out of range, or doesn't fit the rest.
    """
    plain = json_text.decode_plain(text, PLACE)
    plan_kind = kind_of(plain.get("plan") if isinstance(plain, dict) else None)
    kind: Any = _Record[plan_kind]  # type: ignore[valid-type]
    record: _Record[Any] = strict.build(versions.completed(plain, version), kind, PLACE)
    _check_settings(plain, record.plan.config)
    try:
        plan, arrays = _plan(record.plan, read_arrays, table)
        data = prepare(plan.data, plan.spec.activations[-1]).training
        consistency.check_view(record.view, plan.spec, data)
        if record.run.held is not None:
            consistency.check_held(record.run.held, plan.spec, step=record.run.at.step)
        arrays = read_arrays(record.plan) if arrays is None else arrays
        state = _state(record, plan, data, arrays, version)
        consistency.check_run(state)
        return Project(plan, state, record.view)
    except ProjectFileError:
        raise
    except BpExplorerError as error:  # parts that can't be together
        raise consistency.misfit(PLACE, str(error).rstrip(".")) from error


def _plan(
    told: StoredPlan,
    read_arrays: Callable[[StoredPlan], members.Members],
    table: Callable[[str], Table] | None,
) -> tuple[Plan, members.Members | None]:
    """The plan, and the members if it took reading them: there is no table before."""
    if isinstance(told, PlanOfDataSet):
        return told.plan(), None
    arrays = read_arrays(told)
    digest = told.data.digest
    if table is not None and table_members.HEAD not in arrays:
        return told.plan(table(digest)), arrays
    return told.plan(table_members.parse(arrays, digest)), arrays


def _refuge_record(refuge: Refuge) -> _Refuge:
    at = _Counts(refuge.step, refuge.epoch, refuge.position, refuge.moment_steps)
    train, validation = (
        cost if math.isfinite(cost) else None for cost in (refuge.train_cost, refuge.validation_cost)
    )
    return _Refuge(at, train, validation, refuge.clipped_steps, refuge.held_steps)


def _check_settings(plain: object, config: TrainingConfig) -> None:
    """Raise ProjectFileError if a number of the optimizer or the schedule is left out: its default would be a guess."""
    assert isinstance(plain, dict)
    for holder in (f"{choice}_settings" for choice in CHOICES_WITH_SETTINGS):
        settings = getattr(config, holder)
        # Before there were such settings, what is now their default was the rule.
        for name in settings.keys() - plain["plan"]["config"].get(holder, settings).keys():
            raise strict.missing(f"{PLACE}, plan.config.{holder}.{name}")


def _state(
    record: _Record[Any], plan: Plan, data: TrainingData, arrays: members.Members, version: int
) -> TrainerState:
    run = record.run
    clipped_steps, held_steps = (
        _counted(count, at=run.at, version=version) for count in (run.clipped_steps, run.held_steps)
    )
    curves = members.history(
        arrays,
        batch_stride=run.batch_stride,
        epoch_stride=run.epoch_stride,
        epoch_width=epoch_columns(data),
        marked_steps=(clipped_steps, held_steps),
        is_counted=version >= COUNTED_SINCE,
    )
    curves = replace(curves, eras=run.eras)
    return TrainerState(
        spec=plan.spec,
        config=plan.config,
        data=data,
        planes=members.planes(arrays, plan.spec, plan.config),
        run=run.number,
        step=run.at.step,
        epoch=run.at.epoch,
        position=run.at.position,
        moment_steps=run.at.moment_steps,
        history=curves,
        refuge=_refuge(record, plan, data, arrays),
        divergence=run.divergence,
        threads=run.threads,
        engine=run.engine,
        clipped_steps=clipped_steps,
        held=run.held,
        held_steps=held_steps,
        mask=members.mask(arrays, plan.spec),
        order=members.order(arrays, "order", samples=len(data.x_train)),
    )


def _refuge(record: _Record[Any], plan: Plan, data: TrainingData, arrays: members.Members) -> Refuge | None:
    refuge = record.run.refuge
    if refuge is None:
        for name in ("refuge", "refuge_order"):
            members.check_absent(arrays, name, f"{PLACE} doesn't speak of it")
        return None
    train, validation = (
        math.inf if cost is None else cost for cost in (refuge.train_cost, refuge.validation_cost)
    )
    return Refuge(
        flat=members.planes(arrays, plan.spec, plan.config, name="refuge").flat,
        step=refuge.at.step,
        epoch=refuge.at.epoch,
        position=refuge.at.position,
        moment_steps=refuge.at.moment_steps,
        train_cost=train,
        validation_cost=validation if data.watched_part == "validation" else math.nan,
        clipped_steps=_at_most(refuge.clipped_steps, record.run.clipped_steps, refuge.at),
        held_steps=_at_most(refuge.held_steps, record.run.held_steps, refuge.at),
        order=members.order(arrays, "refuge_order", samples=len(data.x_train)),
    )


def _counted(count: int, *, at: _Counts, version: int) -> int:
    """How many of the steps until there were marked. Before there were counts in the curve, a run that had gone back
    still counted what it had gone back from."""
    return count if version >= COUNTED_SINCE else min(count, at.step)


def _at_most(count: int | None, of_run: int, at: _Counts) -> int:
    """The refuge's count; if it isn't known, as many as it can be."""
    return min(of_run, at.step) if count is None else count
