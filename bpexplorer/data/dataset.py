"""The data sets by name, and what one looks like before it is split, scaled and encoded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import frozen_indices
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data import generators
from bpexplorer.data.choice import LIMITS, DataChoice, Limits
from bpexplorer.data.digits import DIGITS_SAMPLES, DIGITS_SHAPE, load_digits


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
            raise DataError("Samples have either classes or, for regression, numbers as targets.")
        object.__setattr__(self, "x", _frozen(self.x))
        if self.labels is not None:
            object.__setattr__(self, "labels", frozen_indices(self.labels))
        if self.targets is not None:
            object.__setattr__(self, "targets", _frozen(self.targets))

    @property
    def is_regression(self) -> bool:
        """Whether the targets are numbers."""
        return self.targets is not None


@dataclass(frozen=True, slots=True)
class DatasetKind:
    """A data set that can be chosen: how it is presented, what it starts with, and how it is made.

    ``make`` takes a choice of this data set and the random stream for its points.
    """

    title: str
    description: str
    default: DataChoice
    is_generated: bool
    #: Whether the targets are numbers instead of classes.
    is_regression: bool
    make: Callable[[DataChoice, np.random.Generator], Dataset]

    @property
    def limits(self) -> Limits:
        """What the parameters may be."""
        return LIMITS[self.default.name]


Generator = Callable[..., generators.Points]
Function = Callable[..., generators.Values]


def _plane(title: str, generator: Generator, choice: DataChoice, rng: np.random.Generator) -> Dataset:
    x, labels = generator(choice.samples, choice.noise, rng=rng)
    return Dataset(title=title, x=x, labels=labels, class_names=("0", "1"), feature_names=("x0", "x1"))


def _values(title: str, function: Function, choice: DataChoice, rng: np.random.Generator) -> Dataset:
    x, targets = function(choice.samples, choice.noise, rng=rng)
    names = tuple(f"x{index}" for index in range(x.shape[1]))
    return Dataset(title=title, x=x, targets=targets, feature_names=names)


def _digits(title: str, choice: DataChoice, rng: np.random.Generator) -> Dataset:
    del choice, rng  # nothing about them can be chosen
    x, labels = load_digits()
    rows, columns = DIGITS_SHAPE
    return Dataset(
        title=title,
        x=x,
        labels=labels,
        class_names=tuple(str(digit) for digit in range(10)),
        feature_names=tuple(
            f"row {row}, column {column}" for row in range(rows) for column in range(columns)
        ),
        image_shape=DIGITS_SHAPE,
    )


def _generated(title: str, description: str, default: DataChoice, generator: Generator) -> DatasetKind:
    make = partial(_plane, title, generator)
    return DatasetKind(title, description, default, is_generated=True, is_regression=False, make=make)


def _regression(title: str, description: str, default: DataChoice, function: Function) -> DatasetKind:
    make = partial(_values, title, function)
    return DatasetKind(title, description, default, is_generated=True, is_regression=True, make=make)


def _frozen(values: FloatArray) -> FloatArray:
    copy: FloatArray = np.array(values, dtype=np.float64, order="C")
    copy.setflags(write=False)
    return copy


_DIGITS_TITLE = "Handwritten digits 8×8"

DATASETS: Mapping[str, DatasetKind] = MappingProxyType(
    {
        "digits": DatasetKind(
            _DIGITS_TITLE,
            "1,797 real digits, written by hand, as pictures of 8×8 grey pixels.",
            DataChoice(name="digits", samples=DIGITS_SAMPLES, scaling="unit"),
            is_generated=False,
            is_regression=False,
            make=partial(_digits, _DIGITS_TITLE),
        ),
        "xor": _generated(
            "XOR",
            "Points about the corners of a square; corners opposite each other are of one class.",
            DataChoice(name="xor", samples=400, noise=0.15, scaling="standard"),
            generators.xor,
        ),
        "circle": _generated(
            "Circle",
            "A disc of one class inside a ring of the other.",
            DataChoice(name="circle", samples=400, noise=0.05),
            generators.circle,
        ),
        "gaussians": _generated(
            "Two Gaussians",
            "Two round clouds; one straight line almost separates them.",
            DataChoice(name="gaussians", samples=400, noise=0.6),
            generators.gaussians,
        ),
        "spiral": _generated(
            "Spiral",
            "Two spiral arms, one wound into the other.",
            DataChoice(name="spiral", samples=400, noise=0.02),
            generators.spiral,
        ),
        "wave": _regression(
            "Damped wave",
            "A number to predict: the height of a wave that fades, from one input.",
            DataChoice(name="wave", samples=400, noise=0.05, scaling="standard"),
            generators.wave,
        ),
        "hill": _regression(
            "Hill and valley",
            "A number to predict: the height of a landscape with a hill and a valley, from two inputs.",
            DataChoice(name="hill", samples=400, noise=0.05, scaling="standard"),
            generators.hill,
        ),
    }
)
