"""What the gradient flow panel shows: how δ goes back through the layers over the training part, as a value."""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.diagnostics.flow import LayerFlow, gradient_flow
from bpexplorer.core.diagnostics.neurons import LayerHealth, layer_health
from bpexplorer.core.diagnostics.noise import LayerNoise, gradient_noise
from bpexplorer.core.diagnostics.steps import LayerUpdate, StepForecast, forecast, updates
from bpexplorer.core.frame import Divergence
from bpexplorer.core.held_demon import HeldDemon
from bpexplorer.core.state import TrainerState
from bpexplorer.core.trainer import Trainer


@dataclass(frozen=True, slots=True)
class LayerReading:
    """All that is read off one layer."""

    flow: LayerFlow
    health: LayerHealth
    noise: LayerNoise
    #: What the next step does.
    update: LayerUpdate


@dataclass(frozen=True, slots=True)
class FlowReading:
    """One network of one step, over all training samples, and what its next step does.

    If training can't go on, ``divergence`` says why, and the step changes nothing.
    """

    step: int
    samples: int
    held: HeldDemon | None
    #: Entry l-1 for layer l.
    layers: tuple[LayerReading, ...]
    next_step: StepForecast
    divergence: Divergence | None


def read_flow(state: TrainerState) -> FlowReading:
    """Backpropagate all training samples, and make the next step with a trainer of its own.

    ``state`` isn't changed: the run that it is of goes on as if nobody had looked.
    """
    network, data, cost = state.trained_network(), state.data, state.config.cost
    # A network that is about to diverge is read as it is.
    with np.errstate(all="ignore"):
        trace = backpropagate(network, data.x_train, data.y_train, cost=cost)
        trainer = Trainer(state)
        trainer.advance(1)
        after = trainer.trained_network
        layers = zip(
            gradient_flow(network, trace),
            layer_health(network, trace),
            gradient_noise(trace, data.x_train),
            updates(network, after),
            strict=True,
        )
        return FlowReading(
            step=state.step,
            samples=len(data.x_train),
            held=state.held,
            layers=tuple(LayerReading(*layer) for layer in layers),
            next_step=forecast(network, after, data.x_train, data.y_train, cost=cost),
            divergence=trainer.divergence,
        )
