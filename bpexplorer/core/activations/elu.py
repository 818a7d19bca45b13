"""The exponential linear unit with α = 1; its first derivative has no jump."""

import math

import numpy as np

from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.activations.pieces import negative_part
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools
from bpexplorer.translation import tr


class ELU(Elementwise):
    """The exponential linear unit with α = 1; its first derivative has no jump."""

    name, label, formula = "elu", "ELU", tr("a = z if z > 0, else eᶻ − 1")
    purpose = tr("A ReLU with a soft floor at −1 instead of the cut; its slope has no jump.")
    range = (-1.0, math.inf)
    latex, symbol, slope_formula = r"a = z \text{ or } e^z - 1", tr("a = z or eᶻ − 1"), tr("1 or eᶻ")
    lesson = tr(
        "Its slope stays in δ: far below z = 0 there is almost no δ, even when the answer is badly wrong."
    )

    def value(self, z: FloatArray) -> FloatArray:
        return np.where(z.real > 0, z, np.expm1(negative_part(z)))

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return np.exp(negative_part(z))  # e⁰ = 1 where z is positive

    def compiled(self, tools: Tools) -> ElementwiseForm:
        exp, expm1 = tools.exp, tools.expm1

        @tools.fast
        def value(z: float) -> float:
            less = expm1(0.0 if z > 0.0 else z)
            return z if z > 0.0 else less

        @tools.fast
        def back(u: float, z: float, _a: float) -> float:
            return u * exp(0.0 if z > 0.0 else z)

        return ElementwiseForm(value, back)
