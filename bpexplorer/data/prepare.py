"""From the user's choice to what the trainer is given: made, split, scaled, encoded."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.training_data import TrainingData, choose_probe
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.dataset import DATASETS, Dataset
from bpexplorer.data.encoding import encoding_for
from bpexplorer.data.scaling import SCALINGS, Scaling
from bpexplorer.data.split import Split, split_by_class, split_plainly


class Stream(IntEnum):
    """What randomness is for. Each purpose has a stream of its own, so that none shifts another.

    The numbers are part of what a seed means: a changed number changes every project's data.
    """

    POINTS = 0
    SPLIT = 1
    PROBE = 2
    VALIDATION = 3


#: Keeps the data's streams apart from those of initialisers and shuffles, should they share a seed.
_DATA_KEY = 0xDA7A


@dataclass(frozen=True, slots=True, eq=False)
class PreparedData:
    """A choice and what came of it. Training sample i is sample ``split.train[i]`` of the data set."""

    choice: DataChoice
    dataset: Dataset
    split: Split
    scaling: Scaling
    training: TrainingData


@lru_cache(maxsize=8)
def prepare(choice: DataChoice, output_activation: str) -> PreparedData:
    """Make, split, scale and encode the data for an output layer. The same arguments give the same bits.

    The scaling is fitted on the training set alone; the output activation changes nothing but the targets of
    classes. Numbers as targets come as they are.

    Raises
    ------
    DataError
        If the data can't be made or split as chosen.
    InvalidNetworkError
        If the activation is unknown.
    """
    dataset = chosen_dataset(choice)
    targets = _targets(dataset, output_activation)
    split = _split(dataset, choice)
    scaling = SCALINGS[choice.scaling].fit(dataset.x[split.train], shared=dataset.image_shape is not None)
    x, y, labels = scaling.apply(dataset.x), targets.y, dataset.labels
    training = TrainingData(
        x_train=x[split.train],
        y_train=y[split.train],
        labels_train=None if labels is None else labels[split.train],
        x_test=x[split.test],
        y_test=y[split.test],
        labels_test=None if labels is None else labels[split.test],
        x_validation=x[split.validation],
        y_validation=y[split.validation],
        labels_validation=None if labels is None else labels[split.validation],
        class_names=dataset.class_names,
        feature_names=dataset.feature_names,
        threshold=targets.threshold,
        image_shape=dataset.image_shape,
        probe=_probe(dataset, split, _stream(choice.seed, Stream.PROBE)),
    )
    return PreparedData(choice, dataset, split, scaling, training)


def chosen_dataset(choice: DataChoice) -> Dataset:
    """The data set of a choice, before it is split, scaled and encoded. The same choice gives the same bits."""
    points = _stream(choice.seed, Stream.POINTS)
    return DATASETS[choice.name].of(choice.parts).make(choice.samples, choice.noise, points)


class _Targets(NamedTuple):
    """What the outputs should be, shape (samples, n_L), and where one output tells two classes apart."""

    y: FloatArray
    threshold: float | None


def _targets(dataset: Dataset, output_activation: str) -> _Targets:
    """Classes are encoded for the output layer; numbers come as they are."""
    if dataset.labels is None:
        activation(output_activation)
        assert dataset.targets is not None
        return _Targets(dataset.targets, None)
    encoding = encoding_for(len(dataset.class_names), output_activation)
    return _Targets(encoding.targets(dataset.labels), encoding.threshold)


def _split(dataset: Dataset, choice: DataChoice) -> Split:
    """By class, so that each part has its share of each; plainly where there are no classes."""
    if dataset.labels is None:
        split = partial(split_plainly, len(dataset.x))
    else:
        split = partial(split_by_class, dataset.labels, class_names=dataset.class_names)
    return split(
        test_share=choice.test_share,
        validation_share=choice.validation_share,
        rng=_stream(choice.seed, Stream.SPLIT),
        validation_rng=_stream(choice.seed, Stream.VALIDATION),
    )


def _probe(dataset: Dataset, split: Split, rng: np.random.Generator) -> IntArray:
    """The samples to look at. Without classes to take in turn they stand in the order of their first input."""
    if dataset.labels is not None:
        return choose_probe(dataset.labels[split.train], rng=rng)
    chosen = choose_probe(np.zeros(len(split.train), dtype=np.intp), rng=rng)
    first: IntArray = np.argsort(dataset.x[split.train][chosen, 0], kind="stable")
    return chosen[first]


def _stream(seed: int, purpose: Stream) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_DATA_KEY, purpose)))
