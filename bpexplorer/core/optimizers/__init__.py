"""How a gradient becomes an update. Each optimizer works on flat arrays that hold all weights and biases.

Each is one class in one file, with all that the program says and does with it; ``OPTIMIZERS`` is the table.
"""

from typing import Final

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.optimizers.adagrad import Adagrad
from bpexplorer.core.optimizers.adam import Adam
from bpexplorer.core.optimizers.adamw import AdamW
from bpexplorer.core.optimizers.base import Optimizer, StepTerm
from bpexplorer.core.optimizers.momentum import Momentum
from bpexplorer.core.optimizers.nesterov import Nesterov
from bpexplorer.core.optimizers.rmsprop import RmsProp
from bpexplorer.core.optimizers.sgd import Sgd
from bpexplorer.core.vocabularies.vocabulary import named, table

__all__ = ["OPTIMIZERS", "Optimizer", "StepTerm", "optimizer"]

#: The optimizers by name, in the order of lists.
OPTIMIZERS: Final[dict[str, Optimizer]] = table(
    Sgd(), Momentum(), Nesterov(), Adagrad(), RmsProp(), Adam(), AdamW()
)


def optimizer(name: str) -> Optimizer:
    """The optimizer of that name, or an InvalidConfigError that lists what there is."""
    return named(OPTIMIZERS, name, "optimizer", InvalidConfigError)
