"""Steps against the gradient, with and without a velocity."""

from collections.abc import Mapping

import numpy as np

from bpexplorer.core.setting import Setting
from bpexplorer.core.types import FloatArray

MOMENTUM = Setting(
    name="momentum",
    label="Momentum μ",
    default=0.9,
    low=0.0,
    high=1.0,
    purpose="How much of the velocity is kept from step to step: with 0 this is plain SGD.",
    formula="v ← μv + g",
)


class Sgd:
    """Stochastic gradient descent (Nielsen, chapter 1, eq. 20)."""

    name = "sgd"
    label = "SGD"
    purpose = "Plain descent: a step against the gradient of the batch, the rate η long for each unit of it."
    formula = "w ← w − η ∂C/∂w"
    usual_rate: float | None = None
    settings: tuple[Setting, ...] = ()
    moment_names: tuple[str, ...] = ()
    moments_of_squares: tuple[str, ...] = ()

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
        np.multiply(gradient, -learning_rate, out=after[0])
        after[0] += before[0]


class Momentum:
    """The velocity v sums the gradients up, fading by μ (Nielsen, chapter 3, with v of the opposite sign)."""

    name = "momentum"
    label = "Momentum"
    purpose = (
        "A ball that rolls: gradients that agree add up to speed, and those that swing to and fro cancel."
    )
    formula = "v ← μv + g,  w ← w − ηv"
    usual_rate: float | None = None
    settings: tuple[Setting, ...] = (MOMENTUM,)
    moment_names: tuple[str, ...] = ("velocity",)
    moments_of_squares: tuple[str, ...] = ()

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
        w, velocity = after
        np.multiply(before[1], settings["momentum"], out=velocity)
        velocity += gradient
        np.multiply(velocity, -learning_rate, out=w)
        w += before[0]


class Nesterov:
    """Momentum that looks one velocity ahead, in the form that takes the gradient where w is
    (Bengio, Boulanger-Lewandowski and Pascanu, 2013, section 3.5)."""

    name = "nesterov"
    label = "Nesterov"
    purpose = "Momentum that looks ahead to where its velocity goes, and so brakes before it overshoots."
    formula = "v ← μv + g,  w ← w − η(g + μv)"
    usual_rate: float | None = None
    settings: tuple[Setting, ...] = (MOMENTUM,)
    moment_names: tuple[str, ...] = ("velocity",)
    moments_of_squares: tuple[str, ...] = ()

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
        w, velocity = after
        np.multiply(before[1], settings["momentum"], out=velocity)
        velocity += gradient
        np.multiply(velocity, settings["momentum"], out=w)
        w += gradient
        w *= -learning_rate
        w += before[0]
