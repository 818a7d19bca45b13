"""The user's guide as a text: what it says, and its headings. No Qt."""

import re
from typing import Final, NamedTuple

from bpexplorer.assets import asset
from bpexplorer.translation import tr

_HEADING: Final = r"(?m)^(#{1,3}) +(.+)$"
_CODE: Final = r"(?ms)^```.*?^```$"
_MARKS: Final = r"[*`]"
#: The heading of the table of words.
WORDS: Final = tr("Words")


class Heading(NamedTuple):
    """A heading of the guide: 1 is the title of all of it."""

    level: int
    title: str


def guide_text() -> str:
    """All of it, in Markdown."""
    return asset("guide.md").read_text(encoding="utf-8")


def headings(markdown: str) -> tuple[Heading, ...]:
    """The headings of a text, in its order; what looks like one in a block of code is none."""
    found = re.findall(_HEADING, re.sub(_CODE, "", markdown))
    return tuple(Heading(len(marks), re.sub(_MARKS, "", title).strip()) for marks, title in found)
