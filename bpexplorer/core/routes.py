"""The routes by which one neuron reaches the cost: the terms of the sum in BP1 and BP2, one row each.

For an output neuron j there is a row for each output k, and the terms are (∂C/∂a_k) (∂a_k/∂z_j): with a
sigmoid only the row k = j lives, with softmax all do. For a hidden neuron there is a row for each neuron k of
the next layer, and the terms are δ_k (∂z_k/∂z_j), which for an elementwise activation is δ_k w_kj σ'(z_j).
Either sum is δ_j.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import Trace, backpropagate, checked_targets
from bpexplorer.core.costs import Cost
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.demon import check_neuron
from bpexplorer.core.network import Network
from bpexplorer.core.output import output_error_terms, unit_change
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Routes:
    """The rows of one neuron's sum. "k" stands for a row: an output (BP1) or a neuron of the next layer
    (BP2)."""

    equation: Literal["BP1", "BP2"]
    layer: int
    neuron: int
    #: Δz at the neuron, for ``change`` and its first order.
    dz: float
    #: δ_j for each sample, shape (samples,).
    delta: FloatArray
    #: ∂C/∂a_k (BP1) or δ_k^{l+1} (BP2), shape (samples, rows). Infinite where BP1's ∂C/∂a_k is: at an output
    #: that rounds to 0 or 1 under a logarithmic cost. ``terms`` stays finite there.
    influence: FloatArray
    #: ∂a_k/∂z_j (BP1) or ∂z_k^{l+1}/∂z_j (BP2), shape (samples, rows).
    path: FloatArray
    #: influence × path, shape (samples, rows).
    terms: FloatArray
    #: Δa_k (BP1) or Δz_k^{l+1} (BP2) that happens when Δz is added, shape (samples, rows).
    change: FloatArray
    #: BP2 only: w_kj^{l+1}, shape (rows,); None for BP1.
    weights: FloatArray | None
    #: ∂a_i/∂z_j for the neurons i of the neuron's own layer, shape (samples, n_l): column j of the Jacobian.
    #: Only entry j lives if the activation is elementwise. For BP1 this is ``path``. Times the factors of dropout.
    own_jacobian: FloatArray
    #: BP2 only: m_j of dropout for each sample, shape (samples,), 0 where the neuron is left out; None without dropout.
    factor: FloatArray | None = None

    @property
    def gate(self) -> FloatArray:
        """∂a_j/∂z_j for each sample, shape (samples,): σ'(z_j) if the activation is elementwise."""
        return self.own_jacobian[:, self.neuron]

    @property
    def total(self) -> FloatArray:
        """The sum of the terms for each sample, shape (samples,): δ_j."""
        total: FloatArray = self.terms.sum(axis=-1)
        return total

    @property
    def predicted(self) -> FloatArray:
        """terms × Δz, shape (samples, rows): each route's part of the predicted change δ_j Δz of the cost."""
        return self.terms * self.dz


def routes(
    net: Network, x: ArrayLike, y: ArrayLike, *, cost: str, layer: int, neuron: int, dz: float = 0.0
) -> Routes:
    """The rows of BP1 (last layer) or BP2 (hidden layer) for neuron j of layer l, and what Δz does to them.

    Parameters
    ----------
    x, y : array_like, shapes (samples, n_0) and (samples, n_L)
    layer, neuron : int
        l = 1…L and j = 0…n_l − 1.
    dz : float
        Δz for the columns that show a change.

    Raises InvalidNetworkError if there is no such neuron, DataError if x or y don't fit the network,
    InvalidConfigError if the cost is unknown.
    """
    check_neuron(net, layer, neuron)
    net = net.for_inspection()
    trace = backpropagate(net, x, y, cost=cost)
    return routes_of_trace(net, trace, y, cost=cost, layer=layer, neuron=neuron, dz=dz)


def routes_of_trace(
    net: Network,
    trace: Trace,
    y: ArrayLike,
    *,
    cost: str,
    layer: int,
    neuron: int,
    dz: float = 0.0,
    factors: FloatArray | None = None,
) -> Routes:
    """The same from a trace that is there already, and with the factors m^l of dropout, shape (samples, n_l).

    Where the layer has factors, ∂z_k^{l+1}/∂z_j is Σ_i w_ki m_i J_ij, and the gate is m_j J_jj.
    """
    check_neuron(net, layer, neuron)
    if layer == net.depth:
        y = checked_targets(net, y, samples=len(trace.sample_costs))
        return _output_routes(net, trace, y, cost_named(cost), neuron, dz)
    return _hidden_routes(net, trace, layer, neuron, dz, factors)


def _output_routes(net: Network, trace: Trace, y: FloatArray, cost: Cost, neuron: int, dz: float) -> Routes:
    """BP1: δ_j = Σ_k (∂C/∂a_k) J_kj."""
    function, z, a = net.functions[-1], trace.zs[-1], trace.activations[-1]
    jacobian_column = function.jvp(z, a, unit_change(z, neuron))
    # An infinite ∂C/∂a_k is a fact to show, not a fault to report.
    with np.errstate(divide="ignore", over="ignore"):
        influence = cost.gradient(a, y)
    return Routes(
        equation="BP1",
        layer=net.depth,
        neuron=neuron,
        dz=dz,
        delta=trace.deltas[-1][:, neuron],
        influence=influence,
        path=jacobian_column,
        terms=output_error_terms(cost, function, z, a, y, neuron),
        change=function.value(z + dz * unit_change(z, neuron)) - a,
        weights=None,
        own_jacobian=jacobian_column,
    )


def _hidden_routes(
    net: Network, trace: Trace, layer: int, neuron: int, dz: float, factors: FloatArray | None
) -> Routes:
    """BP2: δ_j^l = Σ_k δ_k^{l+1} Σ_i w_ki J_ij; with an elementwise activation only i = j is left."""
    function, z, a = net.functions[layer - 1], trace.zs[layer - 1], trace.activations[layer - 1]
    weights_next = net.weights[layer]
    jacobian_column = function.jvp(z, a, unit_change(z, neuron))
    activation_change = function.value(z + dz * unit_change(z, neuron)) - a
    if factors is not None:
        jacobian_column, activation_change = factors * jacobian_column, factors * activation_change
    path: FloatArray = jacobian_column @ weights_next.T
    return Routes(
        equation="BP2",
        layer=layer,
        neuron=neuron,
        dz=dz,
        delta=trace.deltas[layer - 1][:, neuron],
        influence=trace.deltas[layer],
        path=path,
        terms=trace.deltas[layer] * path,
        change=activation_change @ weights_next.T,
        weights=weights_next[:, neuron],
        own_jacobian=jacobian_column,
        factor=None if factors is None else factors[:, neuron],
    )
