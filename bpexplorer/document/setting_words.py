"""What settings of training are called in the undo menu: as in Set-up."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.translation import tr

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dtype": "precision",
        "initializer": tr("initialisation of weights"),
        "initializer_settings": tr("initialisation of weights"),
        "bias_initializer": tr("initialisation of biases"),
        "bias_initializer_settings": tr("initialisation of biases"),
        "schedule": tr("learning-rate schedule"),
        "schedule_settings": tr("learning-rate schedule"),
        "l1": tr("L1 penalty"),
        "l2": tr("L2 penalty"),
        "clip_norm": tr("gradient clipping"),
        **{
            name: tr("stop when {label}{rule_label}", label=rule.label[0].lower(), rule_label=rule.label[1:])
            for name, rule in STOPPING_RULES.items()
        },
    }
)


def setting_words(field: str) -> str:
    """The name of a field of TrainingConfig, as a reader knows it."""
    return _WORDS.get(field, field.replace("_", " "))
