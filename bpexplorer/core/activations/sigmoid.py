"""The logistic function."""

import numpy as np

from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.activations.pieces import logistic
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools
from bpexplorer.translation import tr


class Sigmoid(Elementwise):
    """The logistic function."""

    name, label, formula = "sigmoid", "sigmoid", "a = σ(z) = 1 / (1 + e⁻ᶻ)"
    purpose = tr(
        "Presses z into 0 to 1, like a probability. Far from z = 0 it saturates: its "
        "slope is next to nothing."
    )
    range = (0.0, 1.0)
    latex, symbol, slope_formula = r"a = \sigma(z)", "a = σ(z)", "a(1 − a)"
    slope = "a (1 − a)"
    largest_slope = 0.25

    def value(self, z: FloatArray) -> FloatArray:
        return logistic(z)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return a * (1 - a)

    def value_into(self, z: FloatArray, a: FloatArray) -> None:
        np.negative(z, out=a)
        np.exp(a, out=a)  # infinite from z = −710 down, and then a is 0
        a += 1
        np.reciprocal(a, out=a)

    def vjp_into(self, z: FloatArray, a: FloatArray, u: FloatArray) -> None:
        np.subtract(1, a, out=z)
        z *= a
        u *= z

    def compiled(self, tools: Tools) -> ElementwiseForm:
        @tools.fast
        def back(u: float, _z: float, a: float) -> float:
            return u * (a * (1.0 - a))

        return ElementwiseForm(tools.sigmoid, back)
