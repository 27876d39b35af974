"""Days on which an office works, roughly: weekends and the fixed holidays are left out."""

from __future__ import annotations

from datetime import date, timedelta

_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (5, 3), *((10, day) for day in range(1, 8))})
_SATURDAY = 5


def working_day(day: date, *, backwards: bool = False) -> date:
    """*day* itself where it is a working day, else the next one, or the one before."""
    step = timedelta(days=-1 if backwards else 1)
    while day.weekday() >= _SATURDAY or (day.month, day.day) in _HOLIDAYS:
        day += step
    return day


def years_later(day: date, years: int) -> date:
    """The same day *years* later; the last days of a month become its 28th."""
    return date(day.year + years, day.month, min(day.day, 28))
