"""The Gaussian error linear unit in its tanh form; ½(1 + tanh u) is σ(2u), which keeps small values."""

import math
from typing import Final

import numpy as np

from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.activations.pieces import logistic, within
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, Tools
from bpexplorer.translation import tr


class GELU(Elementwise):
    """The Gaussian error linear unit in its tanh form; ½(1 + tanh u) is σ(2u), which keeps small values."""

    name, label, formula = "gelu", "GELU", "a = ½ z (1 + tanh u),  u = √(2/π) (z + 0.044715 z³)"
    purpose = tr(
        "A smooth ReLU that dips a little below 0: z times how likely a normal number is below it, nearly."
    )
    range = (-0.17004075057125406, math.inf)
    latex, symbol = r"a = 0.5\,z\,(1 + \tanh u)", "a = 0.5 z (1 + tanh u)"
    lesson = tr("Its slope stays in δ: below z = −0.75 it turns δ round, and far below it is 0.")
    scale: Final = 2 * math.sqrt(2 / math.pi)
    cubic: Final = 0.044715
    #: Beyond ±30 the gate is exactly 0 or 1; z³ can't overflow within.
    closed: Final = 30.0

    def value(self, z: FloatArray) -> FloatArray:
        near = within(z, self.closed)
        return np.where(z.real < 0, near, z) * self._gate(near)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        near = within(z, self.closed)
        gate = self._gate(near)
        return gate + near * gate * (1 - gate) * self.scale * (1 + 3 * self.cubic * near * near)

    def _gate(self, z: FloatArray) -> FloatArray:
        return logistic(self.scale * (z + self.cubic * z * z * z))

    def compiled(self, tools: Tools) -> ElementwiseForm:
        sigmoid, within = tools.sigmoid, tools.within
        scale, cubic, closed = self.scale, self.cubic, self.closed

        @tools.exact
        def gate(near: float) -> float:
            return sigmoid(scale * (near + cubic * near * near * near))

        @tools.fast
        def value(z: float) -> float:
            near = within(z, closed)
            return (near if z < 0.0 else z) * gate(near)

        @tools.fast
        def back(u: float, z: float, _a: float) -> float:
            near = within(z, closed)
            opened = gate(near)
            slope = scale * (1.0 + 3.0 * cubic * near * near)
            return u * (opened + near * opened * (1.0 - opened) * slope)

        return ElementwiseForm(value, back)
