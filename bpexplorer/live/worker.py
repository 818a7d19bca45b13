"""The training thread's own object: owns the trainer, reads messages between steps, leaves frames in the mailbox."""

import logging
import time
from queue import Empty, SimpleQueue

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from bpexplorer.core.backprop import Trace, backpropagate
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.messages import Apply, Forget, Revert
from bpexplorer.core.frame import Frame, FrameRequest, RunState
from bpexplorer.core.ledger import Ledger
from bpexplorer.core.network import Network
from bpexplorer.core.state import TrainerState
from bpexplorer.core.trainer import Trainer
from bpexplorer.core.training_data import TrainingData
from bpexplorer.live.mailbox import Mailbox
from bpexplorer.live.messages import Copy, Load, Pause, Play, SetSpeed, Show, Step, StepUnit, Stop
from bpexplorer.live.pace import Meter, Pace

log = logging.getLogger(__name__)

#: How long training keeps the interpreter before it looks at its messages and lets others run.
SLICE_SECONDS = 0.002
#: Frames are made no more often than this while training goes on.
FRAME_SECONDS = 1 / 60

Message = Load | Apply | Revert | Forget | Play | Pause | Step | SetSpeed | Show | Copy | Stop


class Worker(QObject):
    """Runs in the training thread until it is told to stop. Everything it says, it says by signals without frames."""

    #: The mailbox was empty and holds a frame now.
    frame_ready = Signal()
    #: (token, TrainerState): the answer to Copy.
    state_copied = Signal(int, object)
    #: A fault of ours; training has stopped for good, but copies are still answered.
    failed = Signal(str)
    finished = Signal()

    def __init__(
        self, state: TrainerState, messages: "SimpleQueue[Message]", mailbox: Mailbox[Frame]
    ) -> None:
        super().__init__()
        self._messages, self._mailbox = messages, mailbox
        self._first_state = state
        self._trainer: Trainer | None = None
        self._ledger = Ledger()
        self._pace, self._meter = Pace(), Meter()
        self._request = FrameRequest()
        self._number = 0
        self._playing = False
        self._until_step: int | None = None
        self._until_epoch: int | None = None
        self._last_frame_at = -1.0

    @Slot()
    def run(self) -> None:
        """Serve messages and train, until Stop."""
        try:
            self._serve()
        except Exception:
            log.exception("training stopped")
            self._playing = False
            self.failed.emit(
                "Training stopped because of an internal error; the log has the details. You can still save."
            )
            self._answer_copies()
        finally:
            self.finished.emit()

    def _serve(self) -> None:
        self._own(self._first_state)
        self._show(at_once=True)
        while not isinstance(message := self._next_message(), Stop):
            if message is not None:
                self._handle(message)
                # Nothing is shown between edits that belong together: only what the last one left.
                if self._messages.empty():
                    self._show(at_once=True)
            elif self._playing:
                self._train()

    def _next_message(self) -> Message | None:
        """The next message; None if training should go on. Waits while there is nothing to do."""
        try:
            if not self._playing:
                return self._messages.get()
            wait = self._pace.seconds_until_due(time.perf_counter())
            return self._messages.get(timeout=wait) if wait > 0 else self._messages.get_nowait()
        except Empty:
            return None

    def _handle(self, message: Message) -> None:
        match message:
            case Load(number, state):
                self._number = number
                self._playing = False
                self._ledger = Ledger()
                self._own(state)
            case Apply(number, edit_id, edit):
                self._number = number
                self._ledger.apply(self._running, edit_id, edit, Context(number))
            case Revert(number, edit_id):
                self._number = number
                self._ledger.revert(self._running, edit_id, Context(number))
            case Forget(edit_ids):
                self._ledger.forget(edit_ids)
            case Play(until_epoch):
                self._play(until_epoch=until_epoch)
            case Step(StepUnit.BATCH):
                self._play(until_step=self._running.step + 1)
            case Step(StepUnit.EPOCH):
                self._play(until_epoch=self._running.epoch + 1)
            case Pause():
                self._playing = False
            case SetSpeed(steps_per_second):
                self._pace.steps_per_second = steps_per_second
                self._pace.start(time.perf_counter())
            case Show(request):
                self._request = request
            case Copy(token):
                self.state_copied.emit(token, self._running.state())
            case Stop():
                raise AssertionError("Stop ends the loop before it comes here")

    @property
    def _running(self) -> Trainer:
        assert self._trainer is not None
        return self._trainer

    def _own(self, state: TrainerState) -> None:
        self._trainer = Trainer(state)

    def _play(self, *, until_epoch: int | None = None, until_step: int | None = None) -> None:
        if self._running.divergence is not None or self._reached(until_epoch, self._running.epoch):
            return
        self._until_epoch, self._until_step = until_epoch, until_step
        self._playing = True
        self._meter.restart()
        now = time.perf_counter()
        self._pace.start(now)
        self._meter.note(now, self._running.step)

    def _train(self) -> None:
        trainer = self._running
        now = time.perf_counter()
        budget = self._pace.steps_due(now)
        if self._until_step is not None:
            budget = min(self._until_step - trainer.step, budget or 1)
        progress = trainer.advance(
            budget if budget is not None else 1_000_000_000, deadline=now + SLICE_SECONDS
        )
        self._meter.note(time.perf_counter(), trainer.step)
        if progress.divergence is not None or self._is_done():
            self._playing = False
        self._show(at_once=not self._playing)
        time.sleep(0)  # lets the GUI thread have the interpreter

    def _is_done(self) -> bool:
        return self._reached(self._until_step, self._running.step) or self._reached(
            self._until_epoch, self._running.epoch
        )

    @staticmethod
    def _reached(goal: int | None, now: int) -> bool:
        return goal is not None and now >= goal

    def _show(self, *, at_once: bool) -> None:
        """Leave a frame in the mailbox, if one is wanted by now."""
        now = time.perf_counter()
        if not at_once and (now - self._last_frame_at < FRAME_SECONDS or not self._mailbox.is_empty):
            return
        self._last_frame_at = now
        if self._mailbox.put(self._frame()):
            self.frame_ready.emit()

    def _frame(self) -> Frame:
        trainer, request = self._running, self._request
        network = _frozen_copy(trainer.network)
        return Frame(
            run=trainer.run,
            edit=self._number,
            step=trainer.step,
            epoch=trainer.epoch,
            batch=trainer.batch,
            batches_per_epoch=trainer.batches_per_epoch,
            spec=trainer.spec,
            config=trainer.config,
            data=trainer.data,
            network=network,
            trace=_trace(network, trainer.data, trainer.config.cost) if request.trace else None,
            history=trainer.recorder.history() if request.history else None,
            state=self._state(),
            divergence=trainer.divergence,
            steps_per_second=self._meter.rate if self._playing else 0.0,
        )

    def _state(self) -> RunState:
        if self._running.divergence is not None:
            return RunState.DIVERGED
        return RunState.PLAYING if self._playing else RunState.PAUSED

    def _answer_copies(self) -> None:
        """After a fault: what the trainer holds can still be saved."""
        while not isinstance(message := self._messages.get(), Stop):
            if isinstance(message, Copy):
                state = self._trainer.state() if self._trainer is not None else self._first_state
                self.state_copied.emit(message.token, state)


def _frozen_copy(network: Network) -> Network:
    weights, biases = [w.copy() for w in network.weights], [b.copy() for b in network.biases]
    for array in (*weights, *biases):
        array.setflags(write=False)
    return Network(weights, biases, network.activations)


def _trace(network: Network, data: TrainingData, cost: str) -> Trace:
    with np.errstate(all="ignore"):  # a run that is about to diverge is shown as it is
        trace = backpropagate(network, data.x_probe, data.y_probe, cost=cost)
    for array in (*trace.zs, *trace.activations, *trace.deltas, *trace.grad_weights, *trace.grad_biases):
        array.setflags(write=False)
    return trace
