"""What the metrics panel shows: a network measured over one part of the data, as a value."""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.metrics import ClassMetrics, RegressionMetrics, measure
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import PartName, TrainingData
from bpexplorer.core.types import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class MetricsReading:
    """How good the network is at one step, and which probe samples are examples of what it does.

    ``metrics`` is None if the part has no samples. ``probe_labels`` and ``probe_predicted`` have shape (probe,): the
    classes of the probe samples, and those that this network takes them for; None for regression. Probe samples are
    training samples, whichever part is measured.
    """

    part: PartName
    samples: int
    step: int
    metrics: ClassMetrics | RegressionMetrics | None
    class_names: tuple[str, ...]
    probe_labels: IntArray | None
    probe_predicted: IntArray | None

    def examples(self, actual: int, predicted: int) -> tuple[int, ...]:
        """The probe samples of one class that are taken for another (or for their own), ascending."""
        if self.probe_labels is None or self.probe_predicted is None:
            return ()
        is_one = (self.probe_labels == actual) & (self.probe_predicted == predicted)
        return tuple(np.flatnonzero(is_one).tolist())

    def cell_of(self, sample: int) -> tuple[int, int] | None:
        """The cell of the confusion matrix that a probe sample is an example of: (class, predicted class)."""
        if self.probe_labels is None or self.probe_predicted is None or sample >= len(self.probe_labels):
            return None
        return int(self.probe_labels[sample]), int(self.probe_predicted[sample])


def read_metrics(network: Network, data: TrainingData, *, part: PartName, step: int) -> MetricsReading:
    """Measure a network over all samples of a part."""
    x, y, labels = data.part(part)
    # A run that is about to diverge is measured as it is.
    with np.errstate(all="ignore"):
        metrics = measure(data, forward(network, x).activations[-1], y, labels) if len(x) else None
        probe = forward(network, data.x_probe).activations[-1]
    return MetricsReading(
        part=part,
        samples=len(x),
        step=step,
        metrics=metrics,
        class_names=data.class_names,
        probe_labels=data.labels_probe,
        probe_predicted=data.predicted_classes(probe) if data.is_classification else None,
    )
