"""The training thread's own object: owns the trainer, reads messages between steps, leaves frames in the mailbox."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.messages import Apply, Forget, Revert, TakeMark
from bpexplorer.core.engine.base import EngineError
from bpexplorer.core.engine.choice import NUMPY
from bpexplorer.core.evaluation import samples_at_once
from bpexplorer.core.readings.phases.reading import StepPhases, read_phases_in_slices
from bpexplorer.core.training.frame import Frame, FrameRequest, RunState
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.core.training.rules.stopping import Ending, Stopped, Watch, ending
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.traced_samples import BATCH_SHOWN, TracedSamples
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.vocabularies.pairs import pair
from bpexplorer.guard import guard, report
from bpexplorer.live.frame_parts import (
    frozen_batch,
    frozen_network,
    judged_stuck,
    listed_samples,
    probe_trace,
)
from bpexplorer.live.looking import Look
from bpexplorer.live.mailbox import Mailbox
from bpexplorer.live.messages import Copy, Load, Order, Pause, Play, SetSpeed, Show, Step, StepUnit, Stop
from bpexplorer.live.pace import Meter, Pace
from bpexplorer.translation import tr

log = logging.getLogger(__name__)

#: How long training goes on before it looks at its messages.
SLICE_SECONDS = 0.002
#: So long this thread is away after whatever it did in Python or numpy. That gives the interpreter up in each small
#: product and takes it again before a thread that waits for it has woken up: it would wait for seconds.
TURN_OF_OTHERS = 50e-6
#: Frames are made no more often than this while training goes on.
FRAME_SECONDS = 1 / 60
#: The whole run is copied into a frame no more often than this while training goes on.
COPY_SECONDS = 0.5
#: Steps of a slice that nothing but its time limits.
UNLIMITED = 1_000_000_000

Message = Load | Apply | Revert | Forget | TakeMark | Play | Pause | Step | SetSpeed | Show | Copy | Stop


class Worker(QObject):
    """Runs in the training thread until it is told to stop. Everything it says, it says by signals without frames."""

    #: The mailbox was empty and holds a frame now.
    frame_ready = Signal()
    #: (token, TrainerState): the answer to Copy.
    state_copied = Signal(int, object)
    #: (token, {edit id: Edit}): comes before the answer to a Copy ``with_ways``.
    ways_copied = Signal(int, object)
    #: (mark_id, TrainerState): the answer to TakeMark.
    state_marked = Signal(int, object)
    #: A fault of ours: nothing goes on but answers to Copy, until another run is loaded.
    failed = Signal(str)
    finished = Signal()

    def __init__(
        self, state: TrainerState, messages: "SimpleQueue[Message]", mailbox: Mailbox[Frame]
    ) -> None:
        super().__init__()
        self._messages, self._mailbox = messages, mailbox
        #: What the thread begins with.
        self.first = Load(0, state)
        self._given = state
        self._trainer: Trainer | None = None
        self._ledger = Ledger()
        self._pace, self._meter = Pace(), Meter()
        self._request = FrameRequest()
        self._number = self._orders = 0
        self._playing = self._failed = False
        self._until_step: int | None = None
        self._until_epoch: int | None = None
        self._watch = Watch()
        #: How long training had gone on when the rules were asked last.
        self._seconds = 0.0
        self._stopped: Stopped | None = None
        self._refused: str | None = None
        #: At the batch that is shown, and at the step that comes next: of large sets and layers either takes seconds.
        self._batch: Look[TracedSamples] = Look()
        self._ahead: Look[StepPhases] = Look()
        self._last_frame: Frame | None = None
        self._last_frame_at = self._last_copy_at = -1.0
        #: Something happened that no frame shows yet.
        self._unshown = False

    @Slot()
    @guard
    def run(self) -> None:
        """Serve messages and train, until Stop."""
        try:
            with np.errstate(all="ignore"):  # this thread's edge: see core
                self._do(self.first)
                while not isinstance(message := self._next_message(), Stop):
                    self._do(message)
        finally:
            self.finished.emit()

    def _do(self, message: Message | None) -> None:
        """Serve a message, or go on with what is due if there is none."""
        try:
            if message is not None:
                self._handle(message)
                self._unshown = True
                # Nothing is shown between messages that belong together: only what the last one left. Where they
                # don't end, what they do is still seen.
                self._show(at_once=self._messages.empty())
            elif not self._running.is_settled:
                self._settle()
            elif self._is_looking:
                self._look_on()
            elif self._pace.seconds_until_due(time.perf_counter()) > 0:
                self._show(at_once=True)
            else:
                self._train()
                if self._running.steps_by != NUMPY:  # compiled ones leave the interpreter to others
                    return
            time.sleep(TURN_OF_OTHERS)
        except Exception:
            self._fail()

    def _next_message(self) -> Message | None:
        """The next message; None if work or a frame is due. Waits while there is nothing to do."""
        try:
            if self._has_to_settle or self._is_looking:
                return self._messages.get_nowait()
            if not self._playing:
                return self._messages.get()
            wait = self._seconds_to_wait()
            return self._messages.get(timeout=wait) if wait > 0 else self._messages.get_nowait()
        except Empty:
            return None

    @property
    def _has_to_settle(self) -> bool:
        return not self._failed and self._trainer is not None and not self._trainer.is_settled

    @property
    def _is_looking(self) -> bool:
        return self._batch.is_under_way or self._ahead.is_under_way

    def _seconds_to_wait(self) -> float:
        now = time.perf_counter()
        wait = self._pace.seconds_until_due(now)
        # A slow pace must not keep its last step from being seen.
        return min(wait, max(0.0, self._last_frame_at + FRAME_SECONDS - now)) if self._unshown else wait

    def _handle(self, message: Message) -> None:
        if isinstance(message, Order):
            self._orders += 1
        if self._failed and not isinstance(message, Copy | Load):
            return
        match message:
            case Load(number, state, keeps_edits):
                self._load(number, state, keeps_edits=keeps_edits)
            case Apply(number, edit_id, edit, pauses):
                self._pause_if(pauses)
                self._edit(
                    number, lambda trainer, context: self._ledger.apply(trainer, edit_id, edit, context)
                )
            case Revert(number, edit_id, pauses):
                self._pause_if(pauses)
                self._edit(number, lambda trainer, context: self._ledger.revert(trainer, edit_id, context))
            case Forget(edit_ids):
                self._ledger.forget(edit_ids)
            case TakeMark(mark_id):
                self.state_marked.emit(mark_id, self._running.state())
            case Play(until_epoch):
                self._play(until_epoch=until_epoch)
            case Step(StepUnit.BATCH):
                self._play(until_step=_after(self._until_step, self._running.step))
            case Step(StepUnit.EPOCH):
                self._play(until_epoch=_after(self._until_epoch, self._running.epoch))
            case Pause():
                self._pause()
            case SetSpeed(steps_per_second):
                self._pace.steps_per_second = steps_per_second
            case Show(request):
                self._request = request
            case Copy(token, with_ways):
                if with_ways:
                    self.ways_copied.emit(token, self._ledger.ways)
                state = self._given if self._trainer is None else self._trainer.state()
                self.state_copied.emit(token, state)
            case Stop():
                raise AssertionError("Stop ends the loop before it comes here")

    @property
    def _running(self) -> Trainer:
        assert self._trainer is not None
        return self._trainer

    def _load(self, number: int, state: TrainerState, *, keeps_edits: bool) -> None:
        # Should this fail, a copy must not be that of the run before.
        self._given, self._trainer = state, None
        if not keeps_edits:
            self._ledger = Ledger()
        self._failed = False
        self._last_frame = None
        self._drop_looks()
        self._watch, self._stopped, self._refused = Watch(), None, None
        self._pause()
        self._trainer, self._number = Trainer(state), number

    def _edit(self, number: int, change: Callable[[Trainer, Context], None]) -> None:
        trainer = self._running
        before = trainer.run, trainer.step
        change(trainer, Context(number))
        self._number, self._stopped = number, None
        has_goal = self._until_step is not None or self._until_epoch is not None
        if has_goal and (trainer.run, trainer.step) != before:
            self._pause()  # the goal was one of the run before
        reason = self._refusal()
        if reason is None or self._playing:
            self._refused = reason
        if reason is not None:
            self._pause()

    def _refusal(self) -> str | None:
        """Why there is nothing to train: the cost can't be evaluated after the output layer."""
        trainer = self._running
        of_numbers = not trainer.data.is_classification
        found = pair(trainer.config.cost, trainer.spec.activations[-1], of_numbers=of_numbers)
        return found.words if found.kind == "refused" else None

    def _play(self, *, until_epoch: int | None = None, until_step: int | None = None) -> None:
        if self._running.divergence is not None or _reached(until_epoch, self._running.epoch):
            return
        self._refused = self._refusal()
        if self._refused is not None:
            return
        self._until_epoch, self._until_step = until_epoch, until_step
        self._playing, self._stopped = True, None
        self._meter.restart()
        self._watch.start()
        self._seconds = 0.0
        now = time.perf_counter()
        self._pace.start(now)
        self._meter.note(now, self._running.step)

    def _pause_if(self, pauses: bool) -> None:
        if pauses:
            self._pause()

    def _pause(self) -> None:
        self._playing = False
        self._until_epoch = self._until_step = None

    def _settle(self) -> None:
        """Go on with what is to be known of the run before its next step."""
        if self._running.settle(time.perf_counter() + SLICE_SECONDS):
            self._unshown = True
        self._show(at_once=not self._playing)

    def _look_on(self) -> None:
        """Go on with what the last frame lacked; once it is there, let a frame have it before the next step is made."""
        deadline = time.perf_counter() + SLICE_SECONDS
        if self._ahead.go_on(deadline) and self._batch.go_on(deadline):
            self._unshown = True
            self._show(at_once=True)

    def _drop_looks(self) -> None:
        self._batch.drop()
        self._ahead.drop()

    def _train(self) -> None:
        trainer = self._running
        now = time.perf_counter()
        due, goal = self._pace.steps_due(now), self._until_step
        budget = min(
            UNLIMITED if due is None else due,
            UNLIMITED if goal is None else goal - trainer.step,
        )
        progress = trainer.advance(budget, deadline=now + SLICE_SECONDS)
        self._pace.made(progress.steps, now)
        self._meter.note(time.perf_counter(), trainer.step)
        self._unshown = True
        if progress.notice is not None:
            report(EngineError(progress.notice), place=tr("the engine"))
        if progress.divergence is None:
            self._seconds = self._watch.seconds
            status = trainer.status(self._seconds)
            self._stopped = self._watch.ask(trainer.config.stopping_limits, status, run=trainer.run)
        if (
            progress.divergence is not None
            or self._stopped is not None
            or _reached(self._until_step, trainer.step)
            or _reached(self._until_epoch, trainer.epoch)
        ):
            self._pause()
        self._show(at_once=not self._playing)

    def _show(self, *, at_once: bool) -> None:
        """Leave a frame in the mailbox, if there is something new and a frame is wanted by now."""
        now = time.perf_counter()
        too_soon = now - self._last_frame_at < FRAME_SECONDS or not self._mailbox.is_empty
        if self._failed or not self._unshown or (too_soon and not at_once):
            return
        self._leave(self._frame(), now)

    def _leave(self, frame: Frame, now: float) -> None:
        self._last_frame, self._last_frame_at, self._unshown = frame, now, False
        if self._mailbox.put(frame):
            self.frame_ready.emit()

    def _fail(self) -> None:
        log.exception("training stopped")
        self._pause()
        self._drop_looks()
        self._failed = True
        frame = self._final_frame()
        if frame is not None:
            self._leave(frame, time.perf_counter())
        self.failed.emit(
            tr("Training stopped because of an internal error; the log has the details. You can still save.")
        )

    def _final_frame(self) -> Frame | None:
        try:
            return self._frame()
        except Exception:  # the fault may lie in making a frame
            log.debug("the final frame can't be made", exc_info=True)
        last = self._last_frame
        return None if last is None else replace(last, state=RunState.FAILED, orders=self._orders)

    def _frame(self) -> Frame:
        trainer, request = self._running, self._request
        network, held = frozen_network(trainer.network), trainer.held
        trained = network if held is None else held.on(network)
        trace = probe_trace(trained, trainer.data, trainer.config.cost)
        return Frame(
            run=trainer.run,
            edit_number=self._number,
            step=trainer.step,
            epoch=trainer.epoch,
            batch=trainer.batch,
            batches_per_epoch=trainer.batches_per_epoch,
            spec=trainer.spec,
            config=trainer.config,
            data=trainer.data,
            network=network,
            trace=trace,
            history=trainer.recorder.history(),
            state=self._state(),
            divergence=trainer.divergence,
            steps_per_second=self._meter.rate if self._playing else 0.0,
            orders=self._orders,
            clipped_steps=trainer.clipped_steps,
            held=held,
            held_steps=trainer.held_steps,
            mask=trainer.mask,
            engine=trainer.engine,
            evaluated_by=trainer.evaluated_by,
            best=trainer.best,
            stopped=self._stopped,
            ending=self._ending() if self._playing else None,
            refused=self._refused,
            stuck=judged_stuck(trainer, trained, trace),
            hardest=listed_samples(network, trained, trainer, request.hardest),
            run_state=self._run_state() if request.run else None,
            **self._looked_at(),
        )

    def _looked_at(self) -> dict[str, Any]:
        """The batch and the step that a frame brings along, by its fields: the last ones, or those that come next.

        What takes long isn't there yet: another frame of the same step brings it.
        """
        trainer, request = self._running, self._request
        if request.ahead and not self._playing:
            self._batch.drop()
            at = self._number, trainer.run, trainer.step, trainer.divergence
            largest = min(trainer.config.batch_size, len(trainer.data.x_train))
            at_once = largest <= samples_at_once(trainer.network)
            ahead = self._ahead.at(at, lambda: read_phases_in_slices(trainer.state()), at_once=at_once)
            if ahead is None:
                return {}
            return {"last_batch": frozen_batch(ahead.samples), "shown_step": ahead.shown, "ahead": ahead}
        self._ahead.drop()
        if not request.batch:
            self._batch.drop()
        return {
            "last_batch": self._seen_batch(trainer) if request.batch else None,
            "shown_step": trainer.shown_step() if request.step else None,
        }

    def _seen_batch(self, trainer: Trainer) -> TracedSamples | None:
        step = trainer.known_step()
        at = self._number, trainer.run, trainer.step, step.number, step.fate
        at_once = len(step.rows) <= samples_at_once(trainer.network)
        samples = self._batch.at(at, lambda: step.trace_in_slices(trainer.data, BATCH_SHOWN), at_once=at_once)
        return None if samples is None else frozen_batch(samples)

    def _ending(self) -> Ending | None:
        trainer = self._running
        limits = trainer.config.stopping_limits
        return ending(limits, epoch=trainer.epoch, seconds=self._seconds, until_epoch=self._until_epoch)

    def _run_state(self) -> TrainerState | None:
        """A copy of the run; while training goes on, not oftener than it can bear."""
        now = time.perf_counter()
        if self._playing and now - self._last_copy_at < COPY_SECONDS:
            return None
        self._last_copy_at = now
        return self._running.state()

    def _state(self) -> RunState:
        if self._failed:
            return RunState.FAILED
        if self._running.divergence is not None:
            return RunState.DIVERGED
        return RunState.PLAYING if self._playing else RunState.PAUSED


def _after(goal: int | None, now: int) -> int:
    """One more than the goal, or than where training is if there is none."""
    return (now if goal is None else goal) + 1


def _reached(goal: int | None, now: int) -> bool:
    return goal is not None and now >= goal
