"""Why a δ is small: which factor of the sum that makes it takes it away, by the verdict on that sum."""

from enum import Enum

import numpy as np

from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.origin import SMALL, Adding, OriginReading, Passing, WorkedSum


class WhySmall(Enum):
    """What takes δ of a neuron away, for one sample."""

    #: It isn't small: |δ| is at least ``SMALL``.
    NOT_SMALL = "not small"
    NOT_FINITE = "not finite"
    #: Dropout leaves the neuron out.
    DROPPED = "dropped"
    #: Nothing leads on from it, or only through weights that are 0 to neurons whose δ is 0.
    NO_WAY = "no way"
    #: The output is at its target: δ = a − y.
    FITTED = "fitted"
    #: No ∂C/∂a of an output is more than small.
    CONTENT = "content"
    #: The slope is nearly 0, or 0.
    SLOPE = "slope"
    #: No neuron ahead has a δ that is more than small.
    AHEAD = "ahead"
    #: The terms cancel, wholly or partly.
    CANCEL = "cancel"
    #: None of these alone: weights, δ ahead and slope are moderate, and their product is small.
    PRODUCT = "product"


def why_small(reading: OriginReading) -> WhySmall:
    """Say what takes δ of the sample away; where several things do, what comes first in `WhySmall`."""
    worked = reading.one
    if worked.verdict.adding is Adding.NOT_FINITE or not np.isfinite(worked.delta):
        return WhySmall.NOT_FINITE
    if abs(worked.delta) >= SMALL:
        return WhySmall.NOT_SMALL
    if worked.verdict.passing is Passing.DROPPED:
        return WhySmall.DROPPED
    if reading.kind is SumKind.OUTPUT:
        return _of_an_output(worked)
    if worked.verdict.adding is Adding.NOTHING:
        return WhySmall.NO_WAY
    if worked.verdict.passing in (Passing.NOTHING, Passing.HARDLY_ANY):
        return WhySmall.SLOPE
    return _of_the_terms(worked)


def _of_an_output(worked: WorkedSum) -> WhySmall:
    if worked.difference is not None:
        return WhySmall.FITTED
    influence, path = worked.influence, worked.path
    assert influence is not None, "the sum of one sample has its factors"
    assert path is not None
    reaching = np.abs(influence[path != 0.0])
    if len(reaching) and reaching.max() < SMALL:
        return WhySmall.CONTENT
    if np.abs(path).max(initial=0.0) < SMALL:
        return WhySmall.SLOPE
    return _of_the_terms(worked)


def _of_the_terms(worked: WorkedSum) -> WhySmall:
    match worked.verdict.adding:
        case Adding.SMALL:
            return WhySmall.AHEAD
        case Adding.CANCEL | Adding.PARTLY:
            return WhySmall.CANCEL
    return WhySmall.PRODUCT
