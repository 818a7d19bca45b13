"""What would be lost by closing, in words."""

from datetime import datetime

from bpexplorer.document.unsaved import Unsaved
from bpexplorer.look import numbers
from bpexplorer.translation import tr, tr_n


def would_be_lost(unsaved: Unsaved, now: datetime) -> str:
    """One sentence: “Without saving, 3 edits and 1,440 steps since 14:02 are lost.”"""
    if unsaved.is_restored:
        return tr("Without saving, the restored work is lost, with all that was done since.")
    since = moment(unsaved.since, now)
    edits = tr("edits") if unsaved.edits is None else _edits(unsaved.edits)
    parts = [part for part in (edits, _steps(unsaved.steps)) if part]
    if not parts:  # before the first frame of training, there are steps that nobody has counted
        return tr("Without saving, what was trained since {moment} is lost.", moment=since)
    what = tr("{edits} and {steps}", edits=parts[0], steps=parts[1]) if len(parts) == 2 else parts[0]
    how_many = 1 if len(parts) == 1 and 1 in (unsaved.edits, unsaved.steps) else 2
    if unsaved.is_training:
        return tr_n(
            "Without saving, {what} since {moment} is lost, and what training adds.",
            "Without saving, {what} since {moment} are lost, and what training adds.",
            how_many,
            what=what,
            moment=since,
        )
    return tr_n(
        "Without saving, {what} since {moment} is lost.",
        "Without saving, {what} since {moment} are lost.",
        how_many,
        what=what,
        moment=since,
    )


def moment(when: datetime, now: datetime) -> str:
    """A time of today as ``14:02``, of another day with its date."""
    return f"{when:%H:%M}" if when.date() == now.date() else dated(when)


def dated(when: datetime) -> str:
    """A time with its date: ``30 November 2026, 14:02``."""
    return f"{when.day} {when:%B %Y, %H:%M}"


def _edits(count: int) -> str:
    return tr_n("{count} edit", "{count} edits", count, count=numbers.count(count)) if count else ""


def _steps(count: int) -> str:
    return tr_n("{count} step", "{count} steps", count, count=numbers.count(count)) if count else ""
