"""What a cost and an output activation are to each other: the error δ^L that the pair leaves, and what is odd about it.

BP1 multiplies the slope of the cost by that of the activation. In a matched pair δ^L is the miss, a − y (with softmax:
where a sample's targets sum to 1). In an odd one something is left over, and what that does to training is the lesson.
A pair whose cost doesn't exist for what the activation gives is refused, and so is a cost of shares where the targets
are any numbers.

What cost or activation say of the other comes first (``pairing``). Everything else is put together from what each says
of its own slope, and from its range where it says nothing.
"""

import math
import re

from bpexplorer.core.activations import Activation, activation
from bpexplorer.core.activations.base import Elementwise
from bpexplorer.core.costs import COSTS, Cost, cost, domain_in_words, explain_pair
from bpexplorer.core.numerals import significant
from bpexplorer.core.vocabularies.pairing import Pair
from bpexplorer.translation import tr

__all__ = ["Pair", "costs_of_numbers", "pair"]


def costs_of_numbers() -> tuple[str, ...]:
    """The costs that exist for every output and every target."""
    return tuple(name for name, one in COSTS.items() if one.is_of_numbers)


def pair(cost_name: str, output: str, *, of_numbers: bool = False) -> Pair:
    """What there is to say of this cost after this output activation; ``of_numbers``: where targets are any numbers.

    Raises InvalidConfigError or InvalidNetworkError for a name that there isn't.
    """
    chosen, last = cost(cost_name), activation(output)
    if of_numbers and not chosen.is_of_numbers:
        others = ", ".join(COSTS[name].label for name in costs_of_numbers())
        return Pair(
            "refused",
            "",
            tr(
                "The {label} cost is for targets {domain_in_words}, and these targets are any "
                "numbers. Choose another cost: {others}.",
                label=chosen.label.lower(),
                domain_in_words=domain_in_words(chosen),
                others=others,
            ),
        )
    if (refusal := explain_pair(chosen, last)) is not None:
        return Pair("refused", "", refusal)
    return chosen.pairs.get(output) or last.pairs.get(cost_name) or _of_two_slopes(chosen, last)


def _of_two_slopes(chosen: Cost, last: Activation) -> Pair:
    """A cost and an activation that have nothing to say of each other."""
    lessons = (_lesson_of_activation(chosen, last), _lesson_of_cost(chosen, last))
    return Pair("odd", _error(chosen, last), " ".join(filter(None, lessons)))


def _error(chosen: Cost, last: Activation) -> str:
    if not isinstance(last, Elementwise):
        return last.error.format(r=chosen.slope)
    is_one_factor = " " not in re.sub(r"\(.*\)", "", chosen.slope)
    r = chosen.slope if is_one_factor else f"({chosen.slope})"
    return last.error.format(slope=last.slope, r=r)


def _lesson_of_cost(chosen: Cost, last: Activation) -> str:
    between = chosen.lesson_between_0_and_1
    return chosen.lesson if between is None or last.range != (0.0, 1.0) else between


def _lesson_of_activation(chosen: Cost, last: Activation) -> str:
    ends = [end for end in last.range if math.isfinite(end)]
    if not chosen.is_of_numbers:
        # The cost's slope may grow without bound where the activation's goes to 0: then neither lesson holds alone.
        touched = " or ".join(significant(end) for end in ends if end in chosen.domain)
        unsafe = (
            tr(" An output that is rounded to {touched} has no δ that can be computed.", touched=touched)
            if touched
            else ""
        )
        return tr("The slopes of both stay in δ.{unsafe}", unsafe=unsafe)
    if last.lesson:
        return last.lesson
    if not last.elementwise:
        return tr("Each output depends on all z of the layer: the sum over k stays.")
    if ends and not last.kinks:
        near = " or ".join(significant(end) for end in ends)
        return tr(
            "Its slope stays in δ. Near {near} it is tiny, so δ is tiny even when the answer is badly wrong.",
            near=near,
        )
    return tr("Its slope stays in δ: where that is small, so is δ, even when the answer is badly wrong.")
