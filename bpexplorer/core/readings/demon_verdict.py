"""What the change of cost that δ·Δz predicts has to do with the one that happens, judged by the numbers."""

import math
from enum import Enum

import numpy as np

from bpexplorer.core.types import BoolArray, FloatArray

#: A gap below this part of the prediction is agreement.
AGREES = 0.05
#: From this multiple of the prediction on, δ is as good as 0 for this Δz.
OVERWHELMS = 10.0
#: At the lowest point nothing near is lower, but for so much of the rise: its neighbourhood reaches to Δz.
DIP = 0.05
#: A δ below this part of C is almost 0: what it predicts says little, and so does half of Δz.
FAINT = 1e-5


class Verdict(Enum):
    """In what way predicted and actual agree or part."""

    #: Δz is 0.
    NOTHING_ADDED = "nothing added"
    #: C is no finite number, before or after.
    NOT_FINITE = "not finite"
    #: δ is 0 and C stays as it is.
    NO_INFLUENCE = "no influence"
    #: Both changes are smaller than the rounding of C.
    TOO_SMALL = "too small"
    AGREES = "agrees"
    #: C is lowest, or highest, at Δz = 0, as far as to Δz on either side.
    LOWEST = "lowest"
    HIGHEST = "highest"
    #: Most of the gap comes of crossing a kink of an activation or of the cost.
    KINK = "kink"
    #: δ is nothing but rounding, yet C changes.
    FLAT = "flat"
    #: δ is almost 0 beside C, and what little it predicts is not what happens.
    FAINT = "faint"
    #: Δz goes past a turn of the curve: C changes against the prediction.
    TURNED = "turned"
    BENDS = "bends"


def judge(
    *,
    dz: float,
    predicted: float,
    actual: float,
    opposite: float,
    cost: float,
    rounding: float,
    is_kinked: bool,
    lowest: float,
    highest: float,
) -> Verdict:
    """Name what is the case.

    Parameters
    ----------
    predicted, actual : float
        δ·Δz, and C(z + Δz) − C(z).
    opposite : float
        C(z − Δz) − C(z).
    cost : float
        C(z).
    rounding : float
        What a change of C may be off by.
    is_kinked : bool
        Whether most of the gap comes of crossing a kink.
    lowest, highest : float
        The least and the largest change of C between −|Δz| and |Δz|.
    """
    gap = actual - predicted
    if dz == 0.0:
        return Verdict.NOTHING_ADDED
    if not math.isfinite(gap):
        return Verdict.NOT_FINITE
    if predicted == 0.0 and actual == 0.0:
        return Verdict.NO_INFLUENCE
    if max(abs(predicted), abs(actual)) <= rounding:
        return Verdict.TOO_SMALL
    if abs(gap) <= max(rounding, AGREES * abs(predicted)):
        return Verdict.AGREES
    if abs(gap) >= OVERWHELMS * abs(predicted):
        if _is_extreme(predicted, actual, opposite, dip=lowest):
            return Verdict.LOWEST
        if _is_extreme(-predicted, -actual, -opposite, dip=-highest):
            return Verdict.HIGHEST
    if is_kinked:
        return Verdict.KINK
    if abs(predicted) <= rounding:
        return Verdict.FLAT
    if abs(predicted) <= FAINT * abs(cost * dz):
        return Verdict.FAINT
    return Verdict.TURNED if predicted * actual < 0.0 else Verdict.BENDS


def _is_extreme(predicted: float, actual: float, opposite: float, *, dip: float) -> bool:
    """Whether C rises to both sides, by far more than δ says, and is hardly lower anywhere between."""
    rise = min(actual, opposite)
    return rise > 0.0 and abs(predicted) <= rise / (OVERWHELMS - 1.0) and -dip <= DIP * rise


def gap_is_of_kinks(gap: FloatArray, crosses_kink: BoolArray) -> bool:
    """Whether the samples that cross a kink hold most of the gaps; both of shape (samples,)."""
    sizes = np.abs(gap)
    return bool(sizes[crosses_kink].sum() > 0.5 * sizes.sum())
