"""Steps of optimizers that only sum gradients up: a layer's product adds its gradient to the sum, and nothing holds it.

Such a step is made in the parameters themselves where a bound tells beforehand that all it leaves is finite; else in a
copy of them, in which each number is looked at before it is taken. Both make the same operations on the same numbers,
so a run has the same bits whichever way its steps go.
"""

import math

import numpy as np

from bpexplorer.core.engine.compiled.elementary import fast, inlined
from bpexplorer.core.engine.compiled.products import add_gradient, gradients, sum_errors
from bpexplorer.core.engine.compiled.updates import keep_and_add, keep_and_penalise


@inlined
def step_by_sum(
    now, after, row, kept, rate, l1, l2, fixed, fixed_values, bounds, left, limit, may_be_in_place,
    sizes, places, layers, passed, blas, samples, stride, a, delta, small_gradient, one,
):  # fmt: skip
    """Make a step by a sum in ``row``, a velocity's that keeps so much of itself, or the parameters' own (0).

    Return whether it was made in ``now`` instead of ``after``, and whether all that it leaves is finite. ``bounds``
    holds a bound for the numbers of each row of now; ``left`` becomes those of what the step leaves.
    """
    keep, add = (kept, 1.0) if row > 0 else (1.0, -rate)
    in_place = may_be_in_place and _leaves_finite(
        bounds, left, limit, row, keep, add, rate, l1, l2, layers, passed, stride, a, delta
    )
    if not in_place:
        _copy(now, after)
    planes = now if in_place else after
    for r in range(len(now)):
        for place in range(len(fixed)):
            fixed_values[r, place] = now[r, fixed[place]]
    _descend(
        planes, row, keep, add, rate, l1, l2, sizes, places, layers, passed, blas, samples, stride, a, delta,
        small_gradient, one,
    )  # fmt: skip
    for r in range(len(now)):  # decay and velocity move what has no gradient, too
        for place in range(len(fixed)):
            planes[r, fixed[place]] = fixed_values[r, place]
    return in_place, in_place or _is_finite(planes, left)


@inlined
def _descend(
    planes, row, keep, add, rate, l1, l2, sizes, places, layers, passed, blas, samples, stride, a, delta,
    small_gradient, one,
):  # fmt: skip
    """Make the step p ← keep p + add g in a row of ``planes``; where that holds velocities, w ← w − rate v follows.

    g is the gradient of the mean cost and of the penalties, from δ and a of all layers. ``small_gradient`` has room for
    the biases' of each layer, and for all of those that loops multiply.
    """
    number, depth = planes.dtype.type, len(sizes) - 1
    parameters, sums = planes[0], planes[row]
    for l in range(1, depth + 1):  # noqa: E741 (as in the equations)
        n_in, n = sizes[l - 1], sizes[l]
        weights, biases = slice(places[l - 1], places[l] - n), slice(places[l] - n, places[l])
        before, errors = a[passed[l - 1] : passed[l - 1] + n_in * stride], delta[layers[l] : layers[l + 1]]
        kept = number(keep)
        if l1 != 0.0 or (l2 != 0.0 and row > 0):
            keep_and_penalise(sums[weights], parameters[weights], kept, number(add * l1), number(add * l2))
            kept = number(1.0)
        elif l2 != 0.0:
            kept = number(keep + add * l2)
        x, grad_b = before if l == 1 else a[:0], small_gradient[:n]
        if blas[l - 1] == 0:
            grad_w = small_gradient[n : n + n * n_in]
            gradients(errors, before, grad_w, grad_b, n_in, stride, 0, x, samples, one)
            keep_and_add(sums[weights], grad_w, kept, number(add))
        else:
            sum_errors(errors, grad_b, stride)
            add_gradient(
                errors, before, sums[weights], n_in, stride, blas[l - 1], x, samples, kept, number(add)
            )
        keep_and_add(sums[biases], grad_b, number(keep), number(add))
    if row > 0:
        keep_and_add(parameters, sums, number(1.0), number(-rate))


@inlined
def _leaves_finite(bounds, left, limit, row, keep, add, rate, l1, l2, layers, passed, stride, a, delta):
    """Whether no number on the way of a step can exceed ``limit``; ``bounds`` holds for each row of now, ``left``
    becomes those of what the step leaves.

    No sum over samples of δ a exceeds ‖δ‖ ‖a‖, in whatever order it is added (Cauchy and Schwarz). The larger factors
    here are also above δ and a alone, and above a sum of δ.
    """
    if not (bounds[row] < limit and bounds[0] < limit):
        return False
    reach = 0.0
    for l in range(1, len(layers) - 1):  # noqa: E741
        before = a[passed[l - 1] : passed[l - 1] + layers[l] - layers[l - 1]]
        reach += (1.0 + _length(delta[layers[l] : layers[l + 1]])) * (math.sqrt(stride) + _length(before))
    left[row] = abs(keep) * bounds[row] + (1.0 + abs(add)) * (reach + l1 + l2 * bounds[0])
    if row > 0:
        left[0] = bounds[0] + abs(rate) * left[row]
    return left[row] < limit and left[0] < limit  # so NaN isn't


@inlined
def _is_finite(planes, bounds):
    """Look at each number; ``bounds`` becomes those of the rows, infinite where squares overflow."""
    found = True
    for row in range(len(planes)):
        bounds[row] = _length(planes[row])
        if not bounds[row] < math.inf:
            bounds[row] = math.inf
            found = found and _are_finite(planes[row])
    return found


@fast
def _length(numbers):
    """√Σ x², which no |x| exceeds; infinite or NaN where squares overflow."""
    squares = numbers[0] - numbers[0]
    for i in range(len(numbers)):
        squares += numbers[i] * numbers[i]
    return math.sqrt(np.float64(squares))


@fast
def _are_finite(numbers):
    found = numbers[0] - numbers[0]
    for i in range(len(numbers)):
        found += numbers[i] - numbers[i]
    return found == found


@fast
def _copy(now, after):
    """Let ``after`` be as ``now``."""
    for row in range(len(now)):
        old, new = now[row], after[row]
        for i in range(len(old)):
            new[i] = old[i]
