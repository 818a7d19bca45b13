"""What the training thread shows: everything in a frame belongs to one step, and nothing in it changes any more."""

from dataclasses import dataclass
from enum import Enum

from bpexplorer.core.backprop import Trace
from bpexplorer.core.engine.base import EngineName
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.diagnostics.stuck import Stuck
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.history import History
from bpexplorer.core.training.rules.stopping import Best, Ending, Stopped
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.state import Divergence, TrainerState
from bpexplorer.core.training.traced_samples import SampleList, SampleSource, TracedSamples
from bpexplorer.core.training_data import TrainingData


class RunState(Enum):
    """What the training thread is doing."""

    PAUSED = "paused"
    PLAYING = "playing"
    DIVERGED = "diverged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """What the visible views need beside what every frame has."""

    batch: bool = False
    #: Samples that are looked at beside the fixed ones.
    hardest: SampleList | None = None
    #: The step that was made last, or comes next.
    step: bool = False
    #: The whole run; while training goes on, not in every frame.
    run: bool = False
    #: Batch and step are those that come next, whatever was made last; while training pauses.
    ahead: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One moment of the running network.

    ``network`` holds read-only copies of the parameters after ``step`` steps. ``trace`` is backpropagation of the
    fixed samples (``data.x_probe``, rows in that order) through the network as it is trained, in float64: its zs,
    activations and deltas have one row a fixed sample, its gradients are means over the probe.
    ``history`` ends at or before ``step``.
    """

    run: int
    #: Number of the last edit message applied (see Document.posted).
    edit_number: int
    step: int
    epoch: int
    #: Batches made of the epoch that is under way, and how many an epoch has.
    batch: int
    batches_per_epoch: int
    spec: NetworkSpec
    config: TrainingConfig
    data: TrainingData
    network: Network
    trace: Trace
    history: History
    state: RunState
    divergence: Divergence | None
    #: Of training alone, smoothed over about a second; 0 when paused.
    steps_per_second: float
    #: How often training had been told by then to go on or to pause.
    orders: int = 0
    #: How many steps of this run had their gradient shortened.
    clipped_steps: int = 0
    #: The demon that training goes on under, and how many steps of this run were made under one.
    held: HeldDemon | None = None
    held_steps: int = 0
    #: What training leaves alone (see ``core.mask``); None if nothing.
    mask: Parameters | None = None
    #: What makes the steps, and in which type of numbers. The arrays of a frame are float64 either way.
    engine: str = "numpy float64"
    #: What costs and accuracies of whole sets are computed with (see ``engine.choice.who_evaluates``).
    evaluated_by: EngineName = "numpy"
    #: The best state of the run so far, and the rule that has stopped training, until it goes on.
    best: Best | None = None
    stopped: Stopped | None = None
    #: Where training will stop by itself, while it goes on and that is known.
    ending: Ending | None = None
    #: Why training has paused: an edit left a cost that can't be evaluated after the output layer.
    refused: str | None = None
    #: That training won't get anywhere from here, from the first epoch's end on.
    stuck: Stuck | None = None
    #: The batch of the last step, or of the one that comes next (see ``Trainer.trace_batch``): its first samples.
    last_batch: TracedSamples | None = None
    #: The samples of the list that was asked for.
    hardest: TracedSamples | None = None
    #: That step itself (see ``Trainer.shown_step``).
    shown_step: ShownStep | None = None
    #: The step that comes next, phase by phase, if it was asked for: then ``last_batch`` and ``shown_step`` are of it.
    ahead: StepPhases | None = None
    #: Everything that decides how the run goes on from here.
    run_state: TrainerState | None = None

    @property
    def trained_network(self) -> Network:
        """The network as it is trained: with the Δz that a demon holds, if there is one."""
        return self.network if self.held is None else self.held.on(self.network)

    def samples(self, source: SampleSource) -> TracedSamples | None:
        """The samples that a view shows; None if this frame doesn't hold them."""
        if source is SampleSource.BATCH:
            return self.last_batch
        if source is SampleSource.HARDEST:
            return self.hardest
        return TracedSamples(self.data.probe, self.trace, self.network)

    @property
    def seconds_left(self) -> float | None:
        """How long training will still go on at its pace; None if it has no known end, or the pace isn't known."""
        if self.ending is None:
            return None
        left = [] if self.ending.seconds is None else [self.ending.seconds]
        if self.ending.epoch is not None and self.steps_per_second > 0:
            steps = (self.ending.epoch - self.epoch) * self.batches_per_epoch - self.batch
            left.append(steps / self.steps_per_second)
        return min(left, default=None)

    @property
    def learning_rate(self) -> float:
        """What the schedule makes of the learning rate for the next step."""
        return self.config.learning_rate_after(self.epoch + self.batch / self.batches_per_epoch)
