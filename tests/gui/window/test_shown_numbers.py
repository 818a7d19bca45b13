"""Numbers on screen are written one way: with a real minus, commas between thousands, and real exponents."""

import re
from collections.abc import Callable

import pytest

from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from tests.gui.window.test_walk import docks
from tests.overflows import hostile_project
from tests.walk import said
from tests.windows import Desk

#: What a number on screen never has: a hyphen for its minus, an exponent of a programming language, five digits without
#: a comma, a per cent sign without a space. Sizes of layers (64-16-10) and names of files have hyphens.
WRONG = re.compile(
    r"(?<![\w.…-])-\d|\d[eE][-+]?\d|\be[-+]\d|(?<![\d.,⁻·_])\d{5,}(?![\d.]*[\w])|\d%|\binf\b|\bnan\b"
    r"|\d\N{NARROW NO-BREAK SPACE}\d"
)
#: A seed is a name that is made of digits.
NAMES = re.compile(r"seed[^\d]*\d+")


def wrong(desk: Desk) -> list[str]:
    texts = [each for dock in docks(desk) for each in said(dock)] + list(said(desk.window))
    found = [
        f"{where}: {text!r}"
        for where, text in texts
        if WRONG.search(NAMES.sub("", text)) and not where.endswith(" seed")
    ]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("kind", [None, "mixed"])
def test_no_number_is_written_as_a_program_writes_it(
    open_desk: Callable[..., Desk], kind: str | None
) -> None:
    project: Project = preset("digits").project() if kind is None else hostile_project("wave", kind)
    desk = open_desk(project)
    desk.window.document.configure(learning_rate=1.5e-5, l2=2e-7, max_epochs=100_000)
    desk.wait_for_calm()
    found = wrong(desk)
    assert not found, "\n".join(found)


def test_the_search_finds_each_wrong_way() -> None:
    for text in (
        "w = -0.5",
        "(-3)",
        "2e-5",
        "1E+06",
        "31400 samples",
        "20%",
        "inf",
        "1\N{NARROW NO-BREAK SPACE}797",
    ):
        assert WRONG.search(text), text
    for text in (
        "64-16-10",
        "w = −0.5",
        "2×10⁻⁵",
        "31,400",
        "20 %",
        "0.12345",
        "12,345.678",
        "k-fold",
        "re-3-train",
    ):
        assert not WRONG.search(text), text
