"""The split into a training and a test part."""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import frozen_indices
from bpexplorer.core.types import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Indices of the samples in each part, ascending, read-only."""

    train: IntArray
    test: IntArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "train", frozen_indices(self.train))
        object.__setattr__(self, "test", frozen_indices(self.test))


def split_by_class(
    labels: IntArray, *, test_share: float, class_names: tuple[str, ...], rng: np.random.Generator
) -> Split:
    """Split so that each class gives about the same share of its samples to the test part, and at least one.

    Every class keeps at least one sample on either side. With a share of 0 everything is for training.

    Parameters
    ----------
    labels : ndarray of int, shape (samples,)
    test_share : float
        0…0.5.

    Raises
    ------
    DataError
        If a class has too few samples to be on both sides.
    """
    is_test = np.zeros(len(labels), dtype=bool)
    for label, name in enumerate(class_names):
        members = np.flatnonzero(labels == label)
        if len(members) == 0:
            raise DataError(f"Class “{name}” has no samples, so a network can't learn it.")
        if test_share == 0:
            continue
        if len(members) == 1:
            raise DataError(
                f"Class “{name}” has one sample only, so it can't be in both the training and the test part; "
                "choose more samples or a test share of 0."
            )
        # With two samples or more, half of them rounded up always leaves one for training.
        count = max(1, int(test_share * len(members) + 0.5))
        is_test[rng.permutation(members)[:count]] = True
    return Split(np.flatnonzero(~is_test), np.flatnonzero(is_test))
