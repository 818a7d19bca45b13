"""What the metrics panel shows: a network measured over one part of the data, as a value."""

from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.metrics import ClassMetrics, RegressionMetrics, measure
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import PartName, TrainingData
from bpexplorer.core.types import FloatArray, IntArray

#: Samples that a picture of a regression shows at most, and points of the curve through them.
MOST_POINTS, CURVE_POINTS = 400, 200


@dataclass(frozen=True, slots=True, eq=False)
class FitPoints:
    """Samples of a regression beside what the network makes of them, for a picture.

    ``x`` has shape (points, n_0), ``targets`` and ``outputs`` (points, n_L). Of a network with one input, ``curve`` is
    what it makes of ``curve_x``, evenly spread over the samples: shapes (CURVE_POINTS, n_L) and (CURVE_POINTS,).
    """

    x: FloatArray
    targets: FloatArray
    outputs: FloatArray
    curve_x: FloatArray | None = None
    curve: FloatArray | None = None

    @property
    def is_finite(self) -> bool:
        """Whether everything can be drawn."""
        drawn = (self.outputs,) if self.curve is None else (self.outputs, self.curve)
        return all(bool(np.isfinite(each).all()) for each in drawn)


@dataclass(frozen=True, slots=True, eq=False)
class MetricsReading:
    """How good the network is at one step, and which fixed samples are examples of what it does.

    ``metrics`` is None if the part has no samples. ``probe_labels`` and ``probe_predicted`` have shape (probe,): the
    classes of the fixed samples, and those that this network takes them for; None for regression. Fixed samples are
    training samples, whichever part is measured.
    """

    part: PartName
    samples: int
    step: int
    metrics: ClassMetrics | RegressionMetrics | None
    class_names: tuple[str, ...]
    probe_labels: IntArray | None
    probe_predicted: IntArray | None
    #: For regression alone.
    fit: FitPoints | None = None

    def examples(self, actual: int, predicted: int) -> tuple[int, ...]:
        """The fixed samples of one class that are taken for another (or for their own), ascending."""
        if self.probe_labels is None or self.probe_predicted is None:
            return ()
        is_one = (self.probe_labels == actual) & (self.probe_predicted == predicted)
        return tuple(np.flatnonzero(is_one).tolist())

    def cell_of(self, sample: int) -> tuple[int, int] | None:
        """The cell of the confusion matrix that a fixed sample is an example of: (class, predicted class)."""
        if self.probe_labels is None or self.probe_predicted is None or sample >= len(self.probe_labels):
            return None
        return int(self.probe_labels[sample]), int(self.probe_predicted[sample])


def read_metrics(network: Network, data: TrainingData, *, part: PartName, step: int) -> MetricsReading:
    """Measure a network over all samples of a part."""
    x, y, labels = data.part(part)
    # A run that is about to diverge is measured as it is.
    with np.errstate(all="ignore"):
        outputs = forward(network, x).activations[-1] if len(x) else None
        metrics = None if outputs is None else measure(data, outputs, y, labels)
        probe = forward(network, data.x_probe).activations[-1]
    return MetricsReading(
        part=part,
        samples=len(x),
        step=step,
        metrics=metrics,
        class_names=data.class_names,
        probe_labels=data.labels_probe,
        probe_predicted=data.predicted_classes(probe) if data.is_classification else None,
        fit=None if outputs is None or data.is_classification else _fit_points(network, x, y, outputs),
    )


def _fit_points(network: Network, x: FloatArray, y: FloatArray, outputs: FloatArray) -> FitPoints:
    step = -(-len(x) // MOST_POINTS)
    points = FitPoints(x[::step], y[::step], outputs[::step])
    if x.shape[1] > 1:
        return points
    curve_x = np.linspace(float(x.min()), float(x.max()), CURVE_POINTS)
    with np.errstate(all="ignore"):
        curve = forward(network, curve_x[:, np.newaxis]).activations[-1]
    return replace(points, curve_x=curve_x, curve=curve)
