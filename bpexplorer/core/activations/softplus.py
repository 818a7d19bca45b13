"""A smooth rectifier; its derivative is the sigmoid."""

import math

import numpy as np

from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.activations.pieces import folded, logistic
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools
from bpexplorer.translation import tr


class Softplus(Elementwise):
    """A smooth rectifier; its derivative is the sigmoid."""

    name, label, formula = "softplus", "softplus", "a = ln(1 + eᶻ)"
    purpose = tr("A smooth ReLU that is positive everywhere; its slope is the sigmoid.")
    range = (0.0, math.inf)
    latex, symbol, slope_formula = r"a = \ln(1 + e^z)", "a = ln(1 + eᶻ)", "σ(z)"
    lesson = tr(
        "Its slope stays in δ: far below z = 0 there is almost no δ, even when the answer is badly wrong."
    )

    def value(self, z: FloatArray) -> FloatArray:
        return np.where(z.real > 0, z, 0) + np.log1p(np.exp(folded(z)))

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return logistic(z)

    def compiled(self, tools: Tools) -> ElementwiseForm:
        sigmoid = tools.sigmoid

        @tools.fast
        def back(u: float, z: float, _a: float) -> float:
            return u * sigmoid(z)

        return ElementwiseForm(tools.softplus, back)
