"""The sum of the distances; its slope is the same however far the miss is, and 0 at a = y."""

from types import MappingProxyType

import numpy as np

from bpexplorer.core.costs.base import Cost
from bpexplorer.core.costs.pieces import total
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import CostForm, Tools
from bpexplorer.core.vocabularies.pairing import Pair
from bpexplorer.translation import tr


class Absolute(Cost):
    """The sum of the distances; its slope is the same however far the miss is, and 0 at a = y."""

    name, label, formula = "absolute", tr("Absolute"), "C = Σₖ |aₖ − yₖ|"
    purpose = tr(
        "The distance from the target: its slope is the same however far it is, so outliers pull no harder."
    )
    kinks = (0.0,)
    never_negative = True
    slope = "sign(a − y)"
    lesson = tr("The cost's own slope says which way, never how far.")
    pairs = MappingProxyType(
        {
            "identity": Pair(
                "odd",
                "δ = sign(a − y)",
                tr("δ says which way, never how far: it is ±1 until the fit is exact."),
            )
        }
    )

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        residual = a - y
        return total(np.sign(residual.real) * residual)

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        residual = a - y
        return np.sign(residual.real).astype(residual.dtype)

    def compiled(self, tools: Tools) -> CostForm:
        @tools.fast
        def cost_and_slope(a: float, y: float) -> tuple[float, float]:
            r = a - y
            return abs(r), np.sign(r)

        return CostForm(cost_and_slope)
