"""Which entries a query means, the likeliest first. No Qt.

Every word of the query has to be found, in any order: at the beginning of a word of the title best, then within one,
then at the beginning of a word of the explanation, then within one. Where that finds nothing at all, letters of a title
in their order do (``rsd`` for *Rescale δ*).
The points add up; among entries with as many, those chosen lately come first, then the kinds in their order, then the
shorter title.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from bpexplorer.window.palette.entries import Entry, Kind

#: What a keyboard writes for a letter that it lacks.
_SPELLED: Final = {"δ": "delta", "η": "eta", "σ": "sigma", "∂": "d"}
_WORDS: Final = re.compile(r"\w+")
_WHOLE, _TITLE_BEGINS, _WORD_BEGINS, _WITHIN, _EXPLAINED, _WITHIN_EXPLAINED, _LETTERS = 12, 9, 8, 5, 3, 2, 1
_KINDS: Final = tuple(Kind)


def ranked(query: str, entries: Iterable[Entry], recent: Sequence[str] = ()) -> list[Entry]:
    """The entries that have every word of the query, the best first; without a query all of them, recent ones first.

    Parameters
    ----------
    recent : sequence of str
        The keys of those chosen lately, the last one first.
    """
    words = folded(query).split()
    entries = list(entries)
    scored = _scored(words, entries) or _scored(words, entries, by_letters=True)
    lately = {key: place for place, key in enumerate(recent)}
    scored.sort(
        key=lambda each: (
            -each[0],
            lately.get(each[1].key, len(lately)),
            _KINDS.index(each[1].kind),
            len(each[1].title) if words else 0,
        )
    )
    return [entry for _, entry in scored]


def folded(text: str) -> str:
    """A text without capitals and accents, Greek letters followed by their names."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return "".join(_SPELLED.get(letter, letter) for letter in plain)


def _scored(
    words: Sequence[str], entries: Sequence[Entry], *, by_letters: bool = False
) -> list[tuple[int, Entry]]:
    """The entries that match, each with how well."""
    scores = ((_score(words, entry, by_letters=by_letters), entry) for entry in entries)
    return [(score, entry) for score, entry in scores if score is not None]


def _score(words: Sequence[str], entry: Entry, *, by_letters: bool) -> int | None:
    """How well an entry matches; None if a word of the query isn't in it."""
    title, explained = folded(entry.title), folded(f"{entry.detail} {entry.keys} {entry.kind.word}")
    found = [_score_of_word(word, title, explained, by_letters=by_letters) for word in words]
    if any(score == 0 for score in found):
        return None
    whole = _WHOLE if words and " ".join(words) == title.rstrip("…") else 0
    return sum(found) + whole


def _score_of_word(word: str, title: str, explained: str, *, by_letters: bool) -> int:
    if title.startswith(word):
        return _TITLE_BEGINS
    if _begins_a_word(word, title):
        return _WORD_BEGINS
    if word in title:
        return _WITHIN
    if word in explained:
        return _EXPLAINED if _begins_a_word(word, explained) else _WITHIN_EXPLAINED
    letters = iter(title)
    is_spelled = by_letters and len(word) > 1 and all(letter in letters for letter in word)
    return _LETTERS if is_spelled else 0


def _begins_a_word(word: str, text: str) -> bool:
    return any(each.startswith(word) for each in _WORDS.findall(text))
