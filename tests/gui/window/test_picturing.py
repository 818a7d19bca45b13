"""Pictures: of one frame and one session, with the readings of just these; and when there is one."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from bpexplorer.core.edits.structure import RemoveNeurons
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.demon import ChooseScope, FollowTraining, RenewDemon
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture, picture_questions
from bpexplorer.document.session import NeuronQuantity, Scope
from bpexplorer.project.presets import preset
from bpexplorer.window.picturing import Picturing
from tests.askers import PromptAsker
from tests.frames import Training

NEURON = Neuron(1, 2)


def xor() -> Training:
    return Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy")


class Studio:
    """A picturing with a document of 2-4-1 on XOR, frames left for it, and the pictures that it published."""

    def __init__(self) -> None:
        self.document = NetworkDocument(preset("xor").project().plan)
        assert self.document.plan.spec.sizes == (2, 4, 1), "as the frames of these tests"
        self.session = self.document.session
        self.asker = PromptAsker()
        self.waiting: list[Frame] = []
        self.pictures: list[Picture] = []
        #: Fields of a picture that no view in sight needs.
        self.unseen: frozenset[str] = frozenset()
        self.picturing = Picturing(
            self.document,
            self._take,
            self.asker,  # type: ignore[arg-type]
            unseen=lambda: self.unseen,
            is_urgent=lambda: any(frame.state is RunState.PAUSED for frame in self.waiting),
        )
        self.picturing.published.connect(self.pictures.append)

    def _take(self) -> Frame | None:
        return self.waiting.pop() if self.waiting else None

    def bring(self, frame: Frame) -> None:
        self.waiting[:] = [frame]
        self.picturing.advance()

    @property
    def picture(self) -> Picture:
        return self.pictures[-1]


@pytest.fixture
def studio(qapp: QObject) -> Studio:
    return Studio()


@pytest.fixture
def frames() -> list[Frame]:
    training = xor()
    return [training.advance(5).frame(state=RunState.PLAYING, batch=True) for _ in range(3)]


def test_a_picture_has_the_readings_of_its_own_frame_and_session(studio: Studio, frames: list[Frame]) -> None:
    studio.session.arm(NEURON, 0.25)
    for frame in frames:
        studio.bring(frame)
        picture = studio.picture
        assert picture.frame is frame
        assert picture.session == studio.session.state
        assert picture.demon is not None
        assert (picture.demon.neuron, picture.demon.dz, picture.demon.step) == (NEURON, 0.25, frame.step)
        assert picture.origin is not None
        assert (picture.origin.neuron, picture.origin.sample, picture.origin.step) == (NEURON, 0, frame.step)


def test_what_the_user_does_is_in_a_picture_of_the_same_frame_at_once(
    studio: Studio, frames: list[Frame]
) -> None:
    studio.bring(frames[0])
    studio.session.select(Neuron(2, 0), sample=3)
    assert studio.picture.frame is frames[0]
    assert studio.picture.origin is not None
    assert (studio.picture.origin.neuron, studio.picture.origin.sample) == (Neuron(2, 0), 3)
    assert studio.picture.row == 3


def test_nothing_is_published_until_all_that_it_needs_is_read(studio: Studio, frames: list[Frame]) -> None:
    studio.session.select(NEURON)
    studio.asker.waits = True
    studio.bring(frames[0])
    assert studio.pictures == []
    assert studio.picturing.advance(), "one is being made"
    studio.asker.answer()
    assert [picture.frame for picture in studio.pictures] == [frames[0]]


def test_what_changes_while_one_is_made_is_in_the_next(studio: Studio, frames: list[Frame]) -> None:
    studio.session.select(NEURON)
    studio.asker.waits = True
    studio.bring(frames[0])
    for dz in (0.1, 0.2, 0.3):
        studio.session.arm(NEURON, dz)
    studio.asker.answer()
    assert studio.picture.demon is None, "it was asked for before there was a demon"
    studio.asker.answer()
    assert studio.picture.demon is not None
    assert studio.picture.demon.dz == 0.3
    assert len(studio.pictures) == 2


def test_a_frame_of_training_at_rest_does_not_wait_for_the_picture_of_one_before(
    studio: Studio, frames: list[Frame]
) -> None:
    studio.session.select(NEURON)
    studio.asker.waits = True
    studio.bring(frames[0])
    studio.bring(frames[1])
    assert studio.waiting == [frames[1]], "the next of training waits"
    at_rest = replace(frames[2], state=RunState.PAUSED)
    studio.bring(at_rest)
    assert studio.waiting == []
    studio.asker.answer()
    assert [picture.frame for picture in studio.pictures] == [at_rest]


def test_what_was_asked_of_a_frame_of_before_never_takes_the_place_of_one_at_rest(
    studio: Studio, frames: list[Frame]
) -> None:
    """The window went on showing training that had paused meanwhile, and no other picture came."""
    studio.session.select(NEURON)
    studio.asker.waits = True
    studio.bring(frames[0])
    studio.unseen = frozenset(picture_questions(frames[0], studio.session.state))
    at_rest = replace(frames[1], state=RunState.PAUSED)
    studio.bring(at_rest)
    assert studio.picture.frame is at_rest, "nothing has to be read for it"
    studio.asker.answer()
    assert studio.picture.frame is at_rest
    assert studio.picture.session == studio.session.state


def test_what_was_asked_of_a_project_that_is_closed_makes_no_picture(
    studio: Studio, frames: list[Frame]
) -> None:
    studio.session.select(NEURON)
    studio.asker.waits = True
    studio.bring(frames[0])
    studio.picturing.forget()
    studio.asker.answer()
    assert studio.pictures == []


def test_what_is_known_is_not_asked_again(studio: Studio, frames: list[Frame]) -> None:
    studio.session.arm(NEURON, 0.25)
    studio.bring(frames[0])
    before = studio.picture
    studio.asker.waits = True
    studio.session.update(delta_bound=2.0)
    assert studio.picture.session.delta_bound == 2.0
    assert (studio.picture.demon, studio.picture.origin) == (before.demon, before.origin)


def test_an_edit_waits_for_its_frame_and_a_picture_made_meanwhile_is_dropped(
    studio: Studio, frames: list[Frame]
) -> None:
    studio.session.select(NEURON)
    studio.asker.waits = True
    studio.bring(frames[0])
    studio.document.configure(learning_rate=0.5)
    studio.asker.answer()
    studio.session.select(Neuron(1, 0))
    assert studio.pictures == []
    frame = replace(frames[1], edit_number=studio.document.posted)
    studio.bring(frame)
    studio.asker.answer()
    assert studio.picture.frame is frame
    assert studio.picture.session.primary == Neuron(1, 0)


def test_samples_that_a_frame_does_not_have_wait_for_one_that_has(
    studio: Studio, frames: list[Frame]
) -> None:
    without = xor().frame()
    studio.bring(without)
    studio.session.update(source=SampleSource.BATCH)
    assert studio.picture.session.source is SampleSource.PROBE
    studio.bring(frames[0])
    assert studio.picture.session.source is SampleSource.BATCH
    assert studio.picture.samples is frames[0].last_batch


def test_a_pinned_demon_stays_on_its_frame_and_nobody_takes_its_numbers_for_those_of_the_step_shown(
    studio: Studio, frames: list[Frame]
) -> None:
    studio.session.arm(NEURON, 0.25)
    studio.bring(frames[0])
    FollowTraining(False).on_session(studio.session, studio.picture)
    studio.bring(frames[1])
    assert studio.picture.demon is None
    assert studio.picture.pinned is not None
    assert (studio.picture.frame.step, studio.picture.pinned.step) == (10, 5)
    ChooseScope(Scope.BATCH).on_session(studio.session, studio.picture)
    assert (studio.picture.pinned.whole_batch, studio.picture.pinned.step) == (True, 5)
    RenewDemon().on_session(studio.session, studio.picture)
    assert studio.picture.pinned.step == 10
    FollowTraining(True).on_session(studio.session, studio.picture)
    studio.bring(frames[2])
    assert studio.picture.pinned is None
    assert studio.picture.demon is not None
    assert studio.picture.demon.step == 15


def test_a_pinned_demon_stays_on_its_network_when_a_neuron_is_inserted_before_it_and_in_another_run(
    studio: Studio, frames: list[Frame]
) -> None:
    studio.bring(frames[2])
    studio.session.arm(NEURON, 0.25)
    FollowTraining(False).on_session(studio.session, studio.picture)
    before = studio.picture.pinned
    assert before is not None
    studio.document.request(RemoveNeurons(1, (0,)))
    other = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy", run=7)
    studio.bring(other.frame(edit=studio.document.posted))
    demon, after = studio.session.state.demon, studio.picture.pinned
    assert demon is not None
    assert after is not None
    assert demon.neuron == Neuron(1, 1), "its neuron has another place now"
    assert (after.step, after.neuron, after.actual) == (15, NEURON, before.actual)


def test_maps_are_read_while_neurons_show_them(studio: Studio, frames: list[Frame]) -> None:
    studio.bring(frames[0])
    assert studio.picture.maps is None
    studio.session.update(neurons_by=NeuronQuantity.MAP)
    assert studio.picture.maps is not None
    assert studio.picture.maps.step == 5


@pytest.mark.faults
def test_a_reading_that_fails_leaves_the_rest_of_the_picture(
    studio: Studio, frames: list[Frame], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bpexplorer.document.picture.read_demon", lambda *_, **__: 1 / 0)
    studio.session.arm(NEURON, 0.25)
    studio.bring(frames[0])
    assert studio.picture.demon is None
    assert studio.picture.origin is not None
    assert "ZeroDivisionError" in caplog.text


def test_another_project_forgets_what_was_known(studio: Studio, frames: list[Frame]) -> None:
    studio.bring(frames[0])
    studio.picturing.forget()
    assert studio.picturing.picture is None
    studio.session.select(NEURON)
    assert len(studio.pictures) == 1
