"""Training, step by step. It knows no thread: the caller decides when to look and when to stop."""

import math
import time
from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.edits.base import Context, Edit, TakeBack
from bpexplorer.core.engine.base import EngineError, EngineName, Stepper, Steps, Task
from bpexplorer.core.engine.choice import (
    NUMPY,
    Engine,
    MakeStepper,
    choose_engine,
    evaluation,
    fall_back,
    keep_engine,
    make_stepper,
    who_evaluates,
    who_steps,
)
from bpexplorer.core.engine.threads import set_blas_threads
from bpexplorer.core.evaluation import samples_at_once
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.streams import epoch_order
from bpexplorer.core.training.divergence import find_divergence, find_divergence_after
from bpexplorer.core.training.epoch_end import EpochEnd, Evaluation, advanced
from bpexplorer.core.training.history import EpochRecord, Era, History, Recorder
from bpexplorer.core.training.mask import fixed_places
from bpexplorer.core.training.rules.stopping import Best, TrainingStatus
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.state import START, Divergence, Refuge, TrainerState
from bpexplorer.core.training.traced_samples import BatchFate, TracedSamples
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray, IntArray

#: Steps that a call of the engine makes at most, so that its costs don't pile up.
MOST_STEPS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Progress:
    """What a call of ``Trainer.advance`` did; ``notice`` is something to tell about how, once."""

    steps: int
    epoch_ended: bool
    divergence: Divergence | None
    notice: str | None = None


class Trainer:
    """Takes a run forward by mini-batch gradient descent.

    Each epoch goes through the training set once, in an order drawn from the seed and the epoch's number; the last
    batch of an epoch may be smaller and is divided by its own size. The steps themselves are an engine's. An update
    is looked at before it is taken: a step that would leave a number that isn't finite isn't made, and the parameters
    stay what they were. Nor is the last step of an epoch if the cost of the whole training set isn't finite after it:
    until that is known, the run stands before that step.

    What may take long goes in slices: the evaluation of where a run begins, or is after an edit (``settle``), a step on
    a large batch, and the evaluation that ends an epoch. Whoever looks meanwhile finds the run before it.
    """

    def __init__(self, state: TrainerState, *, make_stepper: MakeStepper = make_stepper) -> None:
        self._notice: str | None = None
        self._make_stepper = make_stepper
        #: What training reads, and of which data.
        self._read: tuple[TrainingData, FloatArray, FloatArray] | None = None
        self._load(state)

    def _load(self, state: TrainerState) -> None:
        self.spec, self.config, self.data = state.spec, state.config, state.data
        self.run, self.step, self.epoch = state.run, state.step, state.epoch
        self.divergence = state.divergence
        begun = state.step > 0
        before = Engine(state.engine, state.threads)
        self._take_engine(keep_engine(before) if begun else choose_engine(self.spec, self.config))
        set_blas_threads(self._engine.threads)
        self._position, self._moment_steps = state.position, state.moment_steps
        self.held = state.held
        self.mask = state.mask
        self._start = state.planes.flat[START].copy()
        x, y = self._samples()
        self._task = Task(self.spec, self.config, x, y, self.held, fixed_places(self.mask), self.step)
        self._stepper = self._make_stepper(
            self._engine, self._task, np.delete(state.planes.flat, START, axis=0)
        )
        #: The engine that it is of.
        self._stepping = self._engine
        #: Measured; before anything was, an hour: then the first step is made alone.
        self._seconds_a_step = 3600.0
        #: As the state has it: None where this epoch goes through all samples as the seed draws them.
        self._given_order = state.order
        self._order = state.epoch_rows
        #: The samples of the last step, and its learning rate; None before the first one of this stepper.
        self._last: tuple[IntArray, float] | None = None
        #: The step that is being made in slices.
        self._under_way: Generator[None, None, Steps] | None = None
        #: The end of this epoch, while it is evaluated.
        self._end: EpochEnd | None = None
        # Before the first step nothing is lost: what an edit has changed there is measured as the start.
        history = state.history if begun else History()
        self._recorder = Recorder(history, clipped_steps=state.clipped_steps, held_steps=state.held_steps)
        #: Whether the history knows under what this stepper's points are made.
        self._has_noted_era = not begun
        if not begun:
            self._recorder.note_era(self._era)
        self._refuge = state.refuge
        #: The evaluation of where the run is now, while something is to be known of it.
        self._settling: Evaluation | None = None
        if self._refuge is None or not self._is_recorded():
            self._settling = self._evaluation(self.trained_network, self.epoch, self.step)
            self.settle(-math.inf)  # one slice, which is all of it where there aren't many samples

    def _take_engine(self, engine: Engine) -> None:
        """Go on with this engine; what makes the steps is known from here on, as it is asked after each of them."""
        self._engine = engine
        self._steps_by = who_steps(engine, self.spec, self.config, samples=len(self.data.x_train))

    def _samples(self) -> tuple[FloatArray, FloatArray]:
        """The training set in the type that training computes in; data and questions stay as they are."""
        dtype = np.dtype(self.config.dtype)
        if self._read is None or self._read[0] is not self.data or self._read[1].dtype != dtype:
            self._read = None  # two copies of a large table would be one too many
            x, y = (part.astype(dtype, copy=False) for part in (self.data.x_train, self.data.y_train))
            self._read = self.data, x, y
        return self._read[1:]

    @property
    def _era(self) -> Era:
        """Under what the next points of the history are made."""
        spec, config = self.spec, self.config
        return Era(
            self.step, config.cost, spec.sizes, spec.activations, config.optimizer, config.learning_rate
        )

    def _is_recorded(self) -> bool:
        """Whether the history knows the newest end of an epoch; after going back it may not, as curves drop points."""
        latest = self._recorder.latest
        is_at_end = self._position == 0 and self.divergence is None
        return latest is not None and (latest.epoch == self.epoch or not is_at_end)

    @property
    def is_settled(self) -> bool:
        """Whether all is known of where the run is that must be before its next step: costs, and a best state."""
        return self._settling is None

    def settle(self, deadline: float = math.inf) -> bool:
        """Evaluate where the run is until the clock passes ``deadline``, a slice at least; say whether that is all."""
        if self._settling is None:
            return True
        with np.errstate(all="ignore"):
            record = advanced(self._settling, deadline)
        if record is None:
            return False
        self._settling = None
        if not self._is_recorded():
            self._recorder.add_epoch(record)
        if self._refuge is None:
            self._refuge = self._make_refuge(record)
        return True

    @property
    def network(self) -> Network:
        """The network now. Its arrays change with the next steps: copy what is to be kept."""
        return self._stepper.network

    @property
    def trained_network(self) -> Network:
        """The network as it is trained: with the Δz that a demon holds, if there is one."""
        return self.network if self.held is None else self.held.on(self.network)

    @property
    def batches_per_epoch(self) -> int:
        """Steps that the epoch under way takes in all."""
        return -(-len(self._order) // self.config.batch_size)

    @property
    def batch(self) -> int:
        """Batches made of the epoch that is under way."""
        return -(-self._position // self.config.batch_size)

    @property
    def learning_rate(self) -> float:
        """What the schedule makes of the learning rate for the next step."""
        return float(self._learning_rates(1)[0])

    @property
    def engine(self) -> str:
        """What makes the steps, in words: "numpy float64"."""
        return f"{self.steps_by} {self.config.dtype}"

    @property
    def steps_by(self) -> EngineName:
        """What makes the steps now."""
        return self._steps_by

    @property
    def evaluated_by(self) -> EngineName:
        """What the costs and accuracies of whole sets are computed with now."""
        return who_evaluates(self.steps_by, step=self.step)

    @property
    def clipped_steps(self) -> int:
        """How many steps of this run had their gradient shortened."""
        return self._recorder.clipped_steps

    @property
    def held_steps(self) -> int:
        """How many steps of this run were made under a held demon."""
        return self._recorder.held_steps

    @property
    def best(self) -> Best | None:
        """The best state of the run so far, which it can go back to; None until the run is settled."""
        refuge = self._refuge
        if refuge is None:
            return None
        return Best(refuge.epoch, refuge.step, self.data.watched_part, refuge.cost)

    def status(self, seconds: float) -> TrainingStatus:
        """Where a run that is settled is, for the rules that may stop it; ``seconds`` is how long it has gone on."""
        latest, best = self._recorder.latest, self.best
        assert latest is not None  # there is a record from the start on
        assert best is not None
        return TrainingStatus(latest, best, seconds, self.step)

    @property
    def recorder(self) -> Recorder:
        """Keeps the history."""
        return self._recorder

    def advance(self, max_steps: int, deadline: float = math.inf) -> Progress:
        """Make steps until there are ``max_steps``, the clock passes ``deadline``, an epoch ends, or training diverges.

        ``deadline`` is a time of ``time.perf_counter``. At least one step is made unless the run has diverged, or what
        goes in slices takes longer: then the next call goes on with it.
        """
        if not self.settle(deadline):
            return Progress(0, False, self.divergence)
        first, epoch_ended, now = self.step, False, time.perf_counter()
        # Numbers that overflow are looked for below; numpy's word on them would only go to a terminal.
        with np.errstate(all="ignore"):
            while self.step < first + max_steps and not epoch_ended and self.divergence is None:
                if self._end is None:
                    began = now
                    made = self._make_steps(self._steps_until(deadline - now, first + max_steps), deadline)
                    now = time.perf_counter()
                    self._seconds_a_step = (now - began) / max(1, made)
                if self._end is not None:
                    epoch_ended = self._reach_end(self._end, deadline)
                    now = time.perf_counter()
                if now >= deadline:
                    break
        notice, self._notice = self._notice, None
        return Progress(self.step - first, epoch_ended, self.divergence, notice)

    def _steps_until(self, seconds: float, goal: int) -> int:
        """How many steps to ask the engine for at once, so that it is back in time, at least one."""
        if self._task.is_sliced:
            return 1
        left = len(self._order) - self._position
        at_most = min(goal - self.step, -(-left // self.config.batch_size), MOST_STEPS_AT_ONCE)
        if seconds >= at_most * self._seconds_a_step:
            return at_most
        return max(1, int(seconds / self._seconds_a_step))

    def _make_steps(self, count: int, deadline: float) -> int:
        """Let the engine make steps of this epoch; say how many it made. The last of the epoch isn't taken yet.

        A step in slices is gone on with until the clock passes ``deadline``, and may not be made by then.
        """
        rates = self._learning_rates(count)
        made = self._step_in_slices(rates, deadline) if self._task.is_sliced else self._steps_of_engine(rates)
        if made is None:
            return 0
        taken = ready = len(made.costs)
        if made.failed:
            failed = self._rows_of(taken)
            self.divergence = find_divergence(self._task, self._stepper, failed, step=self.step + taken + 1)
        if self._position + taken * self.config.batch_size >= len(self._order):
            ready -= 1
            last = Steps(made.costs[ready:], made.clipped[ready:], failed=False)
            evaluation = self._evaluation(self.trained_network, self.epoch + 1, self.step + taken)
            self._end = EpochEnd(last, rates[ready:], evaluation)
            self._stepper.take_back()
        self._note_steps(ready, made, rates)
        return taken

    def _reach_end(self, end: EpochEnd, deadline: float) -> bool:
        """Go on with the end of this epoch until the clock passes ``deadline``; say whether it has ended."""
        record = advanced(end.evaluation, deadline)
        if record is None:
            return False
        self._end = None
        self._stepper.take_again()
        if not math.isfinite(record.train_cost):
            self.divergence = self._divergence_after(record.step)
            self._stepper.take_back()
            return False
        self._note_steps(1, end.made, end.rates)
        self._end_epoch(record)
        return True

    def _step_in_slices(self, rates: FloatArray, deadline: float) -> Steps | None:
        """Make one step, or go on with it; None if there is more to do when the clock passes ``deadline``."""
        if self._under_way is None:
            self._under_way = self._stepper_at_work().step_in_slices(
                self._order, self._position, float(rates[0]), moment_steps=self._moment_steps
            )
        made = advanced(self._under_way, deadline)
        if made is not None:
            self._under_way = None
        return made

    def _steps_of_engine(self, rates: FloatArray) -> Steps:
        """What the engine makes, or numpy where that can't be loaded."""
        where = self._order, self._position, rates
        try:
            return self._stepper_at_work().make_steps(*where, moment_steps=self._moment_steps)
        except EngineError as error:
            engine, self._notice = fall_back(self._engine, error)
            self._take_engine(engine)
            return self._stepper_at_work().make_steps(*where, moment_steps=self._moment_steps)

    def _stepper_at_work(self) -> Stepper:
        """The stepper, made anew if the engine has fallen back since the last step."""
        if self._stepping != self._engine:
            task = replace(self._task, step=self.step)
            self._stepper = self._make_stepper(self._engine, task, self._stepper.planes)
            self._stepping, self._last = self._engine, None
        return self._stepper

    def _rows_of(self, batch: int) -> IntArray:
        """The samples of a batch, counted from the one that comes next."""
        begin = self._position + batch * self.config.batch_size
        return self._order[begin : begin + self.config.batch_size]

    def _note_steps(self, taken: int, made: Steps, rates: FloatArray) -> None:
        if not taken:
            return
        if not self._has_noted_era:
            self._has_noted_era = True
            self._recorder.note_era(self._era)
        self._recorder.add_batches(
            self.step + 1, made.costs[:taken], clipped=made.clipped[:taken], held=self.held is not None
        )
        self._last = self._rows_of(taken - 1), float(rates[taken - 1])
        self.step += taken
        self._moment_steps += taken
        self._position = min(self._position + taken * self.config.batch_size, len(self._order))

    def _divergence_after(self, step: int) -> Divergence:
        """What isn't finite over the training set, after a step that is."""
        return find_divergence_after(
            self.trained_network,
            self._task.x,
            self.data.y_train,
            cost=self.config.cost,
            step=step,
            at_once=samples_at_once(self.network),
        )

    def _learning_rates(self, count: int) -> FloatArray:
        """What the schedule makes of the learning rate for the next steps of this epoch."""
        if self.config.schedule == "constant":
            return np.full(count, self.config.learning_rate)
        batches = range(self.batch, self.batch + count)
        epochs = (self.epoch + batch / self.batches_per_epoch for batch in batches)
        return np.array([self.config.learning_rate_after(passed) for passed in epochs])

    def _end_epoch(self, record: EpochRecord) -> None:
        self.epoch += 1
        self._position = 0
        self._given_order = None
        self._order = epoch_order(self.config.seed, self.epoch, samples=len(self.data.x_train))
        self._recorder.add_epoch(record)
        assert self._refuge is not None  # a run is settled before it goes on
        if record.cost_of(self.data.watched_part) < self._refuge.cost:
            self._refuge = self._make_refuge(record)

    @property
    def order(self) -> IntArray:
        """The rows of the training set in the order in which this epoch goes through them."""
        return self._order

    @property
    def position(self) -> int:
        """How many of them have been trained on."""
        return self._position

    def trace_batch(self) -> TracedSamples:
        """Backpropagation of the last step's batch, with the parameters and the dropout that it was made with.

        Where no step has been made since the start or the last edit, and where the last one failed, it is that of
        the step that comes next, or that failed. In float64, with arrays of its own; nothing of the run changes.
        """
        return self.known_step().trace(self.data)

    def shown_step(self) -> ShownStep | None:
        """The last step; or, where ``trace_batch`` takes the batch of another, that one: it is made and taken back.

        In arrays of its own; nothing of the run changes. None where a step is made in slices, and none is yet.
        """
        shown = self.known_step()
        if shown.fate is BatchFate.TAKEN or self._end is not None:  # made, though it may not count yet
            return shown.copy()
        if self._task.is_sliced:
            return None
        with np.errstate(all="ignore"):  # a step that fails is shown as it is
            made = self._steps_of_engine(self._learning_rates(1))
        if not made.failed:
            self._stepper.take_back()
        # The engine may be another one now, if that of the run couldn't be loaded.
        return replace(
            shown, before=self._stepper.planes, after=self._stepper.tried, engine=self.steps_by
        ).copy()

    def known_step(self) -> ShownStep:
        """The last step, or the one that comes next or failed, of which ``after`` isn't known.

        Its arrays are the trainer's own: they change with the next steps.
        """
        failed = self.divergence is not None and self.divergence.step > self.step
        now, other = self._stepper.planes, self._stepper.tried
        # While the end of an epoch is evaluated, the numbers from before the last step have gone.
        if self._last is None or failed or self._end is not None:
            fate, number = BatchFate.FAILED if failed else BatchFate.NEXT, self.step + 1
            rows, rate = self._rows_of(0), self.learning_rate
            before, after = now, other
        else:
            fate, number = BatchFate.TAKEN, self.step
            rows, rate = self._last
            before, after = other, now
        return ShownStep(
            number=number,
            fate=fate,
            spec=self.spec,
            config=self.config,
            rows=rows,
            learning_rate=rate,
            count=self._moment_steps + number - self.step,
            before=before,
            after=after,
            held=self.held,
            mask=self.mask,
            engine=self.steps_by,
        )

    def _evaluation(self, network: Network, epoch: int, step: int) -> Evaluation:
        by, cost = who_evaluates(self.steps_by, step=step), self.config.cost
        try:
            found = yield from evaluation(by, network, self.data, cost=cost)
        except EngineError as error:
            engine, self._notice = fall_back(self._engine, error)
            self._take_engine(engine)
            found = yield from evaluation(NUMPY, network, self.data, cost=cost)
        train, validation, test = found["train"], found["validation"], found["test"]
        return EpochRecord(epoch, step, train[0], test[0], train[1], test[1], *validation)

    def _planes(self) -> FloatArray:
        planes = self._stepper.planes
        return np.concatenate([planes[:START], self._start[np.newaxis], planes[START:]])

    def _make_refuge(self, record: EpochRecord) -> Refuge:
        cost = record.train_cost if math.isfinite(record.train_cost) else math.inf
        validation = record.validation_cost
        if self.data.watched_part == "validation" and not math.isfinite(validation):
            validation = math.inf
        at = (self.step, self.epoch, self._position, self._moment_steps)
        return Refuge(
            self._planes(),
            *at,
            cost,
            validation,
            clipped_steps=self.clipped_steps,
            held_steps=self.held_steps,
            order=self._given_order,
        )

    def state(self) -> TrainerState:
        """A copy of everything that decides how this run goes on."""
        return TrainerState(
            spec=self.spec,
            config=self.config,
            data=self.data,
            planes=Parameters(self.spec, self._planes()),
            run=self.run,
            step=self.step,
            epoch=self.epoch,
            position=self._position,
            moment_steps=self._moment_steps,
            clipped_steps=self.clipped_steps,
            held=self.held,
            held_steps=self.held_steps,
            mask=self.mask,
            order=self._given_order,
            history=self._recorder.history(),
            refuge=self._refuge,
            divergence=self.divergence,
            engine=self._engine.name,
            threads=self._engine.threads,
        )

    def apply(self, edit: Edit, context: Context) -> Edit:
        """Take an edit over between two steps; what comes back undoes it."""
        before = self.state()
        after, inverse = edit.on_state(before, context)
        self._load(after)
        return TakeBack.of(inverse, before, after)
