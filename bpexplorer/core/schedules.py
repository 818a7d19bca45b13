"""How the learning rate changes over the epochs.

A schedule is a factor of the configured learning rate: a function of the epochs that are done, parts of epochs
included, and of nothing else. So it goes on where a run goes on, and changing it takes effect at once.
"""

import math
from collections.abc import Mapping
from typing import Final, Protocol

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.setting import Setting
from bpexplorer.core.vocabulary import named

#: Far beyond any run, and small enough to be counted with.
MAX_EPOCHS: Final = 1e6
#: What share of the learning rate a warm-up starts with: a first step of length 0 would be none.
FIRST_SHARE: Final = 0.1


class Schedule(Protocol):
    """A rule for the learning rate. In the formulas e counts epochs."""

    name: str
    label: str
    formula: str
    settings: tuple[Setting, ...]

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        """What the learning rate is multiplied by after so many epochs, 0…1."""
        ...


class Constant:
    """The learning rate as it is set."""

    name, label, formula = "constant", "Constant", "η"
    settings: tuple[Setting, ...] = ()

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        return 1.0


class Step:
    """The learning rate falls at once, every so many epochs."""

    name, label, formula = "step", "Steps", "η · r^⌊e / k⌋"
    settings: tuple[Setting, ...] = (
        Setting("factor", "Factor r", 0.5, 0.0, 1.0, "What each fall leaves of the learning rate."),
        Setting("every", "Every k epochs", 10.0, 1.0, MAX_EPOCHS, "How many epochs lie between two falls."),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        return settings["factor"] ** math.floor(epochs / settings["every"])


class Exponential:
    """The learning rate falls evenly, by the same share each epoch."""

    name, label, formula = "exponential", "Exponential", "η · r^e"
    settings: tuple[Setting, ...] = (
        Setting("factor", "Factor r", 0.95, 0.0, 1.0, "What an epoch leaves of the learning rate."),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        return settings["factor"] ** epochs


class InverseTime:
    """The learning rate falls like 1/t: slowly enough for its sum to grow without bound (Robbins and Monro, 1951)."""

    name, label, formula = "inverse_time", "1/t", "η / (1 + e / k)"
    settings: tuple[Setting, ...] = (
        Setting("half", "Half after k epochs", 10.0, 0.01, MAX_EPOCHS, "After so many epochs it is halved."),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        return 1.0 / (1.0 + epochs / settings["half"])


class Cosine:
    """The learning rate falls along half a cosine wave, and stays at its end (Loshchilov and Hutter, 2017)."""

    name, label, formula = "cosine", "Cosine", "η · (f + (1 − f) · ½(1 + cos(π e / k)))"
    settings: tuple[Setting, ...] = (
        Setting("length", "Over k epochs", 50.0, 0.01, MAX_EPOCHS, "How many epochs the fall takes."),
        Setting(
            "floor", "Floor f", 0.0, 0.0, 1.0, "What is left of the learning rate at the end, as a share."
        ),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        fallen = 0.5 * (1.0 - math.cos(math.pi * min(epochs / settings["length"], 1.0)))
        return 1.0 - (1.0 - settings["floor"]) * fallen


class WarmUp:
    """The learning rate rises evenly from a tenth, and then stays."""

    name, label, formula = "warm_up", "Warm-up", "η · (0.1 + 0.9 e / k), then η"
    settings: tuple[Setting, ...] = (
        Setting("length", "Over k epochs", 2.0, 0.01, MAX_EPOCHS, "How many epochs the rise takes."),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        return FIRST_SHARE + (1.0 - FIRST_SHARE) * min(epochs / settings["length"], 1.0)


_ALL: tuple[Schedule, ...] = (Constant(), Step(), Exponential(), InverseTime(), Cosine(), WarmUp())

SCHEDULES: Final[dict[str, Schedule]] = {one.name: one for one in _ALL}


def schedule(name: str) -> Schedule:
    """The schedule of that name, or an InvalidConfigError that lists what there is."""
    return named(SCHEDULES, name, "schedule", InvalidConfigError)
