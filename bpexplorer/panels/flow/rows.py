"""The tables of the gradient flow panel, and the sentences around them. No Qt."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from bpexplorer.core.readings.diagnostics.flow import FlowVerdict, LayerFlow
from bpexplorer.core.readings.flow import FlowReading, LayerReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import SAMPLES, SamplesName
from bpexplorer.look import numbers
from bpexplorer.panels.flow.bars import Bar, BarScale, magnitudes, ratios, signed
from bpexplorer.translation import tr, tr_n

#: What a cell without a value shows.
_NOTHING: Final = "–"
_ROUNDING_NOTE: Final = tr("The contributions w·δ cancel: all that is left of them is rounding.")
#: The scale stays where it is, so that a size of steps is a place.
_UPDATES: Final = BarScale(1e-6, 1.0, 1e-6, is_log=True)
#: Neurons that a tooltip names.
_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """A column: its heading, what it is with its formula, for how many characters it keeps room, whether bars stand
    beside its text, and whether another table has it, too, so that it may be left out where there is no room."""

    symbol: str
    meaning: str
    characters: int
    has_bars: bool = False
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class FlowCell:
    """A text, its bar if it has one, and the neurons that it counts."""

    text: str
    bars: tuple[Bar, ...] = ()
    neurons: tuple[Neuron, ...] = ()
    #: Of this cell alone, for its tooltip.
    note: str = ""
    #: The number that the text is of, with every digit.
    value: float | None = None


@dataclass(frozen=True, slots=True)
class FlowTable:
    """Rows that begin with a name, below headings; entry i of ``scales`` is that of the bars in column i."""

    name: str
    title: str
    columns: tuple[FlowColumn, ...]
    rows: tuple[tuple[FlowCell, ...], ...]
    scales: tuple[BarScale | None, ...]

    @property
    def shape(self) -> tuple[tuple[FlowColumn, ...], int]:
        """What stays while only the numbers change."""
        return self.columns, len(self.rows)

    def tooltip(self, row: int | None, column: int) -> str:
        """What a heading, or a cell, means."""
        scale, meaning = self.scales[column], self.columns[column].meaning
        cell = FlowCell("") if row is None else self.rows[row][column]
        # A text may be longer than the room for it.
        whole = cell.text if len(cell.text) > self.columns[column].characters else ""
        parts = (whole, cell.note, meaning, "" if scale is None else str(scale))
        return "\n\n".join(part for part in parts if part)


def _signed(value: float) -> str:
    return _plain(value, plus=True)


def _plain(value: float | None, *, plus: bool = False) -> str:
    if value is None or math.isnan(value):
        return _NOTHING
    return numbers.significant(value, digits=2, plus=plus)


def _factor(value: float | None) -> str:
    return _NOTHING if value is None else numbers.ratio(value)


_LAYER = FlowColumn(
    tr("layer"), tr("Layers are counted from the input, which is layer 0. The output is the last row."), 3
)
_RMS = FlowColumn(
    tr("RMS δ"),
    tr("How strong the error is in this layer:\n√(mean of δ_xj²) over its neurons j and the samples x."),
    8,
    has_bars=True,
)
_MEDIAN = FlowColumn(
    tr("median |δ|"),
    tr(
        "|δ_xj| of the middle one, over neurons j and samples x. RMS follows the few "
        "largest; where the median lies far below it, most samples have almost no δ "
        "left."
    ),
    8,
)
_RATIO = FlowColumn(
    "δˡ/δˡ⁺¹",
    tr(
        "What is left of δ of the next layer, l + 1, from which it comes:\nRMS δˡ / RMS "
        "δˡ⁺¹ = by weights × by slopes. Below 1 it fades, above 1 it grows."
    ),
    6,
)
_WEIGHT_UPDATE = FlowColumn(
    "‖Δw‖/‖w‖",
    tr(
        "How far the next step moves the weights, as a part of their length. It "
        "shrinks with η and with the gradient. The examples begin between 0.003 and "
        "0.13, as their layers are small and η is large, and come down to 0.0002 as "
        "they learn. Above 0.1 a step rewrites the layer; below 10⁻⁵ it hardly moves."
    ),
    8,
    has_bars=True,
)
_BY_WEIGHTS = FlowColumn(
    tr("by weights"),
    tr("What the weights make of δ on the way back: RMS u / RMS δˡ⁺¹, with u = (Wˡ⁺¹)ᵀ δˡ⁺¹ = ∂C/∂aˡ."),
    6,
    has_bars=True,
)
_BY_SLOPES = FlowColumn(
    tr("by slopes"),
    tr(
        "What the slopes σ′(z) make of it: RMS δˡ / RMS u, with δˡ = u ⊙ σ′(zˡ). With "
        "softmax, changing one z changes every output: its matrix ∂a/∂z stands in "
        "place of σ′."
    ),
    6,
    has_bars=True,
)
_LARGEST_MEAN = FlowColumn(
    tr("largest |∂C/∂b|"),
    tr(
        "∂C/∂b of a neuron is the mean of its δ over the samples x (BP3), where signs "
        "may cancel; this is the largest of the layer: max over j of |mean of δ_xj|. "
        "Training brings it to 0."
    ),
    8,
    has_bars=True,
)
_MAIN = FlowColumn(
    tr("90 % in"),
    tr("How few samples have 90 % of Σ δ_xj², by which RMS δ goes."),
    8,
)
_BIAS_UPDATE = FlowColumn(
    "‖Δb‖/‖b‖",
    tr(
        "How far the next step moves the biases, as a part of their length. Without a "
        "value where all biases are 0."
    ),
    8,
    has_bars=True,
)
_SHARE_OF_STEP = FlowColumn(
    tr("of ΔC"),
    tr(
        "What this layer's weights and biases have of the change of C to first order:\n"
        "Σ ∂C/∂w Δw + Σ ∂C/∂b Δb."
    ),
    8,
    has_bars=True,
)
_NOISE = FlowColumn(
    tr("signal/noise"),
    tr(
        "How well the samples agree on the gradient g of this layer's weights and "
        "biases:\n‖mean g‖ / √(mean of ‖g_x − mean g‖²), for one sample. A batch of B "
        "samples has √B times as much."
    ),
    8,
    has_bars=True,
)
_BALANCED = FlowColumn(
    tr("balanced batch"),
    tr(
        "The batch size at which signal and noise are equal: (noise / signal)². Steps "
        "of much smaller batches mostly wander, much larger ones add little."
    ),
    8,
)
_STEP = FlowColumn(tr("next step"), tr("What the next step does to C over these samples."), 11)
_CHANGE = FlowColumn(
    "ΔC",
    tr(
        "To first order: Σ ∂C/∂w Δw over all weights and biases, which is what δ "
        "predicts. Actual: C after the step minus C before it. The step is made apart "
        "from the run."
    ),
    8,
    has_bars=True,
)
_CLICK = tr("Click the number to select these neurons.")


def _count(symbol: str, meaning: str) -> FlowColumn:
    return FlowColumn(symbol, f"{meaning}\n{_CLICK}", len(symbol))


#: The columns of counts: which neurons each counts.
_COUNTS: Final[tuple[tuple[FlowColumn, Callable[[LayerReading], tuple[int, ...]]], ...]] = (
    (
        _count(
            tr("dead"),
            tr(
                "Neurons whose slope |∂a/∂z| is about 0 for every sample (below 10⁻⁶ of its "
                "largest value): no δ passes."
            ),
        ),
        lambda layer: layer.health.dead,
    ),
    (
        _count(
            tr("saturated"),
            tr(
                "Neurons of a bounded activation that rest on a bound:\n|∂a/∂z| is below 5 % of "
                "its largest value for at least 95 % of the samples."
            ),
        ),
        lambda layer: layer.health.saturated,
    ),
    (
        _count(
            tr("twins"),
            tr(
                "Neurons with the same weights and bias, and the same weights to the next "
                "layer, as another:\ntheir δ is the same in every sample. Training doesn't tell "
                "them apart, unless their layer has dropout, which leaves out one without the "
                "other."
            ),
        ),
        lambda layer: tuple(chain.from_iterable(layer.health.twins)),
    ),
)


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
    columns: Sequence[FlowColumn],
    rows: Sequence[Sequence[FlowCell]],
    scales: Sequence[BarScale | None],
) -> FlowTable:
    return FlowTable(name, title, tuple(columns), tuple(tuple(row) for row in rows), tuple(scales))


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
    columns = (_LAYER, _RMS, _MEDIAN, _RATIO, replace(_WEIGHT_UPDATE, has_bars=False, is_repeated=True))
    return _table("flow_layers", tr("δ from layer to layer"), columns, rows, (None, scale, None, None, None))


_ROUNDING: Final = FlowCell(numbers.ROUNDING, note=_ROUNDING_NOTE)
#: What is said of it elsewhere in the row.
_ZERO: Final = FlowCell("0", note=_ROUNDING_NOTE)
#: What is said of the ratio of the output.
_OUTPUT: Final = FlowCell(
    tr("output"), note=tr("The output's δ comes from the cost: there is no next layer.")
)


def _ways_back(layers: Sequence[LayerReading]) -> FlowTable:
    flows = [layer.flow for layer in layers]
    known = [flow for flow in flows if not flow.is_rounding]
    scale = ratios(factor for flow in known for factor in (flow.by_weights, flow.by_gates))
    columns = (_LAYER, _BY_WEIGHTS, _BY_SLOPES)
    rows = [(_name(layer), *_factors(layer.flow, scale)) for layer in layers]
    return _table("flow_ways", tr("What the way back makes of δ"), columns, rows, (None, scale, scale))


def _factors(flow: LayerFlow, scale: BarScale) -> tuple[FlowCell, FlowCell]:
    """What the weights make of δ, and the slopes."""
    if flow.ratio is None:
        return _OUTPUT, _OUTPUT
    if flow.is_rounding:
        return _ROUNDING, FlowCell(_NOTHING, note=_ROUNDING_NOTE)
    weights, slopes = flow.by_weights, flow.by_gates
    return (
        _cell(_factor, weights, scale.bar(weights, "weights")),
        _cell(_factor, slopes, scale.bar(slopes, "gates")),
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
        for _, counted in _COUNTS:
            indices = counted(layer)
            neurons = tuple(Neuron(number, index) for index in indices)
            cells.append(_cell(str, len(indices), neurons=neurons, note=_named(number, indices)))
        rows.append(cells)
    columns = (_LAYER, *(column for column, _ in _COUNTS))
    return _table("flow_neurons", tr("Neurons that are held up"), columns, rows, (None,) * len(columns))


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
    return _table("flow_step", tr("What the next step does to C"), (_STEP, _CHANGE), rows, (None, scale))


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
        (_LAYER, _WEIGHT_UPDATE, _BIAS_UPDATE, _SHARE_OF_STEP),
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
    columns = (_LAYER, _NOISE, _BALANCED)
    return _table("flow_noise", tr("How well the samples agree"), columns, rows, (None, scale, None))


def _size(samples: float) -> str:
    """A batch size, which is a whole number, as long as it is one that can be told."""
    return numbers.count(max(1, round(samples))) if samples < 1e6 else _plain(samples)


def _sizes(reading: FlowReading) -> FlowTable:
    layers = reading.layers
    scale = magnitudes(layer.flow.largest_mean for layer in layers if not layer.flow.is_rounding)
    rows = [
        (
            _name(layer),
            _ROUNDING
            if layer.flow.is_rounding
            else _cell(_plain, layer.flow.largest_mean, scale.bar(layer.flow.largest_mean)),
            FlowCell(_NOTHING, note=tr("Of {samples}.", samples=_samples(reading)))
            if layer.flow.is_rounding
            else _cell(
                numbers.count, layer.flow.main_samples, note=tr("Of {samples}.", samples=_samples(reading))
            ),
        )
        for layer in layers
    ]
    columns = (_LAYER, _LARGEST_MEAN, _MAIN)
    return _table("flow_sizes", tr("How δ spreads over the samples"), columns, rows, (None, scale, None))


def short_name(over: SamplesName) -> str:
    """Some samples by few words."""
    return tr("all data") if over == "all" else SAMPLES[over]


def _samples(reading: FlowReading) -> str:
    return tr_n("{count} sample", "{count} samples", reading.samples, count=numbers.count(reading.samples))


def title(reading: FlowReading) -> str:
    """Of which step, and of which network; which samples they are stands in the box beside it."""
    held = "" if reading.held is None else tr(" · with Δz on {neuron}", neuron=reading.held.neuron)
    return tr("step {step}{held}", step=numbers.count(reading.step), held=held)


def flow_sentence(reading: FlowReading) -> str:
    """Read the tables: what becomes of δ on its way back, and what does it; or why there is no next step."""
    if reading.refused is not None:
        return reading.refused
    if reading.divergence is not None:
        return str(reading.divergence)
    return verdict_sentence(reading.verdict)


def verdict_sentence(verdict: FlowVerdict) -> str:
    """What becomes of δ on its way back, and by what."""
    layer = verdict.layer
    match verdict.kind:
        case "one layer":
            return tr("There is only one layer: δ comes from the cost and goes back no further.")
        case "not finite":
            return tr("δ is not finite: the network's numbers are too large.")
        case "none":
            return tr("δ of the output is 0 for every sample: nothing goes back.")
        case "ends" if verdict.cause == "weights":
            return tr(
                "δ ends at layer {layer}: the contributions w·δ of the next layer cancel, or all are 0.",
                layer=layer,
            )
        case "ends":
            return tr("δ ends at layer {layer}: every slope there is 0.", layer=layer)
        case "fades" if verdict.cause == "gates":
            return tr(
                "δ fades on the way back: in layer {layer} it is {factor} the size of the "
                "output's, mostly by the slopes.",
                layer=layer,
                factor=_factor(verdict.factor),
            )
        case "fades":
            return tr(
                "δ fades on the way back: in layer {layer} it is {factor} the size of the "
                "output's, mostly by the weights.",
                layer=layer,
                factor=_factor(verdict.factor),
            )
        case "grows" if verdict.cause == "gates":
            return tr(
                "δ grows on the way back: in layer {layer} it is {factor} the size of the "
                "output's, mostly by the slopes.",
                layer=layer,
                factor=_factor(verdict.factor),
            )
        case "grows":
            return tr(
                "δ grows on the way back: in layer {layer} it is {factor} the size of the "
                "output's, mostly by the weights.",
                layer=layer,
                factor=_factor(verdict.factor),
            )
        case "keeps":
            return tr("No layer fades: δ keeps its size on the way back.")
