"""What the gradient flow panel shows: how δ goes back through the layers over some samples, as a value."""

from collections.abc import Generator
from dataclasses import dataclass

from bpexplorer.core.backprop import mean_cost
from bpexplorer.core.backprop_slices import MeanOfSlices, traced_slices
from bpexplorer.core.errors import DataError
from bpexplorer.core.evaluation import in_silence, without_pauses
from bpexplorer.core.readings.diagnostics.flow import FlowOfSlices, FlowVerdict, LayerFlow, judge_flow
from bpexplorer.core.readings.diagnostics.neurons import HealthOfSlices, LayerHealth
from bpexplorer.core.readings.diagnostics.noise import LayerNoise, NoiseOfSlices
from bpexplorer.core.readings.diagnostics.steps import LayerUpdate, StepForecast, forecast_along, updates
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.next_step import next_step_in_slices
from bpexplorer.core.training.state import Divergence, TrainerState
from bpexplorer.core.training_data import SAMPLES, SamplesName
from bpexplorer.core.vocabularies.pairs import pair
from bpexplorer.translation import tr


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
    """One network of one step over some samples, and what its next step does to it and to their cost.

    The step itself is the run's: that of the next batch of the training set. If training can't go on,
    ``divergence`` says why, and the step changes nothing.
    """

    step: int
    over: SamplesName
    samples: int
    #: How many samples the next step is made from, at most.
    batch_size: int
    held: HeldDemon | None
    #: Entry l-1 for layer l.
    layers: tuple[LayerReading, ...]
    next_step: StepForecast
    divergence: Divergence | None
    #: Why there is no next step: the cost can't be evaluated after the output layer.
    refused: str | None = None

    @property
    def verdict(self) -> FlowVerdict:
        """What becomes of δ on its way back."""
        return judge_flow([layer.flow for layer in self.layers])


def read_flow(state: TrainerState, *, over: SamplesName = "train") -> FlowReading:
    """What ``read_flow_in_slices`` reads, without a pause."""
    return without_pauses(read_flow_in_slices(state, over=over))


@in_silence  # a network that is about to diverge is read as it is
def read_flow_in_slices(
    state: TrainerState, *, over: SamplesName = "train"
) -> Generator[None, None, FlowReading]:
    """Backpropagate the samples, and make the next step apart from the run, with a pause between slices of them.

    A pure function: the run that ``state`` is of goes on as if nobody had looked.

    Raises DataError if there are no such samples.
    """
    network, cost = state.trained_network(), state.config.cost
    x, y, _ = state.data.samples(over)
    if not len(x):
        raise DataError(tr("The {over} has no samples to look at.", over=SAMPLES[over]))
    after = yield from next_step_in_slices(state)
    flow, health, noise = FlowOfSlices(network), HealthOfSlices(network), NoiseOfSlices(network.depth)
    mean, cost_after = MeanOfSlices(network, len(x)), 0.0
    yield
    for some in traced_slices(network, x, y, cost=cost):
        yield
        mean.add(some.trace)
        cost_after += mean_cost(after.network, some.x, some.y, cost=cost) * (len(some.x) / len(x))
        yield
        flow.add(some.trace)
        health.add(some.trace)
        noise.add(some.trace, some.x)
        yield
    flows = flow.flows()
    yield
    healths = health.health()
    yield
    layers = zip(flows, healths, noise.noise(mean), updates(network, after.network), strict=True)
    found = pair(cost, state.spec.activations[-1], of_numbers=not state.data.is_classification)
    return FlowReading(
        step=state.step,
        over=over,
        samples=len(x),
        batch_size=min(state.config.batch_size, len(state.data.x_train)),
        held=state.held,
        layers=tuple(LayerReading(*layer) for layer in layers),
        next_step=forecast_along(mean, network, after.network, cost_after),
        divergence=after.divergence,
        refused=found.words if found.kind == "refused" else None,
    )
