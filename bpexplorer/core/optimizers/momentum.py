"""Steps against the gradient with a velocity."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from bpexplorer.core.optimizers.base import Optimizer, StepTerm
from bpexplorer.core.optimizers.pieces import against
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, SumForm, Tools
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.translation import tr

MOMENTUM = Setting(
    name="momentum",
    label=tr("Momentum μ"),
    default=0.9,
    low=0.0,
    high=1.0,
    purpose=tr("How much of the velocity is kept from step to step: with 0 this is plain SGD."),
    formula="v ← μv + g",
)


class Momentum(Optimizer):
    """The velocity v sums the gradients up, fading by μ (Nielsen, chapter 3, with v of the opposite sign)."""

    name = "momentum"
    label = tr("Momentum")
    purpose = tr(
        "A ball that rolls: gradients that agree add up to speed, and those that swing to and fro cancel."
    )
    formula = "v ← μv + g,  w ← w − ηv"
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
        np.multiply(velocity, -learning_rate, out=w)
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
        kept = -learning_rate * (settings["momentum"] * float(before[1]))
        return (
            StepTerm(
                tr("kept from before, −η · μv"),
                tr("What is left of the velocity v of the earlier steps."),
                kept,
            ),
            against(learning_rate, gradient),
        )

    def compiled(self, tools: Tools) -> OptimizerForm:
        rolled = roll(tools)

        @tools.fast
        def step(
            now: FloatArray, after: FloatArray, rate: float, settings: FloatArray, _count: int, one: float
        ) -> bool:
            return rolled(now, after, one * rate, one * settings[0], False)

        return OptimizerForm(step, SumForm(kept=MOMENTUM.name))


def roll(tools: Tools) -> Callable[[Any, Any, float, float, bool], bool]:
    """A step with a velocity for the compiled engine, of now, after, rate, μ and whether to look ahead."""

    @tools.fast
    def rolled(now: FloatArray, after: FloatArray, rate: float, mu: float, ahead: bool) -> bool:
        w, v, g, v_next = now[0], now[1], after[0], after[1]
        found = w[0] - w[0]
        for i in range(len(w)):
            v_next[i] = mu * v[i] + g[i]
            direction = mu * v_next[i] + g[i] if ahead else v_next[i]
            g[i] = w[i] - rate * direction
            found += (g[i] - g[i]) + (v_next[i] - v_next[i])
        return found == found

    return rolled
