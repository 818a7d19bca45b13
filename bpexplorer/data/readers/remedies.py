"""Other ways to read a file that was refused, each with what it is called: its sentence needn't be the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bpexplorer.data.readers.refusal import Refusal, quoted
from bpexplorer.data.readers.rows import marks_of
from bpexplorer.data.table.table import Reading
from bpexplorer.translation import tr, tr_n

#: So many cells are named, and so many characters of each.
_NAMED, _LONGEST = 2, 24


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done, as on a button, and how the file is read then."""

    title: str
    reading: Reading


def remedies(refusal: Refusal, reading: Reading) -> tuple[Remedy, ...]:
    """The ways to read a file on that was refused when it was read like this; none where it must be mended first."""
    found = []
    if refusal.unread:
        marks = dict.fromkeys((*marks_of(reading), *refusal.unread))
        found.append(Remedy(_missing(refusal.unread), replace(reading, missing_marks=tuple(marks))))
    if refusal.can_be_text:
        columns = dict.fromkeys((*reading.as_text, refusal.column))
        title = tr("Take {column} as text", column=_short(refusal.column))
        found.append(Remedy(title, replace(reading, as_text=tuple(columns))))
    return tuple(found)


def _missing(cells: Sequence[str]) -> str:
    named = ", ".join(quoted(_short(cell)) for cell in cells[:_NAMED])
    more = len(cells) - _NAMED
    if more <= 0:
        return tr("Take {cells} as missing", cells=named)
    return tr_n(
        "Take {cells} and {count} more as missing",
        "Take {cells} and {count} more as missing",
        more,
        cells=named,
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
