"""Stochastic gradient descent: steps against the gradient."""

from collections.abc import Mapping

import numpy as np

from bpexplorer.core.optimizers.base import Optimizer, StepTerm
from bpexplorer.core.optimizers.pieces import against
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, SumForm, Tools
from bpexplorer.translation import tr


class Sgd(Optimizer):
    """Stochastic gradient descent (Nielsen, chapter 1, eq. 20)."""

    name = "sgd"
    label = "SGD"
    purpose = tr(
        "Plain descent: a step against the gradient of the batch, the rate η long for each unit of it."
    )
    formula = "w ← w − η ∂C/∂w"
    is_plain = True

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

    def terms(
        self,
        before: FloatArray,
        gradient: float,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,
    ) -> tuple[StepTerm, ...]:
        return (against(learning_rate, gradient),)

    def compiled(self, tools: Tools) -> OptimizerForm:
        @tools.fast
        def step(
            now: FloatArray, after: FloatArray, rate: float, _settings: FloatArray, _count: int, one: float
        ) -> bool:
            w, g = now[0], after[0]
            rate = one * rate
            found = w[0] - w[0]
            for i in range(len(w)):
                g[i] = w[i] - rate * g[i]
                found += g[i] - g[i]
            return found == found

        return OptimizerForm(step, SumForm())
