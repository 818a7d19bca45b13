"""The names that the compiled engine knows, those of entries with a form for it, and the numbers it knows them by.

Compiled code has no strings. The numbers and the branches of ``dispatch`` are both made from one ``Codes``: no number
is without its branch, and nothing needs a line beside the entry itself.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.output import stable_form
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.vocabularies.compiled_forms import Tools


def _as_it_is(function: Any) -> Any:
    return function


_EACH: dict[str, Any] = dict.fromkeys((field.name for field in fields(Tools)), _as_it_is)
#: Forms are only asked whether they are there, and none of their functions is called.
_NO_TOOLS = Tools(**_EACH)
#: The pair of a cost and an activation that are made into an error by BP1 as it stands.
NO_PAIR = -1
#: An optimizer that does more with a gradient than to sum it up in a row of the planes, see ``Codes.of_sum``.
NO_SUM = (-1, 0.0)


@dataclass(frozen=True, slots=True)
class Codes:
    """Names in the order of their codes; a pair is a cost and an output activation with a stable form."""

    activations: tuple[str, ...]
    costs: tuple[str, ...]
    optimizers: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    def know(self, spec: NetworkSpec, config: TrainingConfig) -> bool:
        """Whether there is a code for all that such a run is made of."""
        output = spec.activations[-1]
        last = (config.cost, output) in self.pairs or (
            config.cost in self.costs and stable_form(COSTS[config.cost], ACTIVATIONS[output]) is None
        )
        return last and set(spec.activations) <= set(self.activations) and config.optimizer in self.optimizers

    def of_activations(self, names: Iterable[str]) -> list[int]:
        """The code of each layer's activation."""
        return [self.activations.index(name) for name in names]

    def of_optimizer(self, config: TrainingConfig) -> int:
        """The code of the optimizer."""
        return self.optimizers.index(config.optimizer)

    def of_sum(self, config: TrainingConfig) -> tuple[int, float]:
        """The row of the planes in which the optimizer sums gradients up, and how much of itself that keeps.

        ``NO_SUM`` if it does more with them.
        """
        form = OPTIMIZERS[config.optimizer].compiled(_NO_TOOLS)
        if form is None or form.as_sum is None:
            return NO_SUM
        kept = form.as_sum.kept
        return (0, 1.0) if kept is None else (1, float(config.optimizer_settings[kept]))

    def of_cost(self, cost: str, output: str) -> tuple[int, int]:
        """The codes of the pair and of the cost; one of the two is used, and the other is ``NO_PAIR`` or any."""
        if (cost, output) in self.pairs:
            return self.pairs.index((cost, output)), NO_PAIR
        return NO_PAIR, self.costs.index(cost)


def known() -> Codes:
    """What the engine of this process knows: the vocabularies as they were when it was loaded, or else as they are."""
    dispatch = sys.modules.get(f"{__package__}.dispatch")
    loaded: Codes | None = None if dispatch is None else dispatch.CODES
    return loaded or codes()


def codes() -> Codes:
    """What the vocabularies hold now."""
    activations = tuple(name for name, one in ACTIVATIONS.items() if one.compiled(_NO_TOOLS) is not None)
    stable = {
        (cost.name, activation.name): stable_form(cost, activation)
        for cost in COSTS.values()
        for activation in ACTIVATIONS.values()
        if activation.name in activations
    }
    return Codes(
        activations,
        tuple(name for name, one in COSTS.items() if one.compiled(_NO_TOOLS) is not None),
        tuple(name for name, one in OPTIMIZERS.items() if one.compiled(_NO_TOOLS) is not None),
        tuple(names for names, form in stable.items() if form is not None and form.compiled is not None),
    )
