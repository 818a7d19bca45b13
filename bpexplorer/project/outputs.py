"""What predicts: the activation of the output layer together with the cost, and which of them are usual for what."""

import math
from dataclasses import dataclass

from bpexplorer.core.activations import activation
from bpexplorer.core.costs import COSTS
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: A number is predicted by one output of any size, two classes by one that lies between two ends.
_OF_NUMBERS, _OF_TWO, _OF_MORE = (
    ("identity", "quadratic"),
    ("sigmoid", "cross_entropy"),
    ("softmax", "log_likelihood"),
)


@dataclass(frozen=True, slots=True)
class Outputs:
    """An output layer's activation and a cost, by their names."""

    activation: str
    cost: str

    @classmethod
    def of(cls, plan: Plan) -> "Outputs":
        """Those of a plan."""
        return cls(plan.spec.activations[-1], plan.config.cost)

    def usual_for(self, classes: int) -> "Outputs | None":
        """What is usual for so many classes, or for numbers (0); None where these do as well."""
        last, is_of_numbers = activation(self.activation), COSTS[self.cost].is_of_numbers
        is_bounded = all(map(math.isfinite, last.range))
        if classes == 0:
            suits = is_of_numbers and not any(map(math.isfinite, last.range))
            return None if suits else Outputs(*_OF_NUMBERS)
        if classes == 2:
            return None if is_bounded else Outputs(*_OF_TWO)
        return None if last.shares else Outputs(*_OF_MORE)

    def changes_to(self, other: "Outputs") -> tuple[str, ...]:
        """A sentence for each of both that is another then."""
        said = []
        if self.activation != other.activation:
            said.append(
                tr(
                    "Output activation: {label} → {activation_label}.",
                    label=activation(self.activation).label,
                    activation_label=activation(other.activation).label,
                )
            )
        if self.cost != other.cost:
            said.append(
                tr(
                    "Cost: {label} → {costs_label}.",
                    label=COSTS[self.cost].label,
                    costs_label=COSTS[other.cost].label,
                )
            )
        return tuple(said)
