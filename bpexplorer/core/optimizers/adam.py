"""Adam: a velocity, and steps whose length each parameter sets for itself."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from bpexplorer.core.optimizers.base import Optimizer, StepTerm
from bpexplorer.core.optimizers.pieces import epsilon, fading_mean_square, square_root_plus
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, Tools
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.translation import tr

BETA1 = Setting(
    name="beta1",
    label=tr("Decay β₁"),
    default=0.9,
    low=0.0,
    high=1.0,
    purpose=tr("How much of the mean gradient m is kept from step to step: with 0 there is no velocity."),
    formula="m ← β₁m + (1 − β₁)g",
)
BETA2 = Setting(
    name="beta2",
    label=tr("Decay β₂"),
    default=0.999,
    low=0.0,
    high=1.0,
    purpose=tr(
        "How much of the mean of squared gradients s is kept from step to step; it "
        "looks back about 1/(1 − β₂) steps."
    ),
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


def adam_terms(
    before: FloatArray, gradient: float, *, learning_rate: float, settings: Mapping[str, float], count: int
) -> tuple[StepTerm, ...]:
    """How a step of Adam is made; see ``Optimizer.terms``."""
    beta1, beta2 = settings["beta1"], settings["beta2"]
    mean = beta1 * float(before[1]) + (1 - beta1) * gradient
    squares = beta2 * float(before[2]) + (1 - beta2) * gradient * gradient
    mean_corrected, squares_corrected = mean / (1 - beta1**count), squares / (1 - beta2**count)
    change = -learning_rate * mean_corrected / (math.sqrt(squares_corrected) + settings["epsilon"])
    first = (
        tr(" In the first step every weight moves by almost exactly η, however small its gradient.")
        if count == 1
        else ""
    )
    return (
        StepTerm("m", tr("The mean gradient, which fades: m ← β₁m + (1 − β₁)g."), mean, is_part=False),
        StepTerm(
            "s",
            tr("The mean of squared gradients, which fades: s ← β₂s + (1 − β₂)g²."),
            squares,
            is_part=False,
        ),
        StepTerm(
            "m′ = m/(1 − β₁ᵗ)",
            tr("m, corrected: it began at 0, and that is given back."),
            mean_corrected,
            is_part=False,
        ),
        StepTerm("s′ = s/(1 − β₂ᵗ)", tr("s, corrected in the same way."), squares_corrected, is_part=False),
        StepTerm(
            "−η · m′/(√s′ + ε)", tr("A step that each parameter sets for itself.{first}", first=first), change
        ),
    )


def adapt(tools: Tools) -> Callable[[Any, Any, float, Any, int, float, float], bool]:
    """``adam_step`` for the compiled engine, of now, after, the rate, the settings, the count, ``keep`` and one."""

    @tools.fast
    def adapted(
        now: FloatArray,
        after: FloatArray,
        rate: float,
        settings: FloatArray,
        count: int,
        keep: float,
        one: float,
    ) -> bool:
        beta1, beta2, epsilon = one * settings[0], one * settings[1], one * settings[2]
        rest1, rest2 = one * (1.0 - settings[0]), one * (1.0 - settings[1])
        unbias1 = one * (rate / (1.0 - settings[0] ** count))
        unbias2 = one * (1.0 - settings[1] ** count)
        w, m, s, g, m_next, s_next = now[0], now[1], now[2], after[0], after[1], after[2]
        found = w[0] - w[0]
        for i in range(len(w)):
            m_next[i] = beta1 * m[i] + rest1 * g[i]
            s_next[i] = beta2 * s[i] + rest2 * (g[i] * g[i])
            g[i] = keep * w[i] - unbias1 * m_next[i] / (math.sqrt(s_next[i] / unbias2) + epsilon)
            found += (g[i] - g[i]) + (m_next[i] - m_next[i]) + (s_next[i] - s_next[i])
        return found == found

    return adapted


class Adam(Optimizer):
    """Adaptive moments (Kingma and Ba, 2015); the usual rate is that of their algorithm 1."""

    name = "adam"
    label = tr("Adam")
    purpose = tr("Momentum and RMSprop together: a velocity, in steps that each parameter sets for itself.")
    formula = (
        "m ← β₁m + (1 − β₁)g,  s ← β₂s + (1 − β₂)g²,  w ← w − η m′ / (√s′ + ε),  "
        "m′ = m/(1 − β₁ᵗ),  s′ = s/(1 − β₂ᵗ)"
    )
    usual_rate = 0.001
    settings = (BETA1, BETA2, epsilon(1e-8))
    moment_names = ("mean", "mean_square")
    moments_of_squares = ("mean_square",)

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

    def terms(
        self,
        before: FloatArray,
        gradient: float,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,
    ) -> tuple[StepTerm, ...]:
        return adam_terms(before, gradient, learning_rate=learning_rate, settings=settings, count=count)

    def compiled(self, tools: Tools) -> OptimizerForm:
        adapted = adapt(tools)

        @tools.fast
        def step(
            now: FloatArray, after: FloatArray, rate: float, settings: FloatArray, count: int, one: float
        ) -> bool:
            return adapted(now, after, one * rate, settings, count, one, one)

        return OptimizerForm(step)
