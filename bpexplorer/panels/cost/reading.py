"""What the crosshair of the cost panel reads: the nearest real points and their exact values. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bpexplorer.look import numbers
from bpexplorer.panels.cost.breaks import breaks_of, broken
from bpexplorer.panels.cost.curves import Axis, Measure, Run, Series, batch_series, part_series
from bpexplorer.panels.cost.step_marks import MarkCount, MarkKind, StepMarks
from bpexplorer.translation import tr

#: Digits of a value that is read; the curve itself shows two or three.
DIGITS = 7

#: What marked steps are called.
MARK_NAMES: dict[MarkKind, str] = {"clipped": tr("clipped"), "held": tr("Δz held")}

Kind = Literal["train", "validation", "test", "batch", "ghost"]


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve that can be read."""

    kind: Kind
    name: str
    series: Series
    #: The name where there is little room.
    short_name: str
    #: Whether it is of a run on other data than those of the run on screen.
    is_of_other_data: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A real point: of which curve, where, and its value."""

    curve: int
    x: float
    y: float
    epoch: float
    step: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The points nearest to the mouse, and their text. The crosshair stands at ``x``, on one of them."""

    x: float
    marks: tuple[Mark, ...]
    text: str


def axis_for(runs: list[Run]) -> Axis:
    """Epochs, or steps as long as no run on screen has got through one epoch."""
    return Axis.EPOCH if any(run.epochs > 0 for run in runs) else Axis.STEP


def shown_curves(run: Run, ghosts: tuple[Run, ...], *, measure: Measure, axis: Axis) -> list[Curve]:
    """The curves of a run, then the training sets of earlier ones, newest first.

    What has no finite point (a part without samples, the accuracy of a regression) is left out.
    """
    curves = [
        Curve("train", tr("training set"), part_series(run, "train", measure, axis), "train"),
        Curve("validation", tr("validation set"), part_series(run, "validation", measure, axis), "valid."),
        Curve("test", tr("test set"), part_series(run, "test", measure, axis), "test"),
    ]
    if measure is Measure.COST:
        curves.append(Curve("batch", "batch", batch_series(run, axis), "batch"))
    curves += [
        Curve(
            "ghost",
            ghost.name(run),
            broken(part_series(ghost, "train", measure, axis), breaks_of(ghost, measure, axis)),
            tr("run {number}", number=ghost.number),
            is_of_other_data=ghost.data != run.data,
        )
        for ghost in reversed(ghosts)
    ]
    drawn = [curve for curve in curves if curve.series.is_drawn]
    breaks = breaks_of(run, measure, axis)
    return [
        curve if curve.kind == "ghost" else replace(curve, series=broken(curve.series, breaks))
        for curve in drawn
    ]


def read_curves(
    curves: list[Curve], x: float, *, axis: Axis, measure: Measure, step_marks: StepMarks | None = None
) -> Reading | None:
    """Read every curve at a real point near x, and how many steps since the one before were marked; None if there is
    no point.

    The crosshair goes to the point nearest to x, along epochs to the end of one rather than to a batch. Curves
    are then read at their own points nearest to it.
    """
    heads = [curve for curve in curves if axis is Axis.STEP or curve.kind != "batch"]
    places = [mark.x for mark in (_mark(0, curve.series, x, axis) for curve in heads) if mark is not None]
    if not places:
        return None
    place = min(places, key=lambda each: abs(each - x))
    found = [_mark(index, curve.series, place, axis) for index, curve in enumerate(curves)]
    marks = [mark for mark in found if mark is not None]
    head = next(mark for mark in marks if mark.x == place)
    counts: dict[str, MarkCount] = {}
    if step_marks is not None and curves[head.curve].kind != "ghost":
        counts = _marked(step_marks, curves[head.curve].series, head)
    return Reading(place, tuple(marks), _text(curves, marks, head, measure, counts))


def _marked(step_marks: StepMarks, series: Series, head: Mark) -> dict[str, MarkCount]:
    """The marked steps between a point of a curve and the one before it, by name."""
    index = int(np.searchsorted(series.steps, head.step))
    before = float(series.steps[index - 1]) if index else 0.0
    counts = {name: step_marks.between(kind, before, head.step) for kind, name in MARK_NAMES.items()}
    return {name: count for name, count in counts.items() if count is not None and count.marked}


def _mark(index: int, series: Series, x: float, axis: Axis) -> Mark | None:
    """The real point nearest to x; None far beyond the end of the curve, where it would only mislead."""
    nearest = series.nearest(x)
    if nearest is None:
        return None
    spacing = 1.0 if len(series) < 2 else max(float(series.x[-1] - series.x[-2]), 1.0)
    if axis is Axis.EPOCH and abs(x - series.x[nearest]) > spacing:
        return None
    return Mark(
        index,
        float(series.x[nearest]),
        float(series.y[nearest]),
        float(series.epochs[nearest]),
        int(series.steps[nearest]),
    )


def _text(
    curves: list[Curve], marks: list[Mark], head: Mark, measure: Measure, counts: Mapping[str, MarkCount]
) -> str:
    lines = [_place(curves[head.curve], head)]
    width = max(len(name) for name in (*(curves[mark.curve].short_name for mark in marks), *counts))
    for mark in marks:
        curve = curves[mark.curve]
        value = numbers.significant(mark.y, digits=DIGITS)
        if measure is Measure.ACCURACY:
            value = numbers.percent(mark.y, decimals=3).strip()
        # Each value says where it is from, unless the first line has said so.
        elsewhere = "" if (mark.step, mark.epoch) == (head.step, head.epoch) else f"  ({_place(curve, mark)})"
        lines.append(f"{curve.short_name:<{width}}  {value}{elsewhere}")
    for name, count in counts.items():
        of = (
            tr("this step")
            if count.steps == 1
            else tr(
                "{marked} of {steps} steps",
                marked=numbers.count(count.marked),
                steps=numbers.count(count.steps),
            )
        )
        lines.append(f"{name:<{width}}  {of}")
    return "\n".join(lines)


def _place(curve: Curve, mark: Mark) -> str:
    if curve.kind == "batch":
        return tr("step {step}", step=numbers.count(mark.step))
    return tr("epoch {limit} · step {step}", limit=numbers.limit(mark.epoch), step=numbers.count(mark.step))
