"""Where a colour scale begins and ends."""

import math
from collections.abc import Sequence

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.readings.maps import map_domain
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.training_data import TrainingData

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


def map_bounds(frame: Frame) -> tuple[float, ...]:
    """For each layer l = 1…L the 1-2-5 number above the largest |a| of the fixed samples."""
    largest = [float(np.abs(a).max()) for a in frame.trace.activations]
    return tuple(nice_bound(each) if np.isfinite(each) else 1.0 for each in largest)


def map_range(
    activations: Sequence[str], data: TrainingData, bounds: Sequence[float], layer: int
) -> tuple[float, float]:
    """Between which two values the maps of a layer l = 0…L are coloured.

    ``activations`` are those of layers 1…L. Of inputs that is where the samples lie, and of an activation with bounds
    these. Where there are none, outputs that are to be numbers reach as far as these, and other layers as far as their
    entry of ``bounds``, which `map_bounds` gives, or what stands for it while there is none.
    """
    if layer == 0:
        low, high = map_domain(data)
        return float(low.min()), float(high.max())
    low_end, high_end = ACTIVATIONS[activations[layer - 1]].range
    bound = bounds[layer - 1] if len(bounds) == len(activations) else 1.0
    if layer == len(activations) and not data.class_names:
        bound = float(np.abs(data.y_train).max()) or 1.0
    return (low_end if math.isfinite(low_end) else -bound), (high_end if math.isfinite(high_end) else bound)
