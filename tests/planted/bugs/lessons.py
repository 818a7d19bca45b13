"""Bugs in lessons: an answer that is judged wrongly, and a document that isn't the user's."""

from typing import Final

from tests.planted.planting import Bug

PLAYER = ("unit/lessons/test_player.py",)
READER = ("unit/lessons/test_reader.py",)
LATE = ("gui/lessons/test_late_readings.py",)
LEARNING = ("gui/window/test_learning.py",)

BUGS: Final = (
    Bug(
        name="an answer is right if any of its choices is",
        where="player.is_right",
        old="return set(answer.chosen) == right",
        new="return True",
        tests=PLAYER,
    ),
    Bug(
        name="a lesson may name readings that there aren't",
        where="_Checking._check_readings",
        old='_check_name(reading.reading, READINGS, f"{here}.reading", tr("there is no reading called"))',
        new="if reading.reading not in READINGS: continue",
        tests=READER,
    ),
    Bug(
        name="an answer is dropped when its network comes back before it was read",
        where="Playing.show_standing",
        old="self._reading = None",
        new="pass",
        tests=LATE,
    ),
    Bug(
        name="a lesson that was answered to its end is offered to go on with",
        where="catalogue._offered",
        old="0 < questions <= left.answered",
        new="0 < questions < left.answered",
        tests=("unit/lessons/test_catalogue.py",),
    ),
    Bug(
        name="beginning again forgets the answers that are kept",
        where="KeptLessons.note",
        old="former.answers if former is not None else not play.has_begun",
        new="former is None and not play.has_begun",
        tests=LEARNING,
    ),
    Bug(
        name="the network of a lesson counts as unsaved work",
        where="NetworkDocument._update_modified",
        old="has_changed and not self._is_lent",
        new="has_changed",
        tests=LEARNING,
    ),
)
