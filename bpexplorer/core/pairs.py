"""What a cost and an output activation are to each other: the error δ^L that the pair leaves, and what is odd about it.

BP1 multiplies the slope of the cost by that of the activation. In a matched pair δ^L is the miss, a − y (with softmax:
where a sample's targets sum to 1). In an odd one something is left over, and what that does to training is the lesson.
A pair whose cost doesn't exist for what the activation gives is refused, and so is a cost of shares where the targets
are any numbers.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

from bpexplorer.core.activations import ACTIVATIONS, activation
from bpexplorer.core.costs import COSTS, Cost, cost, explain_pair
from bpexplorer.core.errors import InvalidConfigError

Kind = Literal["matched", "odd", "refused"]

#: The costs that exist for every output and every target.
COSTS_OF_NUMBERS: Final = tuple(name for name, cost in COSTS.items() if cost.domain == (-math.inf, math.inf))


@dataclass(frozen=True, slots=True)
class Pair:
    """One cost after one output activation.

    ``error`` is δ^L of one output as a formula; empty if the pair is refused. ``words`` say what is odd about it, or
    why it is refused and what to choose; a matched pair has the sentence that says so.
    """

    kind: Kind
    error: str
    words: str

    def __str__(self) -> str:
        return f"{self.error}. {self.words}" if self.error else self.words

    def check(self) -> None:
        """Raise InvalidConfigError with the reason if this cost can't be evaluated after this activation."""
        if self.kind == "refused":
            raise InvalidConfigError(self.words)


def pair(cost_name: str, output: str, *, of_numbers: bool = False) -> Pair:
    """What there is to say of this cost after this output activation; ``of_numbers``: where targets are any numbers.

    Raises InvalidConfigError or InvalidNetworkError for a name that there isn't.
    """
    chosen, last = cost(cost_name), activation(output)
    if of_numbers and cost_name not in COSTS_OF_NUMBERS:
        others = ", ".join(COSTS[name].label for name in COSTS_OF_NUMBERS)
        return Pair(
            "refused",
            "",
            f"The {chosen.label.lower()} cost is for targets between 0 and 1, and these targets are any numbers. "
            f"Choose another cost: {others}.",
        )
    if (refusal := explain_pair(chosen, last)) is not None:
        return Pair("refused", "", refusal)
    return _BY_NAME.get((cost_name, output)) or _of_distance(chosen, output)


_MATCHED: Final = Pair(
    "matched", "δ = a − y", "Made for each other: no slope is left over, and δ is the miss itself."
)

#: The pairs that no rule covers. All others are costs of the distance a − y.
_BY_NAME: Final[dict[tuple[str, str], Pair]] = {
    ("quadratic", "identity"): _MATCHED,
    ("cross_entropy", "sigmoid"): _MATCHED,
    ("log_likelihood", "softmax"): _MATCHED,
    ("log_likelihood", "sigmoid"): Pair(
        "odd",
        "δ = y (a − 1)",
        "An output that should be 0 has no δ: it is never pushed down, and all may drift to 1.",
    ),
    ("cross_entropy", "softmax"): Pair(
        "odd",
        "δⱼ = aⱼ − yⱼ − aⱼ Σₖ≠ⱼ (aₖ − yₖ)/(1 − aₖ)",
        "This cost asks the outputs one by one, softmax ties them: the sum over k stays. "
        "With two classes δ is twice a − y.",
    ),
    ("absolute", "identity"): Pair(
        "odd", "δ = sign(a − y)", "δ says which way, never how far: it is ±1 until the fit is exact."
    ),
    ("huber", "identity"): Pair(
        "odd", "δ = a − y, held within ±1", "A far miss pulls no harder than a miss of 1."
    ),
}

_NEVER_HOW_FAR: Final = "The cost's own slope says which way, never how far."

#: ∇_a C of the costs of a distance, and what is odd about it: where every output lies between 0 and 1, and elsewhere.
_SLOPE_OF_COST: Final[dict[str, tuple[str, str, str]]] = {
    "quadratic": ("a − y", "", ""),
    "absolute": ("sign(a − y)", _NEVER_HOW_FAR, _NEVER_HOW_FAR),
    "huber": (
        "a − y held within ±1",
        "With targets from 0 to 1 this is the quadratic cost.",
        "A miss above 1 pulls like one of 1.",
    ),
}

#: σ' of the elementwise activations, and what it does in δ where no cost takes it out again.
_SLOPE_OF_ACTIVATION: Final[dict[str, tuple[str, str]]] = {
    "sigmoid": (
        "a (1 − a)",
        "Its slope stays in δ: near 0 and 1 there is almost no δ, however far the miss.",
    ),
    "tanh": ("(1 − a²)", "Its slope stays in δ: near −1 and 1 there is almost no δ, however far the miss."),
    "relu": ("σ′(z)", "Where z isn't above 0, slope and δ are 0, however far the miss."),
    "leaky_relu": (
        "σ′(z)",
        "Where z isn't above 0, its slope leaves a hundredth of δ, however far the miss.",
    ),
    "elu": ("σ′(z)", "Its slope stays in δ: far below z = 0 there is almost no δ, however far the miss."),
    "gelu": (
        "σ′(z)",
        "Its slope stays in δ: below z = −0.75 it turns δ round, and far below it is 0.",
    ),
    "silu": (
        "σ′(z)",
        "Its slope stays in δ: below z = −1.28 it turns δ round, and far below it is 0.",
    ),
    "softplus": (
        "σ′(z)",
        "Its slope stays in δ: far below z = 0 there is almost no δ, however far the miss.",
    ),
}

_SOFTMAX: Final = "Softmax ties the outputs together: the sum over k stays, and a sure miss has almost no δ."


def _of_distance(chosen: Cost, output: str) -> Pair:
    """A cost of a − y after an activation whose slope it doesn't take out of δ."""
    miss, within_one, elsewhere = _SLOPE_OF_COST[chosen.name]
    of_cost = within_one if ACTIVATIONS[output].range == (0.0, 1.0) else elsewhere
    if output == "softmax":
        error, of_activation = f"δⱼ = aⱼ (rⱼ − Σₖ aₖ rₖ), r = {miss}", _SOFTMAX
    else:
        slope, of_activation = _SLOPE_OF_ACTIVATION[output]
        error = f"δ = {slope} · {miss}" if miss.startswith("sign") else f"δ = {slope} · ({miss})"
    return Pair("odd", error, f"{of_activation} {of_cost}".strip())


#: Every pair that there is, by the names of cost and output activation.
PAIRS: Final[dict[tuple[str, str], Pair]] = {(c, a): pair(c, a) for c in COSTS for a in ACTIVATIONS}
