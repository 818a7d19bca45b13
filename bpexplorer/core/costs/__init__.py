"""Cost functions: how far the output a of one sample is from its target y, summed over the outputs.

Rows are samples. A cost is evaluated from the activations alone; its ``pairs`` have the forms that start from weighted
inputs. Complex a is accepted for checks by complex step; pieces are chosen by the real part.

Each cost is one class in one file, with all that the program says and does with it; ``COSTS`` is the table.
"""

import math
from typing import Final

from bpexplorer.core.activations import ACTIVATIONS, Activation, activation
from bpexplorer.core.costs.absolute import Absolute
from bpexplorer.core.costs.base import Cost
from bpexplorer.core.costs.cross_entropy import CrossEntropy
from bpexplorer.core.costs.huber import Huber
from bpexplorer.core.costs.log_likelihood import LogLikelihood
from bpexplorer.core.costs.quadratic import Quadratic
from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.numerals import significant
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.vocabulary import named, table
from bpexplorer.translation import tr

__all__ = ["COSTS", "Cost", "cost", "explain_pair", "has_no_negative_cost"]

#: The costs by name, in the order of lists.
COSTS: Final[dict[str, Cost]] = table(Quadratic(), CrossEntropy(), LogLikelihood(), Absolute(), Huber())


def cost(name: str) -> Cost:
    """The cost called ``name``; raises InvalidConfigError with the names there are."""
    return named(COSTS, name, "cost", InvalidConfigError)


def explain_pair(cost: Cost, activation: Activation) -> str | None:
    """Why this cost cannot follow this output activation, and what to choose instead; None if it can.

    A logarithm wants outputs that are probabilities. Below 0 it doesn't exist; above 1 the log-likelihood has
    no smallest value to train towards.
    """
    lowest, highest = activation.range
    if _lies_in(activation.range, cost.domain):
        return None
    fitting = " or ".join(one.label for one in ACTIVATIONS.values() if _lies_in(one.range, cost.domain))
    remedy = (
        tr("Choose {fitting} for the output layer, or the quadratic cost.", fitting=fitting)
        if fitting
        else tr("Choose the quadratic cost.")
    )
    return tr(
        "The {cost} cost needs outputs {domain}, but {activation} gives {range}. {remedy}",
        cost=cost.label.lower(),
        domain=domain_in_words(cost),
        activation=activation.label,
        range=_range_in_words(lowest, highest),
        remedy=remedy,
    )


def domain_in_words(cost: Cost) -> str:
    """What outputs and targets a cost is for, to follow the word."""
    low, high = map(significant, cost.domain)
    if math.isinf(cost.domain[0]):
        return tr("of any size") if math.isinf(cost.domain[1]) else tr("up to {high}", high=high)
    return (
        tr("from {low} up", low=low)
        if math.isinf(cost.domain[1])
        else tr("between {low} and {high}", low=low, high=high)
    )


def has_no_negative_cost(cost_name: str, output_name: str, targets: FloatArray) -> bool:
    """Whether no outputs of this activation can cost less than 0 with these targets; cost and activation by name.

    Distances can't at all; logarithms can, of outputs that are no probabilities, or with targets that are none.
    """
    chosen, outputs = cost(cost_name), activation(output_name).range
    extremes = (float(targets.min()), float(targets.max()))
    return chosen.never_negative and _lies_in(outputs, chosen.domain) and _lies_in(extremes, chosen.domain)


def _lies_in(inner: tuple[float, float], outer: tuple[float, float]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _range_in_words(lowest: float, highest: float) -> str:
    if math.isinf(lowest) and math.isinf(highest):
        return tr("any number")
    least = significant(lowest)
    return (
        tr("any number from {least} up", least=least)
        if math.isinf(highest)
        else tr("numbers between {least} and {highest}", least=least, highest=significant(highest))
    )
