"""What C_x would be if one neuron had another z, or passed on another a: the questions of demon and silence, for many.

Only what lies ahead of the neuron is computed anew. Its own layer is not, unless its activation mixes its neurons.
"""

import numpy as np

from bpexplorer.core.backprop import NOTHING_DROPPED, Factors, ForwardPass, Trace, forward_from
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.output import sample_costs
from bpexplorer.core.types import FloatArray


def costs_with_a(
    network: Network,
    passed: ForwardPass | Trace,
    y: FloatArray,
    a: FloatArray,
    *,
    cost: str,
    layer: int,
    neuron: int,
    factors: Factors = NOTHING_DROPPED,
) -> tuple[FloatArray, FloatArray]:
    """C_x if neuron j of a hidden layer gave other a_j, and the outputs.

    Parameters
    ----------
    passed : ForwardPass or Trace
        The samples on their way through the network as it is.
    a : ndarray, shape (variants, samples)
        What a_j would be.

    Returns
    -------
    costs, outputs : ndarray, shapes (variants, samples) and (variants, samples, n_L)
    """
    change = a - passed.activations[layer - 1][:, neuron]
    if (kept := factors.get(layer)) is not None:
        change = change * kept[:, neuron]
    z = passed.zs[layer] + change[:, :, np.newaxis] * network.weights[layer][:, neuron]
    return _costs_from(network, layer + 1, z, y, cost=cost, factors=factors)


def costs_with_z(
    network: Network,
    passed: ForwardPass | Trace,
    y: FloatArray,
    dzs: FloatArray,
    *,
    cost: str,
    layer: int,
    neuron: int,
    factors: Factors = NOTHING_DROPPED,
) -> FloatArray:
    """C_x with each of some Δz added to z_j, shape (len(dzs), samples)."""
    function, z = network.functions[layer - 1], passed.zs[layer - 1]
    if layer < network.depth and function.elementwise:
        a = function.value(z[:, neuron] + dzs[:, np.newaxis])
        costs, _ = costs_with_a(network, passed, y, a, cost=cost, layer=layer, neuron=neuron, factors=factors)
        return costs
    shifted = np.repeat(z[np.newaxis], len(dzs), axis=0)
    shifted[:, :, neuron] += dzs[:, np.newaxis]
    costs, _ = _costs_from(network, layer, shifted, y, cost=cost, factors=factors)
    return costs


def _costs_from(
    network: Network, layer: int, z: FloatArray, y: FloatArray, *, cost: str, factors: Factors
) -> tuple[FloatArray, FloatArray]:
    """Go on from z of a layer, shape (variants, samples, n_l)."""
    variants, samples = z.shape[:2]
    again = {dropping: np.tile(each, (variants, 1)) for dropping, each in factors.items()}
    passed = forward_from(network, layer, z.reshape(variants * samples, -1), again)
    outputs = passed.activations[-1]
    costs = sample_costs(
        cost_named(cost), network.functions[-1], passed.zs[-1], outputs, np.tile(y, (variants, 1))
    )
    return costs.reshape(variants, samples), outputs.reshape(variants, samples, -1)
