"""What the δ panel says about each layer, prepared without Qt: size, change, scale, which layers have stayed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.spec import LayerSpec, Neuron
from bpexplorer.core.training.traced_samples import SampleSource, TracedSamples
from bpexplorer.core.types import FloatArray
from bpexplorer.document.bounds import nice_bound
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.look import numbers
from bpexplorer.look.phases import title
from bpexplorer.look.samples import batch_words, count_words, sample_words
from bpexplorer.translation import tr, tr_n

#: Beginnings of runs, costs and structures that are remembered, for undo.
MAX_RUNS = 32


def fitting_bound(delta: FloatArray) -> float:
    """The 1-2-5 number that holds every finite |δ|."""
    magnitudes = np.abs(delta[np.isfinite(delta)])
    return nice_bound(float(magnitudes.max())) if magnitudes.size else 1.0


def change_text(start: float, now: float) -> str:
    """Say how a size has changed since the start: ``÷40``, ``×3``; nothing where it hasn't."""
    if not (math.isfinite(start) and math.isfinite(now)) or start == now:
        return ""
    if now == 0.0:
        return "÷∞"
    if start == 0.0:
        return "×∞"
    sign, ratio = ("÷", start / now) if now < start else ("×", now / start)
    return f"{sign}{numbers.ratio(ratio).removeprefix('×')}" if ratio >= 1.05 else ""


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
    """The size of a layer's δ at the step with which others of it are compared, and what was changed there."""

    step: int
    rms: float
    change: str = ""

    @property
    def words(self) -> str:
        """When that was."""
        return tr("epoch 0") if self.step == 0 else tr("step {step}", step=numbers.count(self.step))


class Beginnings:
    """Remembers how large δ was where a run began to be of its cost function and its structure.

    Sizes on either side of a change of these can't be compared. What undo brings back has its own beginning again.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, tuple[LayerSpec, ...], str], tuple[Beginning, ...]] = {}

    def of(
        self, run: int, layers: tuple[LayerSpec, ...], cost: str, *, step: int, sizes: Sequence[float]
    ) -> tuple[Beginning, ...]:
        """The beginnings of a run's layers, given their sizes now. Before the first step nothing has changed yet."""
        key = run, layers, cost
        found = self._known.pop(key, None)
        if found is None or step == 0:
            change = self._change(run, layers, cost) if step else ""
            found = tuple(Beginning(step, size, change) for size in sizes)
        self._known[key] = found  # at the end: the newest
        if len(self._known) > MAX_RUNS:
            del self._known[next(iter(self._known))]
        return found

    def _change(self, run: int, layers: tuple[LayerSpec, ...], cost: str) -> str:
        """What was changed of this run; empty if nothing of it is known."""
        for other, its_layers, its_cost in reversed(self._known):
            if other == run:
                return "cost" if its_cost != cost and its_layers == layers else "structure"
        return ""

    def clear(self) -> None:
        """Forget everything, for another project."""
        self._known.clear()


def beyond_text(count: int, bound_text: str) -> str:
    """Say how many cells lie off the scale."""
    if not count:
        return ""
    return tr_n(
        "{count} cell off the scale ({bound})",
        "{count} cells off the scale ({bound})",
        count,
        count=numbers.count(count),
        bound=bound_text,
    )


@dataclass(frozen=True, slots=True)
class RowWords:
    """What stands beside a layer's heatmap: how large δ is, a line below that, and both in full; and what stands for
    the line where there is no room for it."""

    size: str
    below: str
    sentence: str
    short: str


def probe_row_words(layer: int, delta: FloatArray, *, step: int, now: float, start: Beginning) -> RowWords:
    """The words for δ of the probe: how it has changed since the start."""
    samples, neurons = delta.shape
    sentence = tr(
        "RMS of δ in layer {layer} over {samples} fixed samples × {neurons} neurons at step {step}: {now}.",
        layer=layer,
        samples=samples,
        neurons=neurons,
        step=numbers.count(step),
        now=numbers.significant(now, digits=4),
    )
    change = short = change_text(start.rms, now)
    if start.change:
        sentence += tr(
            "\nCompared since {words}, where the {change} was changed.",
            words=start.words,
            change=start.change,
        )
    if change:
        change = tr("{change} since {beginning}", change=change, beginning=start.words)
        sentence += "\n" + tr(
            "{change}, when it was {rms}.",
            change=change[0].upper() + change[1:],
            rms=numbers.significant(start.rms, digits=4),
        )
    return RowWords(_size_text(now), change, sentence, short)


def waiting_words(layer: int, walk: PhaseWalk) -> RowWords:
    """The words for δ that a walk through a step hasn't reached yet."""
    sentence = tr(
        "δ of layer {layer} comes in phase {phase}.", layer=layer, phase=title(walk.phase_of_delta(layer))
    )
    return RowWords(tr("not reached yet"), "", sentence, "")


def other_row_words(layer: int, samples: TracedSamples, *, step: int) -> RowWords:
    """The words for δ of other samples: of a batch, which share of its cells dropout left out."""
    delta, dropped = samples.trace.deltas[layer - 1], samples.dropped(layer)
    neurons, now = delta.shape[1], root_mean_square(delta)
    batch = samples.batch
    whose = (
        tr("at step {step}", step=numbers.count(step))
        if batch is None
        else tr("of the {batch_words}", batch_words=batch_words(batch))
    )
    sentence = tr(
        "RMS of δ in layer {layer} over the {count_words} × {neurons} neurons {whose}: {now}.",
        layer=layer,
        count_words=count_words(samples),
        neurons=neurons,
        whose=whose,
        now=numbers.significant(now, digits=4),
    )
    if dropped is None:
        return RowWords(_size_text(now), "", sentence, "")
    sentence += tr(
        "\nGrey, struck out: {sum} of {size} cells, of neurons that dropout left out of "
        "a sample. They pass nothing on, neither a forward nor δ back.",
        sum=numbers.count(int(dropped.sum())),
        size=numbers.count(dropped.size),
    )
    share = tr("drop {mean}", mean=numbers.percent(float(dropped.mean()), decimals=0).strip())
    return RowWords(_size_text(now), share, sentence, share)


def _size_text(size: float) -> str:
    return tr("{size} rms", size=numbers.unsigned(size, decimals=3).strip())


def cell_text(
    neuron: Neuron,
    samples: TracedSamples,
    row: int,
    value: float,
    *,
    is_dropped: bool,
    is_short: bool = False,
) -> str:
    """One cell in words: ``layer 2, neuron 0, sample 15: δ = -0.0292``.

    A sample of a batch is told with its number in the training set, or where there is little room by that alone, one
    of a list by its number in its part.
    """
    sample = tr("sample {row}", row=row)
    if samples.source is SampleSource.HARDEST:
        sample = sample_words(samples, row)
    elif samples.batch is not None:
        number = tr("no. {row}", row=samples.rows[row])
        sample = number if is_short else f"{sample} ({number})"
    delta = f"δ = {'0' if is_dropped and value == 0.0 else numbers.signed(value).strip()}"
    if is_dropped:
        return tr("{neuron}, {sample}: dropped, {delta}", neuron=neuron, sample=sample, delta=delta)
    return f"{neuron}, {sample}: {delta}"
