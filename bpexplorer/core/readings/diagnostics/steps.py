"""What one step did: how far it went, and whether the cost followed as δ foretold."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from bpexplorer.core.backprop import NOTHING_DROPPED, Factors, Trace, backpropagate, mean_cost
from bpexplorer.core.backprop_slices import CostAndGradient
from bpexplorer.core.network import Network
from bpexplorer.core.norms import blocks_of_rows, root_mean_square
from bpexplorer.core.readings.diagnostics.flow import share


@dataclass(frozen=True, slots=True)
class LayerUpdate:
    """How far a step moved a layer: RMS of the change over RMS of what was there, NaN if that was all 0.

    Weights commonly move by about a thousandth a step; much less hardly trains, much more is rarely stable.
    """

    layer: int
    weights: float
    biases: float


@dataclass(frozen=True, slots=True)
class StepForecast:
    """The change of C on some samples to first order, Σ ∂C/∂w Δw over all parameters, beside the one that happened."""

    predicted: float
    actual: float
    #: What each layer's weights and biases have of ``predicted``, entry l-1 for layer l.
    by_layer: tuple[float, ...]

    @property
    def gap(self) -> float:
        """actual − predicted: the curvature's part, of second order in the step."""
        return self.actual - self.predicted


def updates(before: Network, after: Network) -> tuple[LayerUpdate, ...]:
    """How far each layer moved between two states of a network, entry l-1 for layer l."""
    return tuple(
        LayerUpdate(
            layer + 1,
            weights=share(
                root_mean_square(after.weights[layer] - before.weights[layer]),
                root_mean_square(before.weights[layer]),
            ),
            biases=share(
                root_mean_square(after.biases[layer] - before.biases[layer]),
                root_mean_square(before.biases[layer]),
            ),
        )
        for layer in range(before.depth)
    )


def forecast(
    before: Network,
    after: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    cost: str,
    trace: Trace | None = None,
    factors: Factors = NOTHING_DROPPED,
) -> StepForecast:
    """Compare first order and fact for the mean cost of samples x, y between two states of a network.

    On the batch that made the step, plain gradient descent predicts −η‖∇C‖². Whoever has the trace of x and y through
    ``before`` can give it; ``factors`` are those of dropout, which both states are evaluated with.

    Raises DataError if x or y don't fit the network, InvalidConfigError if the cost is unknown.
    """
    trace = trace or backpropagate(before, x, y, cost=cost, factors=factors)
    return forecast_along(trace, before, after, mean_cost(after, x, y, cost=cost, factors=factors))


def forecast_along(
    gradient: CostAndGradient, before: Network, after: Network, cost_after: float
) -> StepForecast:
    """The same, where the gradient and C before the step are known, and C after it."""
    by_layer = tuple(_along(gradient, before, after, layer) for layer in range(before.depth))
    return StepForecast(sum(by_layer), cost_after - gradient.cost, by_layer)


def _along(mean: CostAndGradient, before: Network, after: Network, layer: int) -> float:
    gradient, old, new = mean.grad_weights[layer], before.weights[layer], after.weights[layer]
    by_weights = sum(
        float((gradient[rows] * (new[rows] - old[rows])).sum()) for rows in blocks_of_rows(gradient)
    )
    by_biases = mean.grad_biases[layer] * (after.biases[layer] - before.biases[layer])
    return by_weights + float(by_biases.sum())
