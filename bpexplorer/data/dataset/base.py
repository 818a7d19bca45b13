"""What a data set looks like before it is split, scaled and encoded, and what all that can be chosen have in common."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import frozen_indices
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Dataset:
    """Samples in the data's own units, each of a class or, for regression, with numbers as targets.

    Arrays are read-only copies.

    Parameters
    ----------
    title : str
        As shown to the user.
    x : ndarray, shape (samples, n_0)
    labels : ndarray of int, shape (samples,), or None
        The class of each sample, counted from 0; None for regression.
    targets : ndarray, shape (samples, n_L), or None
        What the outputs should be, for regression alone.
    class_names, feature_names : tuple of str
        One name a class (none for regression), one name an input.
    image_shape : (rows, columns) or None
        Set if a sample is a picture, in row-major order.
    """

    title: str
    x: FloatArray
    feature_names: tuple[str, ...]
    labels: IntArray | None = None
    class_names: tuple[str, ...] = ()
    targets: FloatArray | None = None
    image_shape: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if (self.labels is None) == (self.targets is None):
            raise DataError(tr("Samples have either classes or, for regression, numbers as targets."))
        object.__setattr__(self, "x", _frozen(self.x))
        if self.labels is not None:
            object.__setattr__(self, "labels", frozen_indices(self.labels))
        if self.targets is not None:
            object.__setattr__(self, "targets", _frozen(self.targets))

    @property
    def is_regression(self) -> bool:
        """Whether the targets are numbers."""
        return self.targets is not None


def _frozen(values: FloatArray) -> FloatArray:
    copy: FloatArray = np.array(values, dtype=np.float64, order="C")
    copy.setflags(write=False)
    return copy


@dataclass(frozen=True, slots=True)
class Limits:
    """What a data set allows, ends included. A set of fixed size has ``min_samples == max_samples``."""

    min_samples: int
    max_samples: int
    max_noise: float


@dataclass(frozen=True, slots=True)
class Parts:
    """What a data set can have more or fewer of, such as classes: its label, the least, the most, how many at first."""

    label: str
    least: int
    most: int
    usual: int
    purpose: str


class DatasetKind(ABC):
    """A data set that can be chosen: how it is presented, what it starts with, and how it is made.

    Those in ``DATASETS`` can be chosen. A subclass must give what has no default here; that is enough to be in every
    list, tooltip, file and command.
    """

    name: ClassVar[str]
    #: The name on screen.
    title: ClassVar[str]
    #: The same where room is short; empty: as long.
    short_title: ClassVar[str] = ""
    description: ClassVar[str]
    #: What it starts with: samples in all, noise, and a key of ``SCALINGS``.
    samples: ClassVar[int] = 400
    noise: ClassVar[float] = 0.0
    scaling: ClassVar[str] = "none"
    limits: ClassVar[Limits] = Limits(20, 5000, 0.5)
    #: Whether the number of samples and the noise can be chosen.
    is_generated: ClassVar[bool] = True
    #: Whether the targets are numbers instead of classes.
    is_regression: ClassVar[bool] = False
    #: What there can be more or fewer of; None if there is nothing of that kind.
    parts: ClassVar[Parts | None] = None

    def of(self, count: int) -> "DatasetKind":
        """The same with so many of its ``parts``; without any it is as it is."""
        del count
        return self

    @property
    def brief(self) -> str:
        """Its name where room is short."""
        return self.short_title or self.title

    @abstractmethod
    def make(self, samples: int, noise: float, rng: np.random.Generator) -> Dataset:
        """The data set; the stream is for its points, and the same stream gives the same bits."""

    def __repr__(self) -> str:
        return f"<data set {self.name}>"


class Generated(DatasetKind):
    """A data set made from a few lines of geometry and a random stream.

    It draws the same random numbers whatever the noise is: more noise moves each point along its own line.
    """

    @property
    def class_names(self) -> tuple[str, ...]:
        """One name a class; none of it matters for regression."""
        return ("0", "1")

    @abstractmethod
    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, Any]:
        """x, shape (samples, inputs), and the class of each, shape (samples,), the classes in turn.

        With ``is_regression`` it is what the outputs should be, shape (samples, outputs), and noise is on that alone.
        """

    def make(self, samples: int, noise: float, rng: np.random.Generator) -> Dataset:
        x, second = self.draw(samples, noise, rng)
        names = tuple(f"x{index}" for index in range(x.shape[1]))
        if self.is_regression:
            return Dataset(title=self.title, x=x, feature_names=names, targets=second)
        return Dataset(
            title=self.title, x=x, feature_names=names, labels=second, class_names=self.class_names
        )


class Parted(Generated):
    """A generated set that has more or fewer of something: ``count`` says how many, by default the usual number."""

    parts: ClassVar[Parts]

    def __init__(self, count: int = 0) -> None:
        self.count = count or self.parts.usual

    def of(self, count: int) -> "Parted":
        return type(self)(count)
