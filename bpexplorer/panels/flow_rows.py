"""The rows of the gradient flow table, and the sentences around it. No Qt."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Final

from bpexplorer.core.flow_reading import FlowReading, LayerReading
from bpexplorer.core.spec import Neuron
from bpexplorer.look import numbers

#: A ratio as near to 1 as this reads as no change.
_SAME: Final = 0.05
#: What a cell without a value shows.
_NOTHING: Final = "–"

_Indices = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its symbol, what it is with its formula, and what stands in its cells."""

    symbol: str
    meaning: str
    write: Callable[[LayerReading], str]
    #: Which neurons a count counts; None for columns that aren't counts.
    neurons: Callable[[LayerReading], _Indices] | None = None
    #: As wide a text as its cells commonly have.
    widest: str = "0.00012"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{_plain(value)}"


def _plain(value: float | None) -> str:
    if value is None or math.isnan(value):
        return _NOTHING
    return "∞" if math.isinf(value) else numbers.significant(value, digits=2)


def _factor(value: float | None) -> str:
    text = _plain(value)
    return text if text == _NOTHING else f"×{text}"


def _dead(layer: LayerReading) -> _Indices:
    return layer.health.dead


def _saturated(layer: LayerReading) -> _Indices:
    return layer.health.saturated


def _twins(layer: LayerReading) -> _Indices:
    return tuple(chain.from_iterable(layer.health.twins))


def _counted(symbol: str, meaning: str, neurons: Callable[[LayerReading], _Indices]) -> Column:
    meaning += "\nClick a count to select these neurons."
    return Column(symbol, meaning, lambda layer: str(len(neurons(layer))), neurons, "999")


COLUMNS: Final = (
    Column(
        "mean δ",
        "Mean of δ = ∂C/∂z over the layer's neurons j and all samples x:\nmean of δ_xj. Signs may cancel.",
        lambda layer: _signed(layer.flow.mean),
        widest="+0.00012",
    ),
    Column(
        "mean |δ|",
        "How large δ is on average, whatever its sign:\nmean of |δ_xj| over neurons and samples.",
        lambda layer: _plain(layer.flow.mean_absolute),
    ),
    Column(
        "RMS δ",
        "How strong the error is in this layer:\n√(mean of δ_xj²) over neurons and samples.",
        lambda layer: _plain(layer.flow.rms),
    ),
    Column(
        "to next",
        "What is left of δ of the next layer, l + 1, from which it comes:\n"
        "RMS δˡ / RMS δˡ⁺¹ = weights × gates. Below 1 it fades, above 1 it grows.",
        lambda layer: _factor(layer.flow.ratio),
        widest="×0.012",
    ),
    Column(
        "weights",
        "What the weights on the way back make of δ:\nRMS u / RMS δˡ⁺¹, with u = (Wˡ⁺¹)ᵀ δˡ⁺¹ = ∂C/∂aˡ.",
        lambda layer: _factor(layer.flow.by_weights),
        widest="×0.012",
    ),
    Column(
        "gates",
        "What the gates σ'(z) let through:\nRMS δˡ / RMS u, with δˡ = u ⊙ σ'(zˡ); softmax: its Jacobian instead of σ'.",
        lambda layer: _factor(layer.flow.by_gates),
        widest="×0.012",
    ),
    Column(
        "update",
        "How far the next step moves the weights:\nRMS Δw / RMS w. About 0.001 is common; far less hardly trains.",
        lambda layer: _plain(layer.update.weights),
    ),
    Column(
        "signal/noise",
        "How well the samples agree on the gradient g of this layer's weights and biases:\n"
        "‖mean g‖ / √(mean of ‖g_x − mean g‖²). A batch of B samples has √B times as much.",
        lambda layer: _plain(layer.noise.ratio),
    ),
    _counted(
        "dead", "Neurons whose gate |∂a/∂z| is about 0 (below 10⁻⁶) for every sample: no δ passes.", _dead
    ),
    _counted(
        "saturated",
        "Neurons of a bounded activation that rest on a bound:\n"
        "|∂a/∂z| is below 5 % of its largest value for at least 95 % of the samples.",
        _saturated,
    ),
    _counted(
        "twins",
        "Neurons with the same weights and bias, and the same weights to the next layer, as another:\n"
        "their δ is the same in every sample, so training never tells them apart.",
        _twins,
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One layer: a text for each column, and the neurons that its counts count (none for other columns)."""

    layer: int
    cells: tuple[str, ...]
    neurons: tuple[tuple[Neuron, ...], ...]


def flow_rows(reading: FlowReading) -> tuple[Row, ...]:
    """A row for each layer, entry l-1 for layer l."""
    return tuple(_row(layer) for layer in reading.layers)


def _row(layer: LayerReading) -> Row:
    number = layer.flow.layer
    return Row(
        number,
        tuple(column.write(layer) for column in COLUMNS),
        tuple(
            tuple(Neuron(number, index) for index in column.neurons(layer)) if column.neurons else ()
            for column in COLUMNS
        ),
    )


def title(reading: FlowReading) -> str:
    """Which samples, which network."""
    held = "" if reading.held is None else f" · Δz held on {reading.held.neuron}"
    return f"all {numbers.count(reading.samples)} training samples · step {numbers.count(reading.step)}{held}"


def flow_sentence(reading: FlowReading) -> str:
    """Read the table: where δ changes most on its way back, and what does it."""
    ratios = [(layer, layer.flow.ratio) for layer in reading.layers if layer.flow.ratio is not None]
    if not ratios:
        return "There is one layer only: δ comes from the cost, and goes back no further."
    known = [(layer, ratio) for layer, ratio in ratios if not math.isnan(ratio)]
    if not known:
        return "δ of the output is 0 for every sample: nothing goes back."
    layer, ratio = max(known, key=lambda pair: _strength(pair[1]))
    flow = layer.flow
    way = f"From layer {flow.layer + 1} to layer {flow.layer}"
    if ratio == 0:
        return (
            f"{way} nothing is left of δ: weights {_factor(flow.by_weights)}, gates {_factor(flow.by_gates)}."
        )
    happens = f"{'falls' if ratio < 1 else 'grows'} to {_plain(ratio)}"
    if abs(ratio - 1) < _SAME:
        happens = "stays as it is"
    return (
        f"{way} the RMS of δ {happens}: weights {_factor(flow.by_weights)}, gates {_factor(flow.by_gates)}."
    )


def _strength(ratio: float) -> float:
    return abs(math.log(ratio)) if ratio else math.inf


def step_sentence(reading: FlowReading) -> str:
    """What the next step does to the cost, beside what δ foretells of it."""
    if reading.divergence is not None:
        return str(reading.divergence)
    step = reading.next_step
    return f"The next step changes C by {_signed(step.actual)}; to first order, by {_signed(step.predicted)}."
