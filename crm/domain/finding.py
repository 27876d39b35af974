"""Findings: what was noticed about data or a filing, by code, severity and place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Severity(IntEnum):
    """How much a finding matters: an error blocks, a warning asks for an explanation, information informs."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    @property
    def code(self) -> str:
        """The stable lower-case word used in files and JSON: ``info``, ``warning``, ``error``."""
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> Severity:
        """The severity called *code*; ``KeyError`` where there is none."""
        return cls[code.upper()]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed: its code (worded in the message catalogue), place and named values."""

    code: str
    severity: Severity
    where: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The highest severity among *findings*; None where there are none."""
    return max((finding.severity for finding in findings), default=None)
