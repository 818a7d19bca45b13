"""How a gradient becomes an update. Each optimizer works on flat arrays that hold all weights and biases."""

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.optimizers.adam import Adam, AdamW
from bpexplorer.core.optimizers.adaptive import Adagrad, RmsProp
from bpexplorer.core.optimizers.base import Optimizer
from bpexplorer.core.optimizers.descent import Momentum, Nesterov, Sgd
from bpexplorer.core.vocabulary import named

__all__ = ["OPTIMIZERS", "Optimizer", "optimizer"]

_ALL: tuple[Optimizer, ...] = (Sgd(), Momentum(), Nesterov(), Adagrad(), RmsProp(), Adam(), AdamW())

OPTIMIZERS: dict[str, Optimizer] = {one.name: one for one in _ALL}


def optimizer(name: str) -> Optimizer:
    """The optimizer of that name, or an InvalidConfigError that lists what there is."""
    return named(OPTIMIZERS, name, "optimizer", InvalidConfigError)
