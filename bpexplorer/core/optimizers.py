"""How a gradient becomes an update. Each optimizer works on flat arrays that hold all weights and biases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabulary import named


@dataclass(frozen=True, slots=True)
class OptimizerParameter:
    """A number that an optimizer takes beside the learning rate, with the range in which it makes sense."""

    name: str
    label: str
    default: float
    low: float
    high: float
    tooltip: str

    def check(self, value: float, optimizer: str) -> None:
        """Raise InvalidConfigError unless low ≤ value < high."""
        if not self.low <= value < self.high:
            raise InvalidConfigError(
                f"{self.label} of {optimizer} is {value:g}; it must be at least {self.low:g} and below {self.high:g}."
            )


class Optimizer(Protocol):
    """A rule for one step. State of its own lives in ``moments``, one flat array for each name in ``moment_names``."""

    name: str
    label: str
    formula: str
    parameters: tuple[OptimizerParameter, ...]
    moment_names: tuple[str, ...]

    def step(
        self,
        before: FloatArray,
        gradient: FloatArray,
        after: FloatArray,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,
    ) -> None:
        """Write into ``after`` what ``before`` becomes.

        Parameters
        ----------
        before, after : ndarray, shape (1 + moments, parameters)
            Row 0 holds the parameters, the others the moments. They don't overlap: the caller looks at ``after``
            before it takes it.
        gradient : ndarray, shape (parameters,)
        count : int
            How many steps this makes with these moments, from 1.
        """
        ...


class Sgd:
    """Stochastic gradient descent: w ← w − η ∂C/∂w (Nielsen, chapter 1, eq. 20)."""

    name = "sgd"
    label = "SGD"
    formula = "w ← w − η ∂C/∂w"
    parameters: tuple[OptimizerParameter, ...] = ()
    moment_names: tuple[str, ...] = ()

    def step(
        self,
        before: FloatArray,
        gradient: FloatArray,
        after: FloatArray,
        *,
        learning_rate: float,
        settings: Mapping[str, float],  # noqa: ARG002
        count: int,  # noqa: ARG002
    ) -> None:
        np.multiply(gradient, -learning_rate, out=after[0])
        after[0] += before[0]


class Momentum:
    """Momentum as a velocity of the parameters: v ← μv + ∂C/∂w, w ← w − ηv, with v = 0 at the start."""

    name = "momentum"
    label = "Momentum"
    formula = "v ← μv + ∂C/∂w,  w ← w − ηv"
    parameters: tuple[OptimizerParameter, ...] = (
        OptimizerParameter(
            "momentum",
            "Momentum μ",
            0.9,
            0.0,
            1.0,
            "How much of the last update's velocity is kept: 0 is plain SGD.",
        ),
    )
    moment_names: tuple[str, ...] = ("velocity",)

    def step(
        self,
        before: FloatArray,
        gradient: FloatArray,
        after: FloatArray,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,  # noqa: ARG002
    ) -> None:
        np.multiply(before[1], settings["momentum"], out=after[1])
        after[1] += gradient
        np.multiply(after[1], -learning_rate, out=after[0])
        after[0] += before[0]


OPTIMIZERS: dict[str, Optimizer] = {optimizer.name: optimizer for optimizer in (Sgd(), Momentum())}


def optimizer(name: str) -> Optimizer:
    """The optimizer of that name, or an InvalidConfigError that lists what there is."""
    return named(OPTIMIZERS, name, "optimizer", InvalidConfigError)
