"""A stretch of steps as one function: what ``numpy_stepper`` does, without the calls between its parts."""

import math

import numpy as np
from numba import njit

from bpexplorer.core.engine.compiled.dispatch import carry_back, update
from bpexplorer.core.engine.compiled.elementary import FAST, inlined
from bpexplorer.core.engine.compiled.forward import forward, gather, leave_out
from bpexplorer.core.engine.compiled.outputs import cost_and_error
from bpexplorer.core.engine.compiled.products import carried_errors, gradients
from bpexplorer.core.engine.compiled.summing import step_by_sum
from bpexplorer.core.engine.compiled.updates import add_penalty, clip_by_norm


@inlined
def _propagate(
    now, gradient, is_held, sizes, places, layers, passed, activations, pair, cost, blas, held_at, held_dz, factors,
    samples, stride, z, a, delta, y, one,
):  # fmt: skip
    """Leave all δ of the mean cost of a batch, and its gradient if one is to be held; return that cost.

    See ``forward`` on where things lie.
    """
    depth = len(sizes) - 1
    nothing = a[:0]
    forward(
        now, sizes, places, layers, passed, activations, blas, held_at, held_dz, factors, samples, stride, z, a, one
    )  # fmt: skip
    here = slice(layers[depth], layers[depth + 1])
    batch_cost = cost_and_error(
        pair, cost, activations[-1], z[here], a[here], y, delta[here], samples, stride
    )
    for l in range(depth, 0, -1):  # noqa: E741
        n_in, n = sizes[l - 1], sizes[l]
        w = now[places[l - 1] : places[l - 1] + n * n_in]
        grad_w, grad_b = gradient[places[l - 1] : places[l] - n], gradient[places[l] - n : places[l]]
        below, here = slice(layers[l - 1], layers[l]), slice(layers[l], layers[l + 1])
        if is_held:
            before = a[passed[l - 1] : passed[l - 1] + n_in * stride]
            x = before if l == 1 else nothing
            gradients(delta[here], before, grad_w, grad_b, n_in, stride, blas[l - 1], x, samples, one)
        if l > 1:
            carried_errors(w, delta[here], delta[below], n_in, stride, blas[l - 1], samples, one)
            if passed[l - 1] != layers[l - 1]:
                own = passed[l - 1] - layers[-1]
                leave_out(factors[own : own + n_in * stride], delta[below], delta[below])
            carry_back(activations[l - 2], z[below], a[below], delta[below], stride)
    return batch_cost


@njit(fastmath=FAST, error_model="numpy", nogil=True, cache=True)
def make_steps(
    x, y, order, position, batch_size, stride,
    now, after, sizes, places, layers, passed, activations, pair, cost, blas, held_at, held_dz, fixed,
    factors, optimizer, settings, sum_row, sum_keep, rates, moment_steps, l1, l2, clip_norm,
    z, a, delta, targets, small_gradient, fixed_values, bounds, limit, costs, clipped,
):  # fmt: skip
    """Make a step with each of ``rates``; leave in ``clipped`` which were clipped.

    Return how many were taken, and whether the parameters are in ``after`` then. The other of the two has those from
    before the last step. If fewer than ``len(rates)`` were taken, the step after those failed, and the other has what
    it would have left.

    ``sum_row`` is the row in which the optimizer sums gradients up (−1: it does more than that), ``sum_keep`` how much
    of itself that keeps; ``bounds`` has a bound for the numbers of each row, which must stay below ``limit``.
    """
    one = (x[0, :1] * 0 + 1)[0]
    sums_up, is_swapped, left = sum_row >= 0 and not clip_norm > 0.0, False, np.empty_like(bounds)
    for index in range(len(rates)):
        rows, rate, in_place = order[position : position + batch_size], rates[index], False
        gradient = after[0]
        gather(x, rows, a, blas[0] != 0, stride)
        gather(y, rows, targets, False, stride)
        costs[index] = _propagate(
            now[0], gradient, not sums_up, sizes, places, layers, passed, activations, pair, cost, blas, held_at,
            held_dz, factors[index], len(rows), stride, z, a, delta, targets, one,
        )  # fmt: skip
        if sums_up:
            # What the last one is made from may be asked for.
            may_be_in_place = index + 1 < len(rates) and math.isfinite(costs[index])
            in_place, finite = step_by_sum(
                now, after, sum_row, sum_keep, rate, l1, l2, fixed, fixed_values, bounds, left, limit, may_be_in_place,
                sizes, places, layers, passed, blas, len(rows), stride, a, delta, small_gradient, one,
            )  # fmt: skip
        else:
            if l1 != 0.0 or l2 != 0.0:
                for l in range(len(sizes) - 1):  # noqa: E741
                    weights = slice(places[l], places[l + 1] - sizes[l + 1])
                    add_penalty(now[0][weights], gradient[weights], one * l1, one * l2)
            for place in fixed:
                gradient[place] = 0
            clipped[index] = clip_norm > 0.0 and clip_by_norm(gradient, clip_norm)
            finite = update(optimizer, now, after, rate, settings, moment_steps + index + 1, one)
            for place in fixed:  # decay and velocity move what has no gradient, too
                for row in range(len(now)):
                    after[row, place] = now[row, place]
        if not (finite and math.isfinite(costs[index])):
            return index, is_swapped
        if sums_up:
            bounds[:] = left
        if not in_place:
            now, after, is_swapped = after, now, not is_swapped
        position += len(rows)
    return len(rates), is_swapped
