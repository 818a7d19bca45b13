"""The next step of a run, taken apart into its phases. Nothing is committed: ``Trainer.advance`` makes the step."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.evaluation import in_silence, without_pauses
from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.readings.phases.acting import Acting, read_acting
from bpexplorer.core.readings.phases.phase import Phase, phase_of_failure, phases_of
from bpexplorer.core.training.next_step import next_step_in_slices
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.state import Divergence, TrainerState
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.core.training_data import DataPart, TrainingData
from bpexplorer.core.types import FloatArray

if TYPE_CHECKING:  # read once a step is taken apart
    from bpexplorer.core.readings.update import UpdateReading


@dataclass(frozen=True, slots=True, eq=False)
class LayerNumbers:
    """What a layer l has in a phase; None is what isn't reached yet.

    z, a and δ have shape (samples, n_l), a row a sample of the batch; layer 0 has a alone. The gradients are means over
    the batch, of shapes (n_l, n_{l-1}) and (n_l,) as the parameters are. ``change_weights`` and ``change_biases`` are
    Δw and Δb.
    """

    a: FloatArray | None
    z: FloatArray | None = None
    deltas: FloatArray | None = None
    grad_weights: FloatArray | None = None
    grad_biases: FloatArray | None = None
    change_weights: FloatArray | None = None
    change_biases: FloatArray | None = None

    def one(self, row: int) -> "LayerNumbers":
        """The same of one sample: z, a and δ have shape (n_l,)."""
        return self._each(lambda values: values[row])

    def mean(self) -> "LayerNumbers":
        """The same on average over the batch: z, a and δ have shape (n_l,)."""
        return self._each(lambda values: values.mean(axis=0))

    def _each(self, change: Callable[[FloatArray], FloatArray]) -> "LayerNumbers":
        a, z, deltas = (None if each is None else change(each) for each in (self.a, self.z, self.deltas))
        return replace(self, a=a, z=z, deltas=deltas)


@dataclass(frozen=True, slots=True, eq=False)
class StepPhases:
    """The next step of a run, phase by phase, in float64; or one that failed, as far as it goes.

    ``samples`` are all of the batch. The numbers of the parameters, before and after, are those that numpy makes in the
    run's own type of numbers.
    """

    run: int
    #: How many steps the run has made; that of the phases is the next one.
    step: int
    shown: ShownStep
    samples: TracedSamples
    data: TrainingData
    phases: tuple[Phase, ...]
    #: Predicted and actual ΔC.
    update: "UpdateReading"
    #: What acts on the update beside gradient and optimizer.
    acting: Acting
    #: Why the step can't be taken.
    divergence: Divergence | None
    #: Whether the step is the last one of its epoch.
    ends_epoch: bool

    @property
    def last(self) -> int:
        """The number of the last phase that can be walked to: of a step that fails, the one in which it does."""
        if self.divergence is None:
            return len(self.phases) - 1
        return phase_of_failure(self.phases, self.divergence.quantity, self.divergence.layer).number

    @property
    def is_float64(self) -> bool:
        """Whether the run's numbers are those shown: another engine's differ by no more than rounding."""
        return self.shown.config.dtype == "float64"

    @property
    def batch(self) -> DataPart:
        """Inputs, targets and classes of the batch."""
        return self.samples.of(self.data)

    def row_of(self, sample: int) -> int | None:
        """The row of the batch that a sample of the training set has; None if it isn't among them."""
        found = np.flatnonzero(self.samples.rows == sample)
        return int(found[0]) if len(found) else None

    def activations_after(self, row: int) -> tuple[FloatArray, ...] | None:
        """What layers 1…L make of one sample of the batch once the step is taken, each of shape (n_l,).

        With what the step dropped out and the Δz that a demon holds, as before it. None if the step fails.
        """
        after = self.shown.network_after()
        if after is None:
            return None
        factors = {layer: values[row : row + 1] for layer, values in self.shown.factors.items()}
        with np.errstate(all="ignore"):  # a step can leave weights that overflow
            passed = forward(self.shown.trained(after), self.batch.x[row : row + 1], factors)
        return tuple(a[0] for a in passed.activations)

    def numbers(self, phase: Phase, layer: int) -> LayerNumbers:
        """What layer l = 0…L has in a phase."""
        if layer == 0:
            return LayerNumbers(self.batch.x)
        trace, at = self.samples.trace, layer - 1
        is_forward, is_back = layer <= phase.forward_to, layer >= phase.back_to
        has_gradient, has_update = phase.has_gradient, phase.has_update
        return LayerNumbers(
            a=trace.activations[at] if is_forward else None,
            z=trace.zs[at] if is_forward else None,
            deltas=trace.deltas[at] if is_back else None,
            grad_weights=trace.grad_weights[at] if has_gradient else None,
            grad_biases=trace.grad_biases[at] if has_gradient else None,
            change_weights=self.shown.change_weights(layer) if has_update else None,
            change_biases=self.shown.change_biases(layer) if has_update else None,
        )

    def rms_delta(self, layer: int) -> float:
        """RMS of δ of a layer l = 1…L over the batch."""
        return root_mean_square(self.samples.trace.deltas[layer - 1])


def read_phases(state: TrainerState) -> StepPhases:
    """What ``read_phases_in_slices`` reads, without a pause."""
    return without_pauses(read_phases_in_slices(state))


@in_silence  # a step that fails is read as it is
def read_phases_in_slices(state: TrainerState) -> Generator[None, None, StepPhases]:
    """Take the next step of a run apart, with a pause between slices of its batch.

    A pure function: the run goes on as if nobody had looked.
    """
    from bpexplorer.core.readings.update import read_update_in_slices  # no step is taken apart at the start

    made = yield from next_step_in_slices(state)
    shown, data = made.shown, state.data
    phases = phases_of(state.spec.depth)
    samples = yield from shown.trace_in_slices(data)
    acting = read_acting(shown, samples)
    update = yield from read_update_in_slices(shown, data, None, run=state.run)
    return StepPhases(
        run=state.run,
        step=state.step,
        shown=shown,
        samples=samples,
        data=data,
        phases=phases,
        update=update,
        acting=acting,
        divergence=made.divergence,
        ends_epoch=made.ends_epoch,
    )
