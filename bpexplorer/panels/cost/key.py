"""How the curves look, and what the legend says of them."""

from collections.abc import Iterable, Sequence

from bpexplorer.look import numbers
from bpexplorer.look.colours import mix
from bpexplorer.panels.cost.breaks import Break, explanation_of
from bpexplorer.panels.cost.curves import Measure, Run
from bpexplorer.panels.cost.mark_band import TICK_HEIGHT, clipped_colour, held_swatch_colour
from bpexplorer.panels.cost.reading import MARK_NAMES, Curve
from bpexplorer.panels.cost.runs import MAX_GHOSTS
from bpexplorer.panels.cost.step_marks import MarkKind, StepMarks
from bpexplorer.panels.shared.legend import LegendEntry
from bpexplorer.panels.shared.lines import LineStyle

#: Solid, dashed, dotted and pale: colour isn't all that tells them apart.
TRAIN = LineStyle(lambda theme: theme.train, is_main=True)
TEST = LineStyle(lambda theme: theme.test, (4.0, 2.5), is_main=True)
VALIDATION = LineStyle(lambda theme: theme.validation, (1.2, 2.0), is_main=True)
BATCH = LineStyle(lambda theme: mix(theme.train, theme.panel, 0.75))
#: Of each kind of marked steps: how its swatch looks, and how high it is.
MARK_STYLES: tuple[tuple[MarkKind, LineStyle, float], ...] = (
    ("clipped", LineStyle(clipped_colour), TICK_HEIGHT),
    ("held", LineStyle(held_swatch_colour), 10.0),
)
BREAK = LineStyle(lambda theme: theme.outline, (4.0, 3.0))
#: Newest first: the older a run, the shorter its dashes.
GHOSTS = tuple(
    LineStyle(lambda theme: theme.secondary, dashes)
    for dashes in ((6.0, 4.0), (4.0, 3.0), (2.0, 3.0), (6.0, 3.0, 1.0, 3.0))[:MAX_GHOSTS]
)


def entries_of(
    curves: Iterable[tuple[LineStyle, Curve]],
    run: Run,
    measure: Measure,
    marks: StepMarks,
    breaks: Sequence[Break],
) -> tuple[LegendEntry, ...]:
    """The legend: the curves that there are, what is marked of their steps, and where they are broken."""
    entries = [LegendEntry(style, curve.name, _explanation(curve, run, measure)) for style, curve in curves]
    entries += [
        LegendEntry(style, MARK_NAMES[kind], marks.explanation(kind), height=height)
        for kind, style, height in MARK_STYLES
        if marks.total(kind).marked
    ]
    if breaks:
        entries.append(LegendEntry(BREAK, "changed", explanation_of(breaks)))
    return tuple(entries)


def _explanation(curve: Curve, run: Run, measure: Measure) -> str:
    what = "Cost" if measure is Measure.COST else "Accuracy"
    end = "samples at the end of each epoch."
    match curve.kind:
        case "train":
            return f"{what} of the {numbers.count(run.train_samples)} training {end}"
        case "validation":
            return f"{what} of the {numbers.count(run.validation_samples)} validation {end}"
        case "test":
            return f"{what} of the {numbers.count(run.test_samples)} test {end}"
        case "batch":
            every = run.history.batch_stride
            which = "each batch" if every == 1 else f"the batch of every {every}th step"
            return f"Mean cost of {which} before its update."
    return f"{curve.name}. {what} of its training set at the end of each epoch."
