"""The columns of the gradient flow's tables: what each is called, and what it means with its formula. No Qt."""

from collections.abc import Callable
from itertools import chain
from typing import Final

from bpexplorer.core.readings.flow import LayerReading
from bpexplorer.panels.flow.cells import FlowColumn
from bpexplorer.translation import tr

LAYER = FlowColumn(
    tr("layer"), tr("Layers are counted from the input, which is layer 0. The output is the last row."), 3
)
RMS = FlowColumn(
    tr("RMS δ"),
    tr("How strong the error is in this layer:\n√(mean of δ_xj²) over its neurons j and the samples x."),
    8,
    has_bars=True,
)
MEDIAN = FlowColumn(
    tr("median |δ|"),
    tr(
        "|δ_xj| of the middle one, over neurons j and samples x. RMS follows the few "
        "largest; where the median lies far below it, most samples have almost no δ "
        "left."
    ),
    8,
)
RATIO = FlowColumn(
    "δˡ/δˡ⁺¹",
    tr(
        "What is left of δ of the next layer, l + 1, from which it comes:\nRMS δˡ / RMS "
        "δˡ⁺¹ = by weights × by slopes. Below 1 it fades, above 1 it grows."
    ),
    6,
)
WEIGHT_UPDATE = FlowColumn(
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
BY_WEIGHTS = FlowColumn(
    tr("by weights"),
    tr("What the weights make of δ on the way back: RMS u / RMS δˡ⁺¹, with u = (Wˡ⁺¹)ᵀ δˡ⁺¹ = ∂C/∂aˡ."),
    6,
    has_bars=True,
)
BY_SLOPES = FlowColumn(
    tr("by slopes"),
    tr(
        "What the slopes σ′(z) make of it: RMS δˡ / RMS u, with δˡ = u ⊙ σ′(zˡ). With "
        "softmax, changing one z changes every output: its matrix ∂a/∂z stands in "
        "place of σ′."
    ),
    6,
    has_bars=True,
)
LARGEST_MEAN = FlowColumn(
    tr("largest |∂C/∂b|"),
    tr(
        "∂C/∂b of a neuron is the mean of its δ over the samples x (BP3), where signs "
        "may cancel; this is the largest of the layer: max over j of |mean of δ_xj|. "
        "Training brings it to 0."
    ),
    8,
    has_bars=True,
)
MAIN = FlowColumn(
    tr("90 % in"),
    tr("How few samples have 90 % of Σ δ_xj², by which RMS δ goes."),
    8,
)
BIAS_UPDATE = FlowColumn(
    "‖Δb‖/‖b‖",
    tr(
        "How far the next step moves the biases, as a part of their length. Without a "
        "value where all biases are 0."
    ),
    8,
    has_bars=True,
)
SHARE_OF_STEP = FlowColumn(
    tr("of ΔC"),
    tr(
        "What this layer's weights and biases have of the change of C to first order:\n"
        "Σ ∂C/∂w Δw + Σ ∂C/∂b Δb."
    ),
    8,
    has_bars=True,
)
NOISE = FlowColumn(
    tr("signal/noise"),
    tr(
        "How well the samples agree on the gradient g of this layer's weights and "
        "biases:\n‖mean g‖ / √(mean of ‖g_x − mean g‖²), for one sample. A batch of B "
        "samples has √B times as much."
    ),
    8,
    has_bars=True,
)
BALANCED = FlowColumn(
    tr("balanced batch"),
    tr(
        "The batch size at which signal and noise are equal: (noise / signal)². Steps "
        "of much smaller batches mostly wander, much larger ones add little."
    ),
    8,
)
STEP = FlowColumn(tr("next step"), tr("What the next step does to C over these samples."), 11)
CHANGE = FlowColumn(
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
COUNTS: Final[tuple[tuple[FlowColumn, Callable[[LayerReading], tuple[int, ...]]], ...]] = (
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
