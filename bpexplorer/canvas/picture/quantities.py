"""What the colours of neurons and edges can show: the numbers, and what they are called. No Qt widgets."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.network import Network
from bpexplorer.core.readings.maps import can_be_mapped
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.mask import removed_weights
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.traced_samples import BatchFate, SampleSource
from bpexplorer.core.training_data import DataPart, TrainingData
from bpexplorer.core.types import BoolArray, FloatArray
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity, SessionState, Tool
from bpexplorer.look.samples import SOURCE_WORDS
from bpexplorer.translation import tr

#: One entry for each layer l = 0…L; None where a layer has no such number.
LayerValues = tuple[FloatArray | None, ...]


@dataclass(frozen=True, slots=True)
class NeuronView:
    """A quantity of neurons: its names, and how a frame is asked for it."""

    #: In the list of choices.
    label: str
    #: In front of "= −0.0774".
    name: str
    symbol: str
    #: (frame, samples, row of them) → values of that sample; a row of None asks for all of them.
    values: Callable[[Frame, SampleSource, int | None], LayerValues]


@dataclass(frozen=True, slots=True)
class EdgeView:
    """A quantity of edges: its names, and how a frame is asked for it."""

    label: str
    #: Without the samples that a mean is over.
    base_name: str
    symbol: str
    #: (frame, samples, layer l, row of them) → values in the shape of W^l, or None if the frame doesn't hold them.
    values: Callable[[Frame, SampleSource, int, int], FloatArray | None]
    #: (frame, samples) → the largest magnitude in all layers, over all samples where they differ; None as well.
    largest: Callable[[Frame, SampleSource], float | None]
    #: Whether these are means over the samples.
    is_mean: bool = False
    #: Whether they are of all samples, and not of the one that is selected.
    is_of_all: bool = False

    def name(self, source: SampleSource) -> str:
        """In front of "= −0.0774"."""
        return (
            tr("{base_name}, mean over {all}", base_name=self.base_name, all=SOURCE_WORDS[source].all)
            if self.is_mean
            else self.base_name
        )


def _row(array: Any, row: int | None) -> Any:
    return array if row is None else array[min(row, len(array) - 1)]


def sample_index(data: TrainingData, frame: Frame | None, state: SessionState) -> int | None:
    """Which sample of its part is selected (see `sample_part`); None while its batch isn't known."""
    if state.source is SampleSource.PROBE:
        return int(_row(data.probe, state.row))
    if state.one_listed is not None:
        part, row = state.one_listed
        return row if row < len(data.part(part).x) else None
    samples = None if frame is None or frame.data is not data else frame.samples(state.source)
    return None if samples is None else int(_row(samples.rows, state.row))


def sample_part(data: TrainingData, state: SessionState) -> DataPart:
    """The part that the selected sample is of: the training set, unless it is one of a list."""
    return data.part("train" if state.one_listed is None else state.one_listed[0])


def dropped_neurons(frame: Frame, layer: int, state: SessionState) -> BoolArray | None:
    """Which neurons dropout leaves out of the selected sample, shape (n_l,); None if it leaves out none."""
    samples = frame.samples(state.source)
    dropped = None if samples is None else samples.dropped(layer)
    return None if dropped is None else _row(dropped, state.row)


def has_reached(state: SessionState, layer: int) -> bool:
    """Whether what neurons of layer l = 0…L show is there; not yet where a walk through a step comes to it later."""
    walk, quantity = state.walk, state.neurons_by
    if walk is None or layer == 0 or quantity is NeuronQuantity.BIAS:
        return True
    return walk.has_delta(layer) if quantity is NeuronQuantity.DELTA else walk.has_forward(layer)


def shows_after(state: SessionState) -> bool:
    """Whether neurons show what the step has made of them that a walk has taken."""
    return state.walk is not None and state.walk.is_taken and state.neurons_by is NeuronQuantity.ACTIVATION


def neuron_name(state: SessionState) -> str:
    """What neurons show, in front of “= −0.0774”."""
    if shows_after(state):
        return tr("a, this sample, after the step")
    return NEURON_VIEWS[state.neurons_by].name


def neuron_values(frame: Frame, state: SessionState) -> LayerValues:
    """What neurons show of the selected sample, as far as it is reached; of a step that is taken, after it."""
    values = NEURON_VIEWS[state.neurons_by].values(frame, state.source, state.row)
    if state.walk is not None and shows_after(state):
        row = min(state.row, len(state.walk.reading.samples.rows) - 1)
        after = state.walk.reading.activations_after(row)
        return values if after is None else (values[0], *after)
    return tuple(each if has_reached(state, layer) else None for layer, each in enumerate(values))


def edge_values(frame: Frame, state: SessionState, layer: int) -> FloatArray | None:
    """What edges into layer l show, in the shape of W^l; None where that isn't known, reached, or worked out yet."""
    walk, quantity = state.walk, state.edges_by
    if walk is not None:
        is_there = {
            EdgeQuantity.GRADIENT: walk.has_gradient,
            EdgeQuantity.CHANGE: walk.has_update,
            EdgeQuantity.BLAME: walk.has_delta(layer) and not walk.hides_delta(layer - 1),
        }
        if not is_there.get(quantity, True):
            return None
    return EDGE_VIEWS[quantity].values(frame, state.source, layer, state.row)


def uses_edges(state: SessionState, layer: int) -> bool:
    """Whether the edges into layer l take part in what is shown; in a walk those that its phase goes along."""
    if state.walk is None:
        return True
    phase = state.walk.phase
    match phase.kind:
        case PhaseKind.FORWARD:
            return layer in phase.layers
        case PhaseKind.HIDDEN_ERROR:
            return layer - 1 in phase.layers
        case PhaseKind.GRADIENT:
            return state.walk.has_gradient
        case PhaseKind.UPDATE:
            return state.walk.has_update
    return False


def hidden_edges(frame: Frame, layer: int, state: SessionState) -> BoolArray | None:
    """Which edges into layer l aren't drawn, in the shape of W^l; None if all are.

    Those are removed, or lead from or to a neuron that dropout leaves out. What is of all samples stays visible,
    because others of them go that way; and in a layer where each a depends on every z, so does what leads to a
    neuron that is left out. Who connects neurons sees what there is, whatever a step leaves out.
    """
    hidden = removed_weights(frame.mask, layer)
    if EDGE_VIEWS[state.edges_by].is_of_all or state.tool is Tool.CONNECT:
        return hidden
    before, here = dropped_neurons(frame, layer - 1, state), dropped_neurons(frame, layer, state)
    if not ACTIVATIONS[frame.spec.layer(layer).activation].elementwise:
        here = None
    if before is None and here is None:
        return hidden
    shape = frame.spec.sizes[layer], frame.spec.sizes[layer - 1]
    result = np.zeros(shape, dtype=bool) if hidden is None else hidden.copy()
    if before is not None:
        result |= before
    if here is not None:
        result |= here[:, np.newaxis]
    return result


def shown_network(frame: Frame, source: SampleSource) -> Network:
    """The network that these samples went through: for a batch, the one before its step."""
    samples = frame.samples(source)
    return frame.network if samples is None else samples.network


def _activations(frame: Frame, source: SampleSource, row: int | None) -> LayerValues:
    samples, data = frame.samples(source), frame.data
    x = data.x_probe if samples is None else samples.of(data).x
    # Pixels are shown as ink, which has a scale of its own.
    inputs = None if data.image_shape is not None else _row(x, row)
    if samples is None:
        return (inputs if source is SampleSource.PROBE else None, *[None] * frame.spec.depth)
    return (inputs, *(_row(a, row) for a in samples.trace.activations))


def _mapped(frame: Frame, source: SampleSource, row: int | None) -> LayerValues:
    """What stands for a map: nothing where there is none, and a of the sample until it comes."""
    if can_be_mapped(frame.spec.inputs):
        return _activations(frame, source, row)
    return (None,) * (frame.spec.depth + 1)


def _weighted_inputs(frame: Frame, source: SampleSource, row: int | None) -> LayerValues:
    samples = frame.samples(source)
    if samples is None:
        return (None,) * (frame.spec.depth + 1)
    return (None, *(_row(z, row) for z in samples.trace.zs))


def _deltas(frame: Frame, source: SampleSource, row: int | None) -> LayerValues:
    samples = frame.samples(source)
    if samples is None:
        return (None,) * (frame.spec.depth + 1)
    return (None, *(_row(delta, row) for delta in samples.trace.deltas))


def _biases(frame: Frame, source: SampleSource, _row: int | None) -> LayerValues:
    return (None, *shown_network(frame, source).biases)


def _weights(frame: Frame, source: SampleSource, layer: int, _row: int) -> FloatArray | None:
    return shown_network(frame, source).weights[layer - 1]


def _gradients(frame: Frame, source: SampleSource, layer: int, _row: int) -> FloatArray | None:
    samples = frame.samples(source)
    return None if samples is None else samples.trace.grad_weights[layer - 1]


def _blame(frame: Frame, source: SampleSource, layer: int, row: int) -> FloatArray | None:
    samples = frame.samples(source)
    if samples is None:
        return None
    delta = _row(samples.trace.deltas[layer - 1], row)
    blame: FloatArray = samples.network.weights[layer - 1] * delta[:, np.newaxis]
    return blame


def _changes(frame: Frame, _source: SampleSource, layer: int, _row: int) -> FloatArray | None:
    step = _step(frame)
    return None if step is None else step.change_weights(layer)


def _step(frame: Frame) -> ShownStep | None:
    """The step of a walk, or else the last one that was taken, if the frame has it."""
    if frame.ahead is not None:
        return frame.ahead.shown
    step = frame.shown_step
    return step if step is not None and step.fate is BatchFate.TAKEN else None


def _largest_weight(frame: Frame, source: SampleSource) -> float:
    return largest(shown_network(frame, source).weights)


def _largest_gradient(frame: Frame, source: SampleSource) -> float | None:
    samples = frame.samples(source)
    return None if samples is None else largest(samples.trace.grad_weights)


def _largest_change(frame: Frame, _source: SampleSource) -> float | None:
    step = _step(frame)
    return None if step is None else largest(map(step.change_weights, range(1, frame.spec.depth + 1)))


def _largest_blame(frame: Frame, source: SampleSource) -> float | None:
    samples = frame.samples(source)
    if samples is None:
        return None
    # |w_kj δ_k| is largest where both factors of its row k are.
    return largest(
        np.abs(weights).max(axis=1) * np.abs(delta).max(axis=0)
        for weights, delta in zip(samples.network.weights, samples.trace.deltas, strict=True)
    )


def largest(arrays: Iterable[FloatArray | None]) -> float:
    """The largest finite magnitude in some arrays (None among them is left out), 0 if there is none."""
    top = 0.0
    for array in arrays:
        if array is not None and array.size:
            magnitudes = np.abs(array)
            finite = magnitudes[np.isfinite(magnitudes)]
            top = max(top, float(finite.max())) if finite.size else top
    return top


NEURON_VIEWS: Mapping[NeuronQuantity, NeuronView] = {
    NeuronQuantity.ACTIVATION: NeuronView(tr("a, activation"), tr("a, this sample"), "a", _activations),
    NeuronQuantity.WEIGHTED_INPUT: NeuronView("z = w·a + b", tr("z, this sample"), "z", _weighted_inputs),
    NeuronQuantity.DELTA: NeuronView("δ = ∂C/∂z", tr("δ, this sample"), "δ", _deltas),
    NeuronQuantity.BIAS: NeuronView(tr("b, bias"), tr("bias b"), "b", _biases),
    NeuronQuantity.MAP: NeuronView(tr("a over the input plane"), tr("a, this sample"), "a", _mapped),
}

EDGE_VIEWS: Mapping[EdgeQuantity, EdgeView] = {
    EdgeQuantity.WEIGHT: EdgeView(tr("w, weight"), "w", "w", _weights, _largest_weight),
    EdgeQuantity.GRADIENT: EdgeView(
        "∂C/∂w", "∂C/∂w", "∂C/∂w", _gradients, _largest_gradient, is_mean=True, is_of_all=True
    ),
    EdgeQuantity.CHANGE: EdgeView(
        tr("Δw, last step"), tr("Δw by the step"), "Δw", _changes, _largest_change, is_of_all=True
    ),
    EdgeQuantity.BLAME: EdgeView(
        tr("contribution w·δ"), tr("w·δ, this sample"), "w·δ", _blame, _largest_blame
    ),
}
