"""What would be lost by closing, in words."""

from datetime import datetime

from bpexplorer.document.unsaved import Unsaved
from bpexplorer.look import numbers


def would_be_lost(unsaved: Unsaved, now: datetime) -> str:
    """One sentence: “Without saving, 3 edits and 1,440 steps since 14:02 are lost.”"""
    if unsaved.is_restored:
        return "Without saving, the restored work is lost, with all that was done since."
    edits = "edits" if unsaved.edits is None else _number_of(unsaved.edits, "edit")
    parts = [part for part in (edits, _number_of(unsaved.steps, "step")) if part]
    # Before the first frame of training, there are steps that nobody has counted.
    what = " and ".join(parts) or "what was trained"
    verb = "is" if parts in ([], ["1 edit"], ["1 step"]) else "are"
    end = f"{verb} lost, and what training adds" if unsaved.is_training and parts else f"{verb} lost"
    return f"Without saving, {what} since {moment(unsaved.since, now)} {end}."


def moment(when: datetime, now: datetime) -> str:
    """A time of today as ``14:02``, of another day with its date."""
    return f"{when:%H:%M}" if when.date() == now.date() else dated(when)


def dated(when: datetime) -> str:
    """A time with its date: ``30 November 2026, 14:02``."""
    return f"{when.day} {when:%B %Y, %H:%M}"


def _number_of(count: int, what: str) -> str:
    return "" if not count else f"{numbers.count(count)} {what}{'' if count == 1 else 's'}"
