"""Steps whose length each parameter sets for itself, by the size that its gradients had."""

from collections.abc import Mapping

import numpy as np

from bpexplorer.core.setting import Setting
from bpexplorer.core.types import FloatArray


def epsilon(default: float) -> Setting:
    """ε, which all of these have; only its customary value differs."""
    return Setting(
        name="epsilon",
        label="Epsilon ε",
        default=default,
        # With 0, a parameter whose gradient was always 0 would become 0/0.
        low=1e-12,
        high=1.0,
        purpose="Keeps the divisor above 0. A larger ε shortens the steps of parameters with tiny gradients.",
        formula="Δw ~ 1 / (√s + ε)",
    )


def fading_mean_square(
    before: FloatArray, gradient: FloatArray, keep: float, out: FloatArray, *, work: FloatArray
) -> None:
    """out = keep · before + (1 − keep) · gradient²."""
    np.square(gradient, out=work)
    work *= 1 - keep
    np.multiply(before, keep, out=out)
    out += work


def square_root_plus(values: FloatArray, epsilon: float, out: FloatArray) -> None:
    """out = √values + ε."""
    np.sqrt(values, out=out)
    out += epsilon


class Adagrad:
    """Each parameter's steps shrink with all gradients that it has had (Duchi, Hazan and Singer, 2011).

    The usual rate is the one that Ruder's overview of optimizers (2016, section 4.3) reports of most implementations.
    """

    name = "adagrad"
    label = "Adagrad"
    purpose = "Each parameter has steps of its own, shorter the larger its gradients have been; they never grow again."
    formula = "s ← s + g²,  w ← w − η g / (√s + ε)"
    usual_rate: float | None = 0.01
    settings: tuple[Setting, ...] = (epsilon(1e-10),)
    moment_names: tuple[str, ...] = ("sum_of_squares",)
    moments_of_squares: tuple[str, ...] = ("sum_of_squares",)

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
        w, squares = after
        np.square(gradient, out=squares)
        squares += before[1]
        square_root_plus(squares, settings["epsilon"], out=w)
        np.divide(gradient, w, out=w)
        w *= -learning_rate
        w += before[0]


class RmsProp:
    """Adagrad that forgets: the squares fade, so that steps don't shrink for ever (Tieleman and Hinton, 2012).

    The usual rate is the one that Ruder's overview of optimizers (2016, section 4.5) gives as Hinton's.
    """

    name = "rmsprop"
    label = "RMSprop"
    purpose = "Adagrad that forgets: what counts is how large a parameter's gradients have been lately."
    formula = "s ← ρs + (1 − ρ)g²,  w ← w − η g / (√s + ε)"
    usual_rate: float | None = 0.001
    settings: tuple[Setting, ...] = (
        Setting(
            name="decay",
            label="Decay ρ",
            default=0.99,
            low=0.0,
            high=1.0,
            purpose="How much of the mean of squared gradients is kept from step to step; "
            "it looks back about 1/(1 − ρ) steps.",
            formula="s ← ρs + (1 − ρ)g²",
        ),
        epsilon(1e-8),
    )
    moment_names: tuple[str, ...] = ("mean_square",)
    moments_of_squares: tuple[str, ...] = ("mean_square",)

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
        w, squares = after
        fading_mean_square(before[1], gradient, settings["decay"], out=squares, work=w)
        square_root_plus(squares, settings["epsilon"], out=w)
        np.divide(gradient, w, out=w)
        w *= -learning_rate
        w += before[0]
