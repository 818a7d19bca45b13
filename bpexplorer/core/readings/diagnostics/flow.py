"""How the error fades or grows on its way back through the layers, and what makes it do so."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from bpexplorer.core.backprop import Trace
from bpexplorer.core.network import Network
from bpexplorer.core.numerals import is_rounding
from bpexplorer.core.running import RunningMedian, RunningRms
from bpexplorer.core.types import FloatArray

#: δ fades where its RMS falls below this part of the output's, and grows where it exceeds so many times that.
FADED: Final = 0.1
GROWN: Final = 10.0
#: How much of Σ δ² ``LayerFlow.main_samples`` have together.
MAIN_SHARE: Final = 0.9


@dataclass(frozen=True, slots=True)
class LayerFlow:
    """δ of one layer, over all its neurons and all samples of the trace.

    ``ratio`` = RMS δ^l / RMS δ^{l+1} is ``by_weights`` × ``by_slopes``: with u = δ^{l+1} W^{l+1}, which is ∂C/∂a^l, the
    weights make RMS u / RMS δ^{l+1} of it, and the activation's Jacobian (the slopes σ' if it is elementwise) makes
    RMS δ^l / RMS u. All three are None for the output layer, and NaN where they would divide by 0.

    ``mean`` is taken over the neurons, too, and so is 0 by algebra where they share what they have, as under softmax;
    ``largest_mean`` is the largest |mean over the samples| of a single neuron: the largest |∂C/∂b| of the layer.
    RMS hides what most samples do where a few are much larger: ``median_absolute`` is of the middle one (to 0.2 %
    where the samples are gone through in slices), and
    ``main_samples`` is how few samples have MAIN_SHARE of the sum of squares.
    """

    layer: int
    mean: float
    mean_absolute: float
    rms: float
    ratio: float | None = None
    by_weights: float | None = None
    by_slopes: float | None = None
    median_absolute: float = 0.0
    largest_mean: float = 0.0
    main_samples: int = 0
    #: The terms w·δ of each sum cancel, and what is left of them, here or further ahead, is rounding.
    is_rounding: bool = False


FlowKind = Literal["one layer", "not finite", "none", "ends", "fades", "grows", "keeps"]
Cause = Literal["weights", "slopes"]


@dataclass(frozen=True, slots=True)
class FlowVerdict:
    """What becomes of δ on its way back, in one word.

    - *one layer*: there is no way back.
    - *not finite*: the network overflows.
    - *none*: δ of the output is 0 for every sample.
    - *ends*: nothing, or nothing but rounding, reaches ``layer`` from the one after it.
    - *fades*, *grows*: the RMS of δ in ``layer`` is ``factor`` times the output's, below FADED or above GROWN; of all
      layers that are, the one furthest from the output's size.
    - *keeps*: neither in any layer.

    ``cause`` is what did more of it, or what ended it.
    """

    kind: FlowKind
    layer: int | None = None
    factor: float = 1.0
    cause: Cause | None = None


def gradient_flow(net: Network, trace: Trace) -> tuple[LayerFlow, ...]:
    """The flow of δ, entry l-1 for layer l; ``trace`` is backpropagation through ``net``."""
    summed = FlowOfSlices(net)
    summed.add(trace)
    return summed.flows()


class FlowOfSlices:
    """The flow of δ over all samples, once the trace of each slice of them through ``net`` was added."""

    def __init__(self, net: Network) -> None:
        self._layers = [_LayerSums(net, layer) for layer in range(1, net.depth + 1)]

    def add(self, trace: Trace) -> None:
        """Add a slice."""
        for layer in self._layers:
            layer.add(trace)

    def flows(self) -> tuple[LayerFlow, ...]:
        """Entry l-1 for layer l."""
        flows = [self._layers[-1].own()]
        for after, layer in pairwise(reversed(self._layers)):
            flows.append(layer.flow(after, after_rounding=flows[-1].is_rounding))
        return tuple(reversed(flows))


class _LayerSums:
    """What is added up of one layer, slice by slice."""

    def __init__(self, net: Network, layer: int) -> None:
        self._net, self._layer = net, layer
        self._samples = 0
        self._sums: FloatArray = np.zeros(net.sizes[layer])
        self._total = self._absolute = 0.0
        self.rms = RunningRms()
        self._median = RunningMedian()
        #: Of each slice its largest |δ|, and Σ (δ / largest)² of each of its samples.
        self._squares: list[tuple[float, FloatArray]] = []
        #: Of u = δ^{l+1} W^{l+1}, and of what it would be if none of its terms cancelled.
        self._between, self._added_up = RunningRms(), RunningRms()

    def add(self, trace: Trace) -> None:
        delta = trace.deltas[self._layer - 1]
        absolute = np.abs(delta)
        self._samples += len(delta)
        self._sums += delta.sum(axis=0)
        self._total += float(delta.sum())
        self._absolute += float(absolute.sum())
        self.rms.add(delta)
        self._median.add(absolute)
        largest = float(absolute.max())
        self._squares.append((largest, np.square(absolute / (largest or 1.0)).sum(axis=1)))
        if self._layer < self._net.depth:
            delta_next, weights_next = trace.deltas[self._layer], self._net.weights[self._layer]
            self._between.add(delta_next @ weights_next)
            self._added_up.add(np.abs(delta_next) @ np.abs(weights_next))

    def own(self) -> LayerFlow:
        """What δ of this layer is, whatever it was made from."""
        count = self._samples * len(self._sums)
        return LayerFlow(
            self._layer,
            mean=self._total / count,
            mean_absolute=self._absolute / count,
            rms=self.rms.value,
            median_absolute=self._median.value,
            largest_mean=float(np.abs(self._sums / self._samples).max()),
            main_samples=self._main_samples(),
        )

    def flow(self, after: "_LayerSums", *, after_rounding: bool) -> LayerFlow:
        """The same with what made it of δ of the layer after it."""
        rms, rms_next, rms_between = self.rms.value, after.rms.value, self._between.value
        cancels = is_rounding(rms_between, self._added_up.value)
        if not self._net.functions[self._layer - 1].elementwise:  # its Jacobian adds up, too
            cancels |= is_rounding(rms, rms_between)
        return replace(
            self.own(),
            ratio=share(rms, rms_next),
            by_weights=share(rms_between, rms_next),
            by_slopes=share(rms, rms_between),
            is_rounding=after_rounding or cancels,
        )

    def _main_samples(self) -> int:
        largest = float(np.max([each for each, _ in self._squares]))
        if not 0.0 < largest < math.inf:
            return 0
        # Of the largest of all, so that none overflows.
        parts = [np.square(each / largest) * squares for each, squares in self._squares]
        running = np.cumsum(np.sort(np.concatenate(parts))[::-1])
        return int(np.searchsorted(running, MAIN_SHARE * running[-1])) + 1


def judge_flow(layers: Sequence[LayerFlow]) -> FlowVerdict:
    """What becomes of δ on its way back through these layers, the output last."""
    output, hidden = layers[-1], layers[:-1]
    if not all(math.isfinite(layer.rms) for layer in layers):
        return FlowVerdict("not finite")
    if output.rms == 0:
        return FlowVerdict("none")
    if not hidden:
        return FlowVerdict("one layer")
    for layer in reversed(hidden):
        if layer.rms == 0 or layer.is_rounding:
            by_weights = layer.by_weights == 0 or layer.is_rounding
            return FlowVerdict("ends", layer.layer, 0.0, "weights" if by_weights else "slopes")
    furthest = max(hidden, key=lambda layer: abs(math.log(layer.rms / output.rms)))
    factor = furthest.rms / output.rms
    if FADED <= factor <= GROWN:
        return FlowVerdict("keeps")
    way = hidden[furthest.layer - 1 :]
    weights, slopes = (
        sum(math.log(part) for part in parts if part)
        for parts in ((layer.by_weights for layer in way), (layer.by_slopes for layer in way))
    )
    if factor < FADED:
        return FlowVerdict("fades", furthest.layer, factor, "weights" if weights < slopes else "slopes")
    return FlowVerdict("grows", furthest.layer, factor, "weights" if weights > slopes else "slopes")


def share(part: float, whole: float) -> float:
    """part / whole, and NaN where that is a share of nothing."""
    return part / whole if whole else math.nan
