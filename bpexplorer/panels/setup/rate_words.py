"""What is said of a learning rate: which one an optimizer usually takes, and when one is far above it. No Qt."""

from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.optimizers.base import Optimizer
from bpexplorer.core.training.config import CONFIG_NUMBERS, TrainingConfig
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import explain
from bpexplorer.translation import tr

#: A rate more than so many times the usual one is spoken of.
FAR_ABOVE = 10.0

#: What the learning rate is, whatever the optimizer.
RATE_TOOLTIP = explain(
    CONFIG_NUMBERS["learning_rate"], then=tr("Takes effect immediately. Arrows go 1, 2, 5.")
)


def rate_tooltip(optimizer: Optimizer) -> str:
    """What the learning rate is, with the one that this optimizer usually takes if there is one."""
    usual = optimizer.usual_rate
    return RATE_TOOLTIP if usual is None else f"{RATE_TOOLTIP}\n{_usual(optimizer, usual)}."


def rate_hint(config: TrainingConfig) -> str:
    """Why this learning rate is a large one for the optimizer; empty if it isn't."""
    optimizer, rate = OPTIMIZERS[config.optimizer], config.learning_rate
    usual = optimizer.usual_rate
    if usual is None or rate <= FAR_ABOVE * usual:
        return ""
    times = numbers.count(round(rate / usual))
    return tr(
        "{usual}; {rate} is {times} times that. Its steps are about η long, whatever the gradient.",
        usual=_usual(optimizer, usual),
        rate=numbers.significant(rate, digits=6),
        times=times,
    )


def _usual(optimizer: Optimizer, rate: float) -> str:
    return tr("{label} usually takes {rate}", label=optimizer.label, rate=numbers.significant(rate))
