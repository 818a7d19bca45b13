"""A cost that the program doesn't have."""

import math

import numpy as np

from bpexplorer.core.costs import Cost
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import CostForm, Tools


class LogCosh(Cost):
    """The logarithm of the hyperbolic cosine of the miss."""

    name, label, formula = "log_cosh", "Log-cosh", "C = Σₖ ln cosh(aₖ − yₖ)"
    purpose = "Quadratic close to the target and absolute far from it, without a seam."
    never_negative = True
    slope = "tanh(a − y)"
    lesson = "A far miss pulls no harder than 1."

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        size = np.where((a - y).real < 0, y - a, a - y)
        costs: FloatArray = (size + np.log1p(np.exp(-2 * size)) - math.log(2)).sum(axis=-1)
        return costs

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return np.tanh(a - y)

    def compiled(self, tools: Tools) -> CostForm:
        @tools.fast
        def cost_and_slope(a: float, y: float) -> tuple[float, float]:
            size = abs(a - y)
            return size + math.log1p(math.exp(-2.0 * size)) - math.log(2.0), math.tanh(a - y)

        return CostForm(cost_and_slope)
