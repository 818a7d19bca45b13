"""The split into a training, a validation and a test set."""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import PARTS, frozen_indices
from bpexplorer.core.types import IntArray
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Indices of the samples in each part, ascending, read-only."""

    train: IntArray
    test: IntArray
    validation: IntArray

    def __post_init__(self) -> None:
        for part in ("train", "test", "validation"):
            object.__setattr__(self, part, frozen_indices(getattr(self, part)))


def split_by_class(
    labels: IntArray,
    *,
    test_share: float,
    validation_share: float = 0.0,
    class_names: tuple[str, ...],
    rng: np.random.Generator,
    validation_rng: np.random.Generator | None = None,
) -> Split:
    """Split so that each class gives about the same share of its samples to each part, and at least one.

    Every class keeps at least one training sample. With shares of 0 everything is for training. The validation set
    comes from what the test set leaves and by a generator of its own: it never changes the test set.

    Parameters
    ----------
    labels : ndarray of int, shape (samples,)
    test_share, validation_share : float
        0…0.5: of all samples, and of those that aren't for testing.
    validation_rng : Generator or None
        Needed for a validation set.

    Raises
    ------
    DataError
        If a class has too few samples to be in every part.
    """
    is_free = np.ones(len(labels), dtype=bool)
    test = _taken(labels, is_free, test_share, class_names, rng, part="test")
    is_free[test] = False
    validation = _taken(
        labels, is_free, validation_share, class_names, validation_rng or rng, part="validation"
    )
    is_free[validation] = False
    return Split(np.flatnonzero(is_free), test, validation)


def split_plainly(
    samples: int,
    *,
    test_share: float,
    validation_share: float = 0.0,
    rng: np.random.Generator,
    validation_rng: np.random.Generator | None = None,
) -> Split:
    """Split samples that have no classes: shares, generators and what they mean are those of ``split_by_class``.

    Raises
    ------
    DataError
        If there are too few samples for every part.
    """
    least = 2 ** ((test_share > 0) + (validation_share > 0))
    if samples < least:
        raise DataError(
            tr(
                "There are {samples} samples; every part needs some, so it takes {least} at the least.",
                samples=samples,
                least=least,
            )
        )
    one_class = np.zeros(samples, dtype=np.intp)
    return split_by_class(
        one_class,
        test_share=test_share,
        validation_share=validation_share,
        class_names=("all",),
        rng=rng,
        validation_rng=validation_rng,
    )


def split_as_marked(
    marks: IntArray,
    labels: IntArray | None,
    *,
    class_names: tuple[str, ...],
    validation_share: float = 0.0,
    rng: np.random.Generator,
) -> Split:
    """Split as the data themselves say, where ``marks`` has the number of each sample's set in ``PARTS``.

    Where no sample is marked for validation, that set is a share of those for training.

    Raises
    ------
    DataError
        If no sample, or none of a class, is marked for training.
    """
    train, validation, test = (np.flatnonzero(marks == number) for number in range(len(PARTS)))
    if labels is not None and len(np.unique(labels[train])) < len(np.unique(labels)):
        raise DataError(tr("A class has no sample that is marked for training, so a network can't learn it."))
    if not len(validation) and validation_share:
        one_class = np.zeros(len(train), dtype=np.intp)
        of_train = split_by_class(
            one_class if labels is None else labels[train],
            test_share=0.0,
            validation_share=validation_share,
            class_names=class_names or ("all",),
            rng=rng,
        )
        train, validation = train[of_train.train], train[of_train.validation]
    return Split(train, test, validation)


def split_as_drawn(marks: IntArray) -> Split:
    """Split as the samples were drawn: each is in the set whose number in ``PARTS`` it has."""
    train, validation, test = (np.flatnonzero(marks == number) for number in range(len(PARTS)))
    return Split(train, test, validation)


def evenly_chosen(labels: IntArray | None, samples: int, count: int, rng: np.random.Generator) -> IntArray:
    """So many of the samples, ascending, each class by its share: its first sample comes before any other's second."""
    shuffled = rng.permutation(samples)
    if labels is None:
        return np.sort(shuffled[:count])
    place = np.empty(samples)
    for label in np.flatnonzero(np.bincount(labels)):
        members = shuffled[labels[shuffled] == label]
        place[members] = np.arange(len(members)) / len(members)
    return np.sort(shuffled[np.argsort(place[shuffled], kind="stable")][:count])


def _taken(
    labels: IntArray,
    is_free: np.ndarray[tuple[int], np.dtype[np.bool_]],
    share: float,
    class_names: tuple[str, ...],
    rng: np.random.Generator,
    *,
    part: str,
) -> IntArray:
    """The indices of a share of each class's free samples, ascending."""
    is_taken = np.zeros(len(labels), dtype=bool)
    for label, name in enumerate(class_names):
        members = np.flatnonzero((labels == label) & is_free)
        if len(members) == 0:
            raise DataError(tr("Class “{name}” has no samples, so a network can't learn it.", name=name))
        if share == 0:
            continue
        if len(members) == 1:
            raise DataError(
                tr(
                    "Class “{name}” has one sample only, so it can't be in both the training and "
                    "the {part} part; choose more samples or a {part} share of 0.",
                    name=name,
                    part=part,
                )
            )
        # With two samples or more, half of them rounded up always leaves one for training.
        count = max(1, int(share * len(members) + 0.5))
        is_taken[rng.permutation(members)[:count]] = True
    return np.flatnonzero(is_taken)
