"""What each act means, and when it can't be done; no widget is needed to say."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.data.choice import default_choice
from bpexplorer.document.acts.base import Act, ActRefusedError
from bpexplorer.document.acts.demon import (
    ArmDemon,
    FollowTraining,
    HalveDz,
    RenewDemon,
    SetDz,
    StepDz,
    TurnAgainstDelta,
    ZeroDz,
)
from bpexplorer.document.acts.looking import (
    ChooseSample,
    Escape,
    Refit,
    RefitMaps,
    Select,
    SelectAll,
    SelectConnection,
    SelectLayer,
    TakeTool,
)
from bpexplorer.document.acts.network import (
    AddLayer,
    AddNeuron,
    DropLayer,
    DropNeuron,
    FreezeSelected,
    ReinitialiseSelected,
    RemoveSelected,
    Resize,
)
from bpexplorer.document.acts.training import ChangeSettings, NewSeed, Restart, ReturnToBest
from bpexplorer.document.bounds import delta_bound, nice_bound
from bpexplorer.document.dz import DZ_LIMIT, FIRST_DZ
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Scope, Session, Tool
from bpexplorer.project.plan import Plan
from tests.frames import Training
from tests.pictures import picture_of

SIZES, ACTIVATIONS = (2, 4, 3, 1), ("tanh", "tanh", "sigmoid")
CONFIG = {"cost": "quadratic", "batch_size": 10}


class Desk:
    """A document and what is on screen of it."""

    def __init__(self) -> None:
        spec = NetworkSpec.create(SIZES, ACTIVATIONS)
        self.document = NetworkDocument(Plan(spec, TrainingConfig(**CONFIG), default_choice("xor")))  # type: ignore[arg-type]
        self.session = self.document.session
        self.training = Training(SIZES, ACTIVATIONS, data="xor", **CONFIG).advance(5)

    @property
    def picture(self) -> Picture:
        return picture_of(self.training.frame(edit=self.document.posted), self.session.state)

    def do(self, act: Act) -> None:
        act.carry_out(self.document, self.picture)

    @property
    def sizes(self) -> tuple[int, ...]:
        return self.document.plan.spec.sizes

    @property
    def dz(self) -> float:
        assert self.session.state.demon is not None
        return self.session.state.demon.dz

    def steps(self) -> int:
        return self.document.undo_stack.count()


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    return Desk()


def test_select_all_takes_every_neuron_and_leaves_the_primary_one(desk: Desk) -> None:
    desk.do(Select((Neuron(1, 2),)))
    desk.do(SelectAll())
    selection = desk.session.state.selection
    assert set(selection) == {Neuron(layer, i) for layer, size in enumerate(SIZES) for i in range(size)}
    assert len(selection) == sum(SIZES)
    assert selection[-1] == Neuron(1, 2)
    desk.do(SelectLayer())
    assert set(desk.session.state.selection) == {Neuron(1, i) for i in range(4)}


def test_escape_lets_go_of_one_thing_at_a_time(desk: Desk) -> None:
    desk.do(ArmDemon(Neuron(1, 2)))
    desk.do(SelectConnection(Connection(2, 0, 2)))
    desk.do(Escape())
    assert desk.session.state.connection is None
    assert desk.session.state.demon is not None
    desk.do(Escape())
    assert (desk.session.state.demon, desk.session.state.tool) == (None, Tool.SELECT)
    assert desk.session.state.selection != ()
    desk.do(TakeTool(Tool.CONNECT))
    desk.do(Escape())
    assert desk.session.state.tool is Tool.SELECT
    desk.do(Escape())
    assert desk.session.state.selection == ()


def test_a_sample_may_bring_its_source_with_it(desk: Desk) -> None:
    desk.session.update(source=SampleSource.BATCH)
    desk.do(ChooseSample(2, SampleSource.PROBE))
    assert (desk.session.state.source, desk.session.state.sample) == (SampleSource.PROBE, 2)


def test_refit_takes_the_bound_of_what_is_on_screen(desk: Desk) -> None:
    desk.session.update(delta_bound=1e6)
    desk.do(Refit())
    assert desk.session.state.delta_bound == delta_bound(desk.picture.frame)


def test_what_is_selected_in_several_layers_goes_in_one_step(desk: Desk) -> None:
    desk.do(
        Select((Neuron(0, 1), Neuron(1, 3), Neuron(3, 0), Neuron(1, 2), *(Neuron(2, i) for i in range(3))))
    )
    desk.do(RemoveSelected())
    assert desk.sizes == (2, 2, 1), "the layer of which nothing is left has gone"
    assert desk.steps() == 1
    assert desk.document.undo_stack.undo_text == "Remove 5 neurons"
    desk.document.undo_stack.undo()
    assert desk.sizes == SIZES


def test_acts_on_a_layer_take_the_selected_neurons_one_unless_they_name_it(desk: Desk) -> None:
    desk.do(Select((Neuron(2, 0),)))
    desk.do(AddNeuron())
    assert desk.sizes == (2, 4, 4, 1)
    desk.do(AddNeuron(1))
    assert desk.sizes == (2, 5, 4, 1)
    desk.do(DropNeuron())
    assert desk.sizes == (2, 5, 3, 1)
    desk.do(Resize(2, 1))
    desk.do(DropNeuron(2))
    assert desk.sizes == (2, 5, 1), "a layer goes with its last neuron"
    desk.do(Select((Neuron(1, 0),)))
    desk.do(AddLayer())
    assert desk.sizes == (2, 5, 5, 1)
    desk.do(DropLayer())
    assert desk.sizes == (2, 5, 1)


def test_inputs_have_nothing_to_freeze_or_draw(desk: Desk) -> None:
    desk.do(Select((Neuron(0, 1), Neuron(1, 0), Neuron(2, 2))))
    desk.do(FreezeSelected(True))
    desk.do(ReinitialiseSelected())
    assert desk.steps() == 2
    assert desk.document.undo_stack.undo_text == "Re-initialise neurons"


@pytest.mark.parametrize(
    ("selection", "act", "words"),
    [
        ((), AddNeuron(), "Select a neuron of the layer first"),
        ((Neuron(3, 0),), AddNeuron(), "the data set fixes input and output"),
        ((Neuron(0, 0),), DropLayer(), "the data set fixes input and output"),
        ((Neuron(3, 0), Neuron(0, 1)), RemoveSelected(), "Only hidden neurons can be removed"),
        ((), SelectLayer(), "Select a neuron of the layer first"),
        ((Neuron(0, 0),), FreezeSelected(), "layer 1 or later"),
        ((), ArmDemon(), "Select a neuron first"),
        ((Neuron(0, 1),), ArmDemon(), "no weighted input z"),
        ((Neuron(1, 1),), HalveDz(), "There is no demon"),
        ((Neuron(1, 1),), SetDz(0.5), "There is no demon"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Act) else None,
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    desk: Desk, selection: tuple[Neuron, ...], act: Act, words: str
) -> None:
    desk.do(Select(selection))
    state = desk.session.state
    assert act.refusal(desk.document.plan.spec, state, None) is not None
    with pytest.raises(ActRefusedError, match=words):
        desk.do(act)
    assert (desk.session.state, desk.sizes, desk.steps()) == (state, SIZES, 0)


def test_a_connection_that_is_removed_already_is_not_removed_again(desk: Desk) -> None:
    desk.do(SelectConnection(Connection(2, 0, 1)))
    desk.do(RemoveSelected())
    assert desk.steps() == 1
    desk.training.apply(RemoveConnections(2, ((0, 1),)))
    with pytest.raises(ActRefusedError, match="Undo brings it back"):
        desk.do(RemoveSelected())


def test_the_best_state_is_not_returned_to_from_itself(desk: Desk) -> None:
    desk.training.advance(desk.training.trainer.batches_per_epoch - 5)
    frame = desk.training.frame()
    assert frame.best is not None
    desk.training.advance(1)
    desk.do(ReturnToBest())
    assert desk.steps() == 1
    best = replace(frame, best=replace(frame.best, step=frame.step), edit_number=desk.document.posted)
    with pytest.raises(ActRefusedError, match="best state already"):
        ReturnToBest().carry_out(desk.document, picture_of(best))


def test_acts_on_training_are_edits_that_can_be_undone(desk: Desk) -> None:
    seed = desk.document.plan.config.seed
    desk.do(NewSeed())
    assert desk.document.plan.config.seed == seed + 1
    desk.do(Restart())
    desk.do(ChangeSettings({"learning_rate": 0.5, "l2": 0.1}))
    assert (desk.document.plan.config.learning_rate, desk.document.plan.config.l2) == (0.5, 0.1)
    assert desk.steps() == 3


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("index", range(4))
def test_a_demon_is_armed_against_delta_and_keeps_its_size(desk: Desk, scope: Scope, index: int) -> None:
    deltas = desk.picture.frame.trace.deltas[0][:, index]
    delta = deltas.mean() if scope is Scope.BATCH else deltas[0]
    desk.do(ArmDemon(Neuron(2, 0)))
    assert abs(desk.dz) == FIRST_DZ
    demon = desk.session.state.demon
    assert demon is not None
    desk.session.update(demon=replace(demon, scope=scope, dz=0.75))
    desk.do(ArmDemon(Neuron(1, index)))
    assert desk.dz * delta < 0
    assert abs(desk.dz) == 0.75
    assert desk.session.state.selection == (Neuron(1, index),)
    desk.do(SetDz(-desk.dz))
    assert desk.dz * delta > 0
    desk.do(TurnAgainstDelta())
    assert desk.dz * delta < 0
    assert desk.picture.demon is not None
    assert desk.picture.demon.predicted < 0
    desk.do(ZeroDz())
    desk.do(TurnAgainstDelta())
    assert desk.dz * delta < 0
    assert abs(desk.dz) == FIRST_DZ


def test_dz_reaches_as_far_whoever_asks(desk: Desk) -> None:
    desk.do(ArmDemon(Neuron(1, 0)))
    for act in (SetDz(1e9), SetDz(DZ_LIMIT), *[StepDz(40)] * 20):
        desk.do(act)
        assert desk.dz == DZ_LIMIT
    desk.do(HalveDz())
    assert desk.dz == DZ_LIMIT / 2
    desk.do(StepDz(-2))
    assert desk.dz == pytest.approx(DZ_LIMIT / 2 - 0.1)


@pytest.mark.parametrize("act", [ArmDemon(), RenewDemon()])
def test_a_pinned_demon_is_brought_to_the_step_shown_and_stays_pinned(desk: Desk, act: Act) -> None:
    desk.do(ArmDemon(Neuron(1, 0)))
    desk.do(FollowTraining(False))
    desk.training.advance(3)
    before = desk.session.state.demon
    desk.do(act)
    demon = desk.session.state.demon
    assert before is not None
    assert demon is not None
    assert before.pin is not None
    assert demon.pin is not None
    assert (before.pin.frame.step, demon.pin.frame.step, demon.dz) == (5, 8, before.dz)


def test_a_demon_goes_along_with_the_selection_until_it_is_pinned(desk: Desk) -> None:
    def place() -> Neuron:
        demon = desk.session.state.demon
        assert demon is not None
        return demon.neuron

    desk.do(ArmDemon(Neuron(1, 0)))
    desk.do(Select((Neuron(1, 1),)))
    assert place() == Neuron(1, 1)
    desk.do(Select((Neuron(0, 0),)))
    assert place() == Neuron(1, 1), "an input has no z"
    desk.do(Select((Neuron(1, 1),)))
    desk.do(FollowTraining(False))
    desk.do(Select((Neuron(1, 0),)))
    assert place() == Neuron(1, 1)
    desk.do(FollowTraining(True))
    assert place() == Neuron(1, 0)


def test_a_demon_can_only_be_pinned_to_a_network_that_is_known(desk: Desk) -> None:
    desk.do(ArmDemon(Neuron(1, 0)))
    with pytest.raises(ActRefusedError, match="no network"):
        FollowTraining(False).carry_out(desk.document, None)


def test_the_scales_of_maps_are_chosen_anew_without_that_of_delta() -> None:
    frame = Training((2, 4, 1), ("relu", "identity"), data="hill", cost="quadratic").advance(20).frame()
    session = Session()
    session.update(delta_bound=7.0)
    RefitMaps().on_session(session, picture_of(frame))
    largest = [float(np.abs(a).max()) for a in frame.trace.activations]
    assert session.state.map_bounds == tuple(nice_bound(each) for each in largest)
    assert session.state.delta_bound == 7.0
