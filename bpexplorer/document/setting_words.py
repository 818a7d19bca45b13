"""What settings of training are called in the undo menu: as in Set-up."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bpexplorer.core.training.stopping import STOPPING_RULES

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dtype": "precision",
        "initializer": "initialisation of weights",
        "initializer_settings": "initialisation of weights",
        "bias_initializer": "initialisation of biases",
        "bias_initializer_settings": "initialisation of biases",
        "schedule": "learning-rate schedule",
        "schedule_settings": "learning-rate schedule",
        "l1": "L1 penalty",
        "l2": "L2 penalty",
        "clip_norm": "gradient clipping",
        **{
            name: f"stop when {rule.label[0].lower()}{rule.label[1:]}"
            for name, rule in STOPPING_RULES.items()
        },
    }
)


def setting_words(field: str) -> str:
    """The name of a field of TrainingConfig, as a reader knows it."""
    return _WORDS.get(field, field.replace("_", " "))
