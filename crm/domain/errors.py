"""Errors that a manager can understand: a stable code and named values, worded once in the message catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class CrmError(Exception):
    """A refusal with a code and values; its sentence and remedy are looked up by code at the edge.

    Subclasses name a kind of failure so that callers can catch it; the code names the exact one.
    """

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code, values)
        self.code = code
        self.values: Mapping[str, str | int] = values

    def __str__(self) -> str:
        """Code and values: readable in a log; users see the catalogue's sentence instead."""
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code} ({details})" if details else self.code


class ParseError(CrmError):
    """A text that does not say what it should: a period, a date, an amount, a code."""


class RuleError(CrmError):
    """Something the rules of the trade do not allow: a move between stages, a missing fact."""


class NotFoundError(CrmError):
    """A record, form or indicator that does not exist."""


class StaleError(CrmError):
    """Somebody else changed the same field meanwhile; the values say who and when."""


class UndoRefusedError(CrmError):
    """An undo that would lose later work."""


class DataFormatError(CrmError):
    """A resource or user data file (TOML) that breaks its own rules; the values say where."""
