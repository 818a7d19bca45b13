"""When training stops by itself: rules that are asked at the end of each epoch. No rule moves a parameter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bpexplorer.core.history import EpochRecord
from bpexplorer.core.training_data import PARTS, PartName


@dataclass(frozen=True, slots=True)
class Best:
    """The best state of a run so far: that with the lowest cost over the part that is watched."""

    epoch: int
    step: int
    part: PartName
    #: Infinite if it wasn't finite.
    cost: float


@dataclass(frozen=True, slots=True)
class Moment:
    """The end of an epoch, as the rules see it. ``seconds`` is how long training has gone on since it was started."""

    record: EpochRecord
    best: Best
    seconds: float

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
        return PARTS[self.best.part].removesuffix(" part")


@dataclass(frozen=True, slots=True)
class StoppingRule:
    """A rule with one limit, which is the field ``name`` of TrainingConfig; a limit of 0 switches it off."""

    name: str
    label: str
    #: The largest limit, and whether it is a whole number or a share.
    high: float
    holds: Callable[[float, Moment], bool]
    #: Why training stopped, as the second half of a sentence.
    reason: Callable[[float, Moment], str]
    tooltip: str
    is_whole: bool = False
    is_share: bool = False


_RULES = (
    StoppingRule(
        "max_epochs",
        "Epochs",
        1e6,
        holds=lambda limit, now: now.record.epoch >= limit,
        reason=lambda limit, _: f"the run has its {limit:,} epochs",
        tooltip="Stops when the run has so many epochs in all.",
        is_whole=True,
    ),
    StoppingRule(
        "max_seconds",
        "Seconds",
        1e6,
        holds=lambda limit, now: now.seconds >= limit,
        reason=lambda limit, now: f"training has gone on for {now.seconds:.3g} s of {limit:g} s",
        tooltip="Stops at the first epoch's end so many seconds after Play.",
    ),
    StoppingRule(
        "target_cost",
        "Cost",
        1e6,
        holds=lambda limit, now: now.cost <= limit,
        reason=lambda limit, now: f"the {now.part} cost is {now.cost:.4g}, not above {limit:g}",
        tooltip="Stops when the cost over the watched part is so low.",
    ),
    StoppingRule(
        "target_accuracy",
        "Accuracy",
        1.0,
        holds=lambda limit, now: now.accuracy >= limit,
        reason=lambda limit, now: (
            f"the {now.part} accuracy is {100 * now.accuracy:.4g} %, not below {100 * limit:g} %"
        ),
        tooltip="Stops when the share of right answers over the watched part is so high.",
        is_share=True,
    ),
    StoppingRule(
        "patience",
        "Patience",
        1e6,
        holds=lambda limit, now: now.epochs_without_progress >= limit,
        reason=lambda _, now: (
            f"the {now.part} cost hasn't improved for {now.epochs_without_progress:,} "
            f"{'epoch' if now.epochs_without_progress == 1 else 'epochs'}"
        ),
        tooltip="Stops when the cost over the watched part hasn't improved for so many epochs.",
        is_whole=True,
    ),
)

#: By the field of TrainingConfig that holds the limit.
STOPPING_RULES: Mapping[str, StoppingRule] = MappingProxyType({rule.name: rule for rule in _RULES})


@dataclass(frozen=True, slots=True)
class Stopped:
    """Which rule stopped training, why, and the best state of the run then."""

    rule: str
    reason: str
    epoch: int
    best: Best

    def __str__(self) -> str:
        return f"Training stopped after epoch {self.epoch:,}: {self.reason}."


def stops(limits: Mapping[str, float], now: Moment) -> tuple[Stopped, ...]:
    """What each rule that holds says. ``limits`` are by rule; a rule that is left out is off."""
    return tuple(
        Stopped(rule.name, rule.reason(limits[rule.name], now), now.record.epoch, now.best)
        for rule in STOPPING_RULES.values()
        if rule.name in limits and rule.holds(limits[rule.name], now)
    )


class Watch:
    """Asks the rules, and lets a person train on: a rule that has stopped training says nothing until it no longer
    holds, its limit is another, or the run is."""

    def __init__(self) -> None:
        self._told: frozenset[str] = frozenset()
        self._of: tuple[int, Mapping[str, float]] = (0, {})

    def ask(self, limits: Mapping[str, float], now: Moment, *, run: int) -> Stopped | None:
        """The first rule that holds and hasn't stopped training yet."""
        if (run, limits) != self._of:
            self._of, self._told = (run, limits), frozenset()
        holding = stops(limits, now)
        new = next((stop for stop in holding if stop.rule not in self._told), None)
        self._told = frozenset(stop.rule for stop in holding)
        return new
