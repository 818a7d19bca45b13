"""The training thread, for real: messages in, the newest frame out, and the bits of training without a window."""

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bpexplorer.core.edits.messages import Apply, Forget, Revert
from bpexplorer.core.edits.on_parameters import ParametersEdit
from bpexplorer.core.edits.run import Configure, GoBack, ResetToStart, RestoreBest
from bpexplorer.core.edits.structure import AddNeurons, RemoveNeurons, SetDropout
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.readings.phases.reading import read_phases_in_slices
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training import trainer as trainer_module
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.frame import Frame, FrameRequest, RunState
from bpexplorer.core.training.rules.stopping import Watch
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.core.training.traced_samples import BATCH_SHOWN, BatchFate
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.prepare import prepare
from bpexplorer.live import worker as worker_module
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Load, Pause, Play, SetSpeed, Show, Step, StepUnit
from bpexplorer.live.worker import Message
from bpexplorer.project.presets import preset
from tests.runs import advance, assert_same_run, classes_data, overflowing, start

DATA = classes_data()


class Live:
    """A started controller whose frames are all taken and kept."""

    def __init__(self, qtbot, state: TrainerState, *messages: Message) -> None:
        """``messages`` are all there before the thread starts, so that nothing happens between them."""
        self.qtbot = qtbot
        self.controller = LiveController(state)
        self.post = self.controller.post
        self.frames: list[Frame] = []
        self.copies: dict[int, TrainerState] = {}
        self.failures: list[str] = []
        self.controller.frame_ready.connect(self._take)
        self.controller.state_copied.connect(self.copies.__setitem__)
        self.controller.failed.connect(self.failures.append)
        for message in messages:
            self.post(message)
        self.controller.start()

    def _take(self) -> None:
        frame = self.controller.take_frame()
        assert frame is not None
        self.frames.append(frame)

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    def wait_for(self, condition: Callable[[Frame], bool]) -> Frame:
        self.qtbot.waitUntil(lambda: bool(self.frames) and condition(self.frame), timeout=20_000)
        return self.frame

    def copy(self) -> TrainerState:
        """The state after everything that was posted so far."""
        token = self.controller.request_copy()
        self.qtbot.waitUntil(lambda: token in self.copies, timeout=20_000)
        return self.copies[token]

    def rest(self) -> Frame:
        """The frame after which nothing happens any more; training is paused or over."""
        state = self.copy()
        return self.wait_for(lambda frame: frame.step == state.step and frame.state is not RunState.PLAYING)


@pytest.fixture
def open_live(qtbot) -> Iterator[Callable[..., Live]]:
    opened: list[Live] = []

    def open_one(state: TrainerState, *messages: Message) -> Live:
        opened.append(Live(qtbot, state, *messages))
        return opened[-1]

    yield open_one
    for live in opened:
        assert live.controller.shutdown(20_000)


@pytest.fixture
def live(open_live) -> Live:
    return open_live(start((4,), data=DATA))


def is_paused(frame: Frame) -> bool:
    return frame.state is RunState.PAUSED


# Showing and stepping


def test_once_there_is_a_training_thread_others_wait_for_the_interpreter_for_less_than_a_millisecond(
    open_live,
):
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    try:
        open_live(start((4,), data=DATA))
        assert sys.getswitchinterval() < 0.001
    finally:
        sys.setswitchinterval(before)


def test_the_first_frame_comes_by_itself_and_shows_the_start(live):
    frame = live.wait_for(is_paused)
    assert (frame.step, frame.epoch, frame.edit_number, frame.batch) == (0, 0, 0, 0)
    assert frame.batches_per_epoch == 5
    assert frame.steps_per_second == 0
    assert frame.history.latest.epoch == 0
    assert frame.trace.deltas[0].shape == (4, 4)


def test_the_next_step_is_taken_apart_once_for_each_state_of_the_run_and_only_while_it_is_wanted(
    live, monkeypatch
):
    read = []

    def noted(state):
        read.append(state)
        return read_phases_in_slices(state)

    monkeypatch.setattr(worker_module, "read_phases_in_slices", noted)
    live.post(Show(FrameRequest(batch=True, step=True, ahead=True)))
    first = live.wait_for(lambda frame: frame.ahead is not None).ahead
    live.copy()
    live.post(SetSpeed(100.0))
    live.post(Show(FrameRequest(batch=True, step=True, run=True, ahead=True)))
    assert live.wait_for(lambda frame: frame.run_state is not None).ahead is first
    assert len(read) == 1
    live.post(Step())
    live.wait_for(lambda frame: frame.step == 1 and frame.ahead is not None)
    live.post(Apply(7, 1, AddNeurons(1)))
    frame = live.wait_for(lambda frame: frame.edit_number == 7)
    assert frame.ahead.shown.spec == frame.spec
    assert [state.step for state in read] == [0, 1, 1]
    live.post(Show(FrameRequest()))
    live.post(Step())
    assert live.wait_for(lambda frame: frame.step == 2 and is_paused(frame)).ahead is None
    assert len(read) == 3


@pytest.fixture
def gate(monkeypatch) -> Event:
    """While it is closed, whole sets are evaluated without an end, slice by slice."""
    opened, evaluate = Event(), trainer_module.evaluation

    def evaluated(*where, **how):
        while not opened.is_set():
            yield
        return (yield from evaluate(*where, **how))

    monkeypatch.setattr(trainer_module, "evaluation", evaluated)
    return opened


@pytest.mark.parametrize("speed", [None, 10.0])
def test_a_run_that_is_still_evaluated_is_shown_copied_edited_paused_and_played_in_turn(
    open_live, gate, speed
):
    live = open_live(start(data=DATA), SetSpeed(speed))
    assert live.wait_for(lambda frame: frame.best is None).history.latest is None
    live.post(Step(StepUnit.BATCH))
    live.post(Pause())
    live.post(Apply(1, 1, Configure(start(data=DATA).config.with_changes(learning_rate=0.5))))
    assert live.wait_for(lambda frame: frame.edit_number == 1).step == 0
    assert live.copy().refuge is None
    live.post(Step(StepUnit.BATCH))
    live.wait_for(lambda frame: frame.state is RunState.PLAYING)
    gate.set()
    frame = live.wait_for(lambda frame: frame.step == 1)
    assert frame.best is not None
    assert frame.history.latest is not None
    want = start(data=DATA, learning_rate=0.5)
    assert_same_run(live.copy(), advance(Trainer(want), 1).state())


def test_a_run_that_is_still_evaluated_keeps_nobody_from_ending(qtbot, gate):
    controller = LiveController(start(data=DATA))
    with qtbot.waitSignal(controller.frame_ready):
        controller.start()
    assert controller.shutdown(20_000)


@pytest.fixture
def long_look(monkeypatch) -> Event:
    """While it is closed, a batch is looked at without an end, slice by slice."""
    opened, look = Event(), ShownStep.trace_in_slices

    def traced(*of):
        while not opened.is_set():
            yield
        return (yield from look(*of))

    monkeypatch.setattr(ShownStep, "trace_in_slices", traced)
    return opened


@pytest.mark.parametrize("speed", [None, 10.0])
@pytest.mark.parametrize("ahead", [False, True])
def test_nobody_waits_for_a_batch_that_is_looked_at_and_no_step_passes_it_by(
    open_live, long_look, speed, ahead
):
    live = open_live(
        start(data=DATA), SetSpeed(speed), Show(FrameRequest(batch=True, step=ahead, ahead=ahead)), Play()
    )
    live.post(Pause())
    frame = live.wait_for(is_paused)
    live.post(Apply(1, 1, Configure(start(data=DATA).config.with_changes(learning_rate=0.5))))
    frame = live.wait_for(lambda frame: frame.edit_number == 1)
    assert (frame.last_batch, frame.ahead) == (None, None)
    step = live.copy().step
    long_look.set()
    frame = live.wait_for(lambda frame: frame.last_batch is not None)
    assert (frame.edit_number, frame.step, frame.ahead is not None) == (1, step, ahead)


def test_a_batch_that_is_looked_at_keeps_nobody_from_ending(qtbot, long_look):
    controller = LiveController(start(data=DATA))
    controller.post(Show(FrameRequest(batch=True)))
    with qtbot.waitSignal(controller.frame_ready):
        controller.start()
    assert controller.shutdown(20_000)


def test_one_step_makes_one_batch(live):
    before = live.wait_for(is_paused)
    live.post(Step())
    assert not live.controller.has_heard_all(before)
    frame = live.wait_for(lambda frame: frame.step == 1 and is_paused(frame))
    assert live.controller.has_heard_all(frame)
    assert frame.batch == 1
    assert frame.history.batches[:, 0].tolist() == [1]
    assert live.copy().step == 1


def test_a_pause_takes_back_the_steps_that_were_asked_for(qtbot, open_live):
    live = open_live(start((4,), data=DATA), *[Step()] * 5, Pause(), Step())
    assert live.copy().step <= 1
    live.wait_for(lambda frame: frame.step == 1 and is_paused(frame))
    assert live.rest().step == 1


@pytest.mark.parametrize("speed", [None, 500.0])
def test_steps_asked_for_quickly_are_all_made(live, speed):
    live.post(SetSpeed(speed))
    for _ in range(7):
        live.post(Step())
    live.wait_for(lambda frame: frame.step == 7 and is_paused(frame))


def test_an_epoch_step_ends_with_the_epoch_under_way(live):
    live.post(Step())
    live.wait_for(lambda frame: frame.step == 1 and is_paused(frame))
    live.post(Step(StepUnit.EPOCH))
    frame = live.wait_for(lambda frame: frame.epoch == 1 and is_paused(frame))
    assert (frame.step, frame.batch) == (5, 0)
    for _ in range(3):
        live.post(Step(StepUnit.EPOCH))
    assert live.wait_for(lambda frame: frame.epoch == 4 and is_paused(frame)).step == 20


def test_training_runs_until_paused_and_the_last_step_is_shown(live):
    live.post(Play())
    frame = live.wait_for(lambda frame: frame.step > 50)
    assert frame.state is RunState.PLAYING
    live.post(Pause())
    frame = live.rest()
    assert is_paused(frame)
    assert frame.steps_per_second == 0
    state = live.copy()
    np.testing.assert_array_equal(frame.network.weights[0], state.network().weights[0])


def test_beside_steps_of_numpy_others_have_a_turn_after_every_slice_and_beside_compiled_ones_need_none(
    open_live, monkeypatch
):
    slices: list[int] = []
    turns: list[float] = []
    monkeypatch.setattr(worker_module, "time", SimpleNamespace(**{**vars(time), "sleep": turns.append}))
    advance_on = Trainer.advance

    def noted(trainer: Trainer, steps: int, **options: Any) -> Any:
        slices.append(trainer.step)
        return advance_on(trainer, steps, **options)

    monkeypatch.setattr(Trainer, "advance", noted)
    live = open_live(start((4,), data=DATA))
    live.post(Play(until_epoch=40))
    live.wait_for(lambda frame: frame.epoch == 40 and is_paused(frame))
    assert len(turns) >= len(slices) > 1
    assert min(turns) > 0.0
    so_far = len(turns)
    monkeypatch.setattr(worker_module, "NUMPY", "another")  # as if these steps weren't numpy's
    live.post(Play(until_epoch=80))
    live.wait_for(lambda frame: frame.epoch == 80 and is_paused(frame))
    assert len(turns) == so_far + 1  # after the message


def test_a_run_of_some_epochs_ends_there_by_itself(live):
    live.post(Play(until_epoch=12))
    frame = live.wait_for(lambda frame: frame.epoch == 12)
    assert is_paused(frame)
    assert frame.step == 60
    live.post(Play(until_epoch=12))  # nothing is left to do
    assert live.rest().step == 60


def test_training_at_a_pace_shows_every_step_of_slow_motion(live):
    live.rest()  # the first step comes at once, and would take the place of the picture before it
    live.post(SetSpeed(4.0))
    live.post(Play())
    live.wait_for(lambda frame: frame.step == 3)
    live.post(Pause())
    live.rest()
    assert {0, 1, 2, 3} <= {frame.step for frame in live.frames}


def test_the_first_step_of_slow_motion_is_seen_before_the_second_is_due(live):
    live.post(SetSpeed(0.001))
    live.post(Play())
    live.wait_for(lambda frame: frame.step == 1)
    assert live.copy().step == 1


def test_a_pause_reaches_a_thread_that_waits_for_its_next_step(live):
    live.post(SetSpeed(0.001))
    live.post(Play())
    live.wait_for(lambda frame: frame.step == 1)
    live.post(Pause())
    live.wait_for(is_paused)


def test_the_run_comes_with_a_frame_of_its_step_only_if_somebody_asks_for_it(live):
    assert live.wait_for(is_paused).run_state is None
    live.post(Show(FrameRequest(run=True)))
    live.wait_for(lambda frame: frame.run_state is not None)
    live.post(Step())
    frame = live.wait_for(lambda frame: frame.step == 1)
    assert_same_run(frame.run_state, live.copy())
    live.post(Play())
    frame = live.wait_for(lambda frame: frame.step > 50 and frame.run_state is not None)
    assert frame.run_state.step == frame.step
    np.testing.assert_array_equal(frame.run_state.network().weights[0], frame.network.weights[0])
    live.post(Show(FrameRequest()))
    live.wait_for(lambda frame: frame.run_state is None)


def test_the_batch_comes_with_a_frame_only_if_somebody_looks_at_it(live):
    assert live.wait_for(is_paused).last_batch is None
    live.post(Show(FrameRequest(batch=True)))
    frame = live.wait_for(lambda frame: frame.last_batch is not None)
    assert (frame.last_batch.batch.step, frame.last_batch.batch.fate) == (1, BatchFate.NEXT)
    live.post(Step())
    frame = live.wait_for(lambda frame: frame.step == 1)
    assert (frame.last_batch.batch.step, frame.last_batch.batch.fate) == (1, BatchFate.TAKEN)
    live.post(Show(FrameRequest()))
    live.wait_for(lambda frame: frame.last_batch is None)


def test_of_a_large_batch_a_frame_holds_the_first_samples(open_live):
    live = open_live(start((4,), data=classes_data(samples=BATCH_SHOWN + 9), batch_size=1000))
    live.post(Show(FrameRequest(batch=True)))
    samples = live.wait_for(lambda frame: frame.last_batch is not None).last_batch
    assert {len(each) for each in (samples.rows, *samples.trace.deltas)} == {BATCH_SHOWN}
    assert samples.count == BATCH_SHOWN + 9


def test_nothing_in_a_frame_can_be_changed(live):
    live.post(Apply(1, 1, SetDropout(1, 0.5)))
    live.post(Show(FrameRequest(batch=True)))
    live.post(Step())
    frame = live.wait_for(lambda frame: frame.step == 1)
    trace, history, batch = frame.trace, frame.history, frame.last_batch
    arrays = (
        *(
            *batch.network.weights,
            *batch.trace.deltas,
            *batch.trace.grad_weights,
            batch.factors(1),
            batch.rows,
        ),
        *frame.network.weights,
        *frame.network.biases,
        *(*trace.zs, *trace.activations, *trace.deltas, *trace.grad_weights, *trace.grad_biases),
        *(trace.sample_costs, history.batches, history.epochs, frame.data.x_train),
    )
    for array in arrays:
        assert not array.flags.writeable


def test_a_frame_stays_what_it_was_while_training_goes_on(live):
    frame = live.wait_for(is_paused)
    kept = frame.network.weights[0].copy()
    live.post(Play(until_epoch=5))
    live.wait_for(lambda frame: frame.epoch == 5)
    np.testing.assert_array_equal(frame.network.weights[0], kept)


# The same bits


@pytest.mark.parametrize("speed", [None, 2000.0])
def test_the_thread_makes_the_bits_of_a_trainer_alone_whatever_is_looked_at(open_live, speed):
    alone = Trainer(start((4,), data=DATA, optimizer="momentum"))
    while alone.epoch < 40:
        alone.advance(1000)
    live = open_live(start((4,), data=DATA, optimizer="momentum"))
    live.post(SetSpeed(speed))
    live.post(Play(until_epoch=40))
    for looked_at in (False, True, False):
        live.post(Show(FrameRequest(batch=looked_at, run=looked_at)))
        live.copy()
    live.wait_for(lambda frame: frame.epoch == 40)
    assert_same_run(live.copy(), alone.state())


# Edits


@pytest.mark.parametrize("playing", [False, True])
def test_every_edit_is_followed_by_a_frame_of_the_new_shape(live, playing):
    if playing:
        live.post(Play())
        live.wait_for(lambda frame: frame.step > 3)
    for number, edit, size in ((1, AddNeurons(1, 2), 6), (2, RemoveNeurons(1, (0,)), 5)):
        live.post(Apply(number, number, edit))
        frame = live.wait_for(lambda frame, number=number: frame.edit_number == number)
        assert frame.spec.sizes == (3, size, 3)
        assert frame.network.sizes == (3, size, 3)
        assert (frame.state is RunState.PLAYING) == playing
    live.post(Revert(3, 2))
    live.post(Revert(4, 1))
    assert live.wait_for(lambda frame: frame.edit_number == 4).network.sizes == (3, 4, 3)
    live.post(Forget((1, 2)))
    live.post(Pause())
    live.rest()


def test_an_edit_undone_in_the_thread_is_exact_to_the_bit(live):
    live.post(Step(StepUnit.EPOCH))
    live.wait_for(lambda frame: frame.epoch == 1 and is_paused(frame))
    before = live.copy()
    live.post(Apply(1, 1, RemoveNeurons(1, (1,))))
    live.post(Revert(2, 1))
    assert_same_run(live.copy(), before)


def test_a_burst_of_edits_ends_with_a_frame_of_the_last(live):
    for number in range(1, 200):
        live.post(Apply(number, number, SetBiases(1, (0,), number / 100)))
    frame = live.wait_for(lambda frame: frame.edit_number == 199)
    assert frame.network.biases[0][0] == 1.99


def test_while_messages_keep_coming_frames_still_appear(qtbot, monkeypatch):
    """A slider in motion: the next message is there before the last one is served."""
    monkeypatch.setattr(worker_module, "FRAME_SECONDS", 0.0)
    controller = LiveController(start((4,), data=DATA))
    edits: list[int] = []

    def take() -> None:
        frame = controller.take_frame()
        assert frame is not None
        edits.append(frame.edit_number)

    controller.frame_ready.connect(take)
    for number in range(1, 501):
        controller.post(Apply(number, number, SetBiases(1, (0,), number / 1000)))
    controller.start()
    qtbot.waitUntil(lambda: 500 in edits, timeout=20_000)
    assert len(edits) > 2
    assert edits == sorted(set(edits))
    assert controller.shutdown(20_000)


def test_a_reset_while_training_goes_on_begins_another_run(live):
    live.post(Play())
    live.wait_for(lambda frame: frame.step > 20)
    live.post(Apply(1, 1, ResetToStart()))
    frame = live.wait_for(lambda frame: frame.run == 1)
    assert frame.state is RunState.PLAYING
    live.post(Pause())
    live.rest()


@pytest.mark.parametrize("goal", [Step(), Step(StepUnit.EPOCH), Play(until_epoch=10_000)], ids=str)
def test_a_goal_of_the_run_before_does_not_drive_the_run_that_an_edit_begins(live, goal):
    live.post(Play(until_epoch=3))
    live.wait_for(lambda frame: frame.epoch == 3)
    live.post(goal)
    live.post(Apply(1, 1, ResetToStart()))
    frame = live.wait_for(lambda frame: frame.run == 1)
    assert is_paused(frame)
    assert live.copy().step == 0


def test_loading_another_run_pauses_and_forgets_the_first(live):
    live.post(Play())
    live.post(Apply(1, 1, AddNeurons(1)))
    live.wait_for(lambda frame: frame.edit_number == 1)
    other = advance(Trainer(start((2,), data=DATA, seed=5)), 8).state()
    live.post(Load(7, other))
    frame = live.wait_for(lambda frame: frame.edit_number == 7)
    assert is_paused(frame)
    assert frame.step == 8
    assert_same_run(live.copy(), other)


# Divergence


def test_a_run_that_diverges_stops_says_where_and_goes_on_when_something_changed(open_live):
    live = open_live(overflowing())
    live.post(Play())
    frame = live.wait_for(lambda frame: frame.state is RunState.DIVERGED)
    assert frame.divergence is not None
    assert frame.step == frame.divergence.step - 1
    live.post(Play())  # nothing happens before something is changed
    assert live.copy().divergence == frame.divergence
    live.post(Apply(1, 1, GoBack(frame.config.with_changes(learning_rate=1e-9))))
    assert live.wait_for(lambda frame: frame.edit_number == 1).state is RunState.PAUSED
    live.post(Play(until_epoch=2))
    live.wait_for(lambda frame: frame.epoch == 2)


# The mailbox


def test_however_slow_the_reader_there_is_one_frame_and_one_call(qtbot):
    controller = LiveController(start((4,), data=DATA))
    calls = []
    controller.frame_ready.connect(lambda: calls.append(None))
    controller.start()
    controller.post(Play(until_epoch=100))
    with qtbot.waitSignal(controller.state_copied, timeout=20_000):
        controller.request_copy()
    state = None

    def done(_token, copied):
        nonlocal state
        state = copied

    controller.state_copied.connect(done)
    while state is None or state.epoch < 100:
        with qtbot.waitSignal(controller.state_copied, timeout=20_000):
            controller.request_copy()
    controller.post(Step())  # its frame replaces the one that wasn't taken
    while state.step < 100 * 5 + 1:
        with qtbot.waitSignal(controller.state_copied, timeout=20_000):
            controller.request_copy()
    assert len(calls) == 1
    assert controller.shutdown(20_000)
    frame = controller.take_frame()
    assert frame is not None
    assert frame.step == 100 * 5 + 1
    assert is_paused(frame)
    assert controller.take_frame() is None


# Faults of ours


class Faulty(ParametersEdit):
    """An edit that fails in the thread."""

    def on_parameters(self, planes, config, rng):
        raise RuntimeError("a fault of ours")


def test_a_fault_in_an_edit_becomes_a_state_that_still_answers_copies(live, caplog):
    live.post(Play(until_epoch=2))
    live.wait_for(lambda frame: frame.epoch == 2)
    before = live.copy()
    live.post(Apply(1, 1, Faulty()))
    frame = live.wait_for(lambda frame: frame.state is RunState.FAILED)
    assert (frame.step, frame.edit_number) == (10, 0)  # the edit wasn't made
    live.qtbot.waitUntil(lambda: len(live.failures) == 1)
    assert "You can still save" in live.failures[0]
    assert "a fault of ours" in caplog.text
    assert_same_run(live.copy(), before)
    live.post(Play())
    live.post(Apply(2, 2, AddNeurons(1)))
    assert_same_run(live.copy(), before)
    assert len(live.failures) == 1


@pytest.mark.parametrize("where", ["probe_trace", "frozen_network"])
def test_a_fault_in_making_a_frame_is_shown_on_the_last_good_one(live, monkeypatch, where):
    live.wait_for(is_paused)

    def fail(*args):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(worker_module, where, fail)
    live.post(Step())
    frame = live.wait_for(lambda frame: frame.state is RunState.FAILED)
    assert frame.step in (0, 1)
    assert live.controller.has_heard_all(frame)
    assert live.copy().step in (0, 1)


def test_another_project_can_be_opened_after_a_fault(live):
    live.post(Apply(1, 1, Faulty()))
    live.wait_for(lambda frame: frame.state is RunState.FAILED)
    live.post(Load(2, start((6,), data=DATA)))
    assert live.wait_for(lambda frame: frame.edit_number == 2).network.sizes == (3, 6, 3)
    live.post(Play(until_epoch=1))
    live.wait_for(lambda frame: frame.epoch == 1)


def test_a_run_that_cannot_be_loaded_is_the_one_that_is_copied(live, monkeypatch):
    live.wait_for(is_paused)
    other = start((6,), data=DATA)

    def fail(state):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(worker_module, "Trainer", fail)
    live.post(Load(2, other))
    live.qtbot.waitUntil(lambda: len(live.failures) == 1)
    assert live.copy() is other


# The end


@pytest.mark.parametrize("speed", [None, 0.001])
def test_the_thread_ends_while_it_trains_without_an_event_loop(qtbot, speed):
    controller = LiveController(start((4,), data=DATA))
    controller.start()
    controller.post(SetSpeed(speed))
    with qtbot.waitSignal(controller.frame_ready):
        controller.post(Play())
    assert controller.shutdown(20_000)
    assert controller.shutdown(0)


def test_a_controller_that_was_never_started_ends_at_once(qtbot):
    assert LiveController(start((4,), data=DATA)).shutdown(0)


def test_the_end_is_told(qtbot):
    controller = LiveController(start((4,), data=DATA))
    controller.start()
    with qtbot.waitSignal(controller.finished, timeout=20_000):
        controller.shutdown(0)


# Stopping


def test_a_stopping_rule_pauses_training_at_the_epoch_s_end_and_says_why(open_live):
    live = open_live(start((4,), data=DATA, max_epochs=3))
    live.post(Play())
    frame = live.wait_for(is_paused_after_start)
    assert (frame.epoch, frame.batch, frame.stopped.rule) == (3, 0, "max_epochs")
    assert frame.best == frame.stopped.best
    assert live.copy().epoch == 3


def is_paused_after_start(frame: Frame) -> bool:
    return is_paused(frame) and frame.step > 0


def test_after_a_stop_training_goes_on_when_it_is_told_to(open_live):
    live = open_live(start((4,), data=DATA, max_epochs=1))
    live.post(Play())
    live.wait_for(lambda frame: frame.stopped is not None)
    live.post(Play(until_epoch=4))
    frame = live.wait_for(lambda frame: frame.epoch == 4 and is_paused(frame))
    assert frame.stopped is None


class StepClock:
    """Goes on by one second each time that it is looked at: where training starts, and after each stretch of steps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 1.0
        return self.seconds


def test_seconds_count_from_play_and_stop_training_within_an_epoch(open_live, monkeypatch):
    monkeypatch.setattr(worker_module, "Watch", partial(Watch, StepClock()))
    monkeypatch.setattr(worker_module, "SLICE_SECONDS", 0.0)  # each stretch is one step
    live = open_live(start((4,), data=DATA, max_seconds=3.0))
    live.post(Play())
    frame = live.wait_for(lambda frame: frame.stopped is not None)
    assert is_paused(frame)
    assert (frame.step, frame.epoch, frame.stopped.rule) == (3, 0, "max_seconds")
    assert str(frame.stopped).startswith("Training stopped after step 3: training has gone on for 3 s of 3 s")
    live.post(Play())
    frame = live.wait_for(lambda frame: frame.step > 3 and frame.stopped is not None)
    assert (frame.step, frame.epoch) == (6, 1)
    assert live.copy().step == 6


def test_an_edit_ends_the_word_of_why_training_stopped(open_live):
    live = open_live(start((4,), data=DATA, max_epochs=2))
    live.post(Play())
    live.wait_for(lambda frame: frame.stopped is not None)
    live.post(Apply(1, 1, RestoreBest()))
    frame = live.wait_for(lambda frame: frame.edit_number == 1)
    assert frame.stopped is None
    assert frame.step == frame.best.step


def test_the_same_bits_with_and_without_a_rule(open_live):
    live = open_live(start((4,), data=DATA, max_epochs=6, patience=100))
    live.post(Play())
    live.wait_for(lambda frame: frame.stopped is not None)
    alone = advance(Trainer(start((4,), data=DATA)), 30)
    assert live.copy().planes.flat.tobytes() == alone.state().planes.flat.tobytes()


# A cost that can't be evaluated


def refused_by(cost: str) -> Configure:
    return Configure(TrainingConfig(batch_size=5, cost=cost))


def test_an_edit_that_leaves_nothing_to_train_pauses_with_the_reason_and_its_undo_takes_it_away(open_live):
    live = open_live(start((4,), data=DATA, output="tanh", cost="quadratic"))
    live.post(Play())
    live.wait_for(lambda frame: frame.step > 20)
    live.post(Apply(1, 1, refused_by("cross_entropy")))
    frame = live.wait_for(lambda frame: frame.edit_number == 1)
    assert is_paused(frame)
    assert "needs outputs between 0 and 1" in frame.refused
    assert frame.divergence is None
    live.post(
        Apply(2, 2, refused_by("log_likelihood"))
    )  # one more, made while it is paused, keeps the reason
    assert live.wait_for(lambda frame: frame.edit_number == 2).refused == frame.refused
    live.post(Play())
    assert live.copy().step == frame.step
    live.post(Revert(3, 2))
    live.post(Revert(4, 1))
    mended = live.wait_for(lambda frame: frame.edit_number == 4)
    assert mended.refused is None
    assert is_paused(mended)
    live.post(Step())
    live.wait_for(lambda after: after.step == frame.step + 1)


def test_a_pair_made_unevaluable_while_training_is_paused_says_nothing_until_play(open_live):
    live = open_live(start((4,), data=DATA, output="tanh", cost="quadratic"))
    live.post(Apply(1, 1, refused_by("cross_entropy")))
    assert live.wait_for(lambda frame: frame.edit_number == 1).refused is None
    live.post(Step())
    frame = live.wait_for(lambda frame: frame.refused is not None)
    assert is_paused(frame)
    assert live.copy().step == 0


def test_a_cost_of_shares_pauses_the_training_on_numbers_whatever_the_output(open_live):
    plan = preset("wave").plan
    spec = NetworkSpec.create((1, 4, 1), ("tanh", "sigmoid"))
    live = open_live(start_run(spec, plan.config, prepare(plan.data, "sigmoid").training))
    live.post(Play())
    live.wait_for(lambda frame: frame.step > 5)
    live.post(Apply(1, 1, Configure(plan.config.with_changes(cost="cross_entropy"))))
    frame = live.wait_for(lambda frame: frame.edit_number == 1)
    assert is_paused(frame)
    assert frame.divergence is None
    assert "are any numbers" in frame.refused
