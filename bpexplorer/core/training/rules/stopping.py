"""When training stops by itself: rules that whoever trains asks between steps. No rule moves a parameter.

What an epoch's end says, cost and accuracy and how many epochs there were, is asked there; time is asked at any step,
because an epoch may take hours.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bpexplorer.core.numerals import count, per_cent, significant
from bpexplorer.core.numerals import limit as end
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.core.training_data import PARTS, PartName
from bpexplorer.translation import tr, tr_n


@dataclass(frozen=True, slots=True)
class Best:
    """The best state of a run so far: that with the lowest cost over the part that is watched."""

    epoch: int
    step: int
    part: PartName
    #: Infinite if it wasn't finite.
    cost: float


@dataclass(frozen=True, slots=True)
class TrainingStatus:
    """Where training is after ``step`` steps, as the rules see it.

    ``record`` is of the newest epoch's end, and ``seconds`` is how long training has gone on since it was started.
    """

    record: EpochRecord
    best: Best
    seconds: float
    step: int

    @property
    def is_epochs_end(self) -> bool:
        """Whether an epoch ends here."""
        return self.step == self.record.step

    @property
    def cost(self) -> float:
        """The cost over the part that is watched."""
        return self.record.cost_of(self.best.part)

    @property
    def accuracy(self) -> float:
        """The accuracy over the part that is watched; NaN for regression."""
        return self.record.accuracy_of(self.best.part)

    @property
    def epochs_without_progress(self) -> int:
        """Epochs since the best state."""
        return self.record.epoch - self.best.epoch

    @property
    def part(self) -> str:
        """The part that is watched, as an adjective."""
        return PARTS[self.best.part].removesuffix(" set")


@dataclass(frozen=True, slots=True)
class StoppingRule:
    """A rule with one limit, which is the field ``name`` of TrainingConfig; a limit of 0 switches it off."""

    name: str
    label: str
    #: The largest limit, and whether it is a whole number or a share.
    high: float
    holds: Callable[[float, TrainingStatus], bool]
    #: Why training stopped, as the second half of a sentence.
    reason: Callable[[float, TrainingStatus], str]
    purpose: str
    #: When it holds: n is the limit, e the epochs that are done, C the cost over the part that is watched.
    formula: str
    is_whole: bool = False
    is_share: bool = False
    #: Whether it is asked within an epoch, too.
    at_any_step: bool = False


_RULES = (
    StoppingRule(
        "max_epochs",
        tr("Epochs reach"),
        1e6,
        holds=lambda limit, now: now.record.epoch >= limit,
        reason=lambda limit, _: tr("the run has its {end} epochs", end=end(limit)),
        purpose=tr("Stops when the run has so many epochs in all."),
        formula="e ≥ n",
        is_whole=True,
    ),
    StoppingRule(
        "max_seconds",
        tr("Time reaches"),
        1e6,
        holds=lambda limit, now: now.seconds >= limit,
        reason=lambda limit, now: tr(
            "training has gone on for {seconds} s of {end} s",
            seconds=significant(now.seconds),
            end=end(limit),
        ),
        purpose=tr("Stops so many seconds after Play, wherever training is then."),
        formula=tr("t ≥ n,  t: seconds since Play"),
        at_any_step=True,
    ),
    StoppingRule(
        "target_cost",
        tr("Cost falls to"),
        1e6,
        holds=lambda limit, now: now.cost <= limit,
        reason=lambda limit, now: tr(
            "the {part} cost is {cost}, not above {end}",
            part=now.part,
            cost=significant(now.cost, digits=4),
            end=end(limit),
        ),
        purpose=tr(
            "Stops when the cost over the validation set, or without one the training set, is so low."
        ),
        formula="C ≤ n",
    ),
    StoppingRule(
        "target_accuracy",
        tr("Accuracy reaches"),
        1.0,
        holds=lambda limit, now: now.accuracy >= limit,
        reason=lambda limit, now: tr(
            "the {part} accuracy is {per_cent}, not below {limit_per_cent}",
            part=now.part,
            per_cent=per_cent(100 * now.accuracy, digits=4),
            limit_per_cent=per_cent(100 * limit, digits=6),
        ),
        purpose=tr(
            "Stops when so many answers are right in the validation set, or without one the training set."
        ),
        formula=tr("right / samples ≥ n"),
        is_share=True,
    ),
    StoppingRule(
        "patience",
        tr("No improvement for"),
        1e6,
        holds=lambda limit, now: now.epochs_without_progress >= limit,
        reason=lambda _, now: tr_n(
            "the {part} cost hasn't improved for {count} epoch",
            "the {part} cost hasn't improved for {count} epochs",
            now.epochs_without_progress,
            part=now.part,
            count=count(now.epochs_without_progress),
        ),
        purpose=tr(
            "Stops when the lowest cost over the validation set, or without one the "
            "training set, is so many epochs old. Anything lower counts, however little."
        ),
        formula=tr("e − e* ≥ n,  e*: the first epoch with the lowest C"),
        is_whole=True,
    ),
)

#: By the field of TrainingConfig that holds the limit.
STOPPING_RULES: Mapping[str, StoppingRule] = MappingProxyType({rule.name: rule for rule in _RULES})


@dataclass(frozen=True, slots=True)
class Stopped:
    """Which rule stopped training, why, after how many epochs and steps, and the best state of the run then.

    ``is_epochs_end`` says whether it stopped at the end of that epoch, or within the next one.
    """

    rule: str
    reason: str
    epoch: int
    step: int
    best: Best
    is_epochs_end: bool = True

    def __str__(self) -> str:
        place = (
            tr("epoch {epoch}", epoch=count(self.epoch))
            if self.is_epochs_end
            else tr("step {step}", step=count(self.step))
        )
        return tr("Training stopped after {place}: {reason}.", place=place, reason=self.reason)


def stops(limits: Mapping[str, float], now: TrainingStatus) -> tuple[Stopped, ...]:
    """What each rule says that is asked now and holds. ``limits`` are by rule; a rule that is left out is off."""
    at_end = now.is_epochs_end
    return tuple(
        Stopped(rule.name, rule.reason(limits[rule.name], now), now.record.epoch, now.step, now.best, at_end)
        for rule in STOPPING_RULES.values()
        if rule.name in limits and (at_end or rule.at_any_step) and rule.holds(limits[rule.name], now)
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """Where training will stop, as far as that is known beforehand: after which epoch, and in how many seconds."""

    epoch: int | None
    seconds: float | None


def ending(
    limits: Mapping[str, float], *, epoch: int, seconds: float, until_epoch: int | None = None
) -> Ending | None:
    """When a run will stop that is in this epoch and has gone on for so many seconds; None if nobody knows.

    ``until_epoch`` is what it was started for. Limits that are passed already have been trained on over.
    """
    epochs = [last for last in (until_epoch, limits.get("max_epochs")) if last is not None and last > epoch]
    limit = limits.get("max_seconds")
    left = None if limit is None or limit <= seconds else limit - seconds
    if not epochs and left is None:
        return None
    return Ending(int(min(epochs)) if epochs else None, left)


class Watch:
    """Asks the rules, and lets a person train on: a rule that has stopped training says nothing until it no longer
    holds, its limit is another, or the run is. ``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._began = clock()
        self._told: frozenset[str] = frozenset()
        self._of: tuple[int, Mapping[str, float]] = (0, {})

    def start(self) -> None:
        """Count the seconds from now on: training starts, or goes on after a pause."""
        self._began = self._clock()

    @property
    def seconds(self) -> float:
        """How long it is since ``start``."""
        return self._clock() - self._began

    def ask(self, limits: Mapping[str, float], now: TrainingStatus, *, run: int) -> Stopped | None:
        """The first rule that is asked now, holds, and hasn't stopped training yet; ask it every few steps."""
        if (run, limits) != self._of:
            self._of, self._told = (run, limits), frozenset()
        holding = stops(limits, now)
        new = next((stop for stop in holding if stop.rule not in self._told), None)
        # What isn't asked now holds as it did.
        asked = {name for name, rule in STOPPING_RULES.items() if rule.at_any_step or now.is_epochs_end}
        self._told = (self._told - asked) | {stop.rule for stop in holding}
        return new
