"""Training without the sum in a process of its own: what it is given, tells, and doesn't give."""

import numpy as np
import pytest

from bpexplorer.core.children.outside import ChildError, run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.training.without_sum import at_start, train_without_sum
from bpexplorer.project.presets import preset
from bpexplorer.project.training_apart import command, record_of


def test_the_child_trains_the_run_from_its_start_and_tells_every_epoch() -> None:
    project = preset("gaussians").project()
    trainer = Trainer(project.state)
    trainer.advance(30)
    told: list[object] = []
    result = run(command(project.plan, trainer.state(), 3), told.append)
    expected = list(train_without_sum(at_start(project.state), 3))
    assert result == b"", "a curve is all that comes of it"
    records = [record_of(each) for each in told]
    assert [record.epoch for record in records] == [0, 1, 2, 3]
    np.testing.assert_allclose(np.array(records), np.array(expected), equal_nan=True, rtol=1e-9)


def test_what_it_is_given_is_a_project_file_with_every_claim_checked() -> None:
    project = preset("gaussians").project()
    damaged = command(project.plan, project.state, 1)
    with pytest.raises(ChildError, match="project"):
        run(type(damaged)(damaged.module, damaged.purpose, given=b"1\nno project"))


def test_the_start_of_a_run_is_what_its_weights_were_before_the_first_step() -> None:
    state = preset("xor").project().state
    trainer = Trainer(state)
    trainer.advance(5)
    again = at_start(trainer.state())
    assert (again.step, again.epoch, again.config.engine) == (0, 0, "numpy")
    np.testing.assert_array_equal(again.parameters.flat, state.parameters.flat)
