"""What closing says would be lost."""

from datetime import datetime

import pytest

from bpexplorer.document.unsaved import Unsaved
from bpexplorer.look import numbers
from bpexplorer.window.commands.unsaved_words import would_be_lost

SINCE, LATER = datetime(2026, 11, 30, 14, 2), datetime(2026, 11, 30, 16, 0)
MANY = numbers.count(1440)


@pytest.mark.parametrize(
    ("unsaved", "words"),
    [
        (Unsaved(3, 1440, SINCE), f"3 edits and {MANY} steps since 14:02 are lost."),
        (Unsaved(1, 0, SINCE), "1 edit since 14:02 is lost."),
        (Unsaved(0, 1, SINCE), "1 step since 14:02 is lost."),
        (Unsaved(None, 0, SINCE), "edits since 14:02 are lost."),
        (Unsaved(0, 0, SINCE, is_training=True), "what was trained since 14:02 is lost."),
        (
            Unsaved(0, 20, SINCE, is_training=True),
            "20 steps since 14:02 are lost, and what training adds.",
        ),
    ],
)
def test_it_counts_edits_and_steps_since_a_time(unsaved: Unsaved, words: str) -> None:
    assert would_be_lost(unsaved, LATER) == f"Without saving, {words}"


def test_a_time_of_another_day_has_its_date() -> None:
    assert "since 30 November 2026, 14:02" in would_be_lost(Unsaved(1, 0, SINCE), datetime(2026, 12, 1))
