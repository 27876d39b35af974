"""Moments as the journal keeps them, shown on the clock at the wall."""

from __future__ import annotations

from datetime import datetime


def local_time(stamp: str) -> str:
    """A moment of the journal (UTC) as local day and time, ``2026-11-24 09:05``; what is no moment stays as it is."""
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return stamp
