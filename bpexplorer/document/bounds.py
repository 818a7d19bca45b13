"""Where a colour scale ends."""

import math

import numpy as np

from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource

#: Up to this share of a scale a colour is nearly that of 0: a neuron carries no glyph of its sign, and where a whole
#: layer is so, it is said.
FAINT = 0.1


def nice_bound(max_abs: float) -> float:
    """Give the least number 1, 2 or 5 × 10^k that is not below `max_abs` (1 for zero: any bound will do).

    Raises
    ------
    ValueError
        `max_abs` is negative or not finite.
    """
    if not (math.isfinite(max_abs) and max_abs >= 0.0):
        raise ValueError(f"the largest magnitude is finite and not negative, not {max_abs}")
    if max_abs == 0.0:
        return 1.0
    exponent = math.floor(math.log10(max_abs))
    for text in (f"{digit}e{exponent + more}" for more in (-1, 0, 1) for digit in (1, 2, 5)):
        # Read from text: a power of ten computed in floating point may miss the number it stands for.
        if (bound := float(text)) >= max_abs and math.isfinite(bound):
            return bound
    return max_abs  # above 1e308, where the next number can't be written


def delta_bound(frame: Frame, source: SampleSource = SampleSource.PROBE) -> float:
    """The 1-2-5 number above the largest |δ| of these samples: the ends of the shared colour scale."""
    samples = frame.samples(source)
    if samples is None:
        return 1.0
    largest = max(float(np.abs(delta).max()) for delta in samples.trace.deltas)
    return nice_bound(largest) if np.isfinite(largest) and largest > 0 else 1.0
