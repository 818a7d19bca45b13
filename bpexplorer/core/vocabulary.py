"""Closed vocabularies: dictionaries of named objects, and one way to look a name up."""

from collections.abc import Mapping
from typing import TypeVar

from bpexplorer.core.errors import BpExplorerError

T = TypeVar("T")


def named(table: Mapping[str, T], name: str, kind: str, error: type[BpExplorerError]) -> T:
    """The object called ``name``; raises ``error`` with a sentence that lists the names there are."""
    if isinstance(name, str) and name in table:
        return table[name]
    raise error(f"There is no {kind} called {name!r}. Choose one of: {', '.join(table)}.")
