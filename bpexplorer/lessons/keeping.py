"""What is kept of a lesson that was left: the card, and the answers. A small file a lesson. No Qt.

A lesson is known by the name of its file and the digest of what stands there: answers to other cards are nobody's.
"""

import hashlib
import logging
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

import msgspec

from bpexplorer.lessons import reader
from bpexplorer.lessons.catalogue import Left
from bpexplorer.lessons.lesson import Card, Lesson
from bpexplorer.lessons.player import Answer, Play
from bpexplorer.lessons.reader import Known
from bpexplorer.project.disk import atomic
from bpexplorer.project.errors import ProjectFileError, from_os_error
from bpexplorer.project.parts import bounded_reading, json_text

log = logging.getLogger(__name__)

#: Of files of answers; a sentence has at most a thousand characters.
MOST_BYTES: Final = 1024 * 1024
#: So many lessons are kept; the one that was left the longest ago goes first.
MOST_KEPT: Final = 200
_DIGITS: Final = 16
_ENDING: Final = ".json"


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    chosen: tuple[int, ...] = ()
    number: float | None = None
    sentence: str = ""
    #: JSON has no number for those that aren't finite.
    values: dict[str, float | Literal["inf", "-inf", "nan"]] = {}
    is_right: bool | None = None


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["bpexplorer answers"]
    version: Literal[1]
    #: The title of the lesson, for whoever looks into the folder.
    title: str
    at: int
    #: By the number of the card, from 0.
    answers: dict[int, _Answer]


@dataclass(frozen=True, slots=True)
class Opened:
    """A lesson as it is to be played: its key among those that are kept, and how it was left, if it was."""

    key: str
    lesson: Lesson
    left: Play | None = None


def open_lesson(path: Path, known: Known, folder: Path | None) -> Opened:
    """Read a lesson, and from this folder how it was left; raises ProjectFileError as `reader.load` does."""
    lesson = reader.load(path, known)
    key = key_of(path)
    return Opened(key, lesson, None if folder is None else left_in(folder, key, lesson))


def open_own(name: str, known: Known, folder: Path | None) -> Opened:
    """The same for a lesson of the program, in the reader's language."""
    key, lesson = key_of(reader.own_path(name)), reader.load_own(name, known)
    return Opened(key, lesson, None if folder is None else left_in(folder, key, lesson))


def key_of(path: Path) -> str:
    """Stands for the lesson in a file: its name, and a digest of what stands there."""

    def digest(file: BinaryIO) -> str:
        return hashlib.sha256(file.read(reader.MOST_BYTES)).hexdigest()

    return f"{path.stem[:80]}-{bounded_reading.read(path, digest, limit=reader.MOST_BYTES)[:_DIGITS]}"


def left_in(folder: Path, key: str, lesson: Lesson) -> Play | None:
    """How a lesson was left; None if it wasn't begun, or what is kept of it can't be believed (the log says why)."""
    kept = _kept_in(folder, key)
    if kept is None:
        return None
    answers = {at: _answer(stored) for at, stored in kept.answers.items()}
    is_of_it = 0 <= kept.at < len(lesson.cards) and all(
        0 <= at < len(lesson.cards) and _fits(answer, lesson.cards[at]) for at, answer in answers.items()
    )
    if not is_of_it:
        log.warning("what is kept as %r isn't of the lesson %r", key, lesson.title)
        return None
    return Play(lesson, kept.at, answers)


def look_for(lessons: Iterable[str | Path], folder: Path | None) -> dict[str | Path, tuple[str, Left | None]]:
    """The key of each lesson, by the name of one of the program's or a path, and how it was left.

    Lessons aren't read for it, so nothing is said of one whose file isn't there any more.
    """
    found: dict[str | Path, tuple[str, Left | None]] = {}
    for which in lessons:
        try:
            key = key_of(which if isinstance(which, Path) else reader.own_path(which))
        except ProjectFileError:
            continue
        kept = None if folder is None else _kept_in(folder, key)
        found[which] = key, None if kept is None else Left(kept.at, len(kept.answers))
    return found


def _kept_in(folder: Path, key: str) -> _Kept | None:
    """What is kept under this key; None if nothing is, or what can't be read (the log says why)."""
    path = folder / f"{key}{_ENDING}"
    if not path.exists():
        return None
    try:
        return bounded_reading.read(
            path, lambda file: json_text.decode(file.read(MOST_BYTES), _Kept), limit=MOST_BYTES
        )
    except ProjectFileError as error:
        log.warning("what is kept of a lesson can't be read: %s", error)
        return None


def keep(folder: Path, key: str, play: Play) -> None:
    """Write how a lesson stands; raises ProjectFileError. The old or the new file is there afterwards, whole."""
    kept = _Kept(
        "bpexplorer answers",
        1,
        play.lesson.title,
        play.at,
        {at: _stored(answer) for at, answer in play.answers.items()},
    )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        atomic.write(folder / f"{key}{_ENDING}", msgspec.json.encode(kept))
        _drop_oldest(folder)
    except OSError as error:
        raise from_os_error(error, folder, "save") from error


def _drop_oldest(folder: Path) -> None:
    found = sorted(folder.glob(f"*{_ENDING}"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    for path in found[:-MOST_KEPT]:
        path.unlink(missing_ok=True)


def _stored(answer: Answer) -> _Answer:
    values = {name: value if math.isfinite(value) else repr(value) for name, value in answer.values.items()}
    return _Answer(answer.chosen, answer.number, answer.sentence, values, answer.is_right)  # type: ignore[arg-type]


def _answer(stored: _Answer) -> Answer:
    values: Mapping[str, float] = {name: float(value) for name, value in stored.values.items()}
    return Answer(stored.chosen, stored.number, stored.sentence, values, stored.is_right)


def _fits(answer: Answer, card: Card) -> bool:
    """Whether this can be an answer to the card's question."""
    question = card.question
    if question is None:
        return False
    is_chosen = bool(answer.chosen) and all(0 <= at < len(question.choices) for at in answer.chosen)
    return {
        "choice": is_chosen and len(answer.chosen) == 1,
        "ticks": is_chosen,
        "number": answer.number is not None,
        "sentence": bool(answer.sentence),
    }[question.kind]
