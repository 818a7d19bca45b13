"""Dates as texts: one way of writing them for a whole column."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from bpexplorer.translation import tr

_DAYS_BEFORE = date(1970, 1, 1).toordinal()
_TIME = (
    r"(?:[T ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?P<fraction>[.,][0-9]{1,9})?)?"
    r"(?: ?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_YEAR, _SHORT = "(?P<year>[0-9]{4})", "{1,2}"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH, _DAY = f"(?P<month>[0-9]{_SHORT})", f"(?P<day>[0-9]{_SHORT})"


@dataclass(frozen=True, slots=True)
class DateStyle:
    """One way to write a date, perhaps with the time of day."""

    title: str
    pattern: re.Pattern[str]

    def days(self, text: str) -> float | None:
        """Days since 1970-01-01, in UTC where a zone is written; None if this is no date of this style."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        part = match.groupdict()
        try:
            written = part["month"]
            month = int(written) if written.isdigit() else _month(written)
            day = date(int(part["year"]), month, int(part["day"])).toordinal() - _DAYS_BEFORE
            hours, minutes = int(part["hour"] or 0), int(part["minute"] or 0)
            seconds = int(part["second"] or 0)
            datetime(2000, 1, 1, hours, minutes, min(seconds, 59))
            offset = _offset(part["zone"])
        except ValueError:
            return None
        fraction = float((part["fraction"] or ".0").replace(",", "."))
        return day + (hours * 3600 + minutes * 60 + seconds + fraction - offset) / 86_400


def _month(name: str) -> int:
    """The number of a month by its English name or the first letters of it; ValueError if there is none."""
    for number, month in enumerate(_MONTHS, start=1):
        if len(name) >= 3 and month.startswith(name.casefold()):
            return number
    raise ValueError(name)


def _offset(zone: str | None) -> float:
    """Seconds that a zone is ahead of UTC; ValueError if there is no such zone."""
    if zone in (None, "Z"):
        return 0.0
    assert zone is not None
    digits = zone[1:].replace(":", "")
    ahead = timezone(timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
    seconds = ahead.utcoffset(None).total_seconds()
    return -seconds if zone[0] == "-" else seconds


def _style(title: str, order: Callable[[str], str], sign: str) -> DateStyle:
    return DateStyle(title, re.compile(order(re.escape(sign)) + _TIME))


def _year_first(sign: str) -> str:
    return f"{_YEAR}{sign}{_MONTH}{sign}{_DAY}"


def _day_first(sign: str) -> str:
    return f"{_DAY}{sign}{_MONTH}{sign}{_YEAR}"


def _month_first(sign: str) -> str:
    return f"{_MONTH}{sign}{_DAY}{sign}{_YEAR}"


def _named(sign: str) -> str:
    return f"{_DAY}{sign}(?P<month>[A-Za-z]{{3,9}}){sign}{_YEAR}"


def _named_first(sign: str) -> str:
    return f"(?P<month>[A-Za-z]{{3,9}}){sign}{_DAY},?{sign}{_YEAR}"


STYLES = (
    _style(tr("year-month-day"), _year_first, "-"),
    _style(tr("year/month/day"), _year_first, "/"),
    _style(tr("day.month.year"), _day_first, "."),
    _style(tr("day/month/year"), _day_first, "/"),
    _style(tr("month/day/year"), _month_first, "/"),
    _style(tr("day-month-year"), _day_first, "-"),
    _style(tr("month-day-year"), _month_first, "-"),
    _style(tr("day month year"), _named, " "),
    _style(tr("day-month-year, the month by its name"), _named, "-"),
    _style(tr("month day, year"), _named_first, " "),
)


def style_of(texts: Iterable[str]) -> tuple[DateStyle | None, DateStyle | None]:
    """The style that all texts are dates of, and a second one that they could be, or None for each."""
    left = list(STYLES)
    for text in texts:
        left = [style for style in left if style.days(text) is not None]
        if not left:
            return None, None
    return left[0], (left[1] if len(left) > 1 else None)


def is_date(text: str) -> bool:
    """Whether it is a date in any style."""
    return any(style.days(text) is not None for style in STYLES)
