"""What the start page says of a recent file."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from bpexplorer.window.start.recent import folder_words, look_at, when_words
from tests.in_tongues import plain_words, spoken

NOW = datetime(2026, 3, 1, 9, 0).timestamp()


def test_a_file_of_today_and_of_yesterday_is_told_with_its_time_and_an_older_one_with_its_date() -> None:
    assert when_words(datetime(2026, 3, 1, 8, 5).timestamp(), NOW) == "today, 8:05"
    assert when_words(datetime(2026, 2, 28, 23, 59).timestamp(), NOW) == "yesterday, 23:59"
    assert when_words(datetime(2026, 2, 27, 12, 0).timestamp(), NOW) == "27 February 2026"


@pytest.mark.parametrize("day", [datetime(2026, 3, 1), datetime(2026, 2, 28)])
def test_the_days_that_have_names_are_said_in_any_language(day: datetime) -> None:
    with spoken():
        assert not plain_words(when_words(day.timestamp(), NOW))


def test_a_folder_below_the_user_s_own_is_told_from_there() -> None:
    home = Path("/home/ada")
    assert folder_words(home / "notes" / "a.bpx", home) == "~/notes"
    assert folder_words(home / "a.bpx", home) == "~"
    assert folder_words(Path("/srv/a.bpx"), home) == "/srv"
    assert folder_words(Path("/home/adam/a.bpx"), home) == "/home/adam"


def test_a_missing_file_a_folder_and_a_name_too_long_have_no_date(tmp_path: Path) -> None:
    there = tmp_path / "there.bpx"
    there.write_bytes(b"")
    os.utime(there, (NOW, NOW))
    others = [tmp_path / "gone.bpx", tmp_path, tmp_path / ("x" * 400)]
    assert look_at([there, *others]) == {there: NOW, **dict.fromkeys(others)}
