"""Quadratic up to a distance of 1, linear beyond; its gradient has no jump."""

from types import MappingProxyType

import numpy as np

from bpexplorer.core.costs.base import Cost
from bpexplorer.core.costs.pieces import total
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import CostForm, Tools
from bpexplorer.core.vocabularies.pairing import Pair
from bpexplorer.translation import tr


class Huber(Cost):
    """Quadratic up to a distance of 1, linear beyond; its gradient has no jump."""

    name, label, formula = (
        "huber",
        tr("Huber"),
        tr("C = Σₖ h(aₖ − yₖ),  h(r) = ½ r² if |r| ≤ 1, else |r| − ½"),
    )
    purpose = tr(
        "Quadratic close to the target and absolute beyond 1: fits finely, and outliers pull no harder."
    )
    never_negative = True
    slope = tr("a − y held within ±1")
    lesson = tr("A miss above 1 pulls like one of 1.")
    lesson_between_0_and_1 = tr("With targets from 0 to 1 this is the quadratic cost.")
    pairs = MappingProxyType(
        {
            "identity": Pair(
                "odd", tr("δ = a − y, held within ±1"), tr("A far miss pulls no harder than a miss of 1.")
            )
        }
    )

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        # With c = r held within ±1, both pieces are c (r − c/2), and nothing large is squared.
        held = self.gradient(a, y)
        return total(held * (a - y - 0.5 * held))

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        residual = a - y
        return np.where(abs(residual.real) <= 1, residual, np.sign(residual.real))

    def compiled(self, tools: Tools) -> CostForm:
        @tools.fast
        def cost_and_slope(a: float, y: float) -> tuple[float, float]:
            r = a - y
            held = r if abs(r) <= 1.0 else np.sign(r)
            return held * (r - 0.5 * held), held

        return CostForm(cost_and_slope)
