"""Walking through the phases of a step and then making it is the same as making it: to the bit, whatever acts on it."""

import numpy as np
import pytest

from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.readings.phases.captions import caption_of, notes_of
from bpexplorer.core.readings.phases.reading import StepPhases, read_phases
from bpexplorer.core.readings.phases.weighted_sum import read_weighted_sum
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.state import VALUE
from bpexplorer.core.training.trainer import Trainer
from tests import interpreted
from tests.runs import advance, assert_same_run, bits, classes_data, start
from tests.ways import WAYS, edited

DATA = classes_data()


def walk(reading: StepPhases) -> None:
    """Look at everything in every phase."""
    for phase in reading.phases:
        for layer in range(phase.depth + 1):
            numbers = reading.numbers(phase, layer)
            numbers.one(0), numbers.mean()
            if layer:
                read_weighted_sum(reading, Neuron(layer, 0), 1)
        caption_of(reading, phase, 0), notes_of(reading, phase, 0)


def assert_walked_is_stepped(trainer: Trainer, *, steps: int) -> None:
    """For some steps; and what was shown of the parameters is what they become, to the bit if numpy makes the step."""
    stepped, walked = Trainer(trainer.state()), Trainer(trainer.state())
    for _ in range(steps):
        reading = read_phases(walked.state())
        walk(reading)
        assert_same_run(walked.state(), stepped.state())
        assert walked.advance(1).steps == 1
        assert stepped.advance(1).steps == 1
        assert_same_run(walked.state(), stepped.state())
        made = walked.state().planes.flat[VALUE]
        if reading.shown.engine == "numpy":
            assert bits(reading.shown.after[0]) == bits(made)
        else:
            np.testing.assert_allclose(reading.shown.after[0], made, rtol=1e-10, atol=1e-13)
        assert reading.step + 1 == walked.step


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_walking_and_committing_equals_a_step_for_every_optimizer_and_all_that_acts_on_it(optimizer, dtype):
    for way, (_, config) in WAYS.items():
        trainer = Trainer(
            start((4, 3), data=DATA, optimizer=optimizer, dtype=dtype, learning_rate=0.05, **config)
        )
        # Over the end of an epoch: batches of 5 of 23 samples.
        assert_walked_is_stepped(edited(advance(trainer, 3), way), steps=3)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_with_the_compiled_engine_which_commits_its_own_numbers(optimizer, monkeypatch):
    interpreted.put_in_place(monkeypatch)
    for way in ("all of it", "held", "masks", "clipping"):
        trainer = Trainer(start((4, 3), data=DATA, optimizer=optimizer, **WAYS[way][1]))
        assert trainer.engine.startswith("compiled")
        edited(trainer, way)
        reading = read_phases(trainer.state())
        assert reading.is_float64 == (reading.shown.engine == "numpy")
        assert_walked_is_stepped(trainer, steps=2)
