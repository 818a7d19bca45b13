"""Where the samples lie on the curve of a neuron's activation, as a value: how many where it is flat."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.demon import check_neuron
from bpexplorer.core.network import Network
from bpexplorer.core.readings.diagnostics.neurons import NARROW
from bpexplorer.core.readings.laboratory.sampled import affordable_rows, forward_work
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import SamplesName, TrainingData
from bpexplorer.core.types import FloatArray, IntArray

#: The curve is drawn at least so far to either side of 0, through so many points.
REACH: Final = 3.0
POINTS: Final = 161


@dataclass(frozen=True, slots=True, eq=False)
class OnCurveReading:
    """z, a and slope of one neuron for the samples of a set; arrays have shape (rows,).

    ``curve`` is a over z, both of shape (POINTS,); None where a depends on the z of the whole layer, as with softmax.
    """

    neuron: Neuron
    activation: str
    over: SamplesName
    step: int
    samples: int
    #: The samples' numbers in the set.
    rows: IntArray
    z: FloatArray
    a: FloatArray
    #: ∂a/∂z.
    slopes: FloatArray
    #: A slope below this is nearly 0.
    narrow: float
    curve: tuple[FloatArray, FloatArray] | None

    @property
    def is_estimated(self) -> bool:
        """Whether only some of the set are here, spread evenly over it."""
        return len(self.rows) < self.samples

    @property
    def flat_share(self) -> float:
        """The share of samples that lie where the slope is nearly 0."""
        return float((np.abs(self.slopes) < self.narrow).mean())


def read_on_curve(
    network: Network, data: TrainingData, *, neuron: Neuron, over: SamplesName = "train", step: int = 0
) -> OnCurveReading:
    """Send the samples of a set forward, in float64. The set has at least one.

    Raises InvalidNetworkError if there is no such neuron or it is an input.
    """
    check_neuron(network, neuron.layer, neuron.index)
    network = network.for_inspection()
    x = data.samples(over).x
    rows = affordable_rows(len(x), float(forward_work(network, 0)))
    function = network.functions[neuron.layer - 1]
    with np.errstate(all="ignore"):  # a run that is about to diverge is read as it is
        passed = forward(network, x[rows].astype(float))
        zs, activations = passed.zs[neuron.layer - 1], passed.activations[neuron.layer - 1]
        slopes = function.derivative(zs, activations)
        z = zs[:, neuron.index]
        curve = None
        if function.elementwise:
            finite = z[np.isfinite(z)]
            low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
            across = np.linspace(min(low, -REACH), max(high, REACH), POINTS)
            curve = across, function.value(across)
    return OnCurveReading(
        neuron=neuron,
        activation=network.activations[neuron.layer - 1],
        over=over,
        step=step,
        samples=len(x),
        rows=rows,
        z=z,
        a=activations[:, neuron.index],
        slopes=slopes[:, neuron.index],
        narrow=NARROW * function.largest_slope,
        curve=curve,
    )
