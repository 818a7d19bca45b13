"""A plan to begin with on one's own data."""

from typing import Final

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import TableChoice, default_choice
from bpexplorer.project.fitting import fitted
from bpexplorer.project.plan import Plan

#: One hidden layer does for most tables, and Adam for inputs of any scale.
_PLAN: Final = Plan(
    NetworkSpec.create((2, 12, 2), ("tanh", "softmax")),
    TrainingConfig(cost="log_likelihood", optimizer="adam", learning_rate=0.01, batch_size=10),
    default_choice("gaussians"),
)


def suited_plan(choice: TableChoice) -> Plan:
    """A network for this table that has learned nothing yet; raises DataError if the choice can't be had."""
    fitting = fitted(_PLAN, choice)
    return Plan(fitting.spec, fitting.config, choice)
