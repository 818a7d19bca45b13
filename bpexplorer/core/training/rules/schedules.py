"""How the learning rate changes over the epochs.

A schedule is a factor of the configured learning rate: a function of the epochs that are done, parts of epochs
included, and of nothing else. So it goes on where a run goes on, and changing it takes effect at once.
"""

import math
from collections.abc import Mapping
from typing import Final, Protocol

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.core.vocabularies.vocabulary import named
from bpexplorer.translation import tr

#: Far beyond any run, and small enough to be counted with.
MAX_EPOCHS: Final = 1e6


class Schedule(Protocol):
    """A rule for the learning rate. In the formulas e counts epochs, and η(e) is the rate after so many."""

    name: str
    label: str
    #: What it does and when one would take it, in a sentence.
    purpose: str
    formula: str
    settings: tuple[Setting, ...]

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        """What the learning rate is multiplied by after so many epochs, 0…1."""
        ...


class ConstantRate:
    """The learning rate as it is set."""

    name, label, formula = "constant", tr("Constant"), "η(e) = η"
    purpose = tr("The learning rate as it is set, from first to last.")
    settings: tuple[Setting, ...] = ()

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        return 1.0


class StepDecay:
    """The learning rate falls at once, every so many epochs."""

    name, label, formula = "step", tr("Steps"), "η(e) = η · r^⌊e / k⌋"
    purpose = tr(
        "Falls at once, every so many epochs: long steps first, then a finer search from where they led."
    )
    settings: tuple[Setting, ...] = (
        Setting(
            "factor",
            tr("Factor r"),
            0.5,
            0.0,
            1.0,
            tr("What each fall leaves of the learning rate."),
            "η ← r η",
        ),
        Setting(
            "every",
            tr("Epochs k"),
            10.0,
            1.0,
            MAX_EPOCHS,
            tr("How many epochs lie between two falls."),
            tr("falls at e = k, 2k, 3k, …"),
        ),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        return settings["factor"] ** math.floor(epochs / settings["every"])


class Exponential:
    """The learning rate falls evenly, by the same share each epoch."""

    name, label, formula = "exponential", tr("Exponential"), "η(e) = η · rᵉ"
    purpose = tr("Falls by the same share each epoch, and soon to next to nothing.")
    settings: tuple[Setting, ...] = (
        Setting(
            "factor",
            tr("Factor r"),
            0.95,
            0.0,
            1.0,
            tr("What an epoch leaves of the learning rate."),
            "η(e + 1) = r · η(e)",
        ),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        return settings["factor"] ** epochs


class InverseTime:
    """The learning rate falls like 1/t: slowly enough for its sum to grow without bound (Robbins and Monro, 1951)."""

    name, label, formula = "inverse_time", "1/t", "η(e) = η / (1 + e / k)"
    purpose = tr(
        "Falls ever more slowly: the noise of the batches dies out, and yet no place is out of reach."
    )
    settings: tuple[Setting, ...] = (
        Setting(
            "half",
            tr("Half at k"),
            10.0,
            0.01,
            MAX_EPOCHS,
            tr("After so many epochs it is halved."),
            "η(k) = η / 2",
        ),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        return 1.0 / (1.0 + epochs / settings["half"])


class Cosine:
    """The learning rate falls along half a cosine wave, and stays at its end (Loshchilov and Hutter, 2017)."""

    name, label, formula = (
        "cosine",
        tr("Cosine"),
        tr("η(e) = η · (f + (1 − f) · ½(1 + cos(π e / k))),  then f η"),
    )
    purpose = tr(
        "Falls along half a wave: slowly at first, fast in the middle, gently at the end, where it stays."
    )
    settings: tuple[Setting, ...] = (
        Setting(
            "length",
            tr("Epochs k"),
            50.0,
            0.01,
            MAX_EPOCHS,
            tr("How many epochs the fall takes."),
            "η(k) = f η",
        ),
        Setting(
            "floor",
            tr("Floor f"),
            0.0,
            0.0,
            1.0,
            tr("What is left of the learning rate at the end, as a share."),
            tr("η(e) = f η for e ≥ k"),
        ),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        fallen = 0.5 * (1.0 - math.cos(math.pi * min(epochs / settings["length"], 1.0)))
        return 1.0 - (1.0 - settings["floor"]) * fallen


class WarmUp:
    """The learning rate rises evenly from a share of itself, and then stays."""

    name, label, formula = "warm_up", tr("Warm-up"), tr("η(e) = η · (f + (1 − f) e / k),  then η")
    purpose = tr(
        "Begins small and rises: the first gradients, of a network that knows nothing, do less harm."
    )
    settings: tuple[Setting, ...] = (
        Setting(
            "length", tr("Epochs k"), 2.0, 0.01, MAX_EPOCHS, tr("How many epochs the rise takes."), "η(k) = η"
        ),
        Setting(
            "first_share",
            tr("From f"),
            0.1,
            # With 0 the first step would have the length 0, and be none.
            0.001,
            1.0,
            tr("What share of the learning rate the first step has."),
            "η(0) = f η",
        ),
    )

    def factor(self, epochs: float, settings: Mapping[str, float]) -> float:
        first = settings["first_share"]
        return first + (1.0 - first) * min(epochs / settings["length"], 1.0)


_ALL: tuple[Schedule, ...] = (ConstantRate(), StepDecay(), Exponential(), InverseTime(), Cosine(), WarmUp())

SCHEDULES: Final[dict[str, Schedule]] = {one.name: one for one in _ALL}


def schedule(name: str) -> Schedule:
    """The schedule of that name, or an InvalidConfigError that lists what there is."""
    return named(SCHEDULES, name, "schedule", InvalidConfigError)
