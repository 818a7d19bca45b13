"""What all δ of a layer are made of, for one sample; `bpexplorer.core.origin` says it of one neuron."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import Trace, checked_targets
from bpexplorer.core.demon import check_neuron
from bpexplorer.core.errors import DataError
from bpexplorer.core.network import Network
from bpexplorer.core.origin import delta_sum
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """BP2 (or, at the output, BP1) of one layer and one sample, term by term.

    Of a hidden layer, ``terms[k, j]`` = w_kj^{l+1} δ_k^{l+1}; their sums over k are ∂C/∂a_j, and δ_j is what the slopes
    make of these. Of the output layer ``terms[k, j]`` = (∂C/∂a_k) (∂a_k/∂z_j), the slopes included, because apart they
    may be infinite and 0; their sums over k are δ_j.
    """

    layer: int
    #: Shape (n_{l+1}, n_l), or (n_L, n_L).
    terms: FloatArray
    #: ∂a_i/∂z_j at [i, j], shape (n_l, n_l): diagonal if the activation is elementwise, with σ'(z_j) there.
    jacobian: FloatArray
    #: δ_j, shape (n_l,).
    delta: FloatArray

    @property
    def slopes(self) -> FloatArray:
        """∂a_j/∂z_j, shape (n_l,)."""
        slopes: FloatArray = np.diagonal(self.jacobian)
        return slopes


def contributions(
    net: Network, trace: Trace, y: ArrayLike, *, cost: str, layer: int, sample: int
) -> Contributions:
    """The terms of all δ of layer l = 1…L for one row of the trace, which is backpropagation through ``net``.

    Raises InvalidNetworkError if there is no such layer, DataError if there is no such sample.
    """
    check_neuron(net, layer, 0)
    samples = len(trace.sample_costs)
    if not 0 <= sample < samples:
        raise DataError(
            tr(
                "There is no sample {sample}; choose one from 0 to {samples}.",
                sample=sample,
                samples=samples - 1,
            )
        )
    row = slice(sample, sample + 1)
    z, a, delta = (each[layer - 1][row] for each in (trace.zs, trace.activations, trace.deltas))
    if layer == net.depth:
        targets = checked_targets(net, y, samples=samples)
        sums = (
            delta_sum(net, trace, targets, cost=cost, layer=layer, neuron=neuron)
            for neuron in range(delta.shape[1])
        )
        terms = np.stack([each.terms[sample] for each in sums], axis=1)
    else:
        terms = net.weights[layer] * trace.deltas[layer][sample][:, np.newaxis]
    return Contributions(layer, terms, net.functions[layer - 1].jacobian(z, a)[0], delta[0])
