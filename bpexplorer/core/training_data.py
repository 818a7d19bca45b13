"""What a trainer is given: scaled inputs, encoded targets, a test set, and the samples to look at."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.translation import tr

#: How many training samples δ, the demon and the equations are shown for.
PROBE_SIZE = 32

PartName = Literal["train", "validation", "test"]
#: The parts that samples are divided into, and what they are called in sentences.
PARTS: Mapping[PartName, str] = MappingProxyType(
    {"train": tr("training set"), "validation": tr("validation set"), "test": tr("test set")}
)

SamplesName = PartName | Literal["all", "probe"]
#: The samples that a network can be looked at over, and what they are called in sentences.
SAMPLES: Mapping[SamplesName, str] = MappingProxyType(
    {
        "train": PARTS["train"],
        "validation": PARTS["validation"],
        "test": PARTS["test"],
        "all": tr("whole data set"),
        "probe": tr("fixed samples"),
    }
)


class DataPart(NamedTuple):
    """The samples of one part: inputs (samples, n_0), targets (samples, n_L), classes (samples,) or None."""

    x: FloatArray
    y: FloatArray
    labels: IntArray | None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True, weakref_slot=True)
class TrainingData:
    """A training, a validation and a test set, ready for a network. Every array is read-only and contiguous,
    and a copy unless it was so.

    Nothing is learned from the validation set: it says when to stop, and which state of a run was the best. The
    test set is for neither.

    Parameters
    ----------
    x_train, x_test : ndarray, shape (samples, n_0)
        Scaled inputs. The test set may have no samples.
    y_train, y_test : ndarray, shape (samples, n_L)
        Targets, in the units of the output layer's activation.
    labels_train, labels_test : ndarray of int, shape (samples,), or None
        The class of each sample, counted from 0; None for regression.
    x_validation, y_validation, labels_validation : ndarray or None
        The same for the validation set, which has no samples if they are left out.
    class_names : tuple of str
        One name a class; empty for regression.
    threshold : float or None
        For two classes told apart by one output: a larger output means class 1.
    image_shape : (rows, columns) or None
        Set if a sample is a picture, in row-major order.
    feature_names : tuple of str
        One name an input.
    target_names : tuple of str
        One name an output, where the targets are numbers that have names.
    target_offset, target_scale : ndarray, shape (n_L,), or None
        Targets that are numbers were scaled by these: y = (target − offset) / scale. None where they are as they came.
    probe : ndarray of int
        Indices into the training set of the samples that are looked at (see `choose_probe`).
    span : ndarray, shape (2, n_0), or None
        From where to where maps lay the inputs out; None: a little farther than all samples.

    Raises
    ------
    DataError
        If the parts don't fit each other, or a number isn't finite.
    """

    x_train: FloatArray
    y_train: FloatArray
    labels_train: IntArray | None
    x_test: FloatArray
    y_test: FloatArray
    labels_test: IntArray | None
    class_names: tuple[str, ...]
    feature_names: tuple[str, ...]
    probe: IntArray
    threshold: float | None = None
    image_shape: tuple[int, int] | None = None
    x_validation: FloatArray = field(default_factory=lambda: np.empty((0, 0)))
    y_validation: FloatArray = field(default_factory=lambda: np.empty((0, 0)))
    labels_validation: IntArray | None = None
    target_names: tuple[str, ...] = ()
    target_offset: FloatArray | None = None
    target_scale: FloatArray | None = None
    span: FloatArray | None = None

    def __post_init__(self) -> None:
        if not len(self.x_validation):
            none = None if self.labels_train is None else self.labels_train[:0]
            object.__setattr__(self, "x_validation", self.x_train[:0])
            object.__setattr__(self, "y_validation", self.y_train[:0])
            object.__setattr__(self, "labels_validation", none)
        for part in PARTS:
            for name in (f"x_{part}", f"y_{part}"):
                object.__setattr__(self, name, _frozen_floats(getattr(self, name)))
        for name in (*(f"labels_{part}" for part in PARTS), "probe"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, frozen_indices(getattr(self, name)))
        for part, words in PARTS.items():
            _check_part(words, *self.part(part))
        self._check_parts_fit()
        self._check_classes()
        self._check_probe()

    @property
    def inputs(self) -> int:
        """n_0, the number of inputs."""
        return int(self.x_train.shape[1])

    @property
    def outputs(self) -> int:
        """n_L, the number of outputs."""
        return int(self.y_train.shape[1])

    @property
    def sample_count(self) -> int:
        """How many samples all sets have together."""
        return sum(len(self.part(name).x) for name in PARTS)

    @property
    def is_classification(self) -> bool:
        return bool(self.class_names)

    def part(self, name: PartName) -> DataPart:
        """The samples of a part; it may have none, unless it is the training set."""
        parts: dict[PartName, DataPart] = {
            "train": DataPart(self.x_train, self.y_train, self.labels_train),
            "validation": DataPart(self.x_validation, self.y_validation, self.labels_validation),
            "test": DataPart(self.x_test, self.y_test, self.labels_test),
        }
        return parts[name]

    def samples(self, name: SamplesName) -> DataPart:
        """The samples of a part, of all parts one after the other, or of the probe."""
        if name == "probe":
            return DataPart(self.x_probe, self.y_probe, self.labels_probe)
        if name != "all":
            return self.part(name)
        parts = [self.part(part) for part in PARTS]
        labels = [part.labels for part in parts if part.labels is not None]
        return DataPart(
            np.concatenate([part.x for part in parts]),
            np.concatenate([part.y for part in parts]),
            np.concatenate(labels) if labels else None,
        )

    def count(self, name: SamplesName) -> int:
        """How many samples ``samples(name)`` has."""
        if name == "probe":
            return len(self.probe)
        return self.sample_count if name == "all" else len(self.part(name).x)

    @property
    def output_names(self) -> tuple[str, ...]:
        """What each output stands for, its class or its target; none where they have no names of their own.

        One output that tells two classes apart has none: it speaks for both.
        """
        names = self.class_names or self.target_names
        return names if len(names) == self.outputs else ()

    @property
    def watched_part(self) -> PartName:
        """The part that says how good a state of a run is: the validation set if there is one."""
        return "validation" if len(self.x_validation) else "train"

    @property
    def x_probe(self) -> FloatArray:
        """Inputs of the fixed samples, shape (probe, n_0)."""
        return self.x_train[self.probe]

    @property
    def y_probe(self) -> FloatArray:
        """Targets of the fixed samples, shape (probe, n_L)."""
        return self.y_train[self.probe]

    @property
    def labels_probe(self) -> IntArray | None:
        """Classes of the fixed samples, shape (probe,), or None for regression."""
        return None if self.labels_train is None else self.labels_train[self.probe]

    def in_target_units(self, y: FloatArray) -> FloatArray:
        """Outputs or targets, shape (…, n_L), in the units that the targets came in."""
        if self.target_offset is None or self.target_scale is None:
            return y
        return y * self.target_scale + self.target_offset

    def predicted_classes(self, outputs: FloatArray) -> IntArray:
        """The class that each row of outputs, shape (samples, n_L), speaks for.

        That is the output with the largest value (the first of equals), or, with one output, class 1 above
        the threshold and class 0 up to it.
        """
        if not self.is_classification:
            raise DataError(tr("Regression has no classes to predict."))
        if self.threshold is not None:
            return (outputs[:, 0] > self.threshold).astype(np.intp)
        largest: IntArray = np.argmax(outputs, axis=1)
        return largest

    def accuracy(self, outputs: FloatArray, labels: IntArray) -> float:
        """The share of samples whose predicted class is their own, 0…1; NaN if there are no samples."""
        if len(labels) == 0:
            return math.nan
        return float(np.mean(self.predicted_classes(outputs) == labels))

    def _check_parts_fit(self) -> None:
        if len(self.x_train) == 0:
            raise DataError(
                tr("The training set has no samples; choose more samples or a smaller test share.")
            )
        for name, words in PARTS.items():
            part = self.part(name)
            if (part.x.shape[1], part.y.shape[1]) != (self.inputs, self.outputs):
                raise DataError(
                    tr(
                        "The training set has {inputs} inputs and {outputs} outputs, but the {words} "
                        "has {shape} and {y_shape}.",
                        inputs=self.inputs,
                        outputs=self.outputs,
                        words=words,
                        shape=part.x.shape[1],
                        y_shape=part.y.shape[1],
                    )
                )
        if len(self.feature_names) != self.inputs:
            raise DataError(
                tr(
                    "There are {inputs} inputs, but {count} names for them.",
                    inputs=self.inputs,
                    count=len(self.feature_names),
                )
            )
        if self.image_shape is not None and math.prod(self.image_shape) != self.inputs:
            rows, columns = self.image_shape
            raise DataError(
                tr(
                    "A picture of {rows}×{columns} has {columns_rows} pixels, not {inputs}.",
                    rows=rows,
                    columns=columns,
                    columns_rows=rows * columns,
                    inputs=self.inputs,
                )
            )

    def _check_classes(self) -> None:
        classes = len(self.class_names)
        for name, words in PARTS.items():
            labels = self.part(name).labels
            if (labels is None) != (classes == 0):
                raise DataError(
                    tr("Labels and class names belong together: give both, or neither for regression.")
                )
            if labels is not None and labels.size and not 0 <= labels.min() <= labels.max() < classes:
                raise DataError(
                    tr("A label of the {words} is outside 0…{classes}.", words=words, classes=classes - 1)
                )
        if self.threshold is not None:
            if (classes, self.outputs) != (2, 1) or not math.isfinite(self.threshold):
                raise DataError(
                    tr("A threshold is a finite number that tells two classes apart by one output.")
                )
        elif classes and self.outputs != classes:
            raise DataError(
                tr(
                    "There are {classes} classes, but {outputs} outputs.",
                    classes=classes,
                    outputs=self.outputs,
                )
            )

    def _check_probe(self) -> None:
        samples = len(self.x_train)
        if self.probe.ndim != 1 or self.probe.size == 0 or len(set(self.probe.tolist())) != self.probe.size:
            raise DataError(tr("The probe must be a list of different training samples, at least one."))
        if not 0 <= self.probe.min() <= self.probe.max() < samples:
            raise DataError(tr("The probe names a sample outside 0…{samples}.", samples=samples - 1))


def choose_probe(labels: IntArray, *, rng: np.random.Generator, size: int = PROBE_SIZE) -> IntArray:
    """Choose the training samples to look at: ``size`` of them, or all if there are fewer.

    The classes take turns, so that their numbers differ by at most one as long as each has samples left;
    which sample of a class is taken is the generator's choice.

    Parameters
    ----------
    labels : ndarray of int, shape (samples,)
        Classes of the training set.

    Returns
    -------
    ndarray of int, shape (min(size, samples),)
        Different indices into the training set. Neighbours are of different classes while the turns last.
    """
    shuffled = rng.permutation(len(labels))
    turn = np.empty(len(labels), dtype=np.intp)
    for label in np.flatnonzero(np.bincount(labels)):
        members = shuffled[labels[shuffled] == label]
        turn[members] = np.arange(len(members))
    # Within a turn the order is the shuffle's: sorting by class would favour low classes in the last turn.
    return shuffled[np.argsort(turn[shuffled], kind="stable")][:size]


def fixed_places(before: TrainingData, after: TrainingData) -> dict[int, int]:
    """Where each fixed sample stands among those of other data; one that isn't there is left out."""
    if before is after or before.x_train.shape[1:] != after.x_train.shape[1:]:
        return {}
    there = {
        (x.tobytes(), y.tobytes()): at
        for at, (x, y) in enumerate(zip(after.x_probe, after.y_probe, strict=True))
    }
    samples = enumerate(zip(before.x_probe, before.y_probe, strict=True))
    return {at: there[key] for at, (x, y) in samples if (key := (x.tobytes(), y.tobytes())) in there}


def frozen_indices(values: IntArray) -> IntArray:
    """A read-only, contiguous copy as the platform's index type; DataError unless these are integers."""
    if np.asarray(values).dtype.kind not in "iu":
        raise DataError(tr("Labels and indices must be whole numbers."))
    copy = np.array(values, dtype=np.intp, order="C")
    copy.setflags(write=False)
    return copy


def _frozen_floats(values: FloatArray) -> FloatArray:
    if _is_frozen(values):
        return values
    dtype = np.float32 if np.asarray(values).dtype == np.float32 else np.float64
    copy: FloatArray = np.array(values, dtype=dtype, order="C")
    copy.setflags(write=False)
    return copy


def _is_frozen(values: object) -> bool:
    """Whether nobody can change this array any more: then it needs no copy."""
    return (
        isinstance(values, np.ndarray)
        and values.base is None
        and values.flags.c_contiguous
        and not values.flags.writeable
        and values.dtype in (np.float32, np.float64)
    )


def _check_part(part: str, x: FloatArray, y: FloatArray, labels: IntArray | None) -> None:
    if x.ndim != 2 or y.ndim != 2 or 0 in (x.shape[1], y.shape[1]):
        raise DataError(tr("Inputs and targets of the {part} must be tables, one row a sample.", part=part))
    if len(x) != len(y) or (labels is not None and labels.shape != (len(x),)):
        raise DataError(
            tr("Inputs, targets and labels of the {part} have different numbers of samples.", part=part)
        )
    for what, values in (("inputs", x), ("targets", y)):
        bad = np.flatnonzero(~np.isfinite(values).all(axis=1))
        if bad.size:
            raise DataError(
                tr(
                    "The {what} of sample {bad} in the {part} are not all finite numbers.",
                    what=what,
                    bad=bad[0],
                    part=part,
                )
            )
