"""The rectifier: negative weighted inputs are cut off."""

import math

import numpy as np

from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools
from bpexplorer.translation import tr


class ReLU(Elementwise):
    """The rectifier: negative weighted inputs are cut off."""

    name, label, formula = "relu", "ReLU", "a = max(0, z)"
    purpose = tr(
        "Lets positive z through and cuts off the rest; a neuron whose z is never "
        "positive is dead, with δ = 0."
    )
    range = (0.0, math.inf)
    latex, symbol, slope_formula = r"a = \max(0, z)", "a = max(0, z)", tr("1 if z > 0, else 0")
    lesson = tr("Where z isn't above 0, slope and δ are 0, even when the answer is badly wrong.")
    kinks = (0.0,)

    def value(self, z: FloatArray) -> FloatArray:
        return np.where(z.real > 0, z, 0)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return (z.real > 0).astype(z.dtype)

    def value_into(self, z: FloatArray, a: FloatArray) -> None:
        np.maximum(z, 0, out=a)

    def vjp_into(self, z: FloatArray, a: FloatArray, u: FloatArray) -> None:
        np.greater(a, 0, out=z)
        u *= z

    def compiled(self, tools: Tools) -> ElementwiseForm:
        @tools.fast
        def value(z: float) -> float:
            return z if z > 0.0 else 0.0

        @tools.fast
        def back(u: float, z: float, _a: float) -> float:
            return u if z > 0.0 else 0.0

        return ElementwiseForm(value, back)
