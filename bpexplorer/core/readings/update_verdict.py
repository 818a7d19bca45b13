"""What the change of cost that a step predicts has to do with the one that happens, judged by the numbers.

Along the step, C is a curve whose slope at its beginning gives the prediction. If that curve is a parabola, the ratio
actual / predicted says where on it the step ends: near 1 on the tangent, at ½ in the lowest point, at 0 as high as it
began.
For plain descent the ratio is 1 − ½η·h, with the curvature h of C along the gradient: so it says how large η may be.
(An actual change of at least a part of the predicted one is what line searches ask for: Nocedal and Wright, Numerical
Optimization, chapter 3, the conditions of Armijo and Goldstein.)
"""

import math
from enum import Enum

#: From this ratio on a step ends before the lowest point of its parabola.
LOWEST_POINT = 0.5
#: Where both changes are below this part of C, the step hardly does anything, however well that was predicted.
HARDLY = 1e-4


class UpdateVerdict(Enum):
    """In what way predicted and actual agree or part."""

    #: No parameter has moved.
    NOTHING_MOVED = "nothing moved"
    #: C is no finite number, before or after.
    NOT_FINITE = "not finite"
    #: Both changes are smaller than the rounding of C.
    TOO_SMALL = "too small"
    #: Both changes can be seen, but are next to nothing beside C.
    HARDLY_ANYTHING = "hardly anything"
    #: C falls by at least half of what was predicted.
    SMALL_ENOUGH = "small enough"
    #: C falls, but by less: the step goes past the lowest point.
    AT_THE_LIMIT = "at the limit"
    #: C rises, though it was to fall.
    TOO_LARGE = "too large"
    #: C was to rise, and does: the step goes uphill for this batch.
    UPHILL = "uphill"
    #: C was to rise, and falls.
    FALLS_AFTER_ALL = "falls after all"


def judge_update(
    *, predicted: float, actual: float, cost: float, rounding: float, moved: bool
) -> UpdateVerdict:
    """Name what is the case.

    Parameters
    ----------
    predicted, actual : float
        Σ ∂C/∂w Δw over all parameters, and C after the step − C before it, both on the batch of the step.
    cost : float
        C before the step.
    rounding : float
        What a change of C may be off by.
    moved : bool
        Whether any parameter has changed.
    """
    if not math.isfinite(predicted) or not math.isfinite(actual):
        return UpdateVerdict.NOT_FINITE
    if not moved:
        return UpdateVerdict.NOTHING_MOVED
    if max(abs(predicted), abs(actual)) <= rounding:
        return UpdateVerdict.TOO_SMALL
    if max(abs(predicted), abs(actual)) < HARDLY * abs(cost):
        return UpdateVerdict.HARDLY_ANYTHING
    if predicted > 0.0:
        return UpdateVerdict.UPHILL if actual >= 0.0 else UpdateVerdict.FALLS_AFTER_ALL
    # What is only rounding doesn't count as a rise, nor as a part that is missing.
    if actual <= LOWEST_POINT * predicted + rounding:
        return UpdateVerdict.SMALL_ENOUGH
    return UpdateVerdict.TOO_LARGE if actual > rounding else UpdateVerdict.AT_THE_LIMIT
