"""An optimizer that the program doesn't have."""

from collections.abc import Mapping

import numpy as np

from bpexplorer.core.optimizers import Optimizer
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, Tools
from bpexplorer.core.vocabularies.setting import Setting


class Averaged(Optimizer):
    """Descent along a fading mean of the gradients."""

    name, label, formula = "averaged", "Averaged", "m ← ρm + (1 − ρ)g,  w ← w − ηm"
    purpose = "Descends along a fading mean of the gradients, which takes out the noise of the batches."
    settings = (
        Setting("fading", "Fading ρ", 0.8, 0.0, 1.0, "How much of the mean is kept.", "m ← ρm + (1 − ρ)g"),
    )
    moment_names = ("mean",)

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
        w, mean = after
        keep = settings["fading"]
        np.multiply(gradient, 1 - keep, out=mean)
        mean += keep * before[1]
        np.multiply(mean, -learning_rate, out=w)
        w += before[0]

    def compiled(self, tools: Tools) -> OptimizerForm:
        @tools.fast
        def step(
            now: FloatArray, after: FloatArray, rate: float, settings: FloatArray, _count: int, one: float
        ) -> bool:
            w, m, g, m_next = now[0], now[1], after[0], after[1]
            eta, keep, add = one * rate, one * settings[0], one * (1.0 - settings[0])
            found = w[0] - w[0]
            for i in range(len(w)):
                m_next[i] = keep * m[i] + add * g[i]
                g[i] = w[i] - eta * m_next[i]
                found += (g[i] - g[i]) + (m_next[i] - m_next[i])
            return found == found

        return OptimizerForm(step)
