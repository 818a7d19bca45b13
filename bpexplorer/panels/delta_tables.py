"""What the δ panel says about each layer, prepared without Qt: size, fading, scale, which layers have stayed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.spec import LayerSpec
from bpexplorer.core.types import FloatArray
from bpexplorer.look import numbers
from bpexplorer.look.colours import nice_bound

#: Runs whose beginnings are remembered, for undo.
MAX_RUNS = 32


def rms(delta: FloatArray) -> float:
    """The root of the mean of δ² over all samples and neurons; NaN if there are none or one isn't finite."""
    if not delta.size:
        return math.nan
    largest = float(np.abs(delta).max())
    if largest == 0.0 or not math.isfinite(largest):
        return 0.0 if largest == 0.0 else math.nan
    # Scaled first: δ below 1e-154 would vanish when squared.
    return largest * float(np.sqrt(np.mean(np.square(delta / largest))))


def fitting_bound(delta: FloatArray) -> float:
    """The 1-2-5 number that holds every finite |δ|."""
    magnitudes = np.abs(delta[np.isfinite(delta)])
    return nice_bound(float(magnitudes.max())) if magnitudes.size else 1.0


def change_text(start: float, now: float) -> str:
    """Say how a size has changed since the start: ``faded ×40``, ``grown ×3``; nothing where it hasn't."""
    if not (math.isfinite(start) and math.isfinite(now)) or start == now:
        return ""
    if now == 0.0:
        return "faded to 0"
    if start == 0.0:
        return "grown from 0"
    word, ratio = ("faded", start / now) if now < start else ("grown", now / start)
    return f"{word} {numbers.ratio(ratio)}" if ratio >= 1.05 else ""


def kept_layers(old: Sequence[LayerSpec], new: Sequence[LayerSpec]) -> list[int | None]:
    """For each new layer its index among the old ones, or None if it is new.

    Layers keep their place if there are as many as before, whatever has changed in them. Else those at the front
    and at the back that are alike have stayed.
    """
    if len(old) == len(new):
        return list(range(len(new)))
    shorter = min(len(old), len(new))
    front = 0
    while front < shorter and old[front] == new[front]:
        front += 1
    back = 0
    while back < shorter - front and old[-1 - back] == new[-1 - back]:
        back += 1
    gap: list[int | None] = [None] * (len(new) - front - back)
    return [*range(front), *gap, *range(len(old) - back, len(old))]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The size of a layer's δ when it was first seen, and at which step."""

    step: int
    rms: float


class Beginnings:
    """Remembers for each run how large δ was at its first frame; a layer that comes later begins later."""

    def __init__(self) -> None:
        self._runs: dict[int, tuple[tuple[LayerSpec, ...], tuple[Beginning, ...]]] = {}

    def of(
        self, run: int, layers: tuple[LayerSpec, ...], *, step: int, sizes: Sequence[float]
    ) -> tuple[Beginning, ...]:
        """The beginnings of a run's layers, given their sizes now."""
        now = [Beginning(step, size) for size in sizes]
        old_layers, old = self._runs.pop(run, ((), ()))
        if old_layers == layers:
            found = old
        else:
            kept = kept_layers(old_layers, layers)
            found = tuple(now[i] if before is None else old[before] for i, before in enumerate(kept))
        self._runs[run] = layers, found  # at the end: the newest
        if len(self._runs) > MAX_RUNS:
            del self._runs[next(iter(self._runs))]
        return found

    def clear(self) -> None:
        """Forget everything, for another project."""
        self._runs.clear()


def beyond_text(count: int, bound_text: str) -> str:
    """Say how many cells lie outside the scale."""
    if not count:
        return ""
    return f"{numbers.count(count)} {'cell' if count == 1 else 'cells'} beyond {bound_text}"


def size_sentence(layer: int, delta: FloatArray, *, step: int, now: float, start: Beginning) -> str:
    """Say in full what the number beside a heatmap is."""
    samples, neurons = delta.shape
    sentence = (
        f"RMS of δ in layer {layer} over {samples} probe samples × {neurons} neurons at step {step}: "
        f"{numbers.significant(now, digits=4)}."
    )
    if change := change_text(start.rms, now):
        since = "the start" if start.step == 0 else f"step {start.step}"
        sentence += f"\n{change.capitalize()} since {since} ({numbers.significant(start.rms, digits=4)})."
    return sentence
