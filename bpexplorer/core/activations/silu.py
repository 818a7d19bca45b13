"""The sigmoid-weighted linear unit, also called swish."""

import math
from typing import Final

import numpy as np

from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.activations.pieces import logistic, within
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools
from bpexplorer.translation import tr


class SiLU(Elementwise):
    """The sigmoid-weighted linear unit, also called swish."""

    name, label, formula = "silu", "SiLU", "a = z σ(z) = z / (1 + e⁻ᶻ)"
    purpose = tr(
        "A smooth ReLU that dips a little below 0: z through a gate that z itself opens. Also called swish."
    )
    range = (-0.278464542761074, math.inf)
    latex, symbol, slope_formula = r"a = z\,\sigma(z)", "a = z σ(z)", "σ + a(1 − σ)"
    lesson = tr("Its slope stays in δ: below z = −1.28 it turns δ round, and far below it is 0.")

    #: Beyond ±1000 the gate is exactly 0 or 1, and z may be infinite: 0 · ∞ would be no number.
    closed: Final = 1000.0

    def value(self, z: FloatArray) -> FloatArray:
        near = within(z, self.closed)
        return np.where(z.real < 0, near, z) * logistic(near)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        near = within(z, self.closed)
        gate = logistic(near)
        return gate + near * gate * (1 - gate)

    def compiled(self, tools: Tools) -> ElementwiseForm:
        sigmoid, within = tools.sigmoid, tools.within
        closed = self.closed

        @tools.fast
        def value(z: float) -> float:
            near = within(z, closed)
            return (near if z < 0.0 else z) * sigmoid(near)

        @tools.fast
        def back(u: float, z: float, _a: float) -> float:
            near = within(z, closed)
            gate = sigmoid(near)
            return u * (gate + near * gate * (1.0 - gate))

        return ElementwiseForm(value, back)
