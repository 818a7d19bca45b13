"""a = z: a linear layer."""

import math

import numpy as np

from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools
from bpexplorer.translation import tr


class Identity(Elementwise):
    """a = z: a linear layer."""

    name, label, formula = "identity", "identity", "a = z"
    purpose = tr("Leaves z as it is: a linear layer, for outputs that may be any number.")
    range = (-math.inf, math.inf)
    latex, symbol, slope_formula = "a = z", "a = z", "1"

    def value(self, z: FloatArray) -> FloatArray:
        return z.copy()  # z and a are separate arrays, whatever the activation

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return np.ones_like(z)

    def value_into(self, z: FloatArray, a: FloatArray) -> None:
        np.copyto(a, z)

    def vjp_into(self, z: FloatArray, a: FloatArray, u: FloatArray) -> None:
        del z, a, u  # J is the unit matrix

    def compiled(self, tools: Tools) -> ElementwiseForm:
        @tools.fast
        def value(z: float) -> float:
            return z

        @tools.fast
        def back(u: float, _z: float, _a: float) -> float:
            return u

        return ElementwiseForm(value, back)
