"""The whole Jacobian ∂a_k/∂z_j of one layer for one sample, and what becomes of δ without the sum over k.

BP1 written out is a row times a matrix: (∇_aC)ᵀ J = (δ^L)ᵀ. In a hidden layer whose activation mixes its neurons,
∂C/∂a takes the place of ∇_aC. Beside the right δ stands the one of the term k = j alone
(``core.gradients.without_sum``), and beside both what a check that knows no equation says: ∂C/∂z_j by complex step.
"""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from bpexplorer.core.activations import Activation, activation
from bpexplorer.core.backprop import forward_from, passed_on
from bpexplorer.core.costs import Cost
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.demon import check_neuron
from bpexplorer.core.gradients.gradient_check import COMPLEX_STEP, COMPLEX_STEP_TOLERANCE, SMALLEST_SCALE
from bpexplorer.core.gradients.without_sum import output_error_without_sum
from bpexplorer.core.network import Network
from bpexplorer.core.origin import SumKind
from bpexplorer.core.output import output_error, sample_costs
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray, IntArray

#: Of a larger layer J shows so many neurons: those with the largest terms of the chosen δ.
MOST_NEURONS: Final = 64
#: The costs and output activations that are laid out against each other.
FOUR_COSTS: Final = ("quadratic", "log_likelihood")
FOUR_ACTIVATIONS: Final = ("sigmoid", "softmax")
#: A relative error of δ beyond this isn't rounding: the sum was needed.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class SupposedPair:
    """A cost and an output activation that are looked at in place of the network's own; nothing of it is changed."""

    cost: str
    activation: str


@dataclass(frozen=True, slots=True)
class WithoutSum:
    """How wrong δ of a layer is with the term k = j alone, over some samples."""

    #: The median over the samples of ‖δ without − δ‖ / ‖δ‖; 0 of a sample with neither.
    median_error: float
    #: How many of all entries (samples × neurons) are exactly 0, and how many there are.
    zeros: int
    entries: int

    @property
    def loses(self) -> bool:
        """Whether δ is another without the sum."""
        return not self.median_error <= _ROUNDING


@dataclass(frozen=True, slots=True)
class PairCell:
    """One of the four cells: what BP1 is like for this cost after this output activation."""

    pair: SupposedPair
    #: Whether C depends on more than one output of a sample, so that there is a sum in it.
    cost_has_sum: bool
    #: How many terms of the sum over k aren't 0, at most, of the δ of any output of any sample.
    living_terms: int
    without: WithoutSum

    @property
    def needs_sum(self) -> bool:
        """Whether the sum over k is needed."""
        return self.without.loses


@dataclass(frozen=True, slots=True, eq=False)
class JacobianReading:
    """J of one layer for one sample. Arrays have one entry for each of ``neurons``, ascending.

    Those are all neurons of the layer, unless it has more than ``MOST_NEURONS``; ``size`` counts all.
    """

    neuron: Neuron
    kind: SumKind
    step: int
    cost: str
    activation: str
    #: Whether cost or activation are supposed, and not the network's own.
    is_supposed: bool
    size: int
    neurons: IntArray
    #: ∂C/∂a_k, which may be infinite where an output rounds to 0 or 1 under a logarithmic cost.
    influence: FloatArray
    #: J_kj = ∂a_k/∂z_j, shape (neurons, neurons): k downwards, j across.
    jacobian: FloatArray
    #: δ_j as BP1 gives it, with the term k = j alone, and by complex step of C_x.
    delta: FloatArray
    without_sum: FloatArray
    numeric: FloatArray
    #: ‖δ without − δ‖ / ‖δ‖ of this sample, over the whole layer.
    error: float
    #: Over all samples that are here.
    without: WithoutSum
    samples: int
    #: {quadratic, log-likelihood} × {sigmoid, softmax}, row by row; empty where the targets aren't one of several
    #: classes, and in a hidden layer.
    cells: tuple[PairCell, ...]

    @property
    def place(self) -> int:
        """Where the chosen neuron stands among ``neurons``."""
        return int(np.searchsorted(self.neurons, self.neuron.index))

    @property
    def mixes(self) -> bool:
        """Whether a z changes more outputs than its own."""
        return bool(np.count_nonzero(self.jacobian - np.diag(np.diag(self.jacobian))))

    def check_error(self, *, without_sum: bool) -> float:
        """max|δ − δ′| / max|δ′| over ``neurons``, with δ′ by complex step: the gradient check of this very δ."""
        ours = self.without_sum if without_sum else self.delta
        scale = max(float(np.abs(self.numeric).max()), SMALLEST_SCALE)
        return float(np.abs(ours - self.numeric).max()) / scale

    def passes_check(self, *, without_sum: bool) -> bool:
        """Whether that check is passed."""
        return self.check_error(without_sum=without_sum) <= COMPLEX_STEP_TOLERANCE


def has_jacobian(network: Network | NetworkSpec, layer: int) -> bool:
    """Whether there is a sum over the neurons of this very layer: at the outputs, and where a hidden layer mixes."""
    return layer == network.depth or (
        layer > 0 and not activation(network.activations[layer - 1]).elementwise
    )


def read_jacobian(
    samples: TracedSamples,
    data: TrainingData,
    *,
    cost: str,
    row: int,
    neuron: Neuron,
    step: int,
    supposed: SupposedPair | None = None,
    held: HeldDemon | None = None,
) -> JacobianReading:
    """Read J, δ, δ without the sum and the check of both, in float64.

    Parameters
    ----------
    row : int
        The sample; where a batch has fewer, its last one stands for it.
    supposed : SupposedPair, optional
        At the outputs, what cost and activation are looked at in place of the network's own.
    held : HeldDemon, optional
        The demon that training goes on under, whose Δz is in the trace.

    Raises InvalidNetworkError if there is no such neuron; ValueError where the layer has no such sum.
    """
    network, layer = samples.network, neuron.layer
    check_neuron(network, layer, neuron.index)
    if not has_jacobian(network, layer):
        raise ValueError(f"{neuron} has no sum over its own layer")
    is_output = layer == network.depth
    pair = supposed if supposed is not None and is_output else None
    function = network.functions[layer - 1] if pair is None else activation(pair.activation)
    chosen = cost_named(cost if pair is None else pair.cost)
    z, y = samples.trace.zs[layer - 1], samples.of(data).y.astype(float)
    a = samples.trace.activations[layer - 1] if pair is None else function.value(z)
    sample = min(row, len(samples.rows) - 1)
    with np.errstate(all="ignore"):  # an infinite ∂C/∂a_k is a fact to show
        if is_output:
            influence = chosen.gradient(a, y)
            right = output_error(chosen, function, z, a, y)
            without = output_error_without_sum(chosen, function, z, a, y)
        else:
            influence = passed_on(
                samples.trace.deltas[layer] @ network.weights[layer], samples.factors(layer)
            )
            right, without = samples.trace.deltas[layer - 1], influence * function.derivative(z, a)
        jacobian, neurons = _shown(function, z[sample], a[sample], influence[sample], neuron.index)
        costs_of = (
            _OutputCosts(chosen, function, y[sample])
            if is_output
            else _CostsBehind(samples, sample, layer, chosen, y[sample], held)
        )
        numeric = _by_complex_step(costs_of, z[sample], neurons)
    return JacobianReading(
        neuron=neuron,
        kind=SumKind.OUTPUT if is_output else SumKind.LAYER,
        step=step if samples.batch is None else samples.batch.step,
        cost=chosen.name,
        activation=function.name,
        is_supposed=pair is not None and (pair.cost, pair.activation) != (cost, network.activations[-1]),
        size=z.shape[1],
        neurons=neurons,
        influence=influence[sample, neurons],
        jacobian=jacobian,
        delta=right[sample, neurons],
        without_sum=without[sample, neurons],
        numeric=numeric,
        error=float(_relative_errors(right[sample : sample + 1], without[sample : sample + 1])[0]),
        without=compare_without_sum(right, without),
        samples=len(samples.rows),
        cells=four_cells(z, y) if is_output else (),
    )


def four_cells(z: FloatArray, y: FloatArray) -> tuple[PairCell, ...]:
    """What BP1 is like for {quadratic, log-likelihood} × {sigmoid, softmax} at these weighted inputs of the outputs.

    Empty unless the targets y say which one of several classes it is.
    """
    one_hot = y.shape[1] > 1 and bool(np.isin(y, (0.0, 1.0)).all() and (y.sum(axis=1) == 1.0).all())
    if not one_hot:
        return ()
    return tuple(_cell(SupposedPair(cost, last), z, y) for cost in FOUR_COSTS for last in FOUR_ACTIVATIONS)


def _cell(pair: SupposedPair, z: FloatArray, y: FloatArray) -> PairCell:
    chosen, function = cost_named(pair.cost), activation(pair.activation)
    with np.errstate(all="ignore"):
        a = function.value(z)
        depends = chosen.gradient(a, y) != 0.0
        right = output_error(chosen, function, z, a, y)
        without = output_error_without_sum(chosen, function, z, a, y)
    outputs = int(depends.sum(axis=1).max())
    return PairCell(
        pair=pair,
        cost_has_sum=outputs > 1,
        living_terms=min(outputs, 1) if function.elementwise else outputs,
        without=compare_without_sum(right, without),
    )


def compare_without_sum(right: FloatArray, without: FloatArray) -> WithoutSum:
    """How wrong the second is as δ, for both of shape (samples, neurons)."""
    return WithoutSum(
        median_error=float(np.median(_relative_errors(right, without))),
        zeros=int(np.count_nonzero(without == 0.0)),
        entries=without.size,
    )


def _relative_errors(right: FloatArray, without: FloatArray) -> FloatArray:
    """‖without − right‖ / ‖right‖ of each sample; 0 where both are 0."""
    differences = np.linalg.norm(without - right, axis=1)
    sizes = np.linalg.norm(right, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(differences == 0.0, 0.0, differences / sizes)


def _shown(
    function: Activation, z: FloatArray, a: FloatArray, influence: FloatArray, j: int
) -> tuple[FloatArray, IntArray]:
    """J of one sample, and the neurons that it is of: all, or in a large layer those with the largest terms of δ_j."""
    if len(z) <= MOST_NEURONS:
        return function.jacobian(z[np.newaxis], a[np.newaxis])[0], np.arange(len(z))
    unit = np.zeros((1, len(z)))
    unit[0, j] = 1.0
    sizes = np.abs(influence * function.jvp(z[np.newaxis], a[np.newaxis], unit)[0])
    sizes[~np.isfinite(sizes)] = math.inf
    sizes[j] = math.inf
    neurons = np.sort(np.argsort(-sizes, kind="stable")[:MOST_NEURONS])
    units = np.zeros((len(neurons), len(z)))
    units[np.arange(len(neurons)), neurons] = 1.0
    columns = function.jvp(
        np.repeat(z[np.newaxis], len(neurons), axis=0), np.repeat(a[np.newaxis], len(neurons), axis=0), units
    )
    return columns[:, neurons].T, neurons


@dataclass(frozen=True, slots=True, eq=False)
class _OutputCosts:
    """C_x of one sample from rows of weighted inputs of the outputs."""

    cost: Cost
    function: Activation
    y: FloatArray

    def __call__(self, z: FloatArray) -> FloatArray:
        a = self.function.value(z)
        return sample_costs(self.cost, self.function, z, a, np.broadcast_to(self.y, z.shape))


@dataclass(frozen=True, slots=True, eq=False)
class _CostsBehind:
    """C_x of one sample from rows of weighted inputs of a hidden layer."""

    samples: TracedSamples
    sample: int
    layer: int
    cost: Cost
    y: FloatArray
    held: HeldDemon | None

    def __call__(self, z: FloatArray) -> FloatArray:
        network = self.samples.network if self.held is None else self.held.on(self.samples.network)
        factors = {
            layer: np.repeat(factor[self.sample : self.sample + 1], len(z), axis=0)
            for layer in range(1, network.depth)
            if (factor := self.samples.factors(layer)) is not None
        }
        passed = forward_from(network, self.layer, z, factors)
        y = np.repeat(self.y[np.newaxis], len(z), axis=0)
        return sample_costs(self.cost, network.functions[-1], passed.zs[-1], passed.activations[-1], y)


def _by_complex_step(costs_of: "_OutputCosts | _CostsBehind", z: FloatArray, neurons: IntArray) -> FloatArray:
    """∂C_x/∂z_j of these neurons: Im C_x(z + ih) / h, each in a row of its own."""
    moved: Any = np.repeat(z[np.newaxis].astype(np.complex128), len(neurons), axis=0)
    moved[np.arange(len(neurons)), neurons] += 1j * COMPLEX_STEP
    return costs_of(moved).imag / COMPLEX_STEP
