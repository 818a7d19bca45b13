"""Where the δ of one neuron comes from: the terms of the sum in BP1 and in BP2.

Three sums make every δ_j there is, and ``delta_sum`` gives the one that a neuron has:

- at an output (BP1), over the outputs k:  δ_j = Σ_k (∂C/∂a_k) (∂a_k/∂z_j)
- elsewhere (BP2), over the neurons k of the next layer:  δ_j = m_j σ'(z_j) Σ_k w_kj δ_k
- in a hidden layer whose activation mixes its neurons, as softmax does (BP2, Jᵀu written out), over the neurons i of
  the neuron's own layer:  δ_j = Σ_i u_i (∂a_i/∂z_j), with u_i = ∂C/∂a_i = m_i Σ_k w_ki δ_k

m are the factors of dropout, 1 without it. A connection that is removed is no term.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from bpexplorer.core.backprop import Trace, passed_on
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.demon import check_neuron
from bpexplorer.core.network import Network
from bpexplorer.core.output import output_error_terms, unit_change
from bpexplorer.core.types import BoolArray, FloatArray, IntArray


class SumKind(Enum):
    """Which sum makes a δ."""

    #: BP1, over the outputs.
    OUTPUT = "output"
    #: BP2, over the neurons of the next layer.
    NEXT = "next"
    #: BP2 behind an activation that mixes, over the neurons of the same layer.
    LAYER = "layer"


@dataclass(frozen=True, slots=True, eq=False)
class DeltaSum:
    """The sum that makes δ_j, for some samples."""

    kind: SumKind
    #: The neurons that the terms are of, ascending, shape (terms,), and their layer.
    neurons: IntArray
    layer: int
    #: w_kj, or ∂a_k/∂z_j and ∂a_i/∂z_j, shape (samples, terms).
    path: FloatArray
    #: δ_k, or ∂C/∂a_k and ∂C/∂a_i, shape (samples, terms). Infinite where BP1's ∂C/∂a_k is: at an output that rounds
    #: to 0 or 1 under a logarithmic cost. ``terms`` stays finite there.
    influence: FloatArray
    #: path × influence, shape (samples, terms).
    terms: FloatArray
    #: σ'(z_j) and m_j, shape (samples,), by which the sum is multiplied; m_j is 0 where dropout leaves the neuron out.
    #: None where they are in the terms, and without dropout.
    slope: FloatArray | None
    factor: FloatArray | None
    #: δ_j as backpropagation made it, shape (samples,).
    delta: FloatArray

    @property
    def shares(self) -> FloatArray:
        """What each term contributes to δ_j, slope and all, shape (samples, terms). They add up to δ_j."""
        return self.terms if self.slope is None else self.terms * self.passing[:, np.newaxis]

    @property
    def passing(self) -> FloatArray:
        """What the sum is multiplied by, m_j σ'(z_j), shape (samples,)."""
        return np.ones(len(self.delta)) if self.slope is None else passed_on(self.slope, self.factor)


def delta_sum(
    net: Network,
    trace: Trace,
    y: FloatArray,
    *,
    cost: str,
    layer: int,
    neuron: int,
    factors: FloatArray | None = None,
    removed: BoolArray | None = None,
) -> DeltaSum:
    """The sum that makes δ_j^l, for every sample of a trace.

    Parameters
    ----------
    trace : Trace
        Backpropagation of the samples through ``net``.
    y : ndarray, shape (samples, n_L)
        Their targets.
    layer, neuron : int
        l = 1…L and j = 0…n_l − 1.
    factors : ndarray, shape (samples, n_l), optional
        m^l of dropout, where the layer has it.
    removed : ndarray, shape (n_{l+1}, n_l), optional
        Which weights out of the layer are removed.

    Raises InvalidNetworkError if there is no such neuron, InvalidConfigError if the cost is unknown.
    """
    check_neuron(net, layer, neuron)
    if layer == net.depth:
        return _output_sum(net, trace, y, cost, neuron)
    if net.functions[layer - 1].elementwise:
        return _next_sum(net, trace, layer, neuron, factors, removed)
    return _layer_sum(net, trace, layer, neuron, factors)


def _output_sum(net: Network, trace: Trace, y: FloatArray, cost: str, neuron: int) -> DeltaSum:
    function, z, a, chosen = net.functions[-1], trace.zs[-1], trace.activations[-1], cost_named(cost)
    # An infinite ∂C/∂a_k is a fact to show, not a fault to report.
    with np.errstate(divide="ignore", over="ignore"):
        influence = chosen.gradient(a, y)
    return DeltaSum(
        kind=SumKind.OUTPUT,
        neurons=np.arange(a.shape[1]),
        layer=net.depth,
        path=function.jvp(z, a, unit_change(z, neuron)),
        influence=influence,
        terms=output_error_terms(chosen, function, z, a, y, neuron),
        slope=None,
        factor=None,
        delta=trace.deltas[-1][:, neuron],
    )


def _next_sum(
    net: Network,
    trace: Trace,
    layer: int,
    neuron: int,
    factors: FloatArray | None,
    removed: BoolArray | None,
) -> DeltaSum:
    weights = net.weights[layer][:, neuron]
    neurons = np.arange(len(weights)) if removed is None else np.flatnonzero(~removed[:, neuron])
    function, own = net.functions[layer - 1], slice(neuron, neuron + 1)
    z, a = trace.zs[layer - 1][:, own], trace.activations[layer - 1][:, own]
    influence = trace.deltas[layer][:, neurons]
    path = np.broadcast_to(weights[neurons], influence.shape)
    return DeltaSum(
        kind=SumKind.NEXT,
        neurons=neurons,
        layer=layer + 1,
        path=path,
        influence=influence,
        terms=path * influence,
        slope=function.derivative(z, a)[:, 0],
        factor=None if factors is None else factors[:, neuron],
        delta=trace.deltas[layer - 1][:, neuron],
    )


def _layer_sum(net: Network, trace: Trace, layer: int, neuron: int, factors: FloatArray | None) -> DeltaSum:
    function, z, a = net.functions[layer - 1], trace.zs[layer - 1], trace.activations[layer - 1]
    path = function.jvp(z, a, unit_change(z, neuron))
    influence = passed_on(trace.deltas[layer] @ net.weights[layer], factors)
    return DeltaSum(
        kind=SumKind.LAYER,
        neurons=np.arange(a.shape[1]),
        layer=layer,
        path=path,
        influence=influence,
        terms=path * influence,
        slope=None,
        factor=None,
        delta=trace.deltas[layer - 1][:, neuron],
    )
