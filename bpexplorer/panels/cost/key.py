"""How the curves look, and what the legend says of them."""

from collections.abc import Iterable, Sequence

from bpexplorer.core.training_data import PARTS
from bpexplorer.look import numbers
from bpexplorer.look.colours import mix
from bpexplorer.panels.cost.breaks import Break, explanation_of
from bpexplorer.panels.cost.curves import Measure, Run
from bpexplorer.panels.cost.mark_band import TICK_HEIGHT, clipped_colour, held_swatch_colour
from bpexplorer.panels.cost.reading import MARK_NAMES, Curve
from bpexplorer.panels.cost.runs import MAX_GHOSTS
from bpexplorer.panels.cost.step_marks import MarkKind, StepMarks
from bpexplorer.panels.shared.plots.legend import LegendEntry
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.translation import tr

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
        entries.append(LegendEntry(BREAK, tr("changed"), explanation_of(breaks)))
    return tuple(entries)


def _explanation(curve: Curve, run: Run, measure: Measure) -> str:
    sets = {
        "train": (PARTS["train"], run.train_samples),
        "validation": (PARTS["validation"], run.validation_samples),
        "test": (PARTS["test"], run.test_samples),
    }
    is_cost = measure is Measure.COST
    if curve.kind == "batch":
        every = run.history.batch_stride
        if every == 1:
            return tr("Mean cost of each batch before its update.")
        return tr("Mean cost of the batch of every {every}th step before its update.", every=every)
    if curve.kind in sets:
        name, count = sets[curve.kind]
        samples = numbers.count(count)
        if is_cost:
            return tr(
                "Cost of the {samples} samples of the {set} at the end of each epoch.",
                samples=samples,
                set=name,
            )
        return tr(
            "Accuracy of the {samples} samples of the {set} at the end of each epoch.",
            samples=samples,
            set=name,
        )
    if is_cost:
        return tr("{run}. Cost of its training set at the end of each epoch.", run=curve.name)
    return tr("{run}. Accuracy of its training set at the end of each epoch.", run=curve.name)
