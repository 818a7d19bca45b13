"""What the foot of the canvas says about the colours: scales, words, and how many values lie beyond. No widgets."""

from collections.abc import Sequence
from dataclasses import dataclass

from bpexplorer.canvas.picture.quantities import NEURON_VIEWS, dropped_neurons, neuron_values
from bpexplorer.canvas.picture.scales import edge_captions, neuron_caption
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.session import NeuronQuantity, SessionState
from bpexplorer.look.colours import ColourScale, SignedScale
from bpexplorer.translation import tr

#: What a ring round a neuron means while a demon is there.
RINGS = tr("red or blue ring: the demon raises or lowers z there")

#: What is shown once a step is taken.
BEFORE_AFTER = tr("neurons: after the step · outputs: before → after it")


@dataclass(frozen=True, slots=True)
class ColourLegend:
    """The colour bar's scale and words, and what else is explained: edges, rings, what dropout leaves out."""

    scale: ColourScale
    low: str
    high: str
    note: str
    clipped: int
    #: The most important first.
    entries: tuple[str, ...]
    #: Whether neurons have colours of the scale; where they show curves, the note alone says how far these reach.
    is_coloured: bool = True


def legend(
    frame: Frame | None,
    state: SessionState,
    scales: Sequence[ColourScale],
    edge_scale: SignedScale,
    *,
    rings: bool = False,
) -> ColourLegend:
    """Describe what is shown. With a scale for each layer, it is the selected neuron's layer that is described.

    ``rings`` says that a demon's are drawn.
    """
    is_delta = state.neurons_by is NeuronQuantity.DELTA
    layer = len(scales) - 1
    if state.primary is not None and 0 < state.primary.layer < len(scales):
        layer = state.primary.layer
    inputs = 0 if frame is None else frame.spec.inputs
    note = neuron_caption(state, layer, scales[layer], inputs=inputs)
    clipped = 0
    if frame is not None:
        values = neuron_values(frame, state)
        clipped = sum(
            scale.clipped(array) for scale, array in zip(scales, values, strict=True) if array is not None
        )
    symbol = NEURON_VIEWS[state.neurons_by].symbol
    sizes = () if frame is None else frame.spec.sizes
    low, high = (tr("raising z lowers C"), tr("raising z raises C")) if is_delta else (symbol, symbol)
    return ColourLegend(
        scales[layer],
        low,
        high,
        note,
        clipped,
        _entries(frame, state, edge_captions(state, edge_scale, sizes), rings=rings),
        is_coloured=not (state.neurons_by is NeuronQuantity.MAP and inputs == 1),
    )


def _entries(
    frame: Frame | None, state: SessionState, edges: tuple[str, ...], *, rings: bool
) -> tuple[str, ...]:
    of_rings = (RINGS,) if rings else ()
    of_step = (BEFORE_AFTER,) if state.walk is not None and state.walk.is_taken else ()
    return (*_dropped_caption(frame, state), *of_step, *edges[:1], *of_rings, *edges[1:])


def _dropped_caption(frame: Frame | None, state: SessionState) -> tuple[str, ...]:
    """How neurons that dropout leaves out are drawn, where it leaves out some."""
    layers = () if frame is None else range(frame.spec.depth + 1)
    leaves_out = frame is not None and any(
        (dropped := dropped_neurons(frame, layer, state)) is not None and dropped.any() for layer in layers
    )
    return (tr("hollow or grey: dropped in this sample"),) if leaves_out else ()
