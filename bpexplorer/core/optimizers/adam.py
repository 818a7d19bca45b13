"""Adam: a velocity, and steps whose length each parameter sets for itself."""

from collections.abc import Mapping

import numpy as np

from bpexplorer.core.optimizers.adaptive import epsilon, fading_mean_square, square_root_plus
from bpexplorer.core.setting import Setting
from bpexplorer.core.types import FloatArray

BETA1 = Setting(
    name="beta1",
    label="Decay β₁",
    default=0.9,
    low=0.0,
    high=1.0,
    purpose="How much of the mean gradient m is kept from step to step: with 0 there is no velocity.",
    formula="m ← β₁m + (1 − β₁)g",
)
BETA2 = Setting(
    name="beta2",
    label="Decay β₂",
    default=0.999,
    low=0.0,
    high=1.0,
    purpose="How much of the mean of squared gradients s is kept from step to step; "
    "it looks back about 1/(1 − β₂) steps.",
    formula="s ← β₂s + (1 − β₂)g²",
)


def adam_step(
    before: FloatArray,
    gradient: FloatArray,
    after: FloatArray,
    *,
    learning_rate: float,
    settings: Mapping[str, float],
    count: int,
    keep: float = 1.0,
) -> None:
    """Write into ``after`` a step of Adam from ``keep`` · w."""
    w, mean, squares = after
    beta1, beta2 = settings["beta1"], settings["beta2"]
    np.multiply(gradient, 1 - beta1, out=w)
    np.multiply(before[1], beta1, out=mean)
    mean += w
    fading_mean_square(before[2], gradient, beta2, out=squares, work=w)
    # The moments start at 0; what that takes off them in the first steps is given back.
    np.divide(squares, 1 - beta2**count, out=w)
    square_root_plus(w, settings["epsilon"], out=w)
    np.divide(mean, w, out=w)
    w *= -learning_rate / (1 - beta1**count)
    w += before[0] if keep == 1.0 else keep * before[0]


class Adam:
    """Adaptive moments (Kingma and Ba, 2015); the usual rate is that of their algorithm 1."""

    name = "adam"
    label = "Adam"
    purpose = "Momentum and RMSprop together: a velocity, in steps that each parameter sets for itself."
    formula = (
        "m ← β₁m + (1 − β₁)g,  s ← β₂s + (1 − β₂)g²,  w ← w − η m′ / (√s′ + ε),  "
        "m′ = m/(1 − β₁ᵗ),  s′ = s/(1 − β₂ᵗ)"
    )
    usual_rate: float | None = 0.001
    settings: tuple[Setting, ...] = (BETA1, BETA2, epsilon(1e-8))
    moment_names: tuple[str, ...] = ("mean", "mean_square")
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
        adam_step(before, gradient, after, learning_rate=learning_rate, settings=settings, count=count)


class AdamW:
    """Adam with a decay of weights and biases that doesn't go through its moments (Loshchilov and Hutter, 2019)."""

    name = "adamw"
    label = "AdamW"
    purpose = "Adam that also lets every parameter fade a little in each step, whatever its gradients are."
    formula = (
        "m ← β₁m + (1 − β₁)g,  s ← β₂s + (1 − β₂)g²,  w ← (1 − ηλ)w − η m′ / (√s′ + ε),  "
        "m′ = m/(1 − β₁ᵗ),  s′ = s/(1 − β₂ᵗ)"
    )
    usual_rate: float | None = Adam.usual_rate
    settings: tuple[Setting, ...] = (
        *Adam.settings,
        Setting(
            name="weight_decay",
            label="Decay λ",
            default=0.01,
            low=0.0,
            high=1.0,
            purpose="Each step first shrinks every weight and bias by the share ηλ; with 0 this is Adam.",
            formula="w ← (1 − ηλ)w − η m′ / (√s′ + ε)",
        ),
    )
    moment_names: tuple[str, ...] = Adam.moment_names
    moments_of_squares: tuple[str, ...] = Adam.moments_of_squares

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
        keep = 1 - learning_rate * settings["weight_decay"]
        adam_step(
            before, gradient, after, learning_rate=learning_rate, settings=settings, count=count, keep=keep
        )
