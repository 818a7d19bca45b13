"""How good the outputs of a network are, beyond the mean cost: for classes, and for numbers."""

import math
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.translation import tr

#: From this share of one class on, the classes are lopsided.
LOPSIDED_SHARE = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class ClassMetrics:
    """Of samples of known classes. A share of nothing is NaN: the precision of a class that was never predicted."""

    #: Row i, column j: how many samples of class i were taken for class j; shape (classes, classes).
    confusion: IntArray
    #: The share of samples whose predicted class is their own.
    accuracy: float
    #: Of the samples predicted as a class, the share that are of it, and of the samples of a class, the share that
    #: were predicted as it; shape (classes,). ``f1`` is their harmonic mean, 2 P R / (P + R): 0 for a class whose
    #: samples were all missed, NaN for one that has no samples and was never predicted.
    precision: FloatArray
    recall: FloatArray
    f1: FloatArray
    #: Entry k − 1: the share of samples whose class is among the k largest outputs; shape (classes,). None where
    #: one output tells two classes apart.
    top_accuracies: FloatArray | None

    @property
    def balanced_accuracy(self) -> float:
        """The mean recall of the classes that have samples: what accuracy would be if all had as many."""
        return float(np.nanmean(self.recall))

    @property
    def largest_class(self) -> int:
        """The class with the most samples."""
        return int(self.confusion.sum(axis=1).argmax())

    @property
    def baseline(self) -> float:
        """The share that whoever always says the largest class gets right."""
        totals = self.confusion.sum(axis=1)
        return float(totals.max() / totals.sum())

    @property
    def is_lopsided(self) -> bool:
        """Whether one class is so large that accuracy alone says little."""
        return self.baseline >= LOPSIDED_SHARE


@dataclass(frozen=True, slots=True)
class Fit:
    """How near outputs come to targets that are numbers, in the targets' own units."""

    #: 1 − Σ(a − y)² / Σ(y − ȳ)² with the mean ȳ of each output: 1 is perfect, 0 is no better than that mean.
    #: NaN if the targets don't vary.
    r_squared: float
    #: √ of the mean (a − y)², and the mean |a − y|.
    rmse: float
    mae: float


@dataclass(frozen=True, slots=True)
class RegressionMetrics(Fit):
    """Of samples with numbers as targets: over all outputs together, and of each output alone.

    Together, RMSE and MAE of outputs that have units of their own are NaN.
    """

    by_output: tuple[Fit, ...]


def measure(
    data: TrainingData, outputs: FloatArray, targets: FloatArray, labels: IntArray | None
) -> ClassMetrics | RegressionMetrics:
    """The metrics that fit the data.

    Parameters
    ----------
    outputs, targets : ndarray, shape (samples, n_L)
    labels : ndarray of int, shape (samples,), or None
        The samples' classes; None for regression.

    Raises DataError if there are no samples.
    """
    if not len(outputs):
        raise DataError(tr("Without samples there is nothing to measure."))
    if labels is None:
        metrics = regression_metrics(data.in_target_units(outputs), data.in_target_units(targets))
        if data.target_scale is None or data.outputs == 1:
            return metrics
        # Numbers of several units have no mean in any of them; scaled, they count alike for R².
        return replace(metrics, r_squared=_fit(outputs, targets).r_squared, rmse=math.nan, mae=math.nan)
    confusion = confusion_matrix(labels, data.predicted_classes(outputs), classes=len(data.class_names))
    precision, recall = precision_and_recall(confusion)
    return ClassMetrics(
        confusion=confusion,
        accuracy=data.accuracy(outputs, labels),
        precision=precision,
        recall=recall,
        f1=f1_scores(confusion),
        top_accuracies=top_accuracies(outputs, labels) if data.threshold is None else None,
    )


def confusion_matrix(labels: IntArray, predicted: IntArray, *, classes: int) -> IntArray:
    """Row i, column j: how many samples of class i were taken for class j; shape (classes, classes)."""
    pairs = np.bincount(labels * classes + predicted, minlength=classes * classes)
    return pairs.reshape(classes, classes)


def precision_and_recall(confusion: IntArray) -> tuple[FloatArray, FloatArray]:
    """Right answers as a share of each column, and of each row; NaN where that is empty."""
    right = np.diagonal(confusion)
    return _share(right, confusion.sum(axis=0)), _share(right, confusion.sum(axis=1))


def f1_scores(confusion: IntArray) -> FloatArray:
    """Twice the right answers as a share of row and column together: the harmonic mean of precision and recall."""
    return _share(2 * np.diagonal(confusion), confusion.sum(axis=0) + confusion.sum(axis=1))


def top_accuracies(outputs: FloatArray, labels: IntArray) -> FloatArray:
    """Entry k − 1: the share of samples whose class has one of the k largest outputs; shape (outputs,).

    Of equal outputs the first counts more, as in a prediction.
    """
    own = np.take_along_axis(outputs, labels[:, np.newaxis], axis=1)
    earlier = np.arange(outputs.shape[1]) < labels[:, np.newaxis]
    ahead = ((outputs > own) | ((outputs == own) & earlier)).sum(axis=1)
    places = np.bincount(ahead, minlength=outputs.shape[1])
    return np.cumsum(places) / len(labels)


def regression_metrics(outputs: FloatArray, targets: FloatArray) -> RegressionMetrics:
    """R², RMSE and MAE, together and by output; both arrays have shape (samples, n_L)."""
    columns = range(outputs.shape[1])
    each = tuple(_fit(outputs[:, [column]], targets[:, [column]]) for column in columns)
    together = _fit(outputs, targets)
    return RegressionMetrics(together.r_squared, together.rmse, together.mae, each)


def _fit(outputs: FloatArray, targets: FloatArray) -> Fit:
    missed = outputs - targets
    squares = float(np.square(missed).sum())
    spread = float(np.square(targets - targets.mean(axis=0)).sum())
    varies = bool(np.ptp(targets, axis=0).any())  # the spread of equal targets may round to a little above 0
    return Fit(
        r_squared=1 - squares / spread if varies else math.nan,
        rmse=math.sqrt(squares / missed.size),
        mae=float(np.abs(missed).mean()),
    )


def _share(part: IntArray, whole: IntArray) -> FloatArray:
    shares = np.full(len(whole), math.nan)
    return np.divide(part, whole, out=shares, where=whole > 0)
