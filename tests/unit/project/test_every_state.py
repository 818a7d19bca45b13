"""Whatever a run can become can be saved, opens again, and is the same."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.edits.run import Configure, NewStart, ResetToStart, UseData
from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.core.training.state import start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.encoding import encoding_for
from bpexplorer.data.prepare import prepare
from bpexplorer.project import files, history_csv
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project
from tests.edits import all_edits
from tests.runs import advance, assert_same_run
from tests.strategies import plans


class Run:
    """A run with its undo stack, as the training thread has them."""

    def __init__(self, plan: Plan) -> None:
        self.choice = plan.data
        self.trainer = Trainer(Project.at_start(plan).state)
        self._ledger = Ledger()
        self._done: list[tuple[int, Edit]] = []
        self._undone: list[tuple[int, Edit]] = []
        self._posted = 0

    def apply(self, edit: Edit) -> None:
        self._ledger.forget(number for number, _ in self._undone)
        self._undone.clear()
        self._make(len(self._done) + 1, edit)

    def undo(self) -> None:
        if self._done:
            number, edit = self._done.pop()
            self._posted += 1
            self._ledger.revert(self.trainer, number, Context(self._posted))
            self._undone.append((number, edit))

    def redo(self) -> None:
        if self._undone:
            self._make(*self._undone.pop())

    def _make(self, number: int, edit: Edit) -> None:
        self._posted += 1
        self._ledger.apply(self.trainer, number, edit, Context(self._posted))
        self._done.append((number, edit))

    def project(self) -> Project:
        state = self.trainer.state()
        return Project(Plan(state.spec, state.config, self.choice), state)

    def edits(self) -> st.SearchStrategy[Edit]:
        """Any edit, also those that make training fail: rates that are too high, costs that outputs don't have."""
        trainer, config = self.trainer, self.trainer.config
        output = trainer.spec.activations[-1]
        others = [name for name in ACTIVATIONS if encoding_for(2, name).outputs == trainer.spec.outputs]
        changes = st.fixed_dictionaries(
            {},
            optional={
                "cost": st.sampled_from(list(COSTS)),
                "learning_rate": st.sampled_from([0.1, 1e3]),
                "batch_size": st.integers(1, 60),
                "clip_norm": st.sampled_from([0.0, 0.01]),
            },
        )
        inner = all_edits(trainer, other=prepare(self.choice, output).training)
        return st.one_of(
            # Another output activation may need other targets: then it is other data.
            inner.filter(
                lambda edit: not (isinstance(edit, SetActivation) and edit.layer == trainer.spec.depth)
            ),
            changes.map(lambda some: Configure(config.with_changes(**some))),
            st.sampled_from(["float32", "float64"]).map(lambda d: NewStart(config.with_changes(dtype=d))),
            st.sampled_from(others).map(lambda name: self._with_output(name)),
            st.just(ResetToStart()),
        )

    def _with_output(self, name: str) -> Edit:
        spec = self.trainer.spec.with_layer(self.trainer.spec.depth, activation=name)
        return UseData(spec, self.trainer.config, prepare(self.choice, name).training)


def assert_it_can_be_saved(project: Project) -> None:
    data = files.dump(project)
    back = files.parse(data)
    assert back.same_as(project)
    assert files.dump(back) == data
    assert history_csv.dump(back.state.history) == history_csv.dump(project.state.history)
    # Opened, it is at the same place; saved again, it comes back again.
    again = Trainer(back.state).state()
    assert_same_run(again, Trainer(project.state).state())
    assert files.parse(files.dump(replace(project, state=again))).state.step == project.state.step


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(plan=plans(), draw=st.data())
def test_every_state_that_a_run_can_come_to_can_be_saved_and_opened(plan, draw):
    run = Run(plan)
    for _ in range(draw.draw(st.integers(1, 8), label="acts")):
        act = draw.draw(st.sampled_from(["train", "edit", "edit", "undo", "redo"]))
        if act == "train":
            advance(run.trainer, draw.draw(st.integers(1, 12), label="steps"))
        elif act == "edit":
            run.apply(draw.draw(run.edits(), label="edit"))
        elif act == "undo":
            run.undo()
        else:
            run.redo()
        assert_it_can_be_saved(run.project())


XOR = Plan(
    NetworkSpec.create([2, 3, 1], ["tanh", "tanh"]),
    TrainingConfig(cost="quadratic", learning_rate=0.1, batch_size=7),
    DataChoice(name="xor", samples=40, noise=0.1, validation_share=0.2),
)


def unevaluable() -> Project:
    """The logarithms of cross-entropy don't exist for the negative outputs of tanh; reset with it, and save."""
    run = Run(XOR)
    advance(run.trainer, 9)
    run.apply(Configure(XOR.config.with_changes(cost="cross_entropy")))
    run.apply(ResetToStart())
    return run.project()


def overflowing() -> Project:
    """Twenty-five layers that each make their inputs a hundred times as large: too much for a float32."""
    spec = NetworkSpec.create([2, *[1] * 24, 1], ["relu"] * 24 + ["identity"])
    config = XOR.config.with_changes(
        initializer="constant", initializer_settings={"value": 99.0}, dtype="float32"
    )
    return Run(replace(XOR, spec=spec, config=config, offsets=())).project()


@pytest.mark.parametrize("make", [unevaluable, overflowing])
def test_a_run_whose_cost_is_no_number_can_be_saved(make, tmp_path: Path) -> None:
    project = make()
    latest = project.state.history.latest
    assert latest is not None
    assert not math.isfinite(latest.train_cost)
    assert not math.isfinite(latest.validation_cost)
    assert 0 <= latest.train_accuracy <= 1
    files.save(project, tmp_path / "a.bpx")
    back = files.load(tmp_path / "a.bpx")
    assert back.same_as(project)
    np.testing.assert_equal(back.state.history.latest, latest)
    assert Trainer(back.state).best.cost == math.inf


def test_a_start_too_large_for_the_type_of_numbers_is_refused_and_not_made_infinite() -> None:
    state = Project.at_start(XOR).state
    start = Parameters(XOR.spec, state.parameters.flat * 1e300)
    with pytest.raises(InvalidNetworkError, match="numbers of type float32 end at"):
        start_run(XOR.spec, XOR.config.with_changes(dtype="float32"), state.data, parameters=start)


def test_in_the_csv_a_cost_that_does_not_exist_is_an_empty_cell_beside_its_accuracy() -> None:
    project = unevaluable()
    lines = history_csv.dump(project.state.history).decode().splitlines()
    header, row = (line.split(",") for line in lines[3:5])
    cells = dict(zip(header, row, strict=True))
    assert (cells["kind"], cells["epoch"], cells["train_cost"], cells["validation_cost"]) == (
        "epoch",
        "0",
        "",
        "",
    )
    assert 0 <= float(cells["train_accuracy"]) <= 1
    assert 0 <= float(cells["validation_accuracy"]) <= 1


def test_in_the_csv_a_cost_that_overflowed_is_infinite() -> None:
    project = overflowing()
    history = replace(project.state.history, epochs=np.array([[0, 0, np.inf, np.nan, 0.5, 0.5, np.inf, 0.5]]))
    lines = history_csv.dump(history).decode().splitlines()
    assert "epoch,0,0,,inf,," in lines[4]
