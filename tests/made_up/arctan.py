"""An activation that the program doesn't have."""

import math

import numpy as np

from bpexplorer.core.activations import Elementwise
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools


class Arctan(Elementwise):
    """The angle whose tangent is z."""

    name, label, formula = "arctan", "arctan", "a = arctan z"
    purpose = "Presses z into −π/2 to π/2, and saturates more slowly than tanh."
    range = (-math.pi / 2, math.pi / 2)

    def value(self, z: FloatArray) -> FloatArray:
        return np.arctan(z)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return 1 / (1 + z * z)

    def compiled(self, tools: Tools) -> ElementwiseForm:
        @tools.fast
        def value(z: float) -> float:
            return math.atan(z)

        @tools.fast
        def back(u: float, z: float, _a: float) -> float:
            return u / (1.0 + z * z)

        return ElementwiseForm(value, back)
