"""Where the curves of a run break: the costs on either side can't be compared. Prepared without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bpexplorer.core.costs import COSTS
from bpexplorer.core.training.history import Era
from bpexplorer.look import numbers
from bpexplorer.panels.cost.curves import Axis, Measure, Run, Series, epoch_of_step
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class Break:
    """After step ``step``, at ``x`` of the axis, the curves are of another cost or network: ``text`` says which."""

    step: int
    x: float
    text: str


def breaks_of(run: Run, measure: Measure, axis: Axis) -> list[Break]:
    """Where cost or structure were changed in a run. Another cost leaves the accuracy what it is."""
    changed = [
        (new.step, words) for old, new in pairwise(_eras(run)) if (words := _change(old, new, measure))
    ]
    steps = np.array([step for step, _ in changed], dtype=np.float64)
    places = epoch_of_step(run, steps) if axis is Axis.EPOCH else steps
    return [Break(step, float(x), words) for (step, words), x in zip(changed, places, strict=True)]


def broken(series: Series, breaks: Sequence[Break]) -> Series:
    """The curve, interrupted at each break by a point that isn't drawn."""
    if not breaks or not len(series):
        return series
    steps = np.array([each.step for each in breaks], dtype=np.float64)
    at = np.searchsorted(series.steps, steps, side="right")
    return Series(
        np.insert(series.x, at, [each.x for each in breaks]),
        np.insert(series.y, at, np.nan),
        np.insert(series.epochs, at, np.interp(steps, series.steps, series.epochs)),
        np.insert(series.steps, at, steps),
    )


def explanation_of(breaks: Sequence[Break]) -> str:
    """What breaks say, in sentences."""
    return "\n".join(
        [
            tr("The curves break where their values can't be compared."),
            *(
                tr("After step {step}: {text}.", step=numbers.count(each.step), text=each.text)
                for each in breaks
            ),
        ]
    )


def _eras(run: Run) -> list[Era]:
    """Those of the points that there are, and the one that comes next, if an edit has begun another."""
    eras = run.history.eras
    if not eras:
        return []
    next_one = Era(
        run.step,
        run.config.cost,
        run.spec.sizes,
        run.spec.activations,
        run.config.optimizer,
        run.config.learning_rate,
    )
    return [*eras] if eras[-1].is_comparable(next_one) else [*eras, next_one]


def _change(old: Era, new: Era, measure: Measure) -> str:
    """What is another from here on, as the mark names it; empty if that doesn't matter here."""
    words = []
    if old.cost != new.cost and measure is Measure.COST:
        words.append(f"C: {COSTS[new.cost].label}")
    if old.sizes != new.sizes:
        words.append("-".join(map(str, new.sizes)))
    elif old.activations != new.activations:
        words.append(" ".join(new.activations))
    return " · ".join(words)
