"""A rectifier that lets a hundredth of negative weighted inputs through."""

import math
from typing import Final

import numpy as np

from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools
from bpexplorer.translation import tr


class LeakyReLU(Elementwise):
    """A rectifier that lets a hundredth of negative weighted inputs through."""

    name, label, formula = "leaky_relu", tr("leaky ReLU"), "a = max(0.01 z, z)"
    purpose = tr("A ReLU that lets a hundredth of negative z through, so that no neuron dies.")
    range = (-math.inf, math.inf)
    latex, symbol, slope_formula = r"a = \max(0.01 z, z)", "a = max(0.01 z, z)", tr("1 or 0.01")
    lesson = tr(
        "Where z isn't above 0, its slope leaves a hundredth of δ, even when the answer is badly wrong."
    )
    kinks = (0.0,)
    leak: Final = 0.01

    def value(self, z: FloatArray) -> FloatArray:
        return np.where(z.real > 0, z, self.leak * z)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return np.where(z.real > 0, np.ones_like(z), self.leak)

    def compiled(self, tools: Tools) -> ElementwiseForm:
        leak = self.leak

        @tools.fast
        def value(z: float) -> float:
            return z if z > 0.0 else leak * z

        @tools.fast
        def back(u: float, z: float, _a: float) -> float:
            return u * (1.0 if z > 0.0 else leak)

        return ElementwiseForm(value, back)
