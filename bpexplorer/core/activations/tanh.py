"""The hyperbolic tangent."""

import numpy as np

from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools
from bpexplorer.translation import tr


class Tanh(Elementwise):
    """The hyperbolic tangent."""

    name, label, formula = "tanh", "tanh", "a = tanh z"
    purpose = tr(
        "Presses z into −1 to 1, around 0. Far from z = 0 it saturates: its slope is next to nothing."
    )
    range = (-1.0, 1.0)
    latex, symbol, slope_formula = r"a = \tanh z", "a = tanh z", "1 − a²"
    slope = "(1 − a²)"

    def value(self, z: FloatArray) -> FloatArray:
        return np.tanh(z)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return 1 - a * a

    def value_into(self, z: FloatArray, a: FloatArray) -> None:
        np.tanh(z, out=a)

    def vjp_into(self, z: FloatArray, a: FloatArray, u: FloatArray) -> None:
        np.multiply(a, a, out=z)
        np.subtract(1, z, out=z)
        u *= z

    def compiled(self, tools: Tools) -> ElementwiseForm:
        expm1 = tools.expm1

        @tools.exact
        def value(z: float) -> float:
            less = expm1(-2.0 * abs(z))
            size = -less / (less + 2.0)
            return size if z > 0.0 else -size

        @tools.fast
        def back(u: float, _z: float, a: float) -> float:
            return u * (1.0 - a * a)

        return ElementwiseForm(value, back)
