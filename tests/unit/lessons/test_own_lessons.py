"""The lessons of the program: they can be read, are short, and what they claim is what the program reads."""

import re
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest
from babel.messages.extract import extract

from bpexplorer import translation
from bpexplorer.core.readings.lesson import READINGS
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.lessons import catalogue, reader, texts
from bpexplorer.lessons.begin import project_of, with_numpy
from bpexplorer.lessons.lesson import (
    Card,
    Choice,
    Formula,
    Layer,
    Lesson,
    Number,
    Question,
    Reading,
    Settings,
    State,
    View,
)
from bpexplorer.lessons.numbers_of import read_numbers
from bpexplorer.window.learn.controls import KNOWN
from tests import in_tongues

NAMES = [entry.name for entry in catalogue.LESSONS]
MOST_WORDS_A_CARD, MOST_WORDS, MOST_CARDS = 50, 900, 8


@cache
def lesson(name: str) -> Lesson:
    return reader.load_own(name, KNOWN)


_TRAINED: dict[str, TrainerState] = {}


def trained(state: State) -> TrainerState:
    """The run at that state; each is trained once."""
    key = repr(msgspec.structs.replace(state, name=""))
    if key not in _TRAINED:
        _TRAINED[key] = _trained(state)
    return _TRAINED[key]


def _trained(state: State) -> TrainerState:
    trainer = Trainer(with_numpy(project_of(state)).state)
    while trainer.epoch < state.epochs:
        trainer.advance(trainer.batches_per_epoch)
    return trainer.state()


def words(*parts: str) -> int:
    return sum(len(part.split()) for part in parts)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_of_the_program_is_short(name: str) -> None:
    entry = next(each for each in catalogue.LESSONS if each.name == name)
    read = lesson(name)
    assert len(read.cards) == entry.cards <= MOST_CARDS
    in_all = words(entry.title)
    for card in read.cards:
        assert words(card.text) <= MOST_WORDS_A_CARD, card.title
        assert card.question is not None, card.title
        choices = [choice.text for choice in card.question.choices]
        in_all += words(card.title, card.text, card.question.text, *choices, card.reveal, card.because)
    assert in_all <= MOST_WORDS


@pytest.mark.parametrize("name", NAMES)
def test_no_text_prints_a_number_that_was_measured(name: str) -> None:
    """What is claimed stands in braces, read by the program; a text may name settings, as η = 0.5."""
    for card in lesson(name).cards:
        texts_of_it = [card.reveal, card.because, *(choice.text for choice in card.question.choices)]  # type: ignore[union-attr]
        assert not re.search(r"\d\.\d|\d %|[+−]\d", " ".join(texts_of_it)), card.title


@pytest.mark.parametrize(
    ("name", "at"),
    [
        (name, at)
        for name in NAMES
        for at in range(next(e.cards for e in catalogue.LESSONS if e.name == name))
    ],
)
def test_what_a_card_claims_is_what_the_program_reads(name: str, at: int) -> None:
    read = lesson(name)
    card = read.cards[at]
    names = frozenset(reading.name for reading in card.readings)
    assert names == texts.after_answer(card), "each reading is shown, and each number is read"
    job = read_numbers(trained(read.state(card.state)), card, names)
    values = None
    while values is None:
        try:
            next(job)
        except StopIteration as end:
            values = end.value
    for reading in card.readings:
        value = values[reading.name]
        is_as_claimed = value == reading.claim or np.abs(value - reading.claim) <= reading.tolerance
        assert is_as_claimed, f"{card.title}: {reading.name} is {value}, not {reading.claim}"


def test_the_page_on_file_formats_has_every_reading_and_key() -> None:
    page = (Path(__file__).parents[3] / "docs/file-formats.md").read_text(encoding="utf-8")
    for reading in READINGS.values():
        assert f"| `{reading.name}` | {reading.purpose} | {', '.join(reading.needs)} |" in page
    section = page[page.index("## Lesson") : page.index("## Unsaved work")]
    for part in (Lesson, State, Card, View, Question, Reading, Settings, Number, Layer, Formula, Choice):
        for name in part.__struct_fields__:
            assert re.search(rf"`[^`]*\b{name}\b[^`]*`", section), f"{part.__name__}.{name}"


def test_translators_get_every_text_of_a_lesson_and_a_teachers_own_stays_as_it_is(tmp_path: Path) -> None:
    """In a language of which nothing is plain: what still is went past the catalogue, or isn't collected."""
    own = Path(__file__).parents[3] / "resources/lessons"
    with in_tongues.spoken():
        for name in NAMES:
            with (own / f"{name}.toml").open("rb") as file:
                collected = {
                    str(text) for _, text, _, _ in extract("bpexplorer.lessons.own_words:extract", file)
                }
            shown = _texts(reader.load_own(name, KNOWN))
            assert {translation.looked_up(text) for text in collected} == set(shown) - {""}
            assert [text for text in shown if in_tongues.plain_words(re.sub(r"\{.*?\}", "", text))] == []
            path = tmp_path / f"{name}.toml"
            path.write_bytes((own / f"{name}.toml").read_bytes())
            assert set(_texts(reader.load(path, KNOWN))) - {""} == collected


def _texts(read: Lesson) -> list[str]:
    found = [read.title]
    for card in read.cards:
        found += [card.title, card.text, card.reveal, card.because]
        if card.question is not None:
            found += [card.question.text, *(choice.text for choice in card.question.choices)]
    return found
