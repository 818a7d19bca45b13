"""The contents of a project file: ``project.json`` and the arrays, to a Project and back."""

import math
from collections.abc import Mapping
from typing import Annotated

import msgspec
import numpy as np

from bpexplorer.core.engine.base import EngineName
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.frame import Divergence
from bpexplorer.core.held_demon import HeldDemon
from bpexplorer.core.history import CAPACITY, BatchRecord, EpochRecord, History
from bpexplorer.core.mask import FREE, FROZEN, REMOVED
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.state import MOMENTS, Refuge, TrainerState
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.data.prepare import prepare
from bpexplorer.project import json_text, npy
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View, epoch_columns

_PLACE = "project.json"
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_MAX_THREADS = 1024
#: The format version from which on the batches are kept with their counts of marked steps.
_COUNTED_SINCE = 7
_Stride = Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class _Moment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in training."""

    step: _Count
    epoch: _Count
    position: _Count
    moment_steps: _Count


class _Refuge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at: _Moment
    #: None stands for infinity, which JSON doesn't know.
    train_cost: float | None
    #: From format version 6 on; None also without a validation part.
    validation_cost: float | None = None
    #: From format version 7 on; before, going back left the counts of the run as they were.
    clipped_steps: _Count | None = None
    held_steps: _Count | None = None


class _Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: _Count
    at: _Moment
    batch_stride: _Stride
    epoch_stride: _Stride
    refuge: _Refuge | None
    divergence: Divergence | None
    threads: Annotated[int, msgspec.Meta(ge=1, le=_MAX_THREADS)]
    #: From format version 3 on; before, numpy made all steps.
    engine: EngineName = "numpy"
    #: From format version 2 on; before, no gradient was ever clipped.
    clipped_steps: _Count = 0
    #: From format version 3 on; before, no demon was ever held.
    held: HeldDemon | None = None
    held_steps: _Count = 0


class _MadeWith(msgspec.Struct, frozen=True):
    """For information: with another numpy, training may give other last digits."""

    numpy: str


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    plan: Plan
    run: _Run
    view: View
    made_with: _MadeWith


def dump(project: Project) -> bytes:
    """``project.json``, readable by people."""
    state, history = project.state, project.state.history
    run = _Run(
        number=state.run,
        at=_Moment(state.step, state.epoch, state.position, state.moment_steps),
        batch_stride=history.batch_stride,
        epoch_stride=history.epoch_stride,
        refuge=None if state.refuge is None else _refuge_record(state.refuge),
        divergence=state.divergence,
        threads=state.threads,
        engine=state.engine,
        clipped_steps=state.clipped_steps,
        held=state.held,
        held_steps=state.held_steps,
    )
    record = _Record(project.plan, run, project.view, _MadeWith(np.__version__))
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def parse(text: bytes, members: Mapping[str, bytes], *, version: int) -> Project:
    """The project, from ``project.json`` and the ``.npy`` members by name, as a format version has them.

    Raises ProjectFileError.
    """
    try:
        record = json_text.decode(text, _Record, _PLACE)
        data = prepare(record.plan.data, record.plan.spec.activations[-1]).training
        _check_places(record, data)
        state = _state(record, data, members, version)
        return Project(record.plan, state, record.view)
    except ProjectFileError:
        raise
    except BpExplorerError as error:  # a spec, configuration or choice that can't be
        raise _invalid(_PLACE, str(error).rstrip(".")) from error


def _refuge_record(refuge: Refuge) -> _Refuge:
    at = _Moment(refuge.step, refuge.epoch, refuge.position, refuge.moment_steps)
    train, validation = (
        cost if math.isfinite(cost) else None for cost in (refuge.train_cost, refuge.validation_cost)
    )
    return _Refuge(at, train, validation, refuge.clipped_steps, refuge.held_steps)


def _state(record: _Record, data: TrainingData, members: Mapping[str, bytes], version: int) -> TrainerState:
    plan, run = record.plan, record.run
    rows = MOMENTS + len(optimizer(plan.config.optimizer).moment_names)
    shape = (rows, plan.spec.parameter_count)
    planes = _array(members, "planes", shape)
    refuge = None
    if run.refuge is not None:
        flat = _array(members, "refuge", shape).astype(plan.config.dtype, copy=False)
        refuge = _refuge(run, run.refuge, flat, data)
    elif "refuge" in members:
        raise _invalid("refuge.npy", f"{_PLACE} doesn't speak of it")
    return TrainerState(
        spec=plan.spec,
        config=plan.config,
        data=data,
        planes=Parameters(plan.spec, planes),
        run=run.number,
        step=run.at.step,
        epoch=run.at.epoch,
        position=run.at.position,
        moment_steps=run.at.moment_steps,
        history=_history(run, members, width=epoch_columns(data), version=version),
        refuge=refuge,
        divergence=run.divergence,
        threads=run.threads,
        engine=run.engine,
        clipped_steps=run.clipped_steps,
        held=run.held,
        held_steps=run.held_steps,
        mask=_mask(plan.spec, members),
    )


def _refuge(run: _Run, found: _Refuge, flat: FloatArray, data: TrainingData) -> Refuge:
    train, validation = (
        math.inf if cost is None else cost for cost in (found.train_cost, found.validation_cost)
    )
    if data.watched_part != "validation":
        validation = math.nan
    at = found.at
    return Refuge(
        flat,
        at.step,
        at.epoch,
        at.position,
        at.moment_steps,
        train,
        validation,
        clipped_steps=run.clipped_steps if found.clipped_steps is None else found.clipped_steps,
        held_steps=run.held_steps if found.held_steps is None else found.held_steps,
    )


def _mask(spec: NetworkSpec, members: Mapping[str, bytes]) -> Parameters | None:
    if "mask" not in members:
        return None
    codes = npy.parse(members["mask"], "mask.npy", shape=(spec.parameter_count,))
    if not np.isin(codes, (FREE, FROZEN, REMOVED, FROZEN + REMOVED)).all():
        raise _invalid("mask.npy", "it doesn't say what is frozen or removed")
    return Parameters(spec, codes)


def _history(run: _Run, members: Mapping[str, bytes], *, width: int, version: int) -> History:
    batches = _batches(run, members, version)
    epochs = _curve(members, "history_epochs", width, run.epoch_stride)
    # Without a test part its cost is NaN; without classes, so are the accuracies.
    npy.check_finite(epochs[:, :3], "history_epochs.npy")
    latest = None
    if "history_latest" in members:
        numbers = npy.parse(members["history_latest"], "history_latest.npy", shape=(width,))
        npy.check_finite(numbers[:2], "history_latest.npy")
        latest = EpochRecord.of_row(numbers)
    return History(batches, _widened(epochs), latest, run.batch_stride, run.epoch_stride)


def _batches(run: _Run, members: Mapping[str, bytes], version: int) -> FloatArray:
    """The batches with all columns of a BatchRecord; counts that a file of an older version doesn't tell are NaN."""
    place, columns = "history_batches.npy", len(BatchRecord._fields)
    batches = _curve(
        members, "history_batches", columns if version >= _COUNTED_SINCE else 2, run.batch_stride
    )
    npy.check_finite(batches[:, :2], place)
    totals = (run.clipped_steps, run.held_steps)
    if version < _COUNTED_SINCE:
        whole = np.empty((len(batches), columns))
        whole[:, :2] = batches
        # Where no step was marked at all, all counts are known.
        whole[:, 2:] = [math.nan if total else 0.0 for total in totals]
        whole.setflags(write=False)
        return whole
    for counts, total in zip(batches[:, 2:].T, totals, strict=True):
        if not _are_counts(counts, total):
            raise _invalid(place, "its counts of marked steps don't count upwards to those of the run")
    return batches


def _are_counts(numbers: FloatArray, total: int) -> bool:
    """Whether these are counts that never fall, up to a total at most; the first ones may be unknown."""
    known = numbers[np.isnan(numbers).sum() :]
    rises = np.diff(known, prepend=0.0, append=total)
    return bool((rises >= 0).all() and (known == np.round(known)).all())


def _widened(epochs: FloatArray) -> FloatArray:
    """The epochs with all columns of an EpochRecord; those that the file doesn't have are NaN."""
    whole = np.full((len(epochs), len(EpochRecord._fields)), np.nan)
    whole[:, : epochs.shape[1]] = epochs
    whole.setflags(write=False)
    return whole


def _curve(members: Mapping[str, bytes], name: str, width: int, stride: int) -> FloatArray:
    """A curve whose first column counts upwards in steps of whole strides."""
    place = f"{name}.npy"
    points = npy.parse(_member(members, name), place, shape=(None, width))
    if len(points) > CAPACITY:
        raise _invalid(place, f"it has {len(points)} points, and at most {CAPACITY} are kept")
    npy.check_finite(points[:, :1], place)
    if (np.diff(points[:, 0]) <= 0).any() or (points[:, 0] % stride).any():
        raise _invalid(place, "its first column doesn't count upwards as it should")
    points.setflags(write=False)
    return points


def _array(members: Mapping[str, bytes], name: str, shape: tuple[int, int]) -> FloatArray:
    array = npy.parse(_member(members, name), f"{name}.npy", shape=shape)
    npy.check_finite(array, f"{name}.npy")
    return array


def _member(members: Mapping[str, bytes], name: str) -> bytes:
    if name not in members:
        raise _invalid(f"{name}.npy", "this part is missing")
    return members[name]


def _check_places(record: _Record, data: TrainingData) -> None:
    """Raise ProjectFileError if something names a sample, layer or neuron that isn't there."""
    spec, view, run = record.plan.spec, record.view, record.run
    moments = [run.at] + ([run.refuge.at] if run.refuge else [])
    for moment in moments:
        if moment.position >= len(data.x_train):
            raise _invalid(
                f"{_PLACE}, run", f"position {moment.position} is beyond the {len(data.x_train)} samples"
            )
    if run.divergence is not None and not 0 <= run.divergence.layer <= spec.depth:
        raise _invalid(f"{_PLACE}, run.divergence", f"there is no layer {run.divergence.layer}")
    if run.held is not None and not (spec.has(run.held.neuron) and run.held.since <= run.at.step):
        raise _invalid(
            f"{_PLACE}, run.held", f"there is no {run.held.neuron}, or no step {run.held.since} yet"
        )
    if not 0 <= view.sample < len(data.probe):
        raise _invalid(f"{_PLACE}, view.sample", f"there is no probe sample {view.sample}")
    neurons = list(view.selection) + ([(view.demon.layer, view.demon.index)] if view.demon else [])
    for layer, index in neurons:
        if not spec.has(Neuron(layer, index)):
            raise _invalid(f"{_PLACE}, view", f"there is no neuron {index} in layer {layer}")


def _invalid(place: str, reason: str) -> ProjectFileError:
    return ProjectFileError(reason, code="invalid", place=place, remedy="Use another copy of the file.")
