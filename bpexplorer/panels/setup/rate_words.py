"""What is said of a learning rate: which one an optimizer usually takes, and when one is far above it. No Qt."""

from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.optimizers.base import Optimizer
from bpexplorer.core.training.config import CONFIG_NUMBERS, TrainingConfig
from bpexplorer.look.tooltips import explain

#: A rate more than so many times the usual one is spoken of.
FAR_ABOVE = 10.0

#: What the learning rate is, whatever the optimizer.
RATE_TOOLTIP = explain(CONFIG_NUMBERS["learning_rate"], then="Changes at once. Arrows go 1, 2, 5.")


def rate_tooltip(optimizer: Optimizer) -> str:
    """What the learning rate is, with the one that this optimizer usually takes if there is one."""
    return RATE_TOOLTIP if optimizer.usual_rate is None else f"{RATE_TOOLTIP}\n{_usual(optimizer)}."


def rate_hint(config: TrainingConfig) -> str:
    """Why this learning rate is a large one for the optimizer; empty if it isn't."""
    optimizer, rate = OPTIMIZERS[config.optimizer], config.learning_rate
    if optimizer.usual_rate is None or rate <= FAR_ABOVE * optimizer.usual_rate:
        return ""
    times = f"{rate / optimizer.usual_rate:,.0f}"
    return (
        f"{_usual(optimizer)}; {rate:g} is {times} times that. "
        "Its steps are about η long, whatever the gradient."
    )


def _usual(optimizer: Optimizer) -> str:
    return f"{optimizer.label} usually takes {optimizer.usual_rate:g}"
