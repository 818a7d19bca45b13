"""What of a change of cost may be rounding: nobody is told anything of a change below it."""

import numpy as np

from bpexplorer.core.backprop import NOTHING_DROPPED, Factors, Trace, passed_on
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.output import stable_form
from bpexplorer.core.types import FloatArray

#: So many units of the last place: three times the largest that 24,000 changes of random networks were off by.
ROUNDING_UNITS = 8


def rounding_of_change(
    net: Network,
    trace: Trace,
    y: FloatArray,
    *,
    cost: str,
    layer: int = 0,
    x: FloatArray | None = None,
    factors: Factors = NOTHING_DROPPED,
) -> FloatArray:
    """About how much of a change of C_x may be rounding, shape (samples,).

    To first order (Higham, Accuracy and Stability of Numerical Algorithms, chapter 3): z_k of every layer that is
    computed anew is rounded by a few units of Σ_i |w_ki a_i| + |b_k|, and δ_k says what that does to C. The outputs
    and C are rounded, too.

    Parameters
    ----------
    trace : Trace
        Backpropagation of the samples before the change, with targets ``y``.
    layer : int
        Where the change is made: a shift of z in this layer l ≥ 1, or, with 0, one of the parameters; then the inputs
        ``x`` are needed.
    factors : mapping of int to ndarray, optional
        What dropout multiplies the activations of layer l by.
    """
    chosen, output = cost_named(cost), net.functions[-1]
    z, a = trace.zs[-1], trace.activations[-1]
    with np.errstate(all="ignore"):
        if stable_form(chosen, output) is None:
            at_output = np.abs(chosen.gradient(a, y) * a)
        else:  # it is made of y z and of logarithms of about 1
            at_output = np.abs(y) * (1.0 + np.abs(z))
        terms = np.abs(trace.sample_costs) + at_output.sum(axis=-1)
        if layer:
            terms += np.abs(trace.deltas[layer - 1] * trace.zs[layer - 1]).sum(axis=-1)
        for l in range(layer, net.depth):  # noqa: E741 (l is the layer that passes on, as in the equations)
            passed = x if l == 0 else passed_on(trace.activations[l - 1], factors.get(l))
            assert passed is not None, "a change of the first layer's parameters needs the inputs"
            sizes = np.abs(passed) @ np.abs(net.weights[l]).T + np.abs(net.biases[l])
            terms += (np.abs(trace.deltas[l]) * sizes).sum(axis=-1)
    rounding: FloatArray = ROUNDING_UNITS * np.finfo(np.float64).eps * terms
    return rounding
