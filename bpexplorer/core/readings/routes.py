"""Where one neuron's δ comes from, for one fixed sample: the routes, with what is needed to name them."""

from dataclasses import dataclass

from bpexplorer.core.backprop import forward
from bpexplorer.core.network import Network
from bpexplorer.core.routes import Routes, routes, routes_of_trace
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import Batch, SampleSource, TracedSamples
from bpexplorer.core.training_data import TrainingData


@dataclass(frozen=True, slots=True, eq=False)
class RouteReading:
    """The terms of BP1 or BP2 of one neuron. ``routes`` has one sample, in row 0, and belongs to ``dz = 1``."""

    neuron: Neuron
    #: Row of the probe, or of the batch that is read.
    sample: int
    step: int
    cost: str
    #: Name of the activation of the neuron's layer.
    activation: str
    #: Target y_j of an output neuron; None for a hidden one.
    target: float | None
    #: Activation a_j of the neuron.
    output: float
    routes: Routes
    #: Number of the sample in the training set.
    number: int
    #: None if the sample is one of the probe.
    batch: Batch | None = None
    #: The row that was asked for: in a batch with fewer samples, the last one stands for it.
    asked: int = 0

    @property
    def source(self) -> SampleSource:
        """Which samples this is one of."""
        return SampleSource.PROBE if self.batch is None else SampleSource.BATCH

    @property
    def delta(self) -> float:
        """δ_j of this sample."""
        return float(self.routes.delta[0])


def read_routes(
    network: Network, data: TrainingData, *, cost: str, sample: int, neuron: Neuron, step: int
) -> RouteReading:
    """Read the routes of a neuron for one row of the probe, in float64.

    Raises InvalidNetworkError if there is no such neuron or it is an input.
    """
    row = data.probe[sample]
    x = data.x_train[row : row + 1].astype(float)
    y = data.y_train[row : row + 1].astype(float)
    found = routes(network.astype(float), x, y, cost=cost, layer=neuron.layer, neuron=neuron.index, dz=1.0)
    is_output = neuron.layer == network.depth
    return RouteReading(
        neuron=neuron,
        sample=sample,
        step=step,
        cost=cost,
        activation=network.activations[neuron.layer - 1],
        target=float(y[0, neuron.index]) if is_output else None,
        output=float(forward(network, x).activations[neuron.layer - 1][0, neuron.index]),
        routes=found,
        number=int(row),
        asked=sample,
    )


def read_batch_routes(
    samples: TracedSamples, data: TrainingData, *, cost: str, row: int, neuron: Neuron
) -> RouteReading:
    """Read the routes of a neuron for one row of a batch, with what dropout left out in its step.

    Raises InvalidNetworkError if there is no such neuron or it is an input.
    """
    assert samples.batch is not None
    sample = min(row, len(samples.rows) - 1)
    one, layer, j = samples.only(sample), neuron.layer, neuron.index
    network, y = samples.network, data.y_train[one.rows].astype(float)
    found = routes_of_trace(
        network, one.trace, y, cost=cost, layer=layer, neuron=j, dz=1.0, factors=one.factors(layer)
    )
    return RouteReading(
        neuron=neuron,
        sample=sample,
        step=samples.batch.step,
        cost=cost,
        activation=network.activations[layer - 1],
        target=float(y[0, j]) if layer == network.depth else None,
        output=float(one.trace.activations[layer - 1][0, j]),
        routes=found,
        number=int(one.rows[0]),
        batch=one.batch,
        asked=row,
    )
