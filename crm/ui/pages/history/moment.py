"""When something was done, by the clock of this machine."""

from __future__ import annotations

from datetime import datetime


def moment(at: str) -> str:
    """A moment of the journal (UTC) as local day and time: ``2026-11-24 09:05``."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
