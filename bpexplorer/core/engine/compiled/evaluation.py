"""The costs of a whole set and the right answers as one function: what ``core.evaluation`` does with numpy."""

import math

from numba import njit

from bpexplorer.core.engine.compiled.elementary import FAST, fast
from bpexplorer.core.engine.compiled.forward import forward, gather
from bpexplorer.core.engine.compiled.outputs import summed_costs


@fast
def _answer(a, s, stride, threshold):
    """The class that sample s is taken for, as ``TrainingData.predicted_classes`` has it."""
    if not math.isnan(threshold):
        return 1 if a[s] > threshold else 0
    best, most = 0, a[s]
    for k in range(1, len(a) // stride):
        own = a[k * stride + s]
        if own > most or (math.isnan(own) and not math.isnan(most)):  # to numpy NaN is the largest
            best, most = k, own
    return best


@njit(fastmath=FAST, error_model="numpy", nogil=True, cache=True)
def evaluate(
    x, y, labels, threshold, order, stride,
    parameters, sizes, places, layers, activations, pair, cost, blas,
    z, a, delta, targets,
):  # fmt: skip
    """Return the sum of the costs of all samples, and how many of ``labels`` are right (0 where there are none).

    ``order`` counts the samples; ``stride`` of them are gone through at a time. A threshold that is NaN means that the
    largest output is the answer.
    """
    one = (x[0, :1] * 0 + 1)[0]
    last = slice(layers[len(sizes) - 1], layers[len(sizes)])
    total, right = 0.0, 0
    for begin in range(0, len(x), stride):
        rows = order[begin : begin + stride]
        gather(x, rows, a, blas[0] != 0, stride)
        gather(y, rows, targets, False, stride)
        forward(
            parameters, sizes, places, layers, layers, activations, blas, -1, 0.0, a[:0], len(rows), stride, z, a, one
        )  # fmt: skip
        total += summed_costs(pair, cost, z[last], a[last], targets, delta, len(rows), stride)
        if len(labels):
            for s in range(len(rows)):
                if _answer(a[last], s, stride, threshold) == labels[begin + s]:
                    right += 1
    return total, right
