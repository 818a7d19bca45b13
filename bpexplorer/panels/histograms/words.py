"""What the histograms are of, in words. No Qt."""

from collections.abc import Mapping
from typing import Final

from bpexplorer.core.readings.laboratory.histograms import Counted, HistogramsReading, LayerHistogram
from bpexplorer.look import numbers
from bpexplorer.panels.shared import titles
from bpexplorer.translation import tr, tr_n

#: On the box, and in its tooltip.
COUNTED: Final[Mapping[Counted, tuple[str, str]]] = {
    Counted.WEIGHTS: (tr("weights w"), tr("Every weight into the layer.")),
    Counted.WEIGHTED_INPUTS: ("z", tr("The weighted input of every neuron, for every sample.")),
    Counted.ACTIVATIONS: ("a", tr("The activation of every neuron, for every sample.")),
    Counted.DELTAS: ("δ", tr("δ of every neuron, for every sample.")),
    Counted.GRADIENTS: (
        tr("gradients ∂C/∂w"),
        tr("∂C/∂w of every weight, of the mean cost over the samples."),
    ),
    Counted.UPDATES: (tr("updates Δw"), tr("By how much the next step changes every weight.")),
}


def title(reading: HistogramsReading) -> str:
    """What is counted, over which samples, at which step."""
    step = titles.at_step(reading.step)
    if reading.counted in (Counted.WEIGHTS, Counted.UPDATES):
        return step
    estimated = titles.estimated_from(reading.read, reading.samples) if reading.is_estimated else ""
    return titles.joined(titles.of_set(reading.over, reading.samples), step, estimated)


def heading(layer: LayerHistogram) -> str:
    """Above a histogram: which layer, how many values, how large."""
    parts = [
        tr("layer {layer}", layer=layer.layer),
        tr_n("{count} value", "{count} values", layer.total, count=numbers.count(layer.total)),
        tr("mean {mean}", mean=numbers.signed(layer.mean, decimals=3).strip()),
        tr("RMS {rms}", rms=numbers.unsigned(layer.rms, decimals=3).strip()),
    ]
    if layer.not_finite:
        parts.append(tr("{count} not finite", count=numbers.count(layer.not_finite)))
    return " · ".join(parts)


def column_words(layer: LayerHistogram, column: int) -> str:
    """One column: from where to where, and how many."""
    low, high = (numbers.significant(float(each)) for each in layer.edges[column : column + 2])
    count = int(layer.counts[column])
    return tr_n(
        "{low} to {high}: {count} value",
        "{low} to {high}: {count} values",
        count,
        low=low,
        high=high,
        count=numbers.count(count),
    )
