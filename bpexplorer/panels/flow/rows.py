"""The tables of the gradient flow panel, from what is read of the run. No Qt."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from bpexplorer.core.readings.diagnostics.flow import LayerFlow
from bpexplorer.core.readings.flow import FlowReading, LayerReading
from bpexplorer.core.spec import Neuron
from bpexplorer.look import numbers
from bpexplorer.panels.flow import columns
from bpexplorer.panels.flow.bars import Bar, BarScale, magnitudes, ratios, signed
from bpexplorer.panels.flow.cells import FlowCell, FlowColumn, FlowTable
from bpexplorer.translation import tr, tr_n

_ROUNDING_NOTE: Final = tr("The contributions w·δ cancel: all that is left of them is rounding.")
_ROUNDING: Final = FlowCell(numbers.ROUNDING, note=_ROUNDING_NOTE)
#: What is said of it elsewhere in the row.
_ZERO: Final = FlowCell("0", note=_ROUNDING_NOTE)
#: What is said of the ratio of the output.
_OUTPUT: Final = FlowCell(
    tr("output"), note=tr("The output's δ comes from the cost: there is no next layer.")
)
#: The scale stays where it is, so that a size of steps is a place.
_UPDATES: Final = BarScale(1e-6, 1.0, 1e-6, is_log=True)
#: Neurons that a tooltip names.
_NAMED: Final = 12


def flow_tables(reading: FlowReading) -> tuple[FlowTable, ...]:
    """Everything that is read, the most telling first."""
    return (
        _through_layers(reading.layers),
        _ways_back(reading.layers),
        _held_up(reading.layers),
        _next_step(reading),
        _updates(reading),
        _agreement(reading.layers),
        _sizes(reading),
    )


def _table(
    name: str,
    title: str,
    headings: Sequence[FlowColumn],
    rows: Sequence[Sequence[FlowCell]],
    scales: Sequence[BarScale | None],
) -> FlowTable:
    return FlowTable(name, title, tuple(headings), tuple(tuple(row) for row in rows), tuple(scales))


def _cell(
    written: Callable[[Any], str],
    value: float | None,
    bars: tuple[Bar, ...] = (),
    *,
    neurons: tuple[Neuron, ...] = (),
    note: str = "",
) -> FlowCell:
    """A number as it is written, with what it is."""
    return FlowCell(written(value), bars, neurons, note, value)


def _name(layer: LayerReading) -> FlowCell:
    return _cell(str, layer.flow.layer)


def _through_layers(layers: Sequence[LayerReading]) -> FlowTable:
    scale = magnitudes(layer.flow.rms for layer in layers if not layer.flow.is_rounding)
    rows = [
        (
            _name(layer),
            _ROUNDING if layer.flow.is_rounding else _strength(layer.flow, layer.flow.rms, scale),
            _strength(layer.flow, layer.flow.median_absolute),
            _ratio(layer.flow),
            _cell(_plain, layer.update.weights),
        )
        for layer in layers
    ]
    headings = (
        columns.LAYER,
        columns.RMS,
        columns.MEDIAN,
        columns.RATIO,
        replace(columns.WEIGHT_UPDATE, has_bars=False, is_repeated=True),
    )
    return _table("flow_layers", tr("δ from layer to layer"), headings, rows, (None, scale, None, None, None))


def _ways_back(layers: Sequence[LayerReading]) -> FlowTable:
    flows = [layer.flow for layer in layers]
    known = [flow for flow in flows if not flow.is_rounding]
    scale = ratios(factor for flow in known for factor in (flow.by_weights, flow.by_slopes))
    headings = (columns.LAYER, columns.BY_WEIGHTS, columns.BY_SLOPES)
    rows = [(_name(layer), *_factors(layer.flow, scale)) for layer in layers]
    return _table("flow_ways", tr("What the way back makes of δ"), headings, rows, (None, scale, scale))


def _factors(flow: LayerFlow, scale: BarScale) -> tuple[FlowCell, FlowCell]:
    """What the weights make of δ, and the slopes."""
    if flow.ratio is None:
        return _OUTPUT, _OUTPUT
    if flow.is_rounding:
        return _ROUNDING, FlowCell(numbers.NOTHING, note=_ROUNDING_NOTE)
    weights, slopes = flow.by_weights, flow.by_slopes
    return (
        _cell(_factor, weights, scale.bar(weights, "weights")),
        _cell(_factor, slopes, scale.bar(slopes, "slopes")),
    )


def _ratio(flow: LayerFlow) -> FlowCell:
    if flow.ratio is None:
        return _OUTPUT
    return _ZERO if flow.is_rounding else _cell(_factor, flow.ratio)


def _strength(flow: LayerFlow, value: float, scale: BarScale | None = None) -> FlowCell:
    """How large δ of a layer is."""
    if flow.is_rounding:
        return _ZERO
    return _cell(_plain, value, () if scale is None else scale.bar(value), note=_main_note(flow))


def _main_note(flow: LayerFlow) -> str:
    if not flow.main_samples:
        return ""
    return tr_n(
        "{count} sample has 90 % of the sum of squares.",
        "{count} samples have 90 % of the sum of squares.",
        flow.main_samples,
        count=numbers.count(flow.main_samples),
    )


def _held_up(layers: Sequence[LayerReading]) -> FlowTable:
    rows = []
    for layer in layers:
        number = layer.flow.layer
        cells = [_name(layer)]
        for _, counted in columns.COUNTS:
            indices = counted(layer)
            neurons = tuple(Neuron(number, index) for index in indices)
            cells.append(_cell(str, len(indices), neurons=neurons, note=_named(number, indices)))
        rows.append(cells)
    headings = (columns.LAYER, *(column for column, _ in columns.COUNTS))
    return _table("flow_neurons", tr("Neurons that are held up"), headings, rows, (None,) * len(headings))


def _named(layer: int, indices: Sequence[int]) -> str:
    if not indices:
        return ""
    more = tr(" and {count} more", count=len(indices) - _NAMED) if len(indices) > _NAMED else ""
    return tr_n(
        "Layer {layer}, neuron {neurons}{more}.",
        "Layer {layer}, neurons {neurons}{more}.",
        len(indices),
        layer=layer,
        neurons=", ".join(map(str, indices[:_NAMED])),
        more=more,
    )


def _next_step(reading: FlowReading) -> FlowTable:
    step = reading.next_step
    predicted, actual = step.predicted, step.actual
    scale = signed((predicted, actual))
    ratio = actual / predicted if predicted else math.nan
    rows = (
        (FlowCell(tr("predicted")), _cell(_signed, predicted, scale.signed_bar(predicted))),
        (FlowCell(tr("actual")), _cell(_signed, actual, scale.signed_bar(actual))),
        (
            FlowCell(tr("ratio")),
            _cell(
                _factor,
                ratio,
                note=tr("Actual ΔC / predicted ΔC. It goes to 1 as steps get shorter."),
            ),
        ),
    )
    return _table(
        "flow_step", tr("What the next step does to C"), (columns.STEP, columns.CHANGE), rows, (None, scale)
    )


def _updates(reading: FlowReading) -> FlowTable:
    by_layer = reading.next_step.by_layer
    # On the scale of the sums beside which they stand.
    parts = signed((*by_layer, reading.next_step.predicted, reading.next_step.actual))
    rows = [
        (
            _name(layer),
            _cell(_plain, layer.update.weights, _UPDATES.bar(layer.update.weights)),
            _cell(_plain, layer.update.biases, _UPDATES.bar(layer.update.biases)),
            _cell(_signed, part, parts.signed_bar(part)),
        )
        for layer, part in zip(reading.layers, by_layer, strict=True)
    ]
    return _table(
        "flow_updates",
        tr("The next step by layer"),
        (columns.LAYER, columns.WEIGHT_UPDATE, columns.BIAS_UPDATE, columns.SHARE_OF_STEP),
        rows,
        (None, _UPDATES, _UPDATES, parts),
    )


def _agreement(layers: Sequence[LayerReading]) -> FlowTable:
    scale = ratios(layer.noise.ratio for layer in layers)
    rows = [
        (
            _name(layer),
            _cell(_plain, layer.noise.ratio, scale.bar(layer.noise.ratio)),
            _cell(_size, layer.noise.balanced_batch),
        )
        for layer in layers
    ]
    headings = (columns.LAYER, columns.NOISE, columns.BALANCED)
    return _table("flow_noise", tr("How well the samples agree"), headings, rows, (None, scale, None))


def _size(samples: float) -> str:
    """A batch size, which is a whole number, as long as it is one that can be told."""
    return numbers.count(max(1, round(samples))) if samples < 1e6 else _plain(samples)


def _sizes(reading: FlowReading) -> FlowTable:
    layers = reading.layers
    scale = magnitudes(layer.flow.largest_mean for layer in layers if not layer.flow.is_rounding)
    note = tr("Of {samples}.", samples=_samples(reading))
    headings = (columns.LAYER, columns.LARGEST_MEAN, columns.MAIN)
    rows = [(_name(layer), *_spread(layer.flow, scale, note)) for layer in layers]
    return _table("flow_sizes", tr("How δ spreads over the samples"), headings, rows, (None, scale, None))


def _spread(flow: LayerFlow, scale: BarScale, note: str) -> tuple[FlowCell, FlowCell]:
    """The largest mean of δ over the samples, and how few of them have most of its squares."""
    if flow.is_rounding:
        return _ROUNDING, FlowCell(numbers.NOTHING, note=note)
    return (
        _cell(_plain, flow.largest_mean, scale.bar(flow.largest_mean)),
        _cell(numbers.count, flow.main_samples, note=note),
    )


def _samples(reading: FlowReading) -> str:
    return tr_n("{count} sample", "{count} samples", reading.samples, count=numbers.count(reading.samples))


def _signed(value: float) -> str:
    return _plain(value, plus=True)


def _plain(value: float | None, *, plus: bool = False) -> str:
    if value is None or math.isnan(value):
        return numbers.NOTHING
    return numbers.significant(value, digits=2, plus=plus)


def _factor(value: float | None) -> str:
    return numbers.NOTHING if value is None else numbers.ratio(value)
