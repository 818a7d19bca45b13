"""How a network is trained: what the user sets, apart from structure and data."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from numbers import Integral
from typing import Any

from bpexplorer.core.costs import cost
from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.initializers import initializer
from bpexplorer.core.optimizers import optimizer

MAX_LEARNING_RATE = 1e3
MAX_BATCH_SIZE = 1_000_000
MAX_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """The hyperparameters. ``optimizer_settings`` holds the optimizer's own parameters by name; missing ones are
    filled in with their defaults.

    Raises
    ------
    InvalidConfigError
        Naming the parameter, its value and what it may be.
    """

    cost: str = "log_likelihood"
    initializer: str = "normal_fan_in"
    optimizer: str = "sgd"
    learning_rate: float = 0.15
    batch_size: int = 20
    seed: int = 20261121
    optimizer_settings: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cost(self.cost)
        initializer(self.initializer)
        if not (math.isfinite(self.learning_rate) and 0 <= self.learning_rate <= MAX_LEARNING_RATE):
            raise InvalidConfigError(
                f"The learning rate is {self.learning_rate:g}; it must lie between 0 and {MAX_LEARNING_RATE:g}."
            )
        if not _is_whole(self.batch_size, 1, MAX_BATCH_SIZE):
            raise InvalidConfigError(
                f"The batch size is {self.batch_size}; it must be a whole number from 1 to {MAX_BATCH_SIZE}."
            )
        if not _is_whole(self.seed, 0, MAX_SEED):
            raise InvalidConfigError(
                f"The seed is {self.seed}; it must be a whole number from 0 to {MAX_SEED}."
            )
        self._fill_in_optimizer_settings()

    def _fill_in_optimizer_settings(self) -> None:
        rule = optimizer(self.optimizer)
        known = {parameter.name: parameter for parameter in rule.parameters}
        for name, value in self.optimizer_settings.items():
            if name not in known:
                raise InvalidConfigError(
                    f"{rule.label} has no parameter {name!r}; it has {', '.join(known) or 'none'}."
                )
            known[name].check(value, rule.label)
        filled = {name: self.optimizer_settings.get(name, known[name].default) for name in known}
        object.__setattr__(self, "optimizer_settings", filled)

    def with_changes(self, **changes: Any) -> "TrainingConfig":
        """The same configuration with some fields changed; another optimizer starts from its own defaults."""
        if changes.get("optimizer", self.optimizer) != self.optimizer:
            changes.setdefault("optimizer_settings", {})
        return replace(self, **changes)


def _is_whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, Integral) and low <= int(value) <= high
