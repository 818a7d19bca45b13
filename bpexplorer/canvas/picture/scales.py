"""Which number gets the last colour: bounds that stay where they are until somebody asks for others. No widgets."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Literal

from bpexplorer.canvas.measures import has_matrix
from bpexplorer.canvas.picture.prepare import WIDE_LIMIT
from bpexplorer.canvas.picture.quantities import EDGE_VIEWS, NEURON_VIEWS, largest, neuron_name, uses_edges
from bpexplorer.core.readings.maps import can_be_mapped
from bpexplorer.core.readings.pixels import largest_term
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.types import FloatArray
from bpexplorer.document.bounds import FAINT, map_range, nice_bound
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity, Scale, SessionState
from bpexplorer.look.colours import ColourScale, Mode, SequentialScale, SignedScale
from bpexplorer.look.numbers import significant
from bpexplorer.translation import tr

#: A quantity, and the layer if each has a scale of its own (else 0).
_Key = tuple[NeuronQuantity | EdgeQuantity | Literal["x⊙w"], int]


class ScaleBook:
    """Remembers one symmetric bound, a 1-2-5 number, for each quantity.

    A bound is chosen from the frame that is there when its quantity is first shown: at the start of a run, when the
    quantity is chosen, or on ``refit``. From then on it doesn't follow the numbers. The shared scale of δ isn't kept
    here: the session has it, because the heatmaps use it too.
    """

    def __init__(self) -> None:
        self._bounds: dict[_Key, float] = {}
        self._run: int | None = None

    def refit(self) -> None:
        """Choose all bounds anew when they are next needed."""
        self._bounds.clear()

    def forget(self, quantity: NeuronQuantity | EdgeQuantity) -> None:
        """Choose this quantity's bounds anew when they are next needed."""
        self._bounds = {key: bound for key, bound in self._bounds.items() if key[0] is not quantity}

    def neurons(self, frame: Frame | None, state: SessionState) -> tuple[ColourScale, ...]:
        """The scale of each layer l = 0…L for the quantity that neurons show; without a frame, one scale."""
        quantity = state.neurons_by
        layers = range(1 if frame is None else frame.spec.depth + 1)
        if quantity is NeuronQuantity.DELTA and state.scale is not Scale.OWN:
            mode: Mode = "log" if state.scale is Scale.LOG else "linear"
            return tuple(SignedScale(state.delta_bound, mode) for _ in layers)
        if quantity is NeuronQuantity.MAP:
            return map_scales(frame, state)
        has_own = quantity is NeuronQuantity.DELTA

        def measure(layer: int) -> float | None:
            is_known = frame is not None and (
                quantity is NeuronQuantity.BIAS or frame.samples(state.source) is not None
            )
            if frame is None or not is_known:
                return None
            values = NEURON_VIEWS[quantity].values(frame, state.source, None)
            return largest([values[layer]] if has_own else values)

        keys = [(quantity, layer if has_own else 0) for layer in layers]
        return tuple(self._scale(frame, key, partial(measure, key[1])) for key in keys)

    def edges(self, frame: Frame | None, state: SessionState) -> SignedScale:
        """The scale of the quantity that edges show, the same in all layers."""

        def measure() -> float | None:
            return None if frame is None else EDGE_VIEWS[state.edges_by].largest(frame, state.source)

        return self._scale(frame, (state.edges_by, 0), measure)

    def pixels(self, frame: Frame | None) -> tuple[SignedScale, SignedScale]:
        """The scales of w and of x⊙w where they are pictures: that of the edges' w, and one for all of layer 1."""

        def largest_weight() -> float | None:
            return (
                None if frame is None else EDGE_VIEWS[EdgeQuantity.WEIGHT].largest(frame, SampleSource.PROBE)
            )

        def term() -> float | None:
            return None if frame is None else min(largest_term(frame.network, frame.data), sys.float_info.max)

        weights = self._scale(frame, (EdgeQuantity.WEIGHT, 0), largest_weight)
        return weights, self._scale(frame, ("x⊙w", 0), term)

    def _scale(self, frame: Frame | None, key: _Key, measure: Callable[[], float | None]) -> SignedScale:
        if frame is not None and frame.run != self._run:
            self._run = frame.run
            self._bounds.clear()
        if key not in self._bounds:
            reach = measure()
            # What a frame doesn't hold fixes nothing.
            if reach is None:
                return SignedScale(1.0)
            self._bounds[key] = nice_bound(reach)
        return SignedScale(self._bounds[key])


def map_scales(frame: Frame | None, state: SessionState) -> tuple[SequentialScale, ...]:
    """The scale of the maps of each layer l = 0…L: inputs and unbounded layers would leave no colour for the others."""
    if frame is None or not can_be_mapped(frame.spec.inputs):
        return (SequentialScale(-1.0, 1.0),) * (1 if frame is None else frame.spec.depth + 1)
    return tuple(
        SequentialScale(*map_range(frame.spec.activations, frame.data, state.map_bounds, layer))
        for layer in range(frame.spec.depth + 1)
    )


def neuron_caption(state: SessionState, layer: int, scale: ColourScale, *, inputs: int) -> str:
    """What the colours of the neurons mean and whose scale that is; the colour bar adds the mode."""
    if state.neurons_by is NeuronQuantity.MAP:
        if not can_be_mapped(inputs):
            return tr("a map needs data with one or two inputs")
        if inputs == 1:
            low, high = scale.ends
            return tr(
                "a over x0, as curves from {low} to {high} · scale of layer {layer} (fixed)",
                low=significant(low),
                high=significant(high, plus=low < 0.0),
                layer=layer,
            )
        return tr("a over the inputs · scale of layer {layer} (fixed) · x0 across, x1 up", layer=layer)
    name = neuron_name(state)
    if state.neurons_by is NeuronQuantity.DELTA and state.scale is Scale.OWN:
        # Each heatmap chooses its own when it is first drawn with one: while training runs, that may be another.
        return tr("{name} · the canvas's scale of layer {layer} (fixed)", name=name, layer=layer)
    return tr("{name} · shared scale (fixed)", name=name)


def faint_note(scale: ColourScale, values: FloatArray) -> str:
    """What stands below a layer that looks empty though its numbers aren't 0; else nothing.

    A map has colours of its own.
    """
    if isinstance(scale, SequentialScale) or not scale.is_faint(values):
        return ""
    return tr("all below {number}", number=significant(scale.value_at(FAINT)))


def edge_captions(state: SessionState, scale: SignedScale, sizes: Sequence[int]) -> tuple[str, ...]:
    """What the colours of the edges mean and how far their scale reaches, then how and which stand out.

    ``sizes`` are n_0…n_L, empty if unknown. There is nothing to say where a phase of a walk colours no edge.
    """
    pairs = enumerate(pairwise(sizes), start=1)
    if sizes and not any(uses_edges(state, layer) or has_matrix(*pair) for layer, pair in pairs):
        return ()
    low, high = significant(-scale.bound), significant(scale.bound, plus=True)
    parts = [
        tr(
            "edges {name}: {low} (blue) to {high} (red), linear, fixed",
            name=EDGE_VIEWS[state.edges_by].name(state.source),
            low=low,
            high=high,
        )
    ]
    primary = state.primary
    is_blame = state.edges_by is EdgeQuantity.BLAME
    if primary is not None and primary.layer < len(sizes):
        incoming = 0 if is_blame or primary.layer == 0 else sizes[primary.layer - 1]
        if incoming + sum(sizes[primary.layer + 1 : primary.layer + 2]) <= WIDE_LIMIT:
            parts.append(tr("dashed edges: negative"))
    if is_blame:
        parts.append(
            tr("only edges out of the selected neuron") if primary else tr("select a neuron to see its edges")
        )
    elif primary is not None:
        parts.append(tr("faint except at the selected neuron"))
    return tuple(parts)
