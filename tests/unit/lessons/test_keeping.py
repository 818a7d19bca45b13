"""How a lesson was left, in a file: what comes back, and what isn't believed."""

import math
from pathlib import Path

import pytest

from bpexplorer.lessons import keeping, reader
from bpexplorer.lessons.catalogue import Left
from bpexplorer.lessons.player import Answer, Play
from tests.unit.lessons.conftest import KNOWN, TEXT


@pytest.fixture
def lesson_path(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "lessons"


def played(lesson_path: Path) -> tuple[str, Play]:
    """A lesson whose cards are both answered."""
    opened = keeping.open_lesson(lesson_path, KNOWN, None)
    values = {"delta": -0.25, "predicted": math.inf, "share": math.nan}
    play = Play(opened.lesson).answered(Answer(chosen=(1,), values=values)).forward()
    return opened.key, play.answered(Answer(number=0.5, values={"share": 0.5}))


def test_card_and_answers_come_back(lesson_path: Path, folder: Path) -> None:
    key, play = played(lesson_path)
    keeping.keep(folder, key, play)
    left = keeping.open_lesson(lesson_path, KNOWN, folder).left
    assert left is not None
    assert (left.lesson, left.at) == (play.lesson, 1)
    assert left.answers[1] == play.answers[1]
    assert left.answers[0].values["predicted"] == math.inf
    assert math.isnan(left.answers[0].values["share"])
    assert left.answers[0].is_right is False


def test_how_far_lessons_had_got_is_known_without_reading_them(lesson_path: Path, folder: Path) -> None:
    key, play = played(lesson_path)
    gone = lesson_path.with_name("gone.toml")
    assert keeping.look_for((lesson_path,), folder) == {lesson_path: (key, None)}
    keeping.keep(folder, key, play)
    found = keeping.look_for((lesson_path, gone, "error"), folder)
    assert found[lesson_path] == (key, Left(at=1, answered=2))
    assert gone not in found
    assert found["error"] == (keeping.key_of(reader.own_path("error")), None)


def test_answers_belong_to_what_stands_in_the_file(lesson_path: Path, folder: Path) -> None:
    keeping.keep(folder, *played(lesson_path))
    lesson_path.write_text(TEXT.replace("Which?", "Which one?"), encoding="utf-8")
    assert keeping.open_lesson(lesson_path, KNOWN, folder).left is None
    other = lesson_path.with_name("other.toml")
    other.write_text(TEXT, encoding="utf-8")
    assert keeping.open_lesson(other, KNOWN, folder).left is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"at":1', '"at":2'),
        ('"chosen":[1]', '"chosen":[2]'),
        ('"chosen":[1]', '"chosen":[0,1]'),
        ('"number":0.5', '"number":null'),
        ('"answers":{"0"', '"answers":{"7"'),
        ('"version":1', '"version":2'),
        ('"title"', '"tittle"'),
        ("}", ""),
    ],
)
def test_what_isnt_of_the_lesson_counts_as_nothing(
    lesson_path: Path, folder: Path, old: str, new: str, caplog: pytest.LogCaptureFixture
) -> None:
    keeping.keep(folder, *played(lesson_path))
    (path,) = folder.iterdir()
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert keeping.open_lesson(lesson_path, KNOWN, folder).left is None
    assert caplog.records


def test_of_too_many_lessons_those_go_that_were_left_the_longest_ago(
    lesson_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    _, play = played(lesson_path)
    for key in ("a", "b", "c"):
        keeping.keep(folder, key, play)
    assert sorted(path.name for path in folder.iterdir()) == ["b.json", "c.json"]
