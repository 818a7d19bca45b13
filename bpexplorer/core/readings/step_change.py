"""What one step predicted for C of some samples and what it did, from slices of them."""

from bpexplorer.core.backprop import mean_cost
from bpexplorer.core.backprop_slices import CostAndGradient, MeanOfSlices, TracedSlice
from bpexplorer.core.network import Network
from bpexplorer.core.readings.diagnostics.steps import StepForecast, forecast_along
from bpexplorer.core.rounding import rounding_of_change


class StepChange:
    """The change over all samples, once the trace of each slice of them was added.

    Parameters
    ----------
    before, after : Network
        As they are trained; after is None where the step left numbers that aren't finite.
    samples : int
        How many there are in all.
    """

    def __init__(self, before: Network, after: Network | None, samples: int, *, cost: str) -> None:
        self._before, self._after, self._samples, self._cost = before, after, samples, cost
        self._mean = MeanOfSlices(before, samples)
        self._cost_after = self._rounding = 0.0

    def add(self, some: TracedSlice) -> None:
        """Add a slice."""
        self._mean.add(some.trace)
        x, y, cost, factors = some.x, some.y, self._cost, some.factors
        share = len(x) / self._samples
        roundings = rounding_of_change(self._before, some.trace, y, cost=cost, x=x, factors=factors)
        self._rounding += share * float(roundings.mean())
        if self._after is not None:
            self._cost_after += share * mean_cost(self._after, x, y, cost=cost, factors=factors)

    @property
    def mean(self) -> CostAndGradient:
        """C and its gradient before the step."""
        return self._mean

    @property
    def rounding(self) -> float:
        """About how much of the change of C may be rounding."""
        return self._rounding

    @property
    def forecast(self) -> StepForecast | None:
        """To first order, and as it is; None where the step left numbers that aren't finite."""
        if self._after is None:
            return None
        return forecast_along(self._mean, self._before, self._after, self._cost_after)
