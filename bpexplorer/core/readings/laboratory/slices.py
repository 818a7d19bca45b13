"""Slices of the cost: C along −∇C, and in random directions beside it, as a value.

The gradient says which way C falls fastest, and that is all: how far it goes on falling is a matter of the whole cost.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.evaluation import costs_and_outputs
from bpexplorer.core.norms import length
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.laboratory.sampled import affordable_rows, forward_work
from bpexplorer.core.streams import Purpose, stream
from bpexplorer.core.training.mask import fixed_places
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training_data import SamplesName
from bpexplorer.core.types import FloatArray, IntArray

#: Points of the curve, directions beside it, and evaluations that look for its lowest point.
POINTS: Final = 49
DIRECTIONS: Final = 20
_SEARCHED: Final = 16
#: The curve reaches to where C is as high again as it began, but no further than so many times the learning rate.
FURTHEST: Final = 2.0**14
#: What an evaluation of all of these may take: it is asked for rarely.
_MOST_WORK: Final = 400_000_000
_GOLDEN: Final = (5.0**0.5 - 1.0) / 2.0


@dataclass(frozen=True, slots=True, eq=False)
class SliceReading:
    """C(w − s ∇C) over s, which counts as the learning rate does, and C(w + u) for random u of length 1.

    ``rates`` and ``costs`` have shape (POINTS,), ``random_changes`` (DIRECTIONS,).
    """

    over: SamplesName
    step: int
    #: How many samples the set has, and how many of them were read.
    samples: int
    read: int
    gradient_norm: float
    cost: float
    #: The run's learning rate, and C there.
    rate: float
    cost_at_rate: float
    rates: FloatArray
    costs: FloatArray
    #: Where the curve is lowest, and C there.
    best: float
    cost_at_best: float
    #: C(w + u) − C for u of length 1: along −∇C, and in random directions.
    downhill_change: float
    random_changes: FloatArray

    @property
    def is_estimated(self) -> bool:
        """Whether only some of the set were read, spread evenly over it."""
        return self.read < self.samples

    @property
    def tangent(self) -> FloatArray:
        """C − s ‖∇C‖² at ``rates``."""
        tangent: FloatArray = self.cost - self.rates * self.gradient_norm**2
        return tangent


def read_slices(state: TrainerState, *, over: SamplesName = "train") -> SliceReading:
    """Evaluate C of a set along −∇C and in random directions, in float64. The set has at least one sample.

    Parameters that training leaves alone stay as they are. The directions are the same for one seed at one step, and
    no other random numbers become others by them.
    """
    config, network = state.config, state.trained_network().for_inspection()
    x, y, _ = state.data.samples(over)
    work = (POINTS + DIRECTIONS + _SEARCHED + 20.0) * forward_work(network, 0)
    rows = affordable_rows(len(x), work, most=_MOST_WORK)
    x, y = x[rows].astype(float), y[rows].astype(float)
    spec = state.spec
    at = Parameters.join(spec, network.weights, network.biases).flat
    with np.errstate(all="ignore"):  # a run that is about to diverge is read as it is
        trace = backpropagate(network, x, y, cost=config.cost)
        gradient = Parameters.join(spec, trace.grad_weights, trace.grad_biases).flat
        fixed = fixed_places(state.mask)
        gradient[fixed] = 0.0
        norm = length(gradient)

        def cost(flat: FloatArray) -> float:
            if not np.isfinite(flat).all():  # no network has such numbers
                return math.nan
            costs, _ = costs_and_outputs(Parameters(spec, flat).network(), x, y, cost=config.cost)
            return float(costs.mean())

        def along(rate: float) -> float:
            return cost(at - rate * gradient)

        rate = config.learning_rate_after(state.epoch + state.position / len(state.data.x_train))
        rates = np.linspace(0.0, _reach(along, trace.cost, rate), POINTS)
        costs = np.array([along(each) for each in rates.tolist()])
        best, lowest = _lowest(along, rates, costs)
        rng = stream(config.seed, Purpose.SLICE, state.step)
        changes = [cost(at + _direction(rng, fixed, at.size)) - trace.cost for _ in range(DIRECTIONS)]
        downhill = cost(at - gradient / norm) - trace.cost if norm else 0.0
    return SliceReading(
        over=over,
        step=state.step,
        samples=state.data.count(over),
        read=len(rows),
        gradient_norm=norm,
        cost=trace.cost,
        rate=rate,
        cost_at_rate=along(rate),
        rates=rates,
        costs=costs,
        best=best,
        cost_at_best=lowest,
        downhill_change=downhill,
        random_changes=np.array(changes),
    )


def _reach(along: Callable[[float], float], start: float, rate: float) -> float:
    """How far the curve goes: to where C is as high again as it began, by doublings of the learning rate."""
    reach = 2.0 * rate
    while reach < FURTHEST * rate and along(reach) < start:
        reach *= 2.0
    return reach


def _lowest(along: Callable[[float], float], rates: FloatArray, costs: FloatArray) -> tuple[float, float]:
    """Where the curve is lowest, by golden sections between the neighbours of its lowest point."""
    finite = np.where(np.isfinite(costs), costs, np.inf)
    at = int(np.argmin(finite))
    low, high = float(rates[max(at - 1, 0)]), float(rates[min(at + 1, len(rates) - 1)])
    points = [high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)]
    values = [along(each) for each in points]
    for _ in range(_SEARCHED - 2):
        if values[0] <= values[1]:
            high, points[1], values[1] = points[1], points[0], values[0]
            points[0] = high - _GOLDEN * (high - low)
            values[0] = along(points[0])
        else:
            low, points[0], values[0] = points[0], points[1], values[1]
            points[1] = low + _GOLDEN * (high - low)
            values[1] = along(points[1])
    better = int(values[1] < values[0])
    if values[better] < finite[at]:
        return points[better], values[better]
    return float(rates[at]), float(costs[at])


def _direction(rng: np.random.Generator, fixed: IntArray, size: int) -> FloatArray:
    """A direction of length 1, every one as likely as any other, in which what isn't trained has no part."""
    drawn = rng.normal(size=size)
    drawn[fixed] = 0.0
    norm = length(drawn)
    return drawn / norm if norm else drawn
