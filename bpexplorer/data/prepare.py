"""From the user's choice to what the trainer is given: made, split, scaled, encoded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import lru_cache, partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary, WeakValueDictionary

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.training_data import PartName, TrainingData, choose_probe
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.choice import DataChoice, DrawnChoice, Source, TableChoice
from bpexplorer.data.dataset import DATASETS, Dataset
from bpexplorer.data.encoding import encoding_for
from bpexplorer.data.recipe import Taken, taken
from bpexplorer.data.recipe.inputs import InputColumn
from bpexplorer.data.scaling import SCALINGS, Scaling
from bpexplorer.data.split import (
    Split,
    evenly_chosen,
    split_as_drawn,
    split_as_marked,
    split_by_class,
    split_plainly,
)


class Stream(IntEnum):
    """What randomness is for. Each purpose has a stream of its own, so that none shifts another.

    The numbers are part of what a seed means: a changed number changes every project's data.
    """

    POINTS = 0
    SPLIT = 1
    PROBE = 2
    VALIDATION = 3
    ROWS = 4
    DRAWN = 5


#: Keeps the data's streams apart from those of initialisers and shuffles, should they share a seed.
_DATA_KEY = 0xDA7A


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class PreparedData:
    """A choice and what came of it.

    Parameters
    ----------
    choice : DataChoice or TableChoice
    split : Split
        Training sample i is sample ``split.train[i]`` of the data set, or of what is taken of the table.
    scaling, target_scaling : Scaling
        What inputs, and the targets of regression, go through; the second is None where they come as they are.
    columns : tuple of InputColumn
        How the columns of a table become inputs; empty for a data set that is generated.
    taken : Taken or None
        What is taken of a table, and what is left out.
    """

    choice: Source
    split: Split
    scaling: Scaling
    training: TrainingData
    target_scaling: Scaling | None = None
    columns: tuple[InputColumn, ...] = ()
    taken: Taken | None = None

    @property
    def is_regression(self) -> bool:
        """Whether the targets are numbers."""
        return not self.training.is_classification

    def without_training(self) -> dict[str, Any]:
        """Everything but what is trained on, by the names of the parameters."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "training"}

    def in_own_units(self, rows: IntArray) -> Dataset:
        """These rows of the training set before scaling and encoding: what is drawn of them."""
        data = self.training
        targets = None
        if data.labels_train is None:
            targets = data.in_target_units(data.y_train[rows])
        return Dataset(
            title=self.choice.title,
            x=self.scaling.undo(data.x_train[rows]),
            labels=None if data.labels_train is None else data.labels_train[rows],
            targets=targets,
            class_names=data.class_names,
            feature_names=data.feature_names,
            image_shape=data.image_shape,
        )


def prepare(choice: Source, output_activation: str) -> PreparedData:
    """Make, split, scale and encode the data for an output layer. The same arguments give the same bits.

    What is fitted to the data (scaling, and what stands in for missing values) is fitted to the training set alone; the
    output activation changes nothing but the targets of classes. Data that somebody still holds are not made again.

    Raises
    ------
    DataError
        If the data can't be made or split as chosen.
    InvalidNetworkError
        If the activation is unknown.
    """
    if isinstance(choice, DataChoice):
        return _of_data_set(choice, output_activation)
    key = (choice, output_activation)
    found = _in_use.get(key)
    if found is None:
        training = _trained_on.get(key)
        found = _of_table(choice, output_activation) if training is None else _besides[training](training)
        _in_use[key], _trained_on[key] = found, found.training
        _besides[found.training] = partial(_put_together, found.without_training())
    # Equal tables may come from two files: what is trained on is the same, but not where it is from.
    held = found.choice
    is_from_there = isinstance(held, TableChoice) and held.table.origin == choice.table.origin
    return found if is_from_there else replace(found, choice=choice)


#: Tables are large: none is kept that nobody uses. A run holds nothing but what it is trained on.
_in_use: WeakValueDictionary[tuple[TableChoice, str], PreparedData] = WeakValueDictionary()
_trained_on: WeakValueDictionary[tuple[TableChoice, str], TrainingData] = WeakValueDictionary()
#: What makes the prepared data again from what is trained on.
_besides: WeakKeyDictionary[TrainingData, Callable[[TrainingData], PreparedData]] = WeakKeyDictionary()


def _put_together(besides: Mapping[str, Any], training: TrainingData) -> PreparedData:
    return PreparedData(training=training, **besides)


@lru_cache(maxsize=8)
def _of_data_set(choice: DataChoice, output_activation: str) -> PreparedData:
    dataset = chosen_dataset(choice)
    split = _split(choice, len(dataset.x), dataset.labels, dataset.class_names)
    scaling = SCALINGS[choice.scaling].fit(dataset.x[split.train], shared=dataset.image_shape is not None)
    targets = _targets(dataset.labels, dataset.targets, len(dataset.class_names), output_activation)
    x = scaling.apply(dataset.x)
    training = _training(
        (x[split.train], x[split.validation], x[split.test]),
        targets,
        split,
        dataset.labels,
        class_names=dataset.class_names,
        feature_names=dataset.feature_names,
        image_shape=dataset.image_shape,
        probe=_probe(dataset.labels, dataset.x[split.train, 0], split, choice.seed),
    )
    return PreparedData(choice, split, scaling, training)


def _of_table(choice: TableChoice, output_activation: str) -> PreparedData:
    drawn = choice if isinstance(choice, DrawnChoice) else None
    fit = None if drawn is None else drawn.fit
    found = taken(choice.table, choice.recipe, is_drawn=drawn is not None)
    if 0 < choice.samples < len(found.rows):
        found = found.only(
            evenly_chosen(found.labels, len(found.rows), choice.samples, _stream(choice.seed, Stream.ROWS))
        )
    split = (
        _split(choice, len(found.rows), found.labels, found.class_names, found.marks)
        if drawn is None or found.marks is None
        else split_as_drawn(found.marks)
    )
    columns = found.fitted(split.train)
    parts = [found.x(columns, rows) for rows in (split.train, split.validation, split.test)]
    first = parts[0][:, 0].copy()
    scaling = (
        SCALINGS[choice.scaling].fit(parts[0], shared=found.image_shape is not None)
        if fit is None
        else Scaling(np.array(fit.offset), np.array(fit.scale))
    )
    numbers, target_scaling = found.targets, None
    if numbers is not None:
        target_scaling = (
            SCALINGS[choice.target_scaling].fit(numbers[split.train], shared=False)
            if fit is None
            else Scaling(np.array(fit.target_offset), np.array(fit.target_scale))
        )
        numbers = target_scaling.apply(numbers)
    for part in parts:
        scaling.applied_to(part)
        part.flags.writeable = False
    training = _training(
        parts,
        _targets(found.labels, numbers, len(found.class_names), output_activation),
        split,
        found.labels,
        class_names=found.class_names,
        feature_names=found.feature_names,
        image_shape=found.image_shape,
        probe=_probe(found.labels, first, split, choice.seed) if fit is None else np.array(fit.probe),
        span=None if drawn is None or not drawn.low else scaling.apply(np.array([drawn.low, drawn.high])),
        target_names=found.target_names,
        target_offset=None if target_scaling is None else target_scaling.offset,
        target_scale=None if target_scaling is None else target_scaling.scale,
    )
    return PreparedData(choice, split, scaling, training, target_scaling, columns, found)


def chosen_dataset(choice: DataChoice) -> Dataset:
    """The data set of a choice, before it is split, scaled and encoded. The same choice gives the same bits."""
    points = _stream(choice.seed, Stream.POINTS)
    return DATASETS[choice.name].of(choice.parts).make(choice.samples, choice.noise, points)


class _Targets(NamedTuple):
    """What the outputs should be, shape (samples, n_L), and where one output tells two classes apart."""

    y: FloatArray
    threshold: float | None


def _targets(
    labels: IntArray | None, numbers: FloatArray | None, classes: int, output_activation: str
) -> _Targets:
    """Classes are encoded for the output layer; numbers come as they are."""
    if labels is None:
        activation(output_activation)
        assert numbers is not None
        return _Targets(numbers, None)
    encoding = encoding_for(classes, output_activation)
    return _Targets(encoding.targets(labels), encoding.threshold)


def _training(
    parts: Sequence[FloatArray], targets: _Targets, split: Split, labels: IntArray | None, **more: Any
) -> TrainingData:
    """The three sets, from their inputs and what all samples have besides."""
    rows = (split.train, split.validation, split.test)
    x_train, x_validation, x_test = parts
    y_train, y_validation, y_test = (targets.y[some] for some in rows)
    labels_train, labels_validation, labels_test = (None if labels is None else labels[some] for some in rows)
    return TrainingData(
        x_train=x_train,
        y_train=y_train,
        labels_train=labels_train,
        x_test=x_test,
        y_test=y_test,
        labels_test=labels_test,
        x_validation=x_validation,
        y_validation=y_validation,
        labels_validation=labels_validation,
        threshold=targets.threshold,
        **more,
    )


def _split(
    choice: Source,
    samples: int,
    labels: IntArray | None,
    class_names: tuple[str, ...],
    marks: IntArray | None = None,
) -> Split:
    """As marked, or by class, so that each part has its share of each; plainly where there are no classes."""
    if marks is not None:
        return split_as_marked(
            marks,
            labels,
            class_names=class_names,
            validation_share=choice.validation_share,
            rng=_stream(choice.seed, Stream.VALIDATION),
        )
    if labels is None:
        split = partial(split_plainly, samples)
    else:
        split = partial(split_by_class, labels, class_names=class_names)
    return split(
        test_share=choice.test_share,
        validation_share=choice.validation_share,
        rng=_stream(choice.seed, Stream.SPLIT),
        validation_rng=_stream(choice.seed, Stream.VALIDATION),
    )


def _probe(labels: IntArray | None, first: FloatArray, split: Split, seed: int) -> IntArray:
    """The samples to look at. Without classes to take in turn they stand in the order of their first input.

    ``first`` are the values of that in the training set, shape (training samples,).
    """
    rng = _stream(seed, Stream.PROBE)
    if labels is not None:
        return choose_probe(labels[split.train], rng=rng)
    chosen = choose_probe(np.zeros(len(split.train), dtype=np.intp), rng=rng)
    order: IntArray = np.argsort(first[chosen], kind="stable")
    return chosen[order]


def set_of_drawn(choice: DrawnChoice, number: int) -> PartName:
    """The set that the sample of this number goes to: a function of it and the seed, whatever else is drawn."""
    rng = _stream(choice.seed, Stream.DRAWN, number)
    of_test, of_validation = rng.random(2)
    if of_test < choice.test_share:
        return "test"
    return "validation" if of_validation < choice.validation_share else "train"


def _stream(seed: int, purpose: Stream, *number: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_DATA_KEY, purpose, *number)))
