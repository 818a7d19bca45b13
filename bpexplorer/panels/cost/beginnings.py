"""With what runs began, and in what two of them began otherwise. No Qt."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import CHOICES_WITH_SETTINGS, TrainingConfig
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.look import numbers
from bpexplorer.translation import tr

#: So many samples are enough to tell data from others.
_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a run had before its first step; ``data`` is the same number for the same training set."""

    config: TrainingConfig
    spec: NetworkSpec
    data: int

    @classmethod
    def of_frame(cls, frame: Frame) -> "Beginning":
        """Take it from a frame of step 0."""
        return cls(frame.config, frame.spec, _mark_of(frame.data))


def differences(one: Beginning, other: Beginning) -> Iterator[str]:
    """In what ``one`` began otherwise than ``other``, a few words each; of structure the dropout alone."""
    config, its = one.config, other.config
    for field, write in TOLD_APART.items():
        if getattr(config, field) != getattr(its, field):
            yield write(config)
    for choice in CHOICES_WITH_SETTINGS:
        if getattr(config, choice) == getattr(its, choice):
            mine, theirs = (getattr(each, f"{choice}_settings") for each in (config, its))
            yield from (
                f"{setting.label} {numbers.significant(mine[setting.name])}"
                for setting in _settings_of(choice, config)
                if mine[setting.name] != theirs[setting.name]
            )
    if _dropout(one.spec) != _dropout(other.spec):
        yield _dropout(one.spec)
    if one.data != other.data:
        yield tr("other data")


def _strength(field: str, label: str) -> Callable[[TrainingConfig], str]:
    """Write what holds training back, or that it doesn't."""

    def write(config: TrainingConfig) -> str:
        strength = getattr(config, field)
        return f"{label} {numbers.significant(strength)}" if strength else tr("no {what}", what=label)

    return write


#: How the fields of a configuration are written that cost, optimizer and rate don't tell.
TOLD_APART: Final[Mapping[str, Callable[[TrainingConfig], str]]] = {
    "batch_size": lambda config: tr("batch {batch_size}", batch_size=numbers.count(config.batch_size)),
    "l1": _strength("l1", "L1"),
    "l2": _strength("l2", "L2"),
    "clip_norm": _strength("clip_norm", tr("clipping")),
    "schedule": lambda config: SCHEDULES[config.schedule].label,
    "initializer": lambda config: INITIALIZERS[config.initializer].label,
    "bias_initializer": lambda config: tr(
        "biases: {biases}", biases=BIAS_INITIALIZERS[config.bias_initializer].label.lower()
    ),
    "dtype": lambda config: config.dtype,
    "engine": lambda config: tr("engine: {engine}", engine=config.engine),
    "seed": lambda config: tr("seed {seed}", seed=config.seed),
}

_OWNERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "initializer": INITIALIZERS,
    "bias_initializer": BIAS_INITIALIZERS,
}


def _settings_of(choice: str, config: TrainingConfig) -> tuple[Setting, ...]:
    settings: tuple[Setting, ...] = _OWNERS[choice][getattr(config, choice)].settings
    return settings


def _dropout(spec: NetworkSpec) -> str:
    """What each layer but the output leaves out."""
    if not spec.has_dropout:
        return tr("no dropout")
    shares = (numbers.percent(layer.dropout, decimals=0).strip() for layer in spec.layers[:-1])
    return tr("dropout {shares}", shares=", ".join(shares))


def _mark_of(data: TrainingData) -> int:
    """A number for the training set, from samples all over it: the arrays are made anew, and may be large."""
    count = len(data.x_train)
    rows = np.unique(np.linspace(0, count - 1, min(count, _LOOKED_AT)).astype(np.intp))
    mark = zlib.crc32(repr((data.x_train.shape, data.y_train.shape)).encode())
    for each in (data.x_train, data.y_train):
        mark = zlib.crc32(np.ascontiguousarray(each[rows]).tobytes(), mark)
    return mark
