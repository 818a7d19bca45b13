"""Momentum that looks ahead."""

from collections.abc import Mapping

import numpy as np

from bpexplorer.core.optimizers.base import Optimizer, StepTerm
from bpexplorer.core.optimizers.momentum import MOMENTUM, roll
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, Tools
from bpexplorer.translation import tr


class Nesterov(Optimizer):
    """Momentum that looks one velocity ahead, in the form that takes the gradient where w is
    (Bengio, Boulanger-Lewandowski and Pascanu, 2013, section 3.5)."""

    name = "nesterov"
    label = tr("Nesterov")
    purpose = tr("Momentum that looks ahead to where its velocity goes, and so brakes before it overshoots.")
    formula = "v ← μv + g,  w ← w − η(g + μv)"
    settings = (MOMENTUM,)
    moment_names = ("velocity",)

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

    def terms(
        self,
        before: FloatArray,
        gradient: float,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,
    ) -> tuple[StepTerm, ...]:
        mu, velocity = settings["momentum"], float(before[1])
        return (
            StepTerm(
                tr("kept from before, −η · μ²v"),
                tr("What is left of the velocity v of the earlier steps, a step ahead."),
                -learning_rate * (mu * (mu * velocity)),
            ),
            StepTerm(
                "−η · (1 + μ)g",
                tr("Against the gradient of this batch, with what the velocity takes of it a step ahead."),
                -learning_rate * ((1 + mu) * gradient),
            ),
        )

    def compiled(self, tools: Tools) -> OptimizerForm:
        rolled = roll(tools)

        @tools.fast
        def step(
            now: FloatArray, after: FloatArray, rate: float, settings: FloatArray, _count: int, one: float
        ) -> bool:
            return rolled(now, after, one * rate, one * settings[0], True)

        return OptimizerForm(step)
