"""How the error fades or grows on its way back through the layers, and what makes it do so."""

import math
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.backprop import Trace
from bpexplorer.core.network import Network
from bpexplorer.core.norms import root_mean_square


@dataclass(frozen=True, slots=True)
class LayerFlow:
    """δ of one layer, over all its neurons and all samples of the trace.

    ``ratio`` = RMS δ^l / RMS δ^{l+1} is ``by_weights`` × ``by_gates``: with u = δ^{l+1} W^{l+1}, which is ∂C/∂a^l, the
    weights make RMS u / RMS δ^{l+1} of it, and the activation's Jacobian (the gates σ' if it is elementwise) makes
    RMS δ^l / RMS u. All three are None for the output layer, and NaN where they would divide by 0.
    """

    layer: int
    mean: float
    mean_absolute: float
    rms: float
    ratio: float | None = None
    by_weights: float | None = None
    by_gates: float | None = None


def gradient_flow(net: Network, trace: Trace) -> tuple[LayerFlow, ...]:
    """The flow of δ, entry l-1 for layer l; ``trace`` is backpropagation through ``net``."""
    return tuple(_layer_flow(net, trace, layer) for layer in range(1, net.depth + 1))


def _layer_flow(net: Network, trace: Trace, layer: int) -> LayerFlow:
    delta = trace.deltas[layer - 1]
    rms = root_mean_square(delta)
    mean, mean_absolute = float(delta.mean()), float(np.abs(delta).mean())
    if layer == net.depth:
        return LayerFlow(layer, mean, mean_absolute, rms)
    delta_next = trace.deltas[layer]
    rms_next, rms_between = root_mean_square(delta_next), root_mean_square(delta_next @ net.weights[layer])
    return LayerFlow(
        layer,
        mean,
        mean_absolute,
        rms,
        ratio=share(rms, rms_next),
        by_weights=share(rms_between, rms_next),
        by_gates=share(rms, rms_between),
    )


def share(part: float, whole: float) -> float:
    """part / whole, and NaN where that is a share of nothing."""
    return part / whole if whole else math.nan
