"""Any project, saved at any step, comes back and trains on as if it had never been away."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project import files
from bpexplorer.project.project import Project
from tests.runs import advance, assert_same_run, bits
from tests.strategies import plans


@settings(max_examples=40)
@given(plan=plans(), steps=st.integers(0, 12))
def test_any_project_comes_back_from_its_file_and_trains_on_to_the_bit(plan, steps):
    trainer = advance(Trainer(Project.at_start(plan).state), steps)
    project = Project(plan, trainer.state())
    data = files.dump(project)
    back = files.parse(data)

    assert back.plan == plan
    assert back.view == project.view
    assert bits(back.state.data.x_train) == bits(project.state.data.x_train)
    assert_same_run(back.state, project.state)
    assert files.dump(back) == data
    on, through = advance(Trainer(back.state), 7), advance(trainer, 7)
    assert_same_run(on.state(), through.state())
