"""Words: whatever can be chosen says what it is for, and its formula."""

import math

import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.training.config import CHOICES_WITH_SETTINGS
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.data.scaling import SCALINGS

WITH_SETTINGS = {
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "initializer": INITIALIZERS,
    "bias_initializer": BIAS_INITIALIZERS,
}
VOCABULARIES = {
    **WITH_SETTINGS,
    "activation": ACTIVATIONS,
    "cost": COSTS,
    "stopping": STOPPING_RULES,
    "scaling": SCALINGS,
}


def each_object():
    for kind, table in VOCABULARIES.items():
        for name, one in table.items():
            yield pytest.param(one, id=f"{kind}-{name}")
            for setting in getattr(one, "settings", ()):
                yield pytest.param(setting, id=f"{kind}-{name}-{setting.name}")


@pytest.mark.parametrize("one", list(each_object()))
def test_each_has_a_purpose_in_sentences_and_a_formula(one):
    assert one.purpose[0].isupper()
    assert one.purpose.endswith(".")
    assert "  " not in one.purpose
    assert any(sign in one.formula for sign in "=~←≥≤")
    assert one.formula == one.formula.strip()


def test_every_choice_with_settings_is_looked_at_here():
    assert set(WITH_SETTINGS) == set(CHOICES_WITH_SETTINGS)


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_no_two_of_a_kind_have_the_same_words(kind):
    table = VOCABULARIES[kind]
    assert len({one.purpose for one in table.values()}) == len(table)


@pytest.mark.parametrize("kind", WITH_SETTINGS)
def test_settings_have_ranges_and_defaults_within(kind):
    for one in WITH_SETTINGS[kind].values():
        for setting in one.settings:
            assert setting.low <= setting.default < setting.high < math.inf
            assert (
                setting.range_in_words("{:g}".format)
                == f"at least {setting.low:g} and below {setting.high:g}"
            )
