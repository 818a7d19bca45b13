"""How a network is trained: what the user sets, apart from structure and data."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from numbers import Integral
from types import MappingProxyType
from typing import Any, Literal, Protocol, get_args

from bpexplorer.core.costs import cost
from bpexplorer.core.errors import InvalidConfigError, about
from bpexplorer.core.initializers import LayerDraw, bias_initializer, initializer
from bpexplorer.core.numerals import limit
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.training.rules.penalties import Penalty
from bpexplorer.core.training.rules.schedules import schedule
from bpexplorer.core.training.rules.stopping import STOPPING_RULES, StoppingRule
from bpexplorer.core.vocabularies.setting import Setting, filled_in
from bpexplorer.core.vocabularies.vocabulary import nearest
from bpexplorer.translation import tr

MAX_LEARNING_RATE = 1e3
MAX_PENALTY = 1e3
MAX_CLIP_NORM = 1e6
MAX_BATCH_SIZE = 1_000_000
MAX_SEED = 2**31 - 1

#: The types of numbers that training can compute in.
Dtype = Literal["float64", "float32"]
DTYPES: tuple[Dtype, ...] = get_args(Dtype)
#: Which engine makes the steps: the quickest that is there when the run begins, or numpy.
EngineChoice = Literal["automatic", "numpy"]
ENGINE_CHOICES: tuple[EngineChoice, ...] = get_args(EngineChoice)


class _Owner(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def settings(self) -> tuple[Setting, ...]: ...


_VOCABULARIES: Mapping[str, Callable[[str], _Owner]] = {
    "optimizer": optimizer,
    "schedule": schedule,
    "initializer": initializer,
    "bias_initializer": bias_initializer,
}
#: The fields of TrainingConfig that name a choice whose settings are in the field ``<choice>_settings``.
CHOICES_WITH_SETTINGS: tuple[str, ...] = tuple(_VOCABULARIES)


@dataclass(frozen=True, slots=True)
class ConfigNumber:
    """A number of the configuration that belongs to no choice, and its range, ends included.

    ``what`` is what it is called at the beginning of a sentence.
    """

    name: str
    what: str
    low: float
    high: float
    purpose: str
    formula: str
    is_whole: bool = False

    def range_in_words(self, written: Callable[[float], str] = limit) -> str:
        """What the number may be, as the second half of a sentence; ``written`` writes the ends."""
        low, high = written(self.low), written(self.high)
        return (
            tr("a whole number from {low} to {high}", low=low, high=high)
            if self.is_whole
            else tr("between {low} and {high}", low=low, high=high)
        )

    def check(self, value: float) -> None:
        """Raise InvalidConfigError unless the value is in the range."""
        if self.is_whole and not _is_whole(value, int(self.low), int(self.high)):
            raise InvalidConfigError(
                tr(
                    "{what} is {value}; it must be {range_in_words}.",
                    what=self.what,
                    value=value,
                    range_in_words=self.range_in_words(),
                )
            )
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise InvalidConfigError(
                tr(
                    "{what} is {limit}; it must lie {range_in_words}.",
                    what=self.what,
                    limit=limit(value),
                    range_in_words=self.range_in_words(),
                )
            )


_NUMBERS = (
    ConfigNumber(
        "learning_rate",
        tr("The learning rate"),
        0,
        MAX_LEARNING_RATE,
        tr("How far a step goes."),
        "w ← w − η ∂C/∂w",
    ),
    ConfigNumber(
        "batch_size",
        tr("The batch size"),
        1,
        MAX_BATCH_SIZE,
        tr("Samples in a batch: each step follows the mean gradient of so many, from one to all."),
        "∂C/∂w = 1/m Σₓ ∂Cₓ/∂w",
        is_whole=True,
    ),
    ConfigNumber(
        "seed",
        tr("The seed"),
        0,
        MAX_SEED,
        tr("Fixes the start, the order of the samples and what dropout leaves out."),
        "",
        is_whole=True,
    ),
    ConfigNumber(
        "l1",
        tr("The strength of the L1 penalty"),
        0,
        MAX_PENALTY,
        tr(
            "Adds the sum of all |w| to what training brings down: weights that matter "
            "little go to 0. 0 is no penalty."
        ),
        tr("objective = C + λ Σ|w|,  ∂/∂w: + λ sign(w)"),
    ),
    ConfigNumber(
        "l2",
        tr("The strength of the L2 penalty"),
        0,
        MAX_PENALTY,
        tr("Adds the sum of all w² to what training brings down: large weights shrink. 0 is no penalty."),
        tr("objective = C + λ/2 Σ w²,  ∂/∂w: + λ w"),
    ),
    ConfigNumber(
        "clip_norm",
        tr("The largest length of a gradient"),
        0,
        MAX_CLIP_NORM,
        tr("A gradient longer than this c is shortened to it and keeps its direction. 0 is no limit."),
        tr("g ← g · c / ‖g‖ if ‖g‖ > c"),
    ),
)

#: By the field of TrainingConfig that holds the number.
CONFIG_NUMBERS: Mapping[str, ConfigNumber] = MappingProxyType({one.name: one for one in _NUMBERS})


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """The hyperparameters.

    ``initializer`` draws weights and ``bias_initializer`` biases. ``optimizer_settings``, ``schedule_settings`` and so
    on hold by name the numbers that belong to these choices; missing ones are filled in with their defaults. ``l1`` and
    ``l2`` are the strengths λ of the penalties, and
    ``clip_norm`` is the length that a gradient may have; 0 stands for no penalty, and for no limit. Training computes
    in ``dtype``; what the program asks about the network is answered in float64 either way. ``engine`` "numpy" switches
    the compiled engine off. ``max_epochs`` to ``patience`` are the limits of the STOPPING_RULES; 0 stands for a rule
    that is off.

    Raises
    ------
    InvalidConfigError
        Naming the parameter, its value and what it may be.
    """

    cost: str = "log_likelihood"
    initializer: str = "normal_fan_in"
    optimizer: str = "sgd"
    learning_rate: float = 0.15
    batch_size: int = 20
    seed: int = 20261121
    optimizer_settings: Mapping[str, float] = field(default_factory=dict)
    schedule: str = "constant"
    schedule_settings: Mapping[str, float] = field(default_factory=dict)
    l1: float = 0.0
    l2: float = 0.0
    clip_norm: float = 0.0
    dtype: Dtype = "float64"
    engine: EngineChoice = "automatic"
    max_epochs: int = 0
    max_seconds: float = 0.0
    target_cost: float = 0.0
    target_accuracy: float = 0.0
    patience: int = 0
    initializer_settings: Mapping[str, float] = field(default_factory=dict)
    bias_initializer: str = "usual"
    bias_initializer_settings: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with about("cost"):
            cost(self.cost)
        for name, number in CONFIG_NUMBERS.items():
            with about(name):
                number.check(getattr(self, name))
        for each in STOPPING_RULES.values():
            with about(each.name):
                _check_rule(each, getattr(self, each.name))
        with about("dtype"):
            _check_word(tr("type of numbers"), self.dtype, DTYPES)
        with about("engine"):
            _check_word("engine", self.engine, ENGINE_CHOICES)
        self._fill_in_settings()

    def _fill_in_settings(self) -> None:
        for choice in CHOICES_WITH_SETTINGS:
            with about(choice):
                owner = _VOCABULARIES[choice](getattr(self, choice))
            name = f"{choice}_settings"
            with about(name):
                object.__setattr__(self, name, filled_in(owner.label, owner.settings, getattr(self, name)))

    @property
    def penalty(self) -> Penalty:
        """What is added to C."""
        return Penalty(self.l1, self.l2)

    @property
    def stopping_limits(self) -> Mapping[str, float]:
        """The limits of the stopping rules that are on, by rule."""
        return {name: limit for name in STOPPING_RULES if (limit := getattr(self, name))}

    @property
    def layer_draw(self) -> LayerDraw:
        """Draws the weights and biases of a new layer."""
        return LayerDraw(
            self.initializer,
            self.initializer_settings,
            self.bias_initializer,
            self.bias_initializer_settings,
        )

    def draws_like(self, other: "TrainingConfig") -> bool:
        """Whether a run starts from the same numbers under both."""
        return (self.seed, self.layer_draw) == (other.seed, other.layer_draw)

    def learning_rate_after(self, epochs: float) -> float:
        """The learning rate of a step that is made after so many epochs, parts of epochs included."""
        return self.learning_rate * schedule(self.schedule).factor(epochs, self.schedule_settings)

    def with_changes(self, **changes: Any) -> "TrainingConfig":
        """The same configuration with some fields changed; another optimizer, schedule or
        initialiser has its own defaults."""
        for choice in CHOICES_WITH_SETTINGS:
            if changes.get(choice, getattr(self, choice)) != getattr(self, choice):
                changes.setdefault(f"{choice}_settings", {})
        return replace(self, **changes)


def _check_rule(rule: StoppingRule, value: float) -> None:
    what = tr("The stopping rule {name}", name=rule.name)
    if rule.is_whole and not _is_whole(value, 0, int(rule.high)):
        raise InvalidConfigError(
            tr(
                "{what} is {value}; it must be a whole number from 0 (off) to {limit}.",
                what=what,
                value=value,
                limit=limit(rule.high),
            )
        )
    if not (math.isfinite(value) and 0 <= value <= rule.high):
        raise InvalidConfigError(
            tr(
                "{what} is {limit}; it must be from 0 (off) to {high_limit}.",
                what=what,
                limit=limit(value),
                high_limit=limit(rule.high),
            )
        )


def _check_word(what: str, word: str, choice: Sequence[str]) -> None:
    if word not in choice:
        raise InvalidConfigError(
            tr(
                "There is no {what} called {word}.{nearest} Choose one of: {choice}.",
                what=what,
                word=repr(word),
                nearest=nearest(word, choice),
                choice=", ".join(choice),
            )
        )


def _is_whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, Integral) and low <= int(value) <= high
