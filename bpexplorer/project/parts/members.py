"""The arrays of a project file, as ``.npy`` members by name, to what they hold; everything in them is checked."""

import math
from collections.abc import Mapping

import numpy as np

from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.history import CAPACITY, BatchRecord, EpochRecord, History
from bpexplorer.core.training.mask import FREE, FROZEN, REMOVED
from bpexplorer.core.training.state import MOMENTS
from bpexplorer.core.training_data import frozen_indices
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.npy_header import HEADER_ROOM
from bpexplorer.data.table.limits import MAX_NUMBERS
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import npy
from bpexplorer.translation import tr

Members = Mapping[str, npy.Content]

#: A curve has at most CAPACITY points of a few columns.
_CURVE_BYTES = 2**20
_CURVES = ("history_batches", "history_epochs", "history_latest")
_ORDERS = ("order", "refuge_order")
NAMES = ("planes", "refuge", *_CURVES, "mask", *_ORDERS)
#: Rows of a training set in which samples were drawn.
_ORDER_BYTES = 8 * MAX_NUMBERS


def room(spec: NetworkSpec, config: TrainingConfig) -> dict[str, int]:
    """How many bytes each array can have at most, with this network and optimizer."""
    row = 8 * spec.parameter_count
    rows = MOMENTS + len(optimizer(config.optimizer).moment_names)
    whole = {"planes": rows * row, "refuge": rows * row, "mask": row} | dict.fromkeys(_CURVES, _CURVE_BYTES)
    whole |= dict.fromkeys(_ORDERS, _ORDER_BYTES)
    return {name: HEADER_ROOM + size for name, size in whole.items()}


def planes(
    members: Members, spec: NetworkSpec, config: TrainingConfig, *, name: str = "planes"
) -> Parameters:
    """Parameters, start and moments, in the type of numbers that the run computes in.

    Raises ProjectFileError if the numbers aren't of this network and optimizer, or can't be.
    """
    rule = optimizer(config.optimizer)
    place, shape = f"{name}.npy", (MOMENTS + len(rule.moment_names), spec.parameter_count)
    numbers = npy.parse(_member(members, name), place, shape=shape, is_copied=False)
    npy.check_finite(numbers, place)
    with np.errstate(over="ignore"):  # what is too large is told below
        flat = numbers.astype(config.dtype, copy=False)
    _check_all(flat == numbers, numbers, place, tr("is no number of type {dtype}", dtype=config.dtype))
    for row, moment in enumerate(rule.moment_names, start=MOMENTS):
        if moment in rule.moments_of_squares:
            _check_all(
                numbers[row] >= 0,
                numbers[row],
                tr("{place}, row {row}", place=place, row=row),
                tr("is a mean of squares below 0"),
            )
    return Parameters(spec, flat)


def mask(members: Members, spec: NetworkSpec) -> Parameters | None:
    """What training leaves alone; None if there is no such member."""
    if "mask" not in members:
        return None
    codes = npy.parse(members["mask"], "mask.npy", shape=(spec.parameter_count,))
    if not np.isin(codes, (FREE, FROZEN, REMOVED, FROZEN + REMOVED)).all():
        raise _invalid("mask.npy", tr("it doesn't say what is frozen or removed"))
    return Parameters(spec, codes)


def order(members: Members, name: str, *, samples: int) -> IntArray | None:
    """The rows through which an epoch goes on; None if there is no such member: then it goes through all."""
    if name not in members:
        return None
    place = f"{name}.npy"
    rows = npy.parse(members[name], place, shape=(None,))
    fits = (rows >= 0) & (rows < samples) & (rows % 1 == 0)
    _check_all(fits, rows, place, tr("is no sample of the training set"))
    if not len(rows) or len(np.unique(rows)) != len(rows):
        raise _invalid(place, tr("it names a sample twice, or none"))
    return frozen_indices(rows.astype(np.intp))


def history(
    members: Members,
    *,
    batch_stride: int,
    epoch_stride: int,
    epoch_width: int,
    marked_steps: tuple[int, int],
    is_counted: bool,
) -> History:
    """The curves. Costs of whole parts need not be finite: an evaluation may have overflowed or not exist.

    ``marked_steps`` are the run's counts of clipped and of held steps; ``is_counted`` says whether the file has
    those of each batch, too.
    """
    batches = _batches(members, batch_stride, marked_steps, is_counted=is_counted)
    epochs = _widened(_curve(members, "history_epochs", epoch_width, epoch_stride))
    _check_epochs(epochs, "history_epochs.npy")
    latest = None
    if "history_latest" in members:
        numbers = npy.parse(members["history_latest"], "history_latest.npy", shape=(epoch_width,))
        _check_epochs(_widened(numbers), "history_latest.npy")
        latest = EpochRecord.of_row(numbers)
    return History(batches, epochs, latest, batch_stride, epoch_stride)


def check_absent(members: Members, name: str, reason: str) -> None:
    """Raise ProjectFileError if there is a member of this name."""
    if name in members:
        raise _invalid(f"{name}.npy", reason)


def _batches(members: Members, stride: int, marked_steps: tuple[int, int], *, is_counted: bool) -> FloatArray:
    """The batches with all columns of a BatchRecord; counts that the file doesn't tell are NaN."""
    place, columns = "history_batches.npy", len(BatchRecord._fields)
    batches = _curve(members, "history_batches", columns if is_counted else 2, stride)
    npy.check_finite(batches[:, :2], place)
    if not is_counted:
        whole = np.empty((len(batches), columns))
        whole[:, :2] = batches
        # Where no step was marked at all, all counts are known.
        whole[:, 2:] = [math.nan if total else 0.0 for total in marked_steps]
        whole.setflags(write=False)
        return whole
    for counts, total in zip(batches[:, 2:].T, marked_steps, strict=True):
        if not _are_counts(counts, total):
            raise _invalid(place, tr("its counts of marked steps don't count upwards to those of the run"))
    return batches


def _are_counts(numbers: FloatArray, total: int) -> bool:
    """Whether these are counts that never fall, up to a total at most; the first ones may be unknown."""
    known = numbers[np.isnan(numbers).sum() :]
    rises = np.diff(known, prepend=0.0, append=total)
    return bool((rises >= 0).all() and (known == np.round(known)).all())


def _check_epochs(epochs: FloatArray, place: str) -> None:
    """Raise ProjectFileError unless these can be rows of EpochRecord."""
    counts = epochs[..., :2]
    npy.check_finite(counts, place)
    _check_all((counts >= 0) & (counts % 1 == 0), counts, place, tr("is no count"))
    for column, name in enumerate(EpochRecord._fields):
        if name.endswith("accuracy"):
            shares = epochs[..., column]
            can_be = np.isnan(shares) | ((shares >= 0) & (shares <= 1))
            _check_all(
                can_be,
                shares,
                tr("{place}, column {column}", place=place, column=column),
                tr("is no share of samples"),
            )


def _widened(epochs: FloatArray) -> FloatArray:
    """The epochs with all columns of an EpochRecord; those that the file doesn't have are NaN."""
    whole = np.full((*epochs.shape[:-1], len(EpochRecord._fields)), np.nan)
    whole[..., : epochs.shape[-1]] = epochs
    whole.setflags(write=False)
    return whole


def _curve(members: Members, name: str, width: int, stride: int) -> FloatArray:
    """A curve whose first column counts upwards in steps of whole strides."""
    place = f"{name}.npy"
    points = npy.parse(_member(members, name), place, shape=(None, width))
    if len(points) > CAPACITY:
        raise _invalid(
            place,
            tr(
                "it has {count} points, and at most {capacity} are kept", count=len(points), capacity=CAPACITY
            ),
        )
    npy.check_finite(points[:, :1], place)
    if (np.diff(points[:, 0]) <= 0).any() or (points[:, 0] % stride).any():
        raise _invalid(place, tr("its first column doesn't count upwards as it should"))
    points.setflags(write=False)
    return points


def _check_all(fits: np.ndarray, numbers: FloatArray, place: str, fault: str) -> None:
    """Raise ProjectFileError with the first number that doesn't fit."""
    if not fits.all():
        index = tuple(int(i) for i in np.argwhere(~np.asarray(fits))[0])
        raise _invalid(
            place,
            tr(
                "the number at {index}, {number:g}, {fault}",
                index=list(index),
                number=numbers[index],
                fault=fault,
            ),
        )


def _member(members: Members, name: str) -> npy.Content:
    if name not in members:
        raise _invalid(f"{name}.npy", tr("this part is missing"))
    return members[name]


def _invalid(place: str, reason: str) -> ProjectFileError:
    return ProjectFileError(reason, code="invalid", place=place, remedy=tr("Use another copy of the file."))
