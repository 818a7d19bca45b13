"""What the scatter of the δ panel asks, and what it says in words. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from bpexplorer.core.costs import COSTS
from bpexplorer.core.readings.laboratory.influence import Beside, InfluenceReading, read_influence
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.vocabularies.pairs import pair
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.look.samples import sample_words, shown_words
from bpexplorer.panels.shared import titles
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: R at first, and how far it can reach.
REACH, LEAST_REACH, MOST_REACH = 1.0, 0.001, 1000.0


@dataclass(frozen=True, slots=True)
class DotsChoice:
    """What is to be laid out. ``layer`` counts; None: the outputs. ``cost`` None: the one that is trained with."""

    source: SampleSource = SampleSource.PROBE
    layer: int | None = None
    beside: Beside = Beside.ERROR
    reach: float = REACH
    cost: str | None = None


def ask(picture: Picture, choice: DotsChoice) -> Callable[[], InfluenceReading] | None:
    """The question of the scatter; None while the frame doesn't hold the samples."""
    frame = picture.frame
    samples = frame.samples(choice.source)
    if samples is None:
        return None
    cost = choice.cost if can_be_shown(choice.cost, frame.spec, frame.data.is_classification) else None
    depth = frame.spec.depth
    return partial(
        read_influence,
        samples,
        frame.data,
        cost=frame.config.cost,
        shown_cost=cost,
        layer=depth if choice.layer is None else min(choice.layer, depth),
        beside=choice.beside,
        reach=choice.reach,
        held=frame.held,
        step=frame.step,
    )


def can_be_shown(cost: str | None, spec: NetworkSpec, is_classification: bool) -> bool:
    """Whether a cost exists for the outputs and targets that there are."""
    if cost is None:
        return True
    return pair(cost, spec.activations[-1], of_numbers=not is_classification).kind != "refused"


def title(reading: InfluenceReading) -> str:
    """Whose dots these are, of which step."""
    samples = reading.samples
    step = "" if samples.batch is not None else titles.at_step(reading.step)
    return titles.joined(
        shown_words(samples), step, titles.estimated_from(len(reading.rows), len(samples.rows))
    )


def axes(reading: InfluenceReading) -> tuple[str, str]:
    """What is across, and up."""
    if reading.reach is None:
        return "|a − y|", "|δ|"
    reach = numbers.significant(reading.reach)
    return (
        tr("best saving in ±{reach}", reach=reach),
        "|δ|" if reading.reach == 1.0 else tr("|δ| · {reach}", reach=reach),
    )


def picture_name(reading: InfluenceReading) -> str:
    """What the picture is, for those who hear it."""
    across, up = axes(reading)
    return tr("{up} over {across}, layer {layer}", up=up, across=across, layer=reading.layer)


def sentence(reading: InfluenceReading) -> str:
    """What there is to see: whether influence and error, or saving, are the same."""
    said = _of_errors(reading) if reading.beside is Beside.ERROR else _of_savings(reading)
    if reading.is_switched:
        cost = COSTS[reading.cost].label
        said += " " + tr("Shown with the cost “{cost}”; training has its own.", cost=cost)
    return said


def _of_errors(reading: InfluenceReading) -> str:
    count, same = reading.up.size, reading.on_diagonal
    if same == count:
        return tr(
            "{count} of {count} dots lie on the diagonal: here δ is output − target.",
            count=numbers.count(count),
        )
    least, most = _ends(reading.up)
    if most - least <= 1e-9 * most and np.isfinite(reading.across).all():
        low, high = _ends(reading.across)
        times = numbers.ratio(high / low) if low > 0.0 else numbers.ratio(np.inf)
        return tr(
            "|δ| is {up} for errors from {low} to {high} ({times}): influence doesn't tell them apart.",
            up=numbers.significant(most),
            low=numbers.significant(low),
            high=numbers.significant(high),
            times=times,
        )
    return tr(
        "{same} of {count} dots lie on the diagonal. Elsewhere the slope of the output, or of C, is left in δ.",
        same=numbers.count(same),
        count=numbers.count(count),
    )


def _of_savings(reading: InfluenceReading) -> str:
    return tr(
        "Above the diagonal the tangent promises more than can be saved; below it, for {below} of {count} dots, "
        "a large push saves more than δ lets expect.",
        below=numbers.count(reading.below_diagonal),
        count=numbers.count(reading.up.size),
    )


def _ends(values: np.ndarray) -> tuple[float, float]:
    return float(np.min(values)), float(np.max(values))


def place_of(reading: InfluenceReading, dot: int) -> tuple[Neuron, int]:
    """Which neuron, and which row of the samples that are looked at, a dot is of."""
    row, neuron = divmod(dot, reading.up.shape[1])
    return Neuron(reading.layer, neuron), int(reading.rows[row])


def dot_words(reading: InfluenceReading, dot: int) -> str:
    """One dot in words."""
    neuron, row = place_of(reading, dot)
    across, up = axes(reading)
    return tr(
        "{neuron}, {sample}: {across} {x}, {up} {y}",
        neuron=neuron,
        sample=sample_words(reading.samples, row),
        across=across,
        x=_number(float(reading.across.flat[dot])),
        up=up,
        y=_number(float(reading.up.flat[dot])),
    )


def _number(value: float) -> str:
    return numbers.unsigned(value).strip()


def table(reading: InfluenceReading) -> ValueTable:
    """Every dot, with every digit."""
    across, up = axes(reading)
    rows = []
    for dot in range(reading.up.size):
        neuron, row = place_of(reading, dot)
        values = (float(each.flat[dot]) for each in (reading.deltas, reading.across, reading.up))
        rows.append((int(reading.samples.rows[row]), neuron.index, *values))
    columns = (tr("sample"), tr("neuron"), "δ", across, up)
    return ValueTable(picture_name(reading), columns, tuple(rows))
