"""The tables of the gradient flow panel, and the sentences around them. No Qt."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from bpexplorer.core.readings.flow import FlowReading, LayerReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import SAMPLES, SamplesName
from bpexplorer.look import numbers
from bpexplorer.panels.flow.bars import Bar, BarScale, magnitudes, ratios, signed

#: A ratio as near to 1 as this reads as no change.
_SAME: Final = 0.05
#: What a cell without a value shows.
_NOTHING: Final = "–"
#: Updates commonly lie about 0.001: the scale stays where it is, so that this is a place.
_UPDATES: Final = BarScale(1e-6, 1.0, 1e-6, is_log=True)
#: Neurons that a tooltip names.
_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """A column: its heading, what it is with its formula, for how many characters it keeps room, and whether bars
    stand beside its text. Where there isn't room for both, ``text_yields`` says that the text is what goes."""

    symbol: str
    meaning: str
    characters: int
    has_bars: bool = False
    text_yields: bool = False
    #: The heading where there is room for it.
    full: str = ""


@dataclass(frozen=True, slots=True)
class FlowCell:
    """A text, its bars one below the other, and the neurons that it counts."""

    text: str
    bars: tuple[Bar, ...] = ()
    neurons: tuple[Neuron, ...] = ()
    #: Of this cell alone, for its tooltip.
    note: str = ""


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
        scale = self.scales[column]
        note = "" if row is None else self.rows[row][column].note
        parts = (note, self.columns[column].meaning, "" if scale is None else str(scale))
        return "\n\n".join(part for part in parts if part)


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{_plain(value)}"


def _plain(value: float | None) -> str:
    if value is None or math.isnan(value):
        return _NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return numbers.significant(value, digits=2)


def _factor(value: float | None) -> str:
    text = _plain(value)
    return text if text == _NOTHING else f"×{text}"


_LAYER = FlowColumn(
    "layer", "Layers are counted from the input, which is layer 0. The output is the last row.", 3
)
_RMS = FlowColumn(
    "RMS δ",
    "How strong the error is in this layer:\n√(mean of δ_xj²) over its neurons j and the samples x.",
    7,
    has_bars=True,
)
_TO_NEXT = FlowColumn(
    "to next",
    "What is left of δ of the next layer, l + 1, from which it comes:\n"
    "RMS δˡ / RMS δˡ⁺¹ = weights × gates. Below 1 it fades, above 1 it grows.",
    6,
)
_SPLIT = FlowColumn(
    "W × σ'",
    "What the way back makes of δ. Upper bar, weights: RMS u / RMS δˡ⁺¹, with u = (Wˡ⁺¹)ᵀ δˡ⁺¹ = ∂C/∂aˡ.\n"
    "Lower bar, gates: RMS δˡ / RMS u, with δˡ = u ⊙ σ'(zˡ); softmax: its Jacobian instead of σ'.\n"
    "A bar to the left makes δ smaller, one to the right larger.",
    13,
    has_bars=True,
    text_yields=True,
    full="weights × gates",
)
_MEAN = FlowColumn(
    "mean δ",
    "Mean of δ = ∂C/∂z over the layer's neurons j and the samples x:\nmean of δ_xj. Signs may cancel.",
    8,
    has_bars=True,
)
_MEAN_ABSOLUTE = FlowColumn(
    "mean |δ|",
    "How large δ is on average, whatever its sign:\nmean of |δ_xj| over neurons and samples.",
    7,
    has_bars=True,
)
_WEIGHT_UPDATE = FlowColumn(
    "Δw / w",
    "How far the next step moves the weights:\nRMS Δw / RMS w. About 0.001 is common; far less hardly trains.",
    7,
    has_bars=True,
)
_BIAS_UPDATE = FlowColumn(
    "Δb / b",
    "How far the next step moves the biases:\nRMS Δb / RMS b. Without a value where all biases are 0.",
    7,
    has_bars=True,
)
_SHARE_OF_STEP = FlowColumn(
    "of ΔC",
    "What this layer's weights and biases have of the change of C to first order:\nΣ ∂C/∂w Δw + Σ ∂C/∂b Δb.",
    8,
    has_bars=True,
)
_NOISE = FlowColumn(
    "signal/noise",
    "How well the samples agree on the gradient g of this layer's weights and biases:\n"
    "‖mean g‖ / √(mean of ‖g_x − mean g‖²), for one sample. A batch of B samples has √B times as much.",
    7,
    has_bars=True,
)
_BALANCED = FlowColumn(
    "balanced batch",
    "The batch size at which signal and noise are equal: (noise / signal)². Steps of much smaller batches mostly "
    "wander, much larger ones add little.",
    7,
)
_STEP = FlowColumn("next step", "What the next step does to C over these samples.", 11)
_CHANGE = FlowColumn(
    "ΔC",
    "To first order: Σ ∂C/∂w Δw over all weights and biases, which is what δ foretells. Actual: C after the step "
    "minus C before it. The step is made apart from the run.",
    8,
    has_bars=True,
)
_CLICK = "Click the number to select these neurons."


def _count(symbol: str, meaning: str) -> FlowColumn:
    return FlowColumn(symbol, f"{meaning}\n{_CLICK}", len(symbol))


#: The columns of counts: which neurons each counts.
_COUNTS: Final[tuple[tuple[FlowColumn, Callable[[LayerReading], tuple[int, ...]]], ...]] = (
    (
        _count("dead", "Neurons whose gate |∂a/∂z| is about 0 (below 10⁻⁶) for every sample: no δ passes."),
        lambda layer: layer.health.dead,
    ),
    (
        _count(
            "saturated",
            "Neurons of a bounded activation that rest on a bound:\n"
            "|∂a/∂z| is below 5 % of its largest value for at least 95 % of the samples.",
        ),
        lambda layer: layer.health.saturated,
    ),
    (
        _count(
            "twins",
            "Neurons with the same weights and bias, and the same weights to the next layer, as another:\n"
            "their δ is the same in every sample, so training never tells them apart.",
        ),
        lambda layer: tuple(chain.from_iterable(layer.health.twins)),
    ),
)


def flow_tables(reading: FlowReading) -> tuple[FlowTable, ...]:
    """Everything that is read, the most telling first."""
    return (
        _through_layers(reading.layers),
        _held_up(reading.layers),
        _next_step(reading),
        _updates(reading),
        _agreement(reading.layers),
        _means(reading.layers),
    )


def _table(
    name: str,
    title: str,
    columns: Sequence[FlowColumn],
    rows: Sequence[Sequence[FlowCell]],
    scales: Sequence[BarScale | None],
) -> FlowTable:
    return FlowTable(name, title, tuple(columns), tuple(tuple(row) for row in rows), tuple(scales))


def _name(layer: LayerReading) -> FlowCell:
    return FlowCell(str(layer.flow.layer))


def _through_layers(layers: Sequence[LayerReading]) -> FlowTable:
    strengths = magnitudes(layer.flow.rms for layer in layers)
    factors = ratios(factor for layer in layers for factor in (layer.flow.by_weights, layer.flow.by_gates))
    rows = []
    for layer in layers:
        flow = layer.flow
        weights, gates = _factor(flow.by_weights), _factor(flow.by_gates)
        is_output = flow.ratio is None
        split = FlowCell(
            _NOTHING if is_output else f"{weights:<6} {gates:<6}",
            factors.bar(flow.by_weights, "weights") + factors.bar(flow.by_gates, "gates"),
            note="The output's δ comes from the cost: there is no next layer."
            if is_output
            else f"Weights {weights}, gates {gates}.",
        )
        rows.append(
            (
                _name(layer),
                FlowCell(_plain(flow.rms), strengths.bar(flow.rms)),
                FlowCell(_factor(flow.ratio)),
                split,
            )
        )
    return _table(
        "flow_layers",
        "δ from layer to layer",
        (_LAYER, _RMS, _TO_NEXT, _SPLIT),
        rows,
        (None, strengths, None, factors),
    )


def _held_up(layers: Sequence[LayerReading]) -> FlowTable:
    rows = []
    for layer in layers:
        number = layer.flow.layer
        cells = [_name(layer)]
        for _, counted in _COUNTS:
            indices = counted(layer)
            neurons = tuple(Neuron(number, index) for index in indices)
            cells.append(FlowCell(str(len(indices)), neurons=neurons, note=_named(number, indices)))
        rows.append(cells)
    columns = (_LAYER, *(column for column, _ in _COUNTS))
    return _table("flow_neurons", "Neurons that are held up", columns, rows, (None,) * len(columns))


def _named(layer: int, indices: Sequence[int]) -> str:
    if not indices:
        return ""
    more = f" and {len(indices) - _NAMED} more" if len(indices) > _NAMED else ""
    noun = "neuron" if len(indices) == 1 else "neurons"
    return f"Layer {layer}, {noun} {', '.join(map(str, indices[:_NAMED]))}{more}."


def _next_step(reading: FlowReading) -> FlowTable:
    step = reading.next_step
    predicted, actual = step.predicted, step.actual
    scale = signed((predicted, actual))
    ratio = actual / predicted if predicted else math.nan
    rows = (
        (FlowCell("first order"), FlowCell(_signed(predicted), scale.signed_bar(predicted))),
        (FlowCell("actual"), FlowCell(_signed(actual), scale.signed_bar(actual))),
        (
            FlowCell("ratio"),
            FlowCell(
                _factor(ratio),
                note="Actual ΔC / ΔC to first order. It goes to 1 as steps get shorter.",
            ),
        ),
    )
    return _table("flow_step", "What the next step does to C", (_STEP, _CHANGE), rows, (None, scale))


def _updates(reading: FlowReading) -> FlowTable:
    by_layer = reading.next_step.by_layer
    # On the scale of the sums beside which they stand.
    parts = signed((*by_layer, reading.next_step.predicted, reading.next_step.actual))
    rows = [
        (
            _name(layer),
            FlowCell(_plain(layer.update.weights), _UPDATES.bar(layer.update.weights)),
            FlowCell(_plain(layer.update.biases), _UPDATES.bar(layer.update.biases)),
            FlowCell(_signed(part), parts.signed_bar(part)),
        )
        for layer, part in zip(reading.layers, by_layer, strict=True)
    ]
    return _table(
        "flow_updates",
        "The next step by layer",
        (_LAYER, _WEIGHT_UPDATE, _BIAS_UPDATE, _SHARE_OF_STEP),
        rows,
        (None, _UPDATES, _UPDATES, parts),
    )


def _agreement(layers: Sequence[LayerReading]) -> FlowTable:
    scale = ratios(layer.noise.ratio for layer in layers)
    rows = [
        (
            _name(layer),
            FlowCell(_plain(layer.noise.ratio), scale.bar(layer.noise.ratio)),
            FlowCell(_size(layer.noise.balanced_batch)),
        )
        for layer in layers
    ]
    columns = (_LAYER, _NOISE, _BALANCED)
    return _table("flow_noise", "How well the samples agree", columns, rows, (None, scale, None))


def _size(samples: float) -> str:
    """A batch size, which is a whole number, as long as it is one that can be told."""
    return numbers.count(max(1, round(samples))) if samples < 1e6 else _plain(samples)


def _means(layers: Sequence[LayerReading]) -> FlowTable:
    signs = signed(layer.flow.mean for layer in layers)
    strengths = magnitudes(layer.flow.mean_absolute for layer in layers)
    rows = [
        (
            _name(layer),
            FlowCell(_signed(layer.flow.mean), signs.signed_bar(layer.flow.mean)),
            FlowCell(_plain(layer.flow.mean_absolute), strengths.bar(layer.flow.mean_absolute)),
        )
        for layer in layers
    ]
    columns = (_LAYER, _MEAN, _MEAN_ABSOLUTE)
    return _table("flow_means", "Means of δ", columns, rows, (None, signs, strengths))


def short_name(over: SamplesName) -> str:
    """Some samples by one word."""
    return "all" if over == "all" else SAMPLES[over].removesuffix(" part")


def title(reading: FlowReading) -> str:
    """How many samples, which network; which samples they are stands in the box beside it."""
    held = "" if reading.held is None else f" · Δz held on {reading.held.neuron}"
    noun = "sample" if reading.samples == 1 else "samples"
    return f"{numbers.count(reading.samples)} {noun} · step {numbers.count(reading.step)}{held}"


def flow_sentence(reading: FlowReading) -> str:
    """Read the tables: where δ changes most on its way back, and what does it; or why there is no next step."""
    if reading.refused is not None:
        return reading.refused
    if reading.divergence is not None:
        return str(reading.divergence)
    changes = [(layer, layer.flow.ratio) for layer in reading.layers if layer.flow.ratio is not None]
    if not changes:
        return "There is one layer only: δ comes from the cost, and goes back no further."
    known = [(layer, ratio) for layer, ratio in changes if not math.isnan(ratio)]
    if not known:
        return "δ of the output is 0 for every sample: nothing goes back."
    layer, ratio = max(known, key=lambda pair: _strength(pair[1]))
    flow = layer.flow
    way = f"From layer {flow.layer + 1} to layer {flow.layer}"
    split = f"weights {_factor(flow.by_weights)}, gates {_factor(flow.by_gates)}."
    if ratio == 0:
        return f"{way} nothing is left of δ: {split}"
    happens = f"{'falls' if ratio < 1 else 'grows'} to {_factor(ratio)}"
    if abs(ratio - 1) < _SAME:
        happens = "stays as it is"
    return f"{way} the RMS of δ {happens}: {split}"


def _strength(ratio: float) -> float:
    return abs(math.log(ratio)) if ratio else math.inf
