"""Real frames for the tests of views: a network really trained, shown as the training thread shows it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.network import Network
from bpexplorer.core.readings.origin import OriginReading
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.core.training.state import start_run
from bpexplorer.core.training.traced_samples import BATCH_SHOWN, SampleSource
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.types import FloatArray
from bpexplorer.data.choice import DataChoice, Source, TableChoice, default_choice
from bpexplorer.data.prepare import prepare
from bpexplorer.document.picture import OriginQuestion


class Training:
    """A run on a built-in data set, or a table, taken forward by the real trainer.

    >>> training = Training()
    >>> training.advance(72)
    >>> frame = training.frame()
    """

    def __init__(
        self,
        sizes: Sequence[int] = (64, 14, 10, 10),
        activations: Sequence[str] = ("tanh", "tanh", "softmax"),
        *,
        data: str | TableChoice = "digits",
        run: int = 0,
        test_share: float = 0.2,
        validation_share: float = 0.0,
        samples: int | None = None,
        **config: object,
    ) -> None:
        choice: Source = data if isinstance(data, TableChoice) else default_choice(data)
        if isinstance(choice, DataChoice):
            choice = replace(
                choice,
                test_share=test_share,
                validation_share=validation_share,
                samples=choice.samples if samples is None else samples,
            )
        self.spec = NetworkSpec.create(sizes, activations)
        state = start_run(
            self.spec,
            TrainingConfig(**config),  # type: ignore[arg-type]
            prepare(choice, activations[-1]).training,
            run=run,
        )
        self.trainer = Trainer(state)

    def advance(self, steps: int) -> "Training":
        """Make so many steps."""
        for _ in range(steps):
            self.trainer.advance(1)
        return self

    def apply(self, edit: Edit) -> "Training":
        """Make an edit."""
        self.trainer.apply(edit, Context(0))
        self.spec = self.trainer.spec
        return self

    def frame(
        self,
        *,
        edit: int = 0,
        state: RunState = RunState.PAUSED,
        batch: bool = False,
        step: bool = False,
    ) -> Frame:
        """What a view is shown now."""
        trainer = self.trainer
        data = trainer.data
        network = _frozen(trainer.network)
        return Frame(
            run=trainer.run,
            edit_number=edit,
            step=trainer.step,
            epoch=trainer.epoch,
            batch=trainer.batch,
            batches_per_epoch=trainer.batches_per_epoch,
            spec=trainer.spec,
            config=trainer.config,
            data=data,
            network=network,
            trace=backpropagate(
                trainer.trained_network, data.x_probe, data.y_probe, cost=trainer.config.cost
            ),
            history=trainer.recorder.history(),
            state=state,
            divergence=trainer.divergence,
            steps_per_second=0.0,
            clipped_steps=trainer.clipped_steps,
            best=trainer.best,
            held=trainer.held,
            held_steps=trainer.held_steps,
            evaluated_by=trainer.evaluated_by,
            mask=trainer.mask,
            last_batch=trainer.trace_batch().first(BATCH_SHOWN) if batch else None,
            shown_step=trainer.shown_step() if step else None,
        )


def _frozen(network: Network) -> Network:
    return Network(
        [_copy(weights) for weights in network.weights],
        [_copy(biases) for biases in network.biases],
        network.activations,
    )


def _copy(values: FloatArray) -> FloatArray:
    copy = np.array(values)
    copy.setflags(write=False)
    return copy


def origin_of(
    frame: Frame, layer: int, index: int, row: int = 7, source: SampleSource = SampleSource.PROBE
) -> OriginReading:
    """Where the δ of a neuron comes from, as the panel asks it."""
    return OriginQuestion(frame, source, row, Neuron(layer, index))()
