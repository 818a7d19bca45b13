"""Whether training is stuck: nothing has overflowed, but the network is worse than none, and no δ passes any more."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import Trace
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.readings.diagnostics.neurons import held_up

#: A network counts as stuck if more than this share of its hidden neurons is held up.
HELD_UP_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Stuck:
    """A network whose C isn't below that of one fixed answer, and most of whose hidden neurons are dead or saturated.

    Too large a learning rate does that in a few steps: each weight goes far beyond where its slope told anything, and
    the slopes that could bring it back are nearly 0. Too large weights at the start do it at once.
    """

    #: C over the samples, and C of whoever gives the mean of their targets for each of them.
    cost: float
    constant_cost: float
    #: So many hidden neurons are saturated, and so many dead, of so many.
    saturated: int
    dead: int
    neurons: int


def judge_stuck(net: Network, trace: Trace, y: ArrayLike, *, cost: str) -> Stuck | None:
    """Judge a network by backpropagation of some samples through it; None: it isn't stuck.

    ``trace`` is of ``net`` and samples with the targets y, shape (samples, n_L). A network without hidden layers is
    judged by its outputs.
    """
    targets = np.asarray(y, dtype=float)
    mean = np.broadcast_to(targets.mean(axis=0), targets.shape)
    constant_cost = float(cost_named(cost).sample_costs(mean, targets).mean())
    if not (math.isfinite(trace.cost) and trace.cost >= constant_cost):
        return None
    dead = saturated = neurons = 0
    for layer in range(1, max(net.depth, 2)):
        _, is_dead, is_saturated = held_up(net, trace, layer)
        dead, saturated = dead + int(is_dead.sum()), saturated + int(is_saturated.sum())
        neurons += len(is_dead)
    if dead + saturated <= HELD_UP_SHARE * neurons:
        return None
    return Stuck(trace.cost, constant_cost, saturated, dead, neurons)
