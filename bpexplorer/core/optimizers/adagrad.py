"""Steps that shrink with all gradients there have been."""

from collections.abc import Mapping

import numpy as np

from bpexplorer.core.optimizers.base import Optimizer, StepTerm
from bpexplorer.core.optimizers.pieces import epsilon, scale, scaled_terms, square_root_plus
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, Tools
from bpexplorer.translation import tr


class Adagrad(Optimizer):
    """Each parameter's steps shrink with all gradients that it has had (Duchi, Hazan and Singer, 2011).

    The usual rate is the one that Ruder's overview of optimizers (2016, section 4.3) reports of most implementations.
    """

    name = "adagrad"
    label = tr("Adagrad")
    purpose = tr(
        "Each parameter has steps of its own, shorter the larger its gradients have "
        "been; they never grow again."
    )
    formula = "s ← s + g²,  w ← w − η g / (√s + ε)"
    usual_rate = 0.01
    settings = (epsilon(1e-10),)
    moment_names = ("sum_of_squares",)
    moments_of_squares = ("sum_of_squares",)

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

    def terms(
        self,
        before: FloatArray,
        gradient: float,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,
    ) -> tuple[StepTerm, ...]:
        squares = float(before[1]) + gradient * gradient
        return scaled_terms("s + g²", squares, gradient, learning_rate, settings["epsilon"])

    def compiled(self, tools: Tools) -> OptimizerForm:
        scaled = scale(tools)

        @tools.fast
        def step(
            now: FloatArray, after: FloatArray, rate: float, settings: FloatArray, _count: int, one: float
        ) -> bool:
            return scaled(now, after, one * rate, one, one, one * settings[0])

        return OptimizerForm(step)
