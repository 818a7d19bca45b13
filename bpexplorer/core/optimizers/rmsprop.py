"""Adagrad that forgets."""

from collections.abc import Mapping

import numpy as np

from bpexplorer.core.optimizers.base import Optimizer, StepTerm
from bpexplorer.core.optimizers.pieces import (
    epsilon,
    fading_mean_square,
    scale,
    scaled_terms,
    square_root_plus,
)
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, Tools
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.translation import tr


class RmsProp(Optimizer):
    """Adagrad that forgets: the squares fade, so that steps don't shrink for ever (Tieleman and Hinton, 2012).

    The usual rate is the one that Ruder's overview of optimizers (2016, section 4.5) gives as Hinton's.
    """

    name = "rmsprop"
    label = "RMSprop"
    purpose = tr("Adagrad that forgets: what counts is how large a parameter's gradients have been lately.")
    formula = "s ← ρs + (1 − ρ)g²,  w ← w − η g / (√s + ε)"
    usual_rate = 0.001
    settings = (
        Setting(
            name="decay",
            label=tr("Decay ρ"),
            default=0.99,
            low=0.0,
            high=1.0,
            purpose=tr(
                "How much of the mean of squared gradients is kept from step to step; it looks "
                "back about 1/(1 − ρ) steps."
            ),
            formula="s ← ρs + (1 − ρ)g²",
        ),
        epsilon(1e-8),
    )
    moment_names = ("mean_square",)
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
        w, squares = after
        fading_mean_square(before[1], gradient, settings["decay"], out=squares, work=w)
        square_root_plus(squares, settings["epsilon"], out=w)
        np.divide(gradient, w, out=w)
        w *= -learning_rate
        w += before[0]

    def terms(
        self,
        before: FloatArray,
        gradient: float,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,
    ) -> tuple[StepTerm, ...]:
        decay = settings["decay"]
        squares = decay * float(before[1]) + (1 - decay) * gradient * gradient
        return scaled_terms("ρs + (1 − ρ)g²", squares, gradient, learning_rate, settings["epsilon"])

    def compiled(self, tools: Tools) -> OptimizerForm:
        scaled = scale(tools)

        @tools.fast
        def step(
            now: FloatArray, after: FloatArray, rate: float, settings: FloatArray, _count: int, one: float
        ) -> bool:
            return scaled(
                now, after, one * rate, one * settings[0], one * (1.0 - settings[0]), one * settings[1]
            )

        return OptimizerForm(step)
