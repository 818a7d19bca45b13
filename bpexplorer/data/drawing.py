"""Drawing on the data: what a stroke adds and rubs out, as another choice that keeps all that was fitted before."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.edits.samples import NEW, ChangeSamples
from bpexplorer.core.errors import DataError
from bpexplorer.core.numerals import count
from bpexplorer.core.readings.maps import can_be_mapped, map_domain
from bpexplorer.core.training_data import PARTS, PROBE_SIZE, PartName
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.choice import DataChoice, DrawnChoice, Fit
from bpexplorer.data.prepare import PreparedData, chosen_dataset, set_of_drawn
from bpexplorer.data.recipe import ColumnRecipe, Recipe, Role
from bpexplorer.data.scaling import Scaling
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.translation import tr

#: Classes that can be drawn: as many as have a shape of their own.
MOST_CLASSES: Final = 8
#: Inputs times samples: each stroke makes a table of its own, and what trains, and undo keeps both. With so many that
#: is 55 ms of processor time and 8 MB a stroke; with ten times as many 310 ms and 76 MB, 15 GB for all steps of undo.
MOST_NUMBERS: Final = 1_000_000
_SETS: Final = tuple(PARTS)
#: So many samples are drawn for training before any is for another set: there must be something to learn from.
FIRST: Final = 10


@dataclass(frozen=True, slots=True)
class Stroke:
    """What is drawn in one go: samples to add, and samples that are rubbed out.

    Parameters
    ----------
    x : tuple of tuple of float
        The inputs of each sample to add, in the data's own units.
    targets : tuple of tuple of float
        What is to be predicted for each: its class, counted from 0, as the only number; or the targets, one an output.
    gone : tuple of (set, row)
        The samples to take away.
    """

    x: tuple[tuple[float, ...], ...] = ()
    targets: tuple[tuple[float, ...], ...] = ()
    gone: tuple[tuple[PartName, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class DrawSamples(ChangeSamples):
    """What a stroke does to the run. Whoever knows the data before, and the stroke, can make it again."""

    stroke: Stroke = field(default_factory=Stroke)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What a stroke makes of the data.

    ``places`` has, of each sample of the training set, the row that it had before; `NEW` for one that is new.
    ``sets`` are those that the new samples went to, in their order.
    """

    choice: DrawnChoice
    places: IntArray
    sets: tuple[PartName, ...]


def refusal(prepared: PreparedData) -> str | None:
    """Why nothing can be drawn on these data, in a sentence; None if it can."""
    data = prepared.training
    if data.sample_count * data.inputs > MOST_NUMBERS:
        return tr(
            "These data have {numbers} numbers, and samples can be added up to {most}. Take fewer of them in "
            "Set-up, section Data.",
            numbers=count(data.sample_count * data.inputs),
            most=count(MOST_NUMBERS),
        )
    return None


def drawn_on(prepared: PreparedData, stroke: Stroke) -> Drawn:
    """The data after a stroke. Scaling, fixed samples that are still there, and the sets of all others stay.

    Raises
    ------
    DataError
        If these data can't be drawn on, or no training sample would be left.
    """
    if (reason := refusal(prepared)) is not None:
        raise DataError(reason)
    before = as_drawn(prepared)
    table, fit = before.table, before.fit
    assert fit is not None
    marks = table.columns[-1].values
    is_kept = np.ones(table.rows, dtype=bool)
    for part, row in stroke.gone:
        is_kept[np.flatnonzero(marks == _SETS.index(part))[row]] = False
    sets = _sets_of(before, stroke, is_kept & (marks == _SETS.index("train")))
    added = np.array([_SETS.index(part) for part in sets], dtype=np.int32)
    values = [*zip(*stroke.x, strict=True), *zip(*stroke.targets, strict=True), added]
    columns = tuple(
        _column(old, old.values[is_kept], more)
        for old, more in zip(table.columns, values if stroke.x else [()] * len(table.columns), strict=True)
    )
    was_training = marks == _SETS.index("train")
    stayed = np.flatnonzero(is_kept[was_training])
    places = np.concatenate([stayed, np.full(sets.count("train"), NEW)]).astype(np.intp)
    if not len(places):
        raise DataError(
            tr("A network learns from one sample at the least: draw another before this one goes.")
        )
    choice = replace(
        before,
        table=Table(columns, image_shape=table.image_shape),
        drawn=before.drawn + len(sets),
        fit=replace(fit, probe=_probe(fit.probe, places)),
    )
    return Drawn(choice, places, sets)


def _sets_of(before: DrawnChoice, stroke: Stroke, is_training: NDArray[np.bool_]) -> tuple[PartName, ...]:
    """The set of each sample that is drawn: of the first, and of the first of a class, the training set; of the others
    that of their number, whatever else is drawn."""
    target = before.table.columns[before.inputs]
    known = (
        np.bincount(target.values[is_training], minlength=MOST_CLASSES).tolist()
        if target.categories
        else None
    )
    trained, sets = int(is_training.sum()), list[PartName]()
    for number, targets in enumerate(stroke.targets, start=before.drawn):
        label = int(targets[0])
        is_first = trained < FIRST or (known is not None and known[label] == 0)
        part = "train" if is_first else set_of_drawn(before, number)
        sets.append(part)
        if part == "train":
            trained += 1
            if known is not None:
                known[label] += 1
    return tuple(sets)


def clearing(prepared: PreparedData) -> Stroke:
    """The stroke that rubs everything out but one training sample of each class, or one of numbers: a network has
    something to learn from always."""
    data = prepared.training
    labels = data.labels_train
    kept = {0} if labels is None else set(np.unique(labels, return_index=True)[1].tolist())
    gone = ((part, row) for part in PARTS for row in range(len(data.part(part).x)))
    return Stroke(gone=tuple(each for each in gone if each[0] != "train" or each[1] not in kept))


def as_drawn(prepared: PreparedData) -> DrawnChoice:
    """The same data as samples that can be drawn on: to the bit those that there are."""
    choice, data = prepared.choice, prepared.training
    scaling = prepared.scaling
    of_targets = prepared.target_scaling or Scaling(np.zeros(data.outputs), np.ones(data.outputs))
    has_numbers = not data.is_classification
    fit = Fit(
        tuple(scaling.offset.tolist()),
        tuple(scaling.scale.tolist()),
        tuple(of_targets.offset.tolist()) if has_numbers else (),
        tuple(of_targets.scale.tolist()) if has_numbers else (),
        tuple(data.probe.tolist()),
    )
    if isinstance(choice, DrawnChoice):
        return replace(choice, fit=fit)
    rows = np.concatenate([getattr(prepared.split, part) for part in PARTS])
    x, targets = _own_units(prepared, rows)
    names = _different([*data.feature_names, *(data.target_names or _target_names(prepared)), tr("set")])
    sizes = [len(data.part(part).x) for part in PARTS]
    marks = np.repeat(np.arange(len(PARTS), dtype=np.int32), sizes)
    inputs = [
        Column(name, Kind.NUMBER, each, _none(each)) for name, each in zip(names, x.T.copy(), strict=False)
    ]
    if data.is_classification:
        labels = np.concatenate([data.part(part).labels for part in PARTS]).astype(np.int32)
        of_target = [Column(names[data.inputs], Kind.CATEGORY, labels, _none(labels), data.class_names)]
    else:
        of_target = [
            Column(name, Kind.NUMBER, each, _none(each))
            for name, each in zip(names[data.inputs :], targets.T.copy(), strict=False)
        ]
    columns = (*inputs, *of_target, Column(names[-1], Kind.CATEGORY, marks, _none(marks), _SETS))
    roles = [Role.INPUT] * data.inputs + [Role.TARGET] * len(of_target) + [Role.PART]
    low, high = scaling.undo(np.array(map_domain(data))) if can_be_mapped(data.inputs) else ((), ())
    return DrawnChoice(
        table=Table(columns, image_shape=data.image_shape),
        recipe=Recipe(
            tuple(ColumnRecipe(one.name, role, one.kind) for one, role in zip(columns, roles, strict=True))
        ),
        test_share=choice.test_share,
        validation_share=choice.validation_share,
        scaling=choice.scaling,
        target_scaling="none" if isinstance(choice, DataChoice) else choice.target_scaling,
        seed=choice.seed,
        low=tuple(map(float, low)),
        high=tuple(map(float, high)),
        fit=fit,
    )


def with_class(choice: DrawnChoice) -> DrawnChoice:
    """The same samples with one class more, which has none yet.

    Raises
    ------
    DataError
        If there are as many classes as can be drawn.
    """
    place = choice.inputs
    target = choice.table.columns[place]
    names = target.categories
    if len(names) >= MOST_CLASSES:
        raise DataError(tr("At most {most} classes can be drawn.", most=MOST_CLASSES))
    name = next(str(number) for number in range(len(names), 2 * len(names) + 1) if str(number) not in names)
    wider = replace(target, categories=(*names, name))
    columns = (*choice.table.columns[:place], wider, *choice.table.columns[place + 1 :])
    return replace(choice, table=Table(columns, image_shape=choice.table.image_shape))


def blank() -> DrawnChoice:
    """A plane to draw on, with one sample of each of two classes to begin with."""
    marks = np.zeros(2, dtype=np.int32)
    columns = (
        *(Column(f"x{at}", Kind.NUMBER, np.array([-0.5, 0.5]), _none(marks)) for at in range(2)),
        Column(tr("class"), Kind.CATEGORY, np.arange(2, dtype=np.int32), _none(marks), ("0", "1")),
        Column(tr("set"), Kind.CATEGORY, marks, _none(marks), _SETS),
    )
    roles = (Role.INPUT, Role.INPUT, Role.TARGET, Role.PART)
    recipe = Recipe(
        tuple(ColumnRecipe(one.name, role, one.kind) for one, role in zip(columns, roles, strict=True))
    )
    return DrawnChoice(table=Table(columns), recipe=recipe, scaling="none", low=(-1.0, -1.0), high=(1.0, 1.0))


def _own_units(prepared: PreparedData, rows: IntArray) -> tuple[FloatArray, FloatArray]:
    """Inputs and targets of samples as they were before scaling, to the bit; without classes' targets."""
    choice, found = prepared.choice, prepared.taken
    if isinstance(choice, DataChoice):
        dataset = chosen_dataset(choice)
        none = np.empty((len(rows), 0))
        return dataset.x[rows], none if dataset.targets is None else dataset.targets[rows]
    assert found is not None
    targets = np.empty((len(rows), 0)) if found.targets is None else found.targets[rows]
    return found.x(prepared.columns, rows), targets


def _target_names(prepared: PreparedData) -> list[str]:
    data = prepared.training
    if data.is_classification:
        found = prepared.taken
        return [tr("class")] if found is None else [found.recipe.of(Role.TARGET)[0].name]
    if data.outputs == 1:
        return [tr("target")]
    return [tr("target {number}", number=at) for at in range(data.outputs)]


def _different(names: list[str]) -> list[str]:
    """The names, each made another by a number where it was there already."""
    found: list[str] = []
    for name in names:
        number, made = 2, name
        while made in found:
            number, made = number + 1, f"{name} {number}"
        found.append(made)
    return found


def _column(old: Column, kept: NDArray[Any], more: Any) -> Column:
    values = np.concatenate([kept, np.asarray(more, dtype=old.values.dtype)])
    return replace(old, values=values, missing=_none(values))


def _none(values: NDArray[Any]) -> NDArray[np.bool_]:
    return np.zeros(len(values), dtype=np.bool_)


def _probe(before: tuple[int, ...], places: IntArray) -> tuple[int, ...]:
    """The fixed samples where they are now; in the place of one that is gone comes another, if there is any."""
    now = {int(place): row for row, place in enumerate(places) if place != NEW}
    kept = [now.get(row) for row in before]
    taken = set(kept)
    spare = (row for row in range(len(places)) if row not in taken)
    found = [row if row is not None else next(spare, None) for row in kept]
    found += [next(spare, None) for _ in range(PROBE_SIZE - len(found))]
    return tuple(row for row in found if row is not None)
