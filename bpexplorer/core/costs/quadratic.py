"""Half the squared distance."""

from types import MappingProxyType

from bpexplorer.core.costs.base import Cost
from bpexplorer.core.costs.pieces import total
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import CostForm, Tools
from bpexplorer.core.vocabularies.pairing import MATCHED
from bpexplorer.translation import tr


class Quadratic(Cost):
    """Half the squared distance."""

    name, label, formula = "quadratic", tr("Quadratic"), "C = ½ Σₖ (aₖ − yₖ)²"
    purpose = tr(
        "Half the squared distance from the target: what is far off counts most. For numbers as targets."
    )
    never_negative = True
    slope = "a − y"
    pairs = MappingProxyType({"identity": MATCHED})

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        residual = a - y
        return total(0.5 * residual * residual)

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return a - y

    def compiled(self, tools: Tools) -> CostForm:
        @tools.fast
        def cost_and_slope(a: float, y: float) -> tuple[float, float]:
            r = a - y
            return 0.5 * r * r, r

        return CostForm(cost_and_slope)
