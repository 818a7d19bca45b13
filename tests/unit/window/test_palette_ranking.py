"""What a query of the palette means, and in which order."""

import pytest

from bpexplorer.window.palette.entries import Entry, Kind
from bpexplorer.window.palette.ranking import folded, ranked


def entry(title: str, detail: str = "", kind: Kind = Kind.ACT) -> Entry:
    return Entry(key=title, kind=kind, title=title, detail=detail, run=lambda: None)


ALL = [
    entry("Play", "Start or pause training."),
    entry("Rescale δ", "Choose the colour scale of δ anew."),
    entry("Demon here", "Put the demon on the selected neuron."),
    entry("Demon", kind=Kind.PANEL),
    entry("demon", "Adds Δz to the weighted input of a neuron.", Kind.WORD),
    entry("Display"),
    entry("Learning rate η", kind=Kind.SETTING),
]


def titles(query: str, *recent: str) -> list[str]:
    return [each.title for each in ranked(query, ALL, recent)]


def test_without_a_query_everything_is_there_and_what_was_chosen_lately_comes_first() -> None:
    assert titles("") == [each.title for each in ALL if each.kind is Kind.ACT] + [
        "Demon",
        "Learning rate η",
        "demon",
    ]
    assert titles("", "Display", "Demon")[:2] == ["Display", "Demon"]


def test_the_beginning_of_a_title_beats_its_middle_and_a_title_beats_an_explanation() -> None:
    assert titles("play") == ["Play", "Display"]
    assert titles("neuron") == ["Demon here", "demon"]
    assert titles("scale") == ["Rescale δ"]


def test_a_whole_title_beats_one_that_begins_so() -> None:
    assert titles("demon")[:2] == ["Demon", "demon"]


def test_of_those_that_match_alike_the_recent_one_comes_first() -> None:
    assert titles("demon", "demon")[0] == "demon"


@pytest.mark.parametrize("query", ["rate learn", "LEARNING RATE", "eta", "η", "learning eta"])
def test_words_are_found_in_any_order_in_any_case_and_greek_letters_by_their_names(query: str) -> None:
    assert titles(query)[0] == "Learning rate η"


def test_a_word_of_the_explanation_beats_letters_within_one() -> None:
    within, begins = entry("Connect", "What is held during training."), entry("Circle", "A disc in a ring.")
    assert ranked("ring", [within, begins]) == [begins, within]


def test_letters_in_their_order_find_nothing_where_the_word_is_somewhere() -> None:
    letters, word = entry("Draw it anew, going on"), entry("Circle", "A disc in a ring.")
    assert ranked("ring", [letters]) == [letters]
    assert ranked("ring", [letters, word]) == [word]


def test_letters_in_their_order_find_a_title_that_nothing_else_does() -> None:
    assert titles("rsd") == ["Rescale δ"]
    assert titles("dsr") == []


def test_every_word_has_to_be_found() -> None:
    assert titles("demon spiral") == []


def test_accents_and_capitals_say_nothing() -> None:
    assert folded("É Δ") == "e delta"
