"""From the user's choice to what the trainer is given: made, split, scaled, encoded."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np

from bpexplorer.core.training_data import TrainingData, choose_probe
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.dataset import DATASETS, Dataset
from bpexplorer.data.encoding import encoding_for
from bpexplorer.data.scaling import SCALINGS, Scaling
from bpexplorer.data.split import Split, split_by_class


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

    The scaling is fitted on the training part alone; the output activation changes nothing but the targets.

    Raises
    ------
    DataError
        If the data can't be made or split as chosen.
    InvalidNetworkError
        If the activation is unknown.
    """
    kind = DATASETS[choice.name]
    dataset = kind.make(choice, _stream(choice.seed, Stream.POINTS))
    encoding = encoding_for(len(dataset.class_names), output_activation)
    split = split_by_class(
        dataset.labels,
        test_share=choice.test_share,
        validation_share=choice.validation_share,
        class_names=dataset.class_names,
        rng=_stream(choice.seed, Stream.SPLIT),
        validation_rng=_stream(choice.seed, Stream.VALIDATION),
    )
    scaling = SCALINGS[choice.scaling].fit(dataset.x[split.train], shared=dataset.image_shape is not None)
    labels_train, labels_test = dataset.labels[split.train], dataset.labels[split.test]
    labels_validation = dataset.labels[split.validation]
    training = TrainingData(
        x_train=scaling.apply(dataset.x[split.train]),
        y_train=encoding.targets(labels_train),
        labels_train=labels_train,
        x_test=scaling.apply(dataset.x[split.test]),
        y_test=encoding.targets(labels_test),
        labels_test=labels_test,
        x_validation=scaling.apply(dataset.x[split.validation]),
        y_validation=encoding.targets(labels_validation),
        labels_validation=labels_validation,
        class_names=dataset.class_names,
        feature_names=dataset.feature_names,
        threshold=encoding.threshold,
        image_shape=dataset.image_shape,
        probe=choose_probe(labels_train, rng=_stream(choice.seed, Stream.PROBE)),
    )
    return PreparedData(choice, dataset, split, scaling, training)


def _stream(seed: int, purpose: Stream) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_DATA_KEY, purpose)))
