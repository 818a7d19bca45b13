"""What a tooltip says, in lines of a readable length. No Qt.

Plain text: Qt would wrap rich text by itself, but formulas are full of <, and screen readers get the text as it is.
"""

import textwrap
from functools import cache
from typing import Protocol

from bpexplorer.core.vocabularies.vocabulary import BETWEEN

#: Characters in a line; Qt breaks no line of plain text.
_WIDTH = 64


class Explained(Protocol):
    """An object of a vocabulary: what it does in a sentence, and its formula."""

    @property
    def purpose(self) -> str: ...
    @property
    def formula(self) -> str: ...


def wrapped(text: str) -> str:
    """Break long lines; line breaks that are there stay."""
    return "\n".join(map(_wrapped_line, text.splitlines()))


@cache
def _wrapped_line(line: str) -> str:
    # A window has hundreds of them, many of them short and many the same.
    return line.rstrip() if len(line) <= _WIDTH else textwrap.fill(line, _WIDTH)


def by_line(formula: str) -> str:
    """A formula with each of its equations on a line of its own."""
    return formula.replace(BETWEEN, "\n")


def explain(what: Explained, *, then: str = "") -> str:
    """Say what something does, its formula with an equation a line, and ``then`` what else is to know."""
    return in_words(what.purpose, what.formula, then=then)


def in_words(purpose: str, formula: str, *, then: str = "") -> str:
    """Put a purpose, a formula and further words together; like ``explain``, for what is no object."""
    return "\n".join(filter(None, (wrapped(purpose), wrapped(by_line(formula)), wrapped(then))))
