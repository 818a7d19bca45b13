"""Closed vocabularies: dictionaries of named objects, and one way to look a name up.

A caller may add an object of its own before it is used: ``ACTIVATIONS[one.name] = one``. Nothing that is read from a
file ever does.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Protocol, TypeVar

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.translation import tr

T = TypeVar("T")


class Named(Protocol):
    """What a vocabulary is made of."""

    @property
    def name(self) -> str:
        """The name in files and commands."""
        ...


N = TypeVar("N", bound=Named)

#: Between two equations of one formula.
BETWEEN = ",  "


def table(*entries: N) -> dict[str, N]:
    """The entries by name, in their order."""
    return {one.name: one for one in entries}


def named(table: Mapping[str, T], name: str, kind: str, error: type[BpExplorerError]) -> T:
    """The object called ``name``; raises ``error`` with a sentence that lists the names there are."""
    if isinstance(name, str) and name in table:
        return table[name]
    raise error(
        tr(
            "There is no {kind} called {name}.{nearest} Choose one of: {table}.",
            kind=kind,
            name=repr(name),
            nearest=nearest(name, table),
            table=", ".join(table),
        )
    )


def nearest(name: object, names: Iterable[str]) -> str:
    """A question that proposes the name that is nearly this one, to follow a sentence; empty if there is none."""
    near = get_close_matches(str(name), names, n=1)
    return tr(" Is {near} meant?", near=near[0]) if near else ""
