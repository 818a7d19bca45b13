"""What the metrics panel shows: a network measured over one part of the data, as a value."""

from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.evaluation import in_silence, outputs_in_slices
from bpexplorer.core.metrics import ClassMetrics, RegressionMetrics, measure
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import PartName, TrainingData
from bpexplorer.core.types import FloatArray

#: Samples that a picture of a regression shows at most, and points of the curve through them.
MOST_POINTS, CURVE_POINTS = 400, 200


@dataclass(frozen=True, slots=True, eq=False)
class FitPoints:
    """Samples of a regression beside what the network makes of them, for a picture.

    ``x`` has shape (points, n_0). ``targets`` and ``outputs``, shape (points, n_L), are in the units of the targets, or
    scaled where several have units of their own. Of a network with one input, ``curve`` is what it makes of
    ``curve_x``, evenly spread over the samples: shapes (CURVE_POINTS, n_L) and (CURVE_POINTS,).
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
    """How good the network is at one step; ``metrics`` is None if the part has no samples."""

    part: PartName
    samples: int
    step: int
    metrics: ClassMetrics | RegressionMetrics | None
    class_names: tuple[str, ...]
    #: One name an output, where the targets are numbers that have names.
    target_names: tuple[str, ...] = ()
    #: For regression alone.
    fit: FitPoints | None = None


@in_silence
def read_metrics(
    network: Network, data: TrainingData, *, part: PartName, step: int
) -> Generator[None, None, MetricsReading]:
    """Measure a network over all samples of a part, with a pause between slices of it."""
    x, y, labels = data.part(part)
    outputs = yield from outputs_in_slices(network, x)
    metrics = measure(data, outputs, y, labels) if len(x) else None
    return MetricsReading(
        part=part,
        samples=len(x),
        step=step,
        metrics=metrics,
        class_names=data.class_names,
        target_names=data.target_names,
        fit=None if metrics is None or data.is_classification else _fit_points(network, data, x, y, outputs),
    )


def _fit_points(
    network: Network, data: TrainingData, x: FloatArray, y: FloatArray, outputs: FloatArray
) -> FitPoints:
    step = -(-len(x) // MOST_POINTS)
    in_units = data.in_target_units if data.outputs == 1 else _as_they_are
    points = FitPoints(x[::step], in_units(y[::step]), in_units(outputs[::step]))
    if x.shape[1] > 1:
        return points
    curve_x = np.linspace(float(x.min()), float(x.max()), CURVE_POINTS)
    curve = forward(network, curve_x[:, np.newaxis]).activations[-1]
    return replace(points, curve_x=curve_x, curve=in_units(curve))


def _as_they_are(y: FloatArray) -> FloatArray:
    return y
