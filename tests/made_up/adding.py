"""How an entry is added from outside: one insertion in its table."""

from typing import Any

import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.initializers import INITIALIZERS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.data.dataset import DATASETS
from tests.made_up.arctan import Arctan
from tests.made_up.averaged import Averaged
from tests.made_up.log_cosh import LogCosh
from tests.made_up.signs import Signs
from tests.made_up.stripes import Stripes

#: Every vocabulary that an entry can be added to, with one that the program doesn't have.
MADE_UP: dict[str, tuple[dict[str, Any], Any]] = {
    "activation": (ACTIVATIONS, Arctan()),
    "cost": (COSTS, LogCosh()),
    "optimizer": (OPTIMIZERS, Averaged()),
    "initializer": (INITIALIZERS, Signs()),
    "data set": (DATASETS, Stripes()),
}


def add_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add all of them until the test ends."""
    for table, one in MADE_UP.values():
        monkeypatch.setitem(table, one.name, one)
