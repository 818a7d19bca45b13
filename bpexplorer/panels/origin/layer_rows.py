"""What the layer page asks, and its table in words. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from bpexplorer.core.readings.diagnostics.neurons import NARROW
from bpexplorer.core.readings.waterfall import LayerOrigin, read_layer_origin
from bpexplorer.core.readings.why_small import WhySmall
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.look.samples import SOURCE_WORDS, part_sample, step_words
from bpexplorer.panels.origin.rows import cell
from bpexplorer.panels.origin.words import why_small_words
from bpexplorer.panels.shared import titles
from bpexplorer.panels.shared.cells.cells import Cell, Column, Row, Table
from bpexplorer.translation import tr

#: Why δ is small, in a word or two.
_WHY: Final[Mapping[WhySmall, str]] = {
    WhySmall.NOT_SMALL: "",
    WhySmall.NOT_FINITE: tr("not finite"),
    WhySmall.DROPPED: tr("dropped"),
    WhySmall.NO_WAY: tr("no way on"),
    WhySmall.FITTED: tr("at its target"),
    WhySmall.CONTENT: tr("∂C/∂a small"),
    WhySmall.SLOPE: tr("slope ≈ 0"),
    WhySmall.AHEAD: tr("δ ahead small"),
    WhySmall.CANCEL: tr("terms cancel"),
    WhySmall.PRODUCT: tr("all together"),
}
#: So that a δ of a ten-thousandth stands there whole, and a slope of a thousandth.
_DIGITS, _SLOPE_DIGITS = len("+0.00016"), len("0.00123")
_COLUMNS: Final = (
    Column("Σ", tr("What the terms come to, before the slope."), _DIGITS),
    Column(tr("slope"), tr("What the sum is multiplied by: ∂a/∂z at this z."), _SLOPE_DIGITS),
    Column("δ", tr("What is left: how C answers to z."), _DIGITS),
    Column(tr("why"), tr("Why δ is small, where it is below 0.01: what takes it away."), 13, has_words=True),
)


@dataclass(frozen=True, slots=True)
class LayerChoice:
    """Which layer is looked at, for which of the samples."""

    layer: int
    source: SampleSource
    row: int


def ask(picture: Picture, choice: LayerChoice | None) -> Callable[[], LayerOrigin] | None:
    """The question of the layer page; None without a layer that has δ, and while the frame doesn't hold the samples."""
    frame = picture.frame
    samples = None if choice is None else frame.samples(choice.source)
    if choice is None or samples is None or not 1 <= choice.layer <= frame.spec.depth:
        return None
    return partial(
        read_layer_origin,
        samples,
        frame.data,
        cost=frame.config.cost,
        row=choice.row,
        layer=choice.layer,
        step=frame.step,
        mask=frame.mask,
    )


def layer_table(layer: LayerOrigin) -> Table:
    """A row for each neuron."""
    return Table(_COLUMNS, tuple(_row(layer, index) for index in range(len(layer.readings))))


def _row(layer: LayerOrigin, index: int) -> Row:
    reading, why = layer.readings[index], layer.verdicts[index]
    worked = reading.one
    lowering = float(worked.terms[worked.terms < 0.0].sum())
    raising = float(worked.terms[worked.terms > 0.0].sum())
    pulls = tr(
        "Terms below 0: {lowering}. Terms above 0: {raising}.",
        lowering=cell(lowering),
        raising=cell(raising),
    )
    slope = worked.slope
    return Row(
        str(reading.neuron.index),
        why_small_words(reading),
        (
            Cell(cell(worked.total, of=worked.size), note=pulls, value=worked.total),
            Cell("–", faint=True)
            if slope is None
            else Cell(numbers.unsigned(slope, decimals=3).strip(), value=slope),
            Cell(cell(worked.delta, of=worked.size), value=worked.delta),
            Cell(_WHY[why] or "–", faint=not _WHY[why]),
        ),
    )


def title(layer: LayerOrigin) -> str:
    """Which layer, sample and step."""
    reading = layer.readings[0]
    step = (
        tr("step {step}", step=numbers.count(reading.step))
        if reading.batch is None
        else step_words(reading.batch)
    )
    return titles.joined(
        tr("layer {layer}", layer=layer.layer),
        _sample(layer),
        step,
        titles.first_neurons(len(layer.readings), layer.size),
    )


def shorter_title(layer: LayerOrigin) -> str:
    """The same where there isn't room."""
    step = numbers.count(layer.readings[0].step)
    return tr("layer {layer} · step {step}", layer=layer.layer, step=step)


def _sample(layer: LayerOrigin) -> str:
    reading = layer.readings[0]
    if reading.source is SampleSource.HARDEST:
        return part_sample(reading.part, reading.number)
    return f"{SOURCE_WORDS[reading.source].prefix} {layer.row}"


def sentence(layer: LayerOrigin) -> str:
    """How many of the layer's slopes are nearly 0."""
    if not np.isfinite(layer.narrow_share):
        return ""
    return tr(
        "Slopes below {narrow} of the largest: {share} of this layer's, over all {count} samples shown.",
        narrow=numbers.significant(NARROW),
        share=numbers.percent(layer.narrow_share, decimals=0).strip(),
        count=numbers.count(layer.count),
    )
