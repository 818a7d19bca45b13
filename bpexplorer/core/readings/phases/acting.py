"""What acts on the update of a step beside gradient and optimizer, and what the lengths of its changes show."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.training.mask import fixed_places, is_frozen, is_removed
from bpexplorer.core.training.rules.clipping import Clip
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.traced_samples import TracedSamples

#: Steps of all parameters are called equally long if so many of them are within this share of η.
EQUAL_SHARE: Final = 0.95
EQUAL_WITHIN: Final = 0.01


class Lengths(Enum):
    """What an optimizer that isn't plain makes of this gradient."""

    #: Nothing is kept of earlier steps: Δw = −ηg, as in plain descent.
    AS_PLAIN = "as plain"
    #: Every parameter that has a gradient moves by almost exactly η.
    EQUAL = "equal"
    #: Neither.
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Acting:
    """How many weights and biases are frozen and removed, what shortens the gradient, and how long the changes are."""

    frozen: int
    removed: int
    clip: Clip | None
    lengths: Lengths


def read_acting(shown: ShownStep, samples: TracedSamples) -> Acting:
    """Read it of a step; ``samples`` are the trace of its batch."""
    from bpexplorer.core.readings.update import clip_of  # no step is taken apart at the start

    frozen = removed = 0
    if shown.mask is not None:
        codes = shown.mask.flat
        frozen = int(np.count_nonzero(is_frozen(codes) & ~is_removed(codes)))
        removed = int(np.count_nonzero(is_removed(codes)))
    clip = clip_of(shown, samples.trace)
    return Acting(frozen, removed, clip, _lengths(shown, samples, 1.0 if clip is None else clip.factor))


def _lengths(shown: ShownStep, samples: TracedSamples, shortened: float) -> Lengths:
    if optimizer(shown.config.optimizer).is_plain:
        return Lengths.OWN
    from bpexplorer.core.readings.update import gradient_of

    followed = shortened * gradient_of(shown, samples.trace, with_penalty=True)
    before, after = (planes[0].astype(np.float64) for planes in (shown.before, shown.after))
    change, rate = after - before, shown.learning_rate
    moved = followed != 0.0
    if not moved.any() or not np.isfinite(change).all():
        return Lengths.OWN
    # A difference of parameters has their rounding, in the run's own type of numbers.
    dust = 4.0 * np.finfo(shown.before.dtype).eps * (1.0 + np.abs(before)) + 1e-6 * np.abs(change)
    free = np.ones(len(change), dtype=bool)
    free[fixed_places(shown.mask)] = False
    if bool((np.abs(change + rate * followed) <= dust)[free].all()):
        return Lengths.AS_PLAIN
    is_equal = np.abs(np.abs(change[moved]) - rate) <= EQUAL_WITHIN * rate
    return Lengths.EQUAL if is_equal.mean() >= EQUAL_SHARE else Lengths.OWN
