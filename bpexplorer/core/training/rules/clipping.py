"""Keep a gradient from being longer than a limit (Pascanu, Mikolov and Bengio, 2013)."""

import math
from dataclasses import dataclass

from bpexplorer.core.norms import length
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True)
class Clip:
    """A gradient is shortened: by this factor, as its norm is larger than the limit."""

    factor: float
    norm: float
    limit: float


def clip_for(gradient: FloatArray, limit: float) -> Clip | None:
    """What shortens a flat gradient to the length ``limit``; None if it is no longer than that.

    A gradient that isn't finite is left as it is, for the search for a divergence to find.
    """
    norm = length(gradient)
    return Clip(limit / norm, norm, limit) if limit < norm < math.inf else None


def clip_by_norm(gradient: FloatArray, limit: float) -> bool:
    """Shorten a flat gradient in place by what ``clip_for`` says; say whether it was. Its direction stays."""
    clip = clip_for(gradient, limit)
    if clip is None:
        return False
    gradient *= clip.factor
    return True
