"""Moments as the journal keeps them, shown on the clock at the wall."""

from __future__ import annotations

from datetime import datetime


def local_time(stamp: str) -> str:
    """A moment as the journal keeps it (UTC), in local time, to the minute."""
    return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
