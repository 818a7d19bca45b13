"""Which number gets the last colour: bounds that stay where they are until somebody asks for others. No widgets."""

from collections.abc import Callable, Hashable
from functools import partial

from bpexplorer.canvas.quantities import EDGE_VIEWS, NEURON_VIEWS, largest
from bpexplorer.core.frame import Frame
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity, Scale, SessionState
from bpexplorer.look.colours import Mode, SignedScale, nice_bound
from bpexplorer.look.numbers import significant


class ScaleBook:
    """Remembers one symmetric bound, a 1-2-5 number, for each quantity.

    A bound is chosen from the frame that is there when its quantity is first shown: at the start of a run, when the
    quantity is chosen, or on ``refit``. From then on it doesn't follow the numbers. The shared scale of δ isn't kept
    here: the session has it, because the heatmaps use it too.
    """

    def __init__(self) -> None:
        self._bounds: dict[Hashable, float] = {}
        self._run: int | None = None

    def refit(self) -> None:
        """Choose all bounds anew when they are next needed."""
        self._bounds.clear()

    def forget(self, quantity: NeuronQuantity | EdgeQuantity) -> None:
        """Choose this quantity's bound anew when it is next needed."""
        self._bounds = {
            key: bound
            for key, bound in self._bounds.items()
            if key != quantity and not _belongs(key, quantity)
        }

    def neurons(self, frame: Frame | None, state: SessionState) -> tuple[SignedScale, ...]:
        """The scale of each layer l = 0…L for the quantity that neurons show."""
        quantity = state.neurons_by
        layers = range(1 if frame is None else frame.spec.depth + 1)
        if quantity is NeuronQuantity.DELTA and state.scale is not Scale.OWN:
            mode: Mode = "log" if state.scale is Scale.LOG else "linear"
            return tuple(SignedScale(state.delta_bound, mode) for _ in layers)
        if frame is None:
            return (SignedScale(1.0),)
        self._notice_run(frame)
        values = NEURON_VIEWS[quantity].values
        if quantity is NeuronQuantity.DELTA:
            per_layer = values(frame, None)
            return tuple(
                SignedScale(self._bound((quantity, layer), partial(largest, [per_layer[layer]])))
                for layer in layers
            )
        scale = SignedScale(self._bound(quantity, lambda: largest(values(frame, None))))
        return tuple(scale for _ in layers)

    def edges(self, frame: Frame | None, state: SessionState) -> SignedScale:
        """The scale of the quantity that edges show, the same in all layers."""
        if frame is None:
            return SignedScale(1.0)
        self._notice_run(frame)
        view = EDGE_VIEWS[state.edges_by]
        return SignedScale(self._bound(state.edges_by, lambda: view.largest(frame)))

    def _notice_run(self, frame: Frame) -> None:
        if frame.run != self._run:
            self._run = frame.run
            self._bounds.clear()

    def _bound(self, key: Hashable, measure: Callable[[], float]) -> float:
        if key not in self._bounds:
            self._bounds[key] = nice_bound(measure())
        return self._bounds[key]


def _belongs(key: Hashable, quantity: NeuronQuantity | EdgeQuantity) -> bool:
    return isinstance(key, tuple) and key[0] is quantity


def neuron_caption(state: SessionState, layer: int) -> str:
    """What the colours of the neurons mean and whose scale that is; the colour bar adds the mode."""
    name = NEURON_VIEWS[state.neurons_by].name
    if state.neurons_by is NeuronQuantity.DELTA and state.scale is Scale.OWN:
        return f"{name} · scale of layer {layer}, locked"
    return f"{name} · one scale, locked"


def edge_caption(state: SessionState, scale: SignedScale) -> str:
    """What the colours of the edges mean, and how far their scale reaches."""
    bound = significant(scale.bound)
    text = f"edges {EDGE_VIEWS[state.edges_by].name}: -{bound} (blue) to +{bound} (red), linear, locked"
    if state.edges_by is EdgeQuantity.BLAME:
        return text + (" · out of the selected neuron" if state.primary else " · select a neuron to see them")
    return text
